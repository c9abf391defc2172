//! What shapes, signs and letters of the picture mean.

use std::f64::consts::TAU;

use super::{
    disc,
    frame::Point,
    list::{COLUMN, GUTTER, heading, text},
    paint::{FAINT, INK, TEXT},
    segments::Segment,
};
use crate::{
    export::{
        markup::{Markup, Px},
        sheet::{Movement, RINGS, Sheet},
        words::{Said, Words},
    },
    trends::Ring,
};

/// Height of a row, in pixels.
const ROW: f64 = 36.0;
/// Where the texts of a row begin, in pixels.
const INDENT: f64 = 44.0;
/// Width of a text, in times the size of its letters.
const ROOM: f64 = (COLUMN - INDENT) / TEXT;

/// Draws the legend below the origin: rings at the left, letters and signs at the right. Gives its height.
pub(super) fn draw(out: &mut Markup, sheet: &Sheet<'_>, words: &Words, segments: &[Segment]) -> f64 {
    let left = rings(out, sheet, words);
    let right = COLUMN + GUTTER;
    let middle = letters(out, words, segments, right);
    let bottom = signs(out, sheet, words, (right, middle));
    left.max(bottom)
}

fn rings(out: &mut Markup, sheet: &Sheet<'_>, words: &Words) -> f64 {
    heading(out, (0.0, 0.0), &words.get("edition-legend-rings"));
    let mut y = 34.0;
    for ring in RINGS {
        let count = sheet.within(ring).count();
        if ring == Ring::Undecided && count == 0 {
            continue;
        }
        let place = format!("translate({} {})", Px(18.0), Px(y));
        out.inside("g", &[("transform", &place)], |out| disc::shape(out, ring));
        let name = words.fill(
            "edition-legend-count",
            &[("name", words.ring(ring).into()), ("count", count.into())],
        );
        text(
            out,
            (INDENT, y - 2.0),
            &[("font-weight", &"bold"), ("fill", &INK)],
            &Said::plain(&name),
            ROOM,
        );
        text(
            out,
            (INDENT, y + 13.0),
            &[("fill", &FAINT)],
            &Said::plain(&words.ring_meaning(ring)),
            ROOM,
        );
        y += ROW;
    }
    y
}

fn letters(out: &mut Markup, words: &Words, segments: &[Segment], x: f64) -> f64 {
    heading(out, (x, 0.0), &words.get("edition-legend-themes"));
    let mut y = 30.0;
    for segment in segments {
        disc::letter(out, Point { x: x + 18.0, y }, segment.letter);
        let count = [
            ("name", segment.name.text.as_str().into()),
            ("count", segment.skills().into()),
        ];
        let said = Said {
            text: words.fill("edition-legend-count", &count),
            lang: segment.name.lang,
        };
        text(out, (x + INDENT, y + 4.5), &[], &said, ROOM);
        y += 28.0;
    }
    y
}

fn signs(out: &mut Markup, sheet: &Sheet<'_>, words: &Words, (x, y): (f64, f64)) -> f64 {
    heading(out, (x, y + 20.0), &words.get("edition-legend-movement"));
    let mut y = y + 48.0;
    if !sheet.is_compared() {
        text(
            out,
            (x, y),
            &[],
            &Said::plain(&words.get("edition-first")),
            COLUMN / TEXT,
        );
        return y + 24.0;
    }
    let rows = [
        (Movement::New, "edition-legend-new"),
        (Movement::In(Ring::Undecided), "edition-legend-in"),
        (Movement::Out(Ring::Emerging), "edition-legend-out"),
        (Movement::Same, "edition-legend-same"),
    ];
    for (movement, key) in rows {
        let place = format!("translate({} {}) scale(1.8)", Px(x + 18.0), Px(y));
        // Here, the middle of the disc lies below.
        out.inside("g", &[("transform", &place)], |out| {
            disc::sign(out, movement, TAU)
        });
        text(
            out,
            (x + INDENT, y + 4.5),
            &[],
            &Said::plain(&words.get(key)),
            ROOM,
        );
        y += 24.0;
    }
    y
}
