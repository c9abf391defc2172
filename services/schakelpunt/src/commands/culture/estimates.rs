//! How estimates and differences are shown: the three components side by side, each with its interval, and never one number for all.

use contracts::culture::v1::{
    Category, Caveat, Cell, CompareMeasurementsResponse, Component, ComponentEstimates, Difference, Estimate,
};

use crate::output::{Page, value};

/// The components in the order in which they are told.
const COMPONENTS: [Component; 3] = [
    Component::LearningBehaviour,
    Component::Urgency,
    Component::StimulatingFactors,
];

/// What was found, cell by cell.
pub(in crate::commands) fn cells(page: &mut Page<'_>, cells: &[Cell]) {
    let headings = [
        "column-cell",
        "column-component",
        ">column-n",
        ">column-score",
        "column-interval",
    ];
    let mut grid = page.table(&headings);
    for cell in cells {
        let name = name(page, &cell.categories);
        let Some(found) = &cell.components else {
            let hidden = page.get("culture-suppressed");
            grid.row([name, hidden, String::new(), String::new(), String::new()]);
            continue;
        };
        for component in COMPONENTS {
            let Some(it) = of(found, component) else { continue };
            let lang = page.lang();
            grid.row([
                name.clone(),
                page.texts.word(component.as_str_name()),
                it.n.to_string(),
                value::quantity(it.value, lang),
                interval(page, it.lower, it.upper),
            ]);
        }
    }
    page.section("section-estimates");
    page.grid(&grid, "none-estimates");
}

/// How two measurements differ.
pub(super) fn compared(page: &mut Page<'_>, answer: &CompareMeasurementsResponse) {
    let headings = [
        "column-cell",
        "column-component",
        ">column-from",
        ">column-to",
        ">column-difference",
        "column-interval",
        "column-shown",
    ];
    let mut grid = page.table(&headings);
    for cell in &answer.cells {
        let name = name(page, &cell.categories);
        let Some(found) = cell.components else {
            grid.row_of(vec![name, page.get("culture-suppressed")]);
            continue;
        };
        let three = [found.learning_behaviour, found.urgency, found.stimulating_factors];
        for (component, difference) in COMPONENTS.into_iter().zip(three) {
            let it: Difference = difference.unwrap_or_default();
            let lang = page.lang();
            grid.row([
                name.clone(),
                page.texts.word(component.as_str_name()),
                value::quantity(it.from, lang),
                value::quantity(it.to, lang),
                value::quantity(it.difference, lang),
                interval(page, it.lower, it.upper),
                page.get(if it.shown { "yes" } else { "no" }),
            ]);
        }
    }
    page.grid(&grid, "none-estimates");
    page.field("column-method", &answer.method);
    caveats(page, answer.caveats());
}

/// What keeps two results from being compared.
pub(super) fn caveats(page: &mut Page<'_>, caveats: impl Iterator<Item = Caveat>) {
    let words: Vec<String> = caveats.map(|it| page.texts.word(it.as_str_name())).collect();
    page.field("column-caveats", words.join(", "));
}

/// A 95 % interval.
pub(in crate::commands) fn interval(page: &Page<'_>, lower: f64, upper: f64) -> String {
    let lang = page.lang();
    format!(
        "{} – {}",
        value::quantity(lower, lang),
        value::quantity(upper, lang)
    )
}

fn of(found: &ComponentEstimates, component: Component) -> Option<Estimate> {
    match component {
        Component::LearningBehaviour => found.learning_behaviour,
        Component::Urgency => found.urgency,
        Component::StimulatingFactors => found.stimulating_factors,
        Component::Unspecified => None,
    }
}

fn name(page: &Page<'_>, categories: &[Category]) -> String {
    if categories.is_empty() {
        return page.get("culture-whole");
    }
    let names: Vec<&str> = categories.iter().map(|it| it.category_id.as_str()).collect();
    names.join(" × ")
}
