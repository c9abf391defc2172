//! The key below the picture: which skill each number is, in two columns.

use super::{
    paint::{self, FAINT, HEADING, INK, TEXT},
    segments::Segment,
};
use crate::{
    export::{
        markup::{Attributes, Markup, Px},
        sheet::{Line, Movement, RINGS, Sheet},
        text::{shorten, width},
        words::{Said, Words},
    },
    trends::Ring,
};

/// Width of a column, and what lies between two, in pixels.
pub(super) const COLUMN: f64 = 460.0;
pub(super) const GUTTER: f64 = 32.0;

/// Height of a row, in pixels.
const ROW: f64 = 19.0;
/// Where numbers end and labels begin, in pixels.
const NUMBER: f64 = 28.0;
const LABEL: f64 = 38.0;
/// Least width of a label, in times the size of its letters: what stands behind it is shortened before that.
const LABEL_MIN: f64 = 16.0;

/// A row of the key.
enum Row {
    Heading {
        text: String,
        colour: &'static str,
    },
    Skill {
        number: String,
        label: Said,
        remark: String,
    },
}

/// Draws the key below the origin. Gives its height.
pub(super) fn draw(out: &mut Markup, sheet: &Sheet<'_>, words: &Words, segments: &[Segment]) -> f64 {
    heading(out, (0.0, 0.0), &words.get("edition-key"));
    let rows = rows(sheet, words, segments);
    let mut half = rows.len().div_ceil(2);
    // A heading is not the last of its column.
    if let Some(Row::Heading { .. }) = half.checked_sub(1).and_then(|it| rows.get(it)) {
        half += 1;
    }
    for (index, row) in rows.iter().enumerate() {
        let (column, index) = if index < half {
            (0.0, index)
        } else {
            (1.0, index - half)
        };
        let place = (column * (COLUMN + GUTTER), 28.0 + index as f64 * ROW);
        draw_row(out, place, row);
    }
    28.0 + half as f64 * ROW
}

fn rows(sheet: &Sheet<'_>, words: &Words, segments: &[Segment]) -> Vec<Row> {
    let mut rows = Vec::new();
    for ring in RINGS.into_iter().filter(|it| sheet.within(*it).next().is_some()) {
        rows.push(Row::Heading {
            text: words.ring(ring),
            colour: paint::colour(ring),
        });
        rows.extend(sheet.within(ring).map(|it| skill(sheet, words, segments, it)));
    }
    let gone = sheet.edition.departures().map(|it| Row::Skill {
        number: "×".to_owned(),
        label: words.said(&it.label, &it.skill_id),
        remark: was(words, it.ring),
    });
    let gone: Vec<Row> = gone.collect();
    if !gone.is_empty() {
        rows.push(Row::Heading {
            text: words.get("edition-departures"),
            colour: INK,
        });
    }
    rows.extend(gone);
    rows
}

fn skill(sheet: &Sheet<'_>, words: &Words, segments: &[Segment], line: &Line<'_>) -> Row {
    let is_here = |it: &&Segment| it.lines.iter().flatten().any(|at| *at + 1 == line.number);
    let letter = segments.iter().find(is_here).map(|it| it.letter.to_string());
    let moved = match line.movement {
        Movement::New => Some(words.movement(Movement::New)),
        Movement::In(before) | Movement::Out(before) => Some(was(words, before)),
        Movement::Same => None,
    };
    let remark: Vec<String> = letter
        .into_iter()
        .chain(moved.filter(|_| sheet.is_compared()))
        .collect();
    Row::Skill {
        number: line.number.to_string(),
        label: words.said(&line.entry.label, &line.entry.skill_id),
        remark: remark.join(" · "),
    }
}

fn was(words: &Words, ring: Ring) -> String {
    words.fill("edition-was", &[("ring", words.ring(ring).into())])
}

fn draw_row(out: &mut Markup, (x, y): (f64, f64), row: &Row) {
    match row {
        Row::Heading { text: name, colour } => {
            let bold: Attributes<'_> = &[("font-weight", &"bold"), ("fill", colour)];
            text(out, (x, y), bold, &Said::plain(name), COLUMN / TEXT);
        }
        Row::Skill {
            number,
            label,
            remark,
        } => {
            let right: Attributes<'_> = &[("text-anchor", &"end"), ("font-weight", &"bold")];
            text(out, (x + NUMBER, y), right, &Said::plain(number), LABEL_MIN);
            let all = (COLUMN - LABEL) / TEXT;
            let remark = shorten(remark, all - LABEL_MIN);
            text(out, (x + LABEL, y), &[], label, all - width(&remark) - 1.0);
            let end: Attributes<'_> = &[("text-anchor", &"end"), ("fill", &FAINT)];
            text(out, (x + COLUMN, y), end, &Said::plain(&remark), all);
        }
    }
}

/// Draws a heading.
pub(super) fn heading(out: &mut Markup, place: (f64, f64), words: &str) {
    let large: Attributes<'_> = &[("font-size", &Px(HEADING)), ("font-weight", &"bold")];
    text(out, place, large, &Said::plain(words), COLUMN / HEADING);
}

/// Draws a text, shortened to a width in times the size of its letters.
pub(super) fn text(
    out: &mut Markup,
    (x, y): (f64, f64),
    attributes: Attributes<'_>,
    said: &Said,
    width_max: f64,
) {
    let (x, y) = (Px(x), Px(y));
    let mut all: Vec<(&'static str, &dyn std::fmt::Display)> = vec![("x", &x), ("y", &y)];
    all.extend(attributes);
    if let Some(lang) = &said.lang {
        all.push(("lang", lang));
        all.push(("xml:lang", lang));
    }
    out.element("text", &all, &shorten(&said.text, width_max));
}
