//! The disc: rings, segments and a numbered blip for each skill.

use super::{
    frame::{Frame, NAME_HALF_WIDTH, NAME_HEIGHT, Point, RADIUS},
    paint::{self, FAINT, FONT, INK, LINE, PAPER, SMALL, TEXT, TINT},
    places::Places,
    segments::Segment,
};
use crate::{
    export::{
        markup::{Markup, Px},
        sheet::{Line, Movement, RINGS, Sheet},
        words::Words,
    },
    trends::Ring,
};

/// Distance of the letter of a segment from the edge of the disc, and the radius of the circle around it, in pixels.
const LETTER_SPACE: f64 = 18.0;
const LETTER_RADIUS: f64 = 12.0;
/// Where the sign of a movement stands against the middle of its blip, right of it and above, in pixels.
const SIGN: f64 = 8.8;
/// Radius of the circle around a sign, in pixels.
const SIGN_RADIUS: f64 = 4.5;

/// Space that the disc takes above and below its middle, in pixels.
pub(super) fn half_height(frame: &Frame) -> f64 {
    RADIUS * frame.stretch + LETTER_SPACE + LETTER_RADIUS + 4.0
}

/// Draws the disc around the origin.
pub(super) fn draw(
    out: &mut Markup,
    sheet: &Sheet<'_>,
    words: &Words,
    frame: &Frame,
    (segments, places): (&[Segment], &Places),
) {
    rings(out, frame);
    spokes(out, frame);
    names(out, frame, words);
    letters(out, frame, segments);
    for (segment, places) in segments.iter().zip(places) {
        let all = segment.lines.iter().zip(places);
        for (line, place) in all.flat_map(|(lines, places)| lines.iter().zip(places)) {
            if let Some(line) = sheet.lines.get(*line) {
                blip(out, sheet, words, line, *place);
            }
        }
    }
}

fn rings(out: &mut Markup, frame: &Frame) {
    for (ring, radius) in frame.radii.iter().enumerate().rev() {
        let is_around = RINGS.get(ring) == Some(&Ring::Undecided);
        out.empty(
            "ellipse",
            &[
                ("rx", &Px(*radius)),
                ("ry", &Px(radius * frame.stretch)),
                ("fill", &ground(ring)),
                ("stroke", &LINE),
                ("stroke-dasharray", &if is_around { "6 4" } else { "none" }),
            ],
        );
    }
}

/// Background of a ring.
fn ground(ring: usize) -> &'static str {
    if ring.is_multiple_of(2) { TINT } else { PAPER }
}

fn spokes(out: &mut Markup, frame: &Frame) {
    if frame.angles.len() < 2 {
        return;
    }
    for (angle, _) in &frame.angles {
        let end = frame.at(*angle, RADIUS);
        out.empty(
            "line",
            &[
                ("x1", &0),
                ("y1", &0),
                ("x2", &Px(end.x)),
                ("y2", &Px(end.y)),
                ("stroke", &LINE),
            ],
        );
    }
}

fn names(out: &mut Markup, frame: &Frame, words: &Words) {
    for (ring, name) in RINGS.iter().enumerate().take(frame.radii.len()) {
        let top = frame.name_top(ring);
        out.empty(
            "rect",
            &[
                ("x", &Px(-NAME_HALF_WIDTH)),
                ("y", &Px(top)),
                ("width", &Px(2.0 * NAME_HALF_WIDTH)),
                ("height", &Px(NAME_HEIGHT)),
                ("rx", &4),
                ("fill", &ground(ring)),
            ],
        );
        out.element(
            "text",
            &[
                ("y", &Px(top + 14.5)),
                ("text-anchor", &"middle"),
                ("font-size", &Px(TEXT)),
                ("font-weight", &"bold"),
                ("fill", &paint::colour(*name)),
            ],
            &words.ring(*name),
        );
    }
}

fn letters(out: &mut Markup, frame: &Frame, segments: &[Segment]) {
    for (segment, (from, to)) in segments.iter().zip(&frame.angles) {
        let edge = frame.at((from + to) / 2.0, RADIUS);
        let (sin, cos) = ((from + to) / 2.0).sin_cos();
        let at = Point {
            x: edge.x + LETTER_SPACE * sin,
            y: edge.y - LETTER_SPACE * cos,
        };
        letter(out, at, segment.letter);
    }
}

/// Draws the letter of a segment.
pub(super) fn letter(out: &mut Markup, at: Point, letter: char) {
    let (x, y) = (Px(at.x), Px(at.y));
    out.empty(
        "circle",
        &[("cx", &x), ("cy", &y), ("r", &Px(LETTER_RADIUS)), ("fill", &INK)],
    );
    out.element(
        "text",
        &[
            ("x", &x),
            ("y", &Px(at.y + 4.7)),
            ("text-anchor", &"middle"),
            ("font-size", &Px(TEXT)),
            ("font-weight", &"bold"),
            ("fill", &PAPER),
        ],
        &letter.to_string(),
    );
}

fn blip(out: &mut Markup, sheet: &Sheet<'_>, words: &Words, line: &Line<'_>, at: Point) {
    let place = format!("translate({} {})", Px(at.x), Px(at.y));
    out.inside("g", &[("transform", &place)], |out| {
        let label = words.said(&line.entry.label, &line.entry.skill_id);
        out.element(
            "title",
            &[],
            &format!(
                "{}. {}: {}",
                line.number,
                label.text,
                standing(sheet, words, line)
            ),
        );
        shape(out, line.entry.ring);
        out.element(
            "text",
            &[
                ("y", &4),
                ("text-anchor", &"middle"),
                ("font-size", &Px(SMALL)),
                ("font-weight", &"bold"),
                ("fill", &PAPER),
            ],
            &line.number.to_string(),
        );
        if sheet.is_compared() && line.movement != Movement::Same {
            let corner = format!("translate({} {})", Px(SIGN), Px(-SIGN));
            // Seen from the middle, upwards is the direction 0.
            let outwards = at.x.atan2(-at.y);
            out.inside("g", &[("transform", &corner)], |out| {
                sign(out, line.movement, outwards)
            });
        }
    });
}

/// Ring of a skill, with how it moved.
fn standing(sheet: &Sheet<'_>, words: &Words, line: &Line<'_>) -> String {
    let ring = words.ring(line.entry.ring);
    if !sheet.is_compared() {
        return ring;
    }
    format!("{ring}; {}", words.movement(line.movement))
}

/// Draws the shape of a ring around the origin.
pub(super) fn shape(out: &mut Markup, ring: Ring) {
    out.empty(
        "path",
        &[
            ("d", &paint::shape(ring)),
            ("fill", &paint::colour(ring)),
            ("stroke", &PAPER),
            ("stroke-width", &1),
        ],
    );
}

/// Draws the sign of a movement around the origin; `outwards` is the angle at which outwards is.
pub(super) fn sign(out: &mut Markup, movement: Movement, outwards: f64) {
    let Some(sign) = paint::sign(movement) else {
        return;
    };
    let degrees = match movement {
        Movement::In(_) => outwards.to_degrees() + 180.0,
        Movement::Out(_) => outwards.to_degrees(),
        Movement::New | Movement::Same => 0.0,
    };
    out.empty(
        "circle",
        &[("r", &Px(SIGN_RADIUS)), ("fill", &PAPER), ("stroke", &FAINT)],
    );
    let turn = format!("rotate({})", Px(degrees.rem_euclid(360.0)));
    out.empty("path", &[("d", &sign), ("fill", &INK), ("transform", &turn)]);
}

/// Attributes that all text of the picture has.
pub(super) fn font(out: &mut Markup, write: impl FnOnce(&mut Markup)) {
    out.inside(
        "g",
        &[("font-family", &FONT), ("font-size", &Px(TEXT)), ("fill", &INK)],
        write,
    );
}
