//! The tables of an edition: its skills, those that left, and rings in parts of what was read.

use super::{
    section,
    table::{self, Cell, Column},
};
use crate::{
    domain::edition::{Entry, Part},
    export::{
        markup::Markup,
        sheet::{Line, Sheet},
        words::{NONE, Said, Words},
    },
    trends::{Growth, Ring},
};

const SKILLS: [Column; 13] = [
    Column::Figure("edition-column-number"),
    Column::Text("edition-column-skill"),
    Column::Text("edition-column-themes"),
    Column::Text("edition-column-ring"),
    Column::Text("edition-column-movement"),
    Column::Figure("edition-column-growth"),
    Column::Figure("edition-column-interval"),
    Column::Figure("edition-column-p"),
    Column::Figure("edition-column-q"),
    Column::Figure("edition-column-mentions"),
    Column::Figure("edition-column-sources"),
    Column::Figure("edition-column-publishers"),
    Column::Figure("edition-column-dissents"),
];
const DEPARTURES: [Column; 2] = [
    Column::Text("edition-column-skill"),
    Column::Text("edition-column-previous-ring"),
];
const PARTS: [Column; 5] = [
    Column::Figure("edition-column-number"),
    Column::Text("edition-column-skill"),
    Column::Text("edition-column-by-theme"),
    Column::Text("edition-column-by-sector"),
    Column::Text("edition-column-by-region"),
];

/// Writes the table of skills.
pub(super) fn skills(out: &mut Markup, sheet: &Sheet<'_>, words: &Words) {
    let caption = words.get("edition-caption-skills");
    section(out, "skills", &words.get("edition-section-skills"), |out| {
        let rows = sheet.lines.iter().map(|it| skill(sheet, words, it));
        table::write(out, words, ("skills", &caption), &SKILLS, rows);
        out.element("p", &[], &words.get("edition-explain-columns"));
    });
}

fn skill(sheet: &Sheet<'_>, words: &Words, line: &Line<'_>) -> Vec<Cell> {
    let entry = line.entry;
    let movement = if sheet.is_compared() {
        words.movement(line.movement)
    } else {
        String::new()
    };
    let themes = entry.theme_ids.iter().map(|it| sheet.theme_name(words, it));
    let mut cells = vec![
        Cell::Figure(line.number.to_string()),
        label(words, entry),
        Cell::List(themes.collect()),
        Cell::Text(words.ring(entry.ring)),
        Cell::Text(movement),
    ];
    cells.extend(growth(words, entry.growth.as_ref()).map(Cell::Figure));
    let counts = [entry.mentions, entry.sources, entry.publishers, entry.dissents];
    cells.extend(counts.map(|it| Cell::Figure(words.count(it.into()))));
    cells
}

fn label(words: &Words, entry: &Entry) -> Cell {
    Cell::Heading(words.said(&entry.label, &entry.skill_id))
}

/// Factor, interval, p and q.
fn growth(words: &Words, growth: Option<&Growth>) -> [String; 4] {
    let Some(it) = growth else {
        return Default::default();
    };
    [
        it.factor.map(|it| words.decimal(it, 2)).unwrap_or_default(),
        interval(words, it),
        words.probability(it.p_value),
        it.q_value.map(|it| words.probability(it)).unwrap_or_default(),
    ]
}

fn interval(words: &Words, it: &Growth) -> String {
    let bound = |it: Option<f64>| it.filter(|it| it.is_finite()).map(|it| words.decimal(it, 2));
    match (bound(it.low), bound(it.high)) {
        (Some(low), Some(high)) => {
            words.fill("edition-interval", &[("low", low.into()), ("high", high.into())])
        }
        (Some(low), None) => words.fill("edition-interval-from", &[("low", low.into())]),
        (None, Some(high)) => words.fill("edition-interval-to", &[("high", high.into())]),
        (None, None) => NONE.to_owned(),
    }
}

/// Writes the table of skills that left, if there was an edition before.
pub(super) fn departures(out: &mut Markup, sheet: &Sheet<'_>, words: &Words) {
    if !sheet.is_compared() {
        return;
    }
    let mut gone = sheet.edition.departures().peekable();
    section(out, "departures", &words.get("edition-departures"), |out| {
        if gone.peek().is_none() {
            out.element("p", &[], &words.get("edition-no-departures"));
            return;
        }
        let rows = gone.map(|it| {
            vec![
                Cell::Heading(words.said(&it.label, &it.skill_id)),
                Cell::Text(words.ring(it.ring)),
            ]
        });
        let caption = words.get("edition-caption-departures");
        table::write(out, words, ("departures", &caption), &DEPARTURES, rows);
    });
}

/// Writes the table of rings by theme, sector and region.
pub(super) fn parts(out: &mut Markup, sheet: &Sheet<'_>, words: &Words) {
    section(out, "parts", &words.get("edition-section-parts"), |out| {
        let mut judged = sheet
            .lines
            .iter()
            .filter(|it| !it.entry.rings.is_empty())
            .peekable();
        if judged.peek().is_none() {
            out.element("p", &[], &words.get("edition-no-parts"));
            return;
        }
        let caption = words.get("edition-caption-parts");
        let rows = judged.map(|it| parts_of(sheet, words, it));
        table::write(out, words, ("parts", &caption), &PARTS, rows);
    });
}

fn parts_of(sheet: &Sheet<'_>, words: &Words, line: &Line<'_>) -> Vec<Cell> {
    let rings = |name: &dyn Fn(&Part) -> Option<Said>| {
        let rings = line.entry.rings.iter();
        Cell::List(
            rings
                .filter_map(|(part, ring)| Some(part_ring(words, name(part)?, *ring)))
                .collect(),
        )
    };
    vec![
        Cell::Figure(line.number.to_string()),
        label(words, line.entry),
        rings(&|it| match it {
            Part::Theme(id) => Some(sheet.theme_name(words, id)),
            Part::Sector(_) | Part::Region(_) => None,
        }),
        rings(&|it| match it {
            Part::Sector(name) => Some(Said::plain(name)),
            Part::Theme(_) | Part::Region(_) => None,
        }),
        rings(&|it| match it {
            Part::Region(id) => Some(Said::plain(id)),
            Part::Theme(_) | Part::Sector(_) => None,
        }),
    ]
}

/// A part with the ring there. The words of the ring are those of the page, so the whole is as well.
fn part_ring(words: &Words, part: Said, ring: Ring) -> Said {
    Said::plain(&format!("{}: {}", part.text, words.ring(ring)))
}
