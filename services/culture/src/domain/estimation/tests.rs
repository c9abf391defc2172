use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::*;
use crate::domain::{
    component::PerComponent,
    examples::{instrument, plan},
    wave::{Cell, Estimate},
};

fn response(region: &str, sector: &str, size: &str, age: &str, answers: Vec<(&str, i32)>) -> Response {
    let categories = [
        ("region", region),
        ("sector", sector),
        ("firm-size", size),
        ("age", age),
    ];
    Response {
        categories: categories
            .map(|(name, id)| (name.to_owned(), id.to_owned()))
            .into(),
        answers: answers
            .into_iter()
            .map(|(id, value)| (id.to_owned(), value))
            .collect(),
    }
}

/// Fifty responses in four cells, some with answers left out.
fn fifty() -> Vec<Response> {
    let cells = [
        ("AM01", "C", "small", 12),
        ("AM01", "F", "large", 11),
        ("AM02", "C", "small", 13),
        ("AM02", "F", "large", 14),
    ];
    let mut responses = Vec::new();
    for (region, sector, size, n) in cells {
        for number in 0..n {
            let shift = if region == "AM02" { 3 } else { 0 };
            let answer = |add: i32| 1 + (number * number + add + shift) % 5;
            let mut answers = vec![
                ("gedrag-1", answer(0)),
                ("gedrag-2", answer(3)),
                ("urgentie-1", answer(1)),
                ("urgentie-2", answer(2)),
                ("ruimte-1", answer(4)),
                ("ruimte-2", answer(0)),
                ("deelname", i32::from(number % 4 == 0)),
            ];
            answers.retain(|(id, _)| {
                let one = number % 6 == 5 && *id == "urgentie-1";
                let both = number % 7 == 6 && id.starts_with("ruimte");
                !(one || both)
            });
            let age = if number % 3 == 0 { "45-64" } else { "25-44" };
            responses.push(response(region, sector, size, age, answers));
        }
    }
    responses
}

fn estimated(responses: &[Response]) -> Estimates {
    estimate(&plan(), &instrument(), responses, &[]).unwrap()
}

fn assert_is(found: &Estimate, n: u32, expected: [f64; 5]) {
    let figures = [
        found.effective_n,
        found.value,
        found.standard_error,
        found.lower,
        found.upper,
    ];
    assert_eq!(found.n, n);
    for (figure, expected) in figures.iter().zip(expected) {
        assert!((figure - expected).abs() < 1e-4, "{found:?} is not {expected}");
    }
}

fn cell<'a>(cells: &'a [Cell], ids: &[&str]) -> &'a Cell {
    let of = |cell: &&Cell| {
        cell.categories.len() == ids.len()
            && cell
                .categories
                .iter()
                .all(|it| ids.contains(&it.category_id.as_str()))
    };
    cells.iter().find(of).unwrap()
}

/// The same responses raked with numpy 2 (in double precision, a thousand rounds), with the quantiles of scipy's Student's t.
#[test]
fn estimates_are_those_of_an_independent_package() {
    let found = estimated(&fifty());
    let whole = found.whole.shown.unwrap();
    let all = whole.components;
    let behaviour = [42.542_072, 42.599_229, 3.951_098, 34.659_200, 50.539_258];
    assert_is(&all.learning_behaviour, 50, behaviour);
    let urgency = [36.698_309, 41.979_479, 2.306_625, 37.324_522, 46.634_436];
    assert_is(&all.urgency, 43, urgency);
    let factors = [38.520_573, 48.592_689, 4.242_891, 40.041_704, 57.143_674];
    assert_is(&all.stimulating_factors, 45, factors);
    let item = |id: &str| {
        whole
            .items
            .iter()
            .find(|it| it.item_id == id)
            .unwrap()
            .estimate
            .unwrap()
    };
    let expected = [42.542_072, 28.312_484, 6.954_603, 14.336_687, 42.288_282];
    assert_is(&item("deelname"), 50, expected);
    // Seven skipped the other item of this component, and are left out of this one too.
    let expected = [36.698_309, 47.165_624, 4.825_550, 37.427_269, 56.903_978];
    assert_is(&item("urgentie-2"), 43, expected);
    let region = cell(&found.cells, &["AM01"]).shown.clone().unwrap().components;
    let expected = [21.113_245, 30.552_777, 4.971_638, 20.242_231, 40.863_323];
    assert_is(&region.learning_behaviour, 23, expected);
    let alphas: Vec<_> = found
        .summary
        .reliabilities
        .iter()
        .map(|it| (it.n, it.alpha))
        .collect();
    for ((n, alpha), expected) in
        alphas
            .iter()
            .zip([(50, 0.266_246_7), (43, -1.780_512_8), (45, -0.624_957_3)])
    {
        assert_eq!(*n, expected.0);
        assert!((alpha.unwrap() - expected.1).abs() < 1e-6, "{alpha:?}");
    }
    let weighting = found.summary.weighting;
    assert!((weighting.smallest - 0.570_948).abs() < 1e-5 && (weighting.greatest - 1.838_266).abs() < 1e-5);
}

/// Were they others, the few in between would be told by taking the items from the component.
#[test]
fn a_component_and_its_items_rest_on_the_same_respondents() {
    let found = estimated(&fifty());
    for cell in [&found.whole].into_iter().chain(&found.cells) {
        let Some(shown) = &cell.shown else { continue };
        for item in &shown.items {
            let instrument = instrument();
            let (of, _) = instrument.item(&item.item_id).unwrap();
            let component = shown.components.get(of.component);
            assert_eq!(item.estimate.unwrap().n, component.n, "{}", item.item_id);
        }
    }
}

#[test]
fn the_order_of_the_responses_changes_nothing() {
    let mut turned = fifty();
    turned.reverse();
    let (one, other) = (estimated(&fifty()), estimated(&turned));
    let values = |it: &Estimates| {
        let cells = [&it.whole].into_iter().chain(&it.cells);
        cells
            .map(|cell| cell.shown.as_ref().map(|it| it.components.urgency.n))
            .collect::<Vec<_>>()
    };
    assert_eq!(values(&one), values(&other));
    let close = |a: f64, b: f64| (a - b).abs() < 1e-9;
    let mean = |it: &Estimates| it.whole.shown.as_ref().unwrap().components.urgency.value;
    assert!(close(mean(&one), mean(&other)));
}

#[test]
fn a_cell_tells_all_three_components_or_nothing() {
    let mut responses = fifty();
    // In AM01 nobody answers on urgency any more.
    for it in responses
        .iter_mut()
        .filter(|it| it.categories["region"] == "AM01")
    {
        it.answers.retain(|id, _| !id.starts_with("urgentie"));
    }
    let found = estimated(&responses);
    assert!(cell(&found.cells, &["AM01"]).shown.is_none());
    let json = serde_json::to_value(&found.whole).unwrap();
    let components = json["shown"]["components"].as_object().unwrap();
    let names: BTreeSet<&str> = components.keys().map(String::as_str).collect();
    let three = ["learning_behaviour", "stimulating_factors", "urgency"];
    assert_eq!(names, BTreeSet::from(three), "three components and no total");
}

#[test]
fn too_few_responses_and_empty_categories_are_refused() {
    let few = estimate(&plan(), &instrument(), &fifty()[..9], &[]).unwrap_err();
    assert!(
        matches!(
            few,
            Refusal::TooFew {
                responses: 8 | 9,
                least: 10
            }
        ),
        "{few:?}"
    );
    let one_age: Vec<_> = fifty()
        .into_iter()
        .filter(|it| it.categories["age"] == "25-44")
        .collect();
    let refused = estimate(&plan(), &instrument(), &one_age, &[]).unwrap_err();
    assert!(
        matches!(&refused, Refusal::NotWeighable(why) if why[0].contains("45-64")),
        "{refused:?}"
    );
    let left_out = estimate(&plan(), &instrument(), &one_age, &["age".to_owned()]).unwrap();
    assert_eq!(left_out.summary.weighting.left_out, ["age"]);
    assert_eq!(left_out.summary.weighting.variables, ["region"]);
}

#[test]
fn one_respondent_who_counts_for_more_than_half_hides_the_cell() {
    let mut plan = plan();
    plan.margins[1].categories[0].population = 999;
    plan.margins[1].categories[1].population = 1;
    let mut responses = fifty();
    let ages = responses.iter_mut().enumerate();
    for (place, it) in ages {
        // Only three are of the age that nearly everyone has; all of them in AM02.
        let age = if [30, 40, 45].contains(&place) {
            "25-44"
        } else {
            "45-64"
        };
        it.categories.insert("age".into(), age.into());
    }
    let found = estimate(&plan, &instrument(), &responses, &["region".to_owned()]);
    let found = found.unwrap();
    let sector = cell(&found.cells, &["AM02", "C"]);
    assert!(
        sector.shown.is_none(),
        "thirteen respondents, one of whom counts for nearly all"
    );
}

/// What an attacker can add up: the sums of the cells that are shown, over the finest cells.
fn small_differences(found: &Estimates, counts: &BTreeMap<(&str, &str), u32>) -> Vec<String> {
    let shown = |ids: &[&str]| {
        let all = [&found.whole].into_iter().chain(&found.cells);
        all.filter(|cell| cell.categories.iter().all(|it| it.variable != "firm-size"))
            .find(|cell| {
                cell.categories.len() == ids.len()
                    && cell
                        .categories
                        .iter()
                        .all(|it| ids.contains(&it.category_id.as_str()))
            })
            .is_some_and(|cell| cell.shown.is_some())
    };
    let mut told = Vec::new();
    let mut check = |name: String, whole: &[&str], parts: &[(&str, &str)]| {
        let left: u32 = parts
            .iter()
            .filter(|(region, sector)| !shown(&[region, sector]))
            .map(|key| counts[key])
            .sum();
        let subtracted = parts.iter().any(|(region, sector)| shown(&[region, sector]));
        if shown(whole) && subtracted && (1..10).contains(&left) {
            told.push(name);
        }
    };
    for region in ["AM01", "AM02"] {
        check(
            format!("region {region}"),
            &[region],
            &[(region, "C"), (region, "F")],
        );
    }
    for sector in ["C", "F"] {
        check(
            format!("sector {sector}"),
            &[sector],
            &[("AM01", sector), ("AM02", sector)],
        );
    }
    told
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn nothing_small_is_left_when_shown_cells_are_subtracted(
        sizes in proptest::array::uniform4(0_u32..30)
    ) {
        let keys = [("AM01", "C"), ("AM01", "F"), ("AM02", "C"), ("AM02", "F")];
        let counts: BTreeMap<_, _> = keys.into_iter().zip(sizes).collect();
        let mut responses = Vec::new();
        for ((region, sector), n) in &counts {
            for number in 0..*n {
                let value = 1 + i32::try_from(number % 5).unwrap_or(0);
                let answers = ["gedrag-1", "gedrag-2", "urgentie-1", "urgentie-2", "ruimte-1", "ruimte-2"];
                let mut answers: Vec<_> = answers.map(|id| (id, value)).into();
                answers.push(("deelname", i32::from(number % 2 == 0)));
                let age = if number % 2 == 0 { "25-44" } else { "45-64" };
                responses.push(response(region, sector, "small", age, answers));
            }
        }
        let leave_out = ["region".to_owned()];
        if let Ok(found) = estimate(&plan(), &instrument(), &responses, &leave_out) {
            let told = small_differences(&found, &counts);
            prop_assert!(told.is_empty(), "{told:?} of {counts:?}");
            for cell in &found.cells {
                if let Some(shown) = &cell.shown {
                    let least = PerComponent::of_each(|it| shown.components.get(it).n);
                    prop_assert!(least.urgency >= 10 && least.learning_behaviour >= 10);
                }
            }
        }
    }
}
