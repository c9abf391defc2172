//! The radar as a picture in SVG: rings around a middle, a segment for each theme, a numbered blip for each skill. It has no scripts and
//! refers to nothing outside; its numbers are explained in it, so that it can be read when it is printed alone.

mod disc;
mod frame;
mod legend;
mod list;
mod paint;
mod places;
mod segments;

use super::{
    Language,
    markup::{Attributes, Markup, Px},
    sheet::{RINGS, Sheet},
    words::{Said, Words},
};
use crate::domain::edition::Published;

/// Width, in pixels.
const WIDTH: f64 = 1_000.0;
/// Space at the sides, in pixels.
const MARGIN: f64 = 24.0;
/// Height of the title, in pixels.
const TITLE: f64 = 96.0;
/// Space between parts, in pixels.
const SPACE: f64 = 36.0;

/// What the picture is part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Setting {
    /// It stands alone, with a title and with a key below it.
    Alone,
    /// It is part of a page that has a title and a table.
    Page,
}

/// Writes the picture of an edition.
pub(super) fn write(edition: &Published, language: Language) -> String {
    let mut out = Markup::default();
    draw(
        &mut out,
        &Sheet::new(edition),
        &Words { language },
        Setting::Alone,
    );
    out.finish()
}

/// Writes the picture into a page that has a table of it.
pub(super) fn write_into(out: &mut Markup, sheet: &Sheet<'_>, words: &Words) {
    draw(out, sheet, words, Setting::Page);
}

fn draw(out: &mut Markup, sheet: &Sheet<'_>, words: &Words, setting: Setting) {
    // Parts are drawn before the picture around them, since that says how high it is.
    let (content, height) = content(sheet, words, setting);
    let lang = words.language.code();
    let view = format!("0 0 {WIDTH} {}", height.ceil());
    let attributes: Attributes<'_> = &[
        ("xmlns", &"http://www.w3.org/2000/svg"),
        ("role", &"img"),
        ("aria-labelledby", &"radar-title"),
        ("aria-describedby", &"radar-desc"),
        ("lang", &lang),
        ("xml:lang", &lang),
        ("width", &WIDTH),
        ("height", &height.ceil()),
        ("viewBox", &view),
    ];
    out.inside("svg", attributes, |out| {
        let number = [("number", sheet.edition.content.number.to_string().into())];
        out.element(
            "title",
            &[("id", &"radar-title")],
            &words.fill("edition-picture", &number),
        );
        out.element(
            "desc",
            &[("id", &"radar-desc")],
            &description(sheet, words, setting),
        );
        out.empty(
            "rect",
            &[
                ("width", &WIDTH),
                ("height", &height.ceil()),
                ("fill", &paint::PAPER),
            ],
        );
        out.append(content);
    });
}

fn content(sheet: &Sheet<'_>, words: &Words, setting: Setting) -> (Markup, f64) {
    let mut out = Markup::default();
    let mut y = 8.0;
    disc::font(&mut out, |out| {
        if setting == Setting::Alone {
            title(out, sheet, words);
            y = TITLE;
        }
        let segments = segments::divide(sheet, words);
        let counts = segments
            .iter()
            .map(|it| it.lines.each_ref().map(Vec::len))
            .collect();
        let (frame, places) = places::plan(&counts);
        let half = disc::half_height(&frame);
        part(out, (WIDTH / 2.0, y + half), |out| {
            disc::draw(out, sheet, words, &frame, (&segments, &places));
        });
        y += 2.0 * half + SPACE;
        y += part(out, (MARGIN, y), |out| legend::draw(out, sheet, words, &segments));
        if setting == Setting::Alone {
            y += SPACE / 2.0;
            y += part(out, (MARGIN, y), |out| list::draw(out, sheet, words, &segments));
        }
    });
    (out, y + MARGIN / 2.0)
}

/// Draws a part at a place.
fn part<T>(out: &mut Markup, (x, y): (f64, f64), draw: impl FnOnce(&mut Markup) -> T) -> T {
    let place = format!("translate({} {})", Px(x), Px(y));
    out.inside("g", &[("transform", &place)], draw)
}

fn title(out: &mut Markup, sheet: &Sheet<'_>, words: &Words) {
    let content = &sheet.edition.content;
    let number = [("number", content.number.to_string().into())];
    let name = Said::plain(&words.fill("edition-heading", &number));
    let room = WIDTH - 2.0 * MARGIN;
    let bold: Attributes<'_> = &[("font-size", &24), ("font-weight", &"bold")];
    list::text(out, (MARGIN, 36.0), bold, &name, room / 24.0);
    list::text(
        out,
        (MARGIN, 60.0),
        &[("font-size", &16)],
        &words.said(&content.title, ""),
        room / 16.0,
    );
    let faint: Attributes<'_> = &[("fill", &paint::FAINT)];
    list::text(
        out,
        (MARGIN, 82.0),
        faint,
        &Said::plain(&words.state(sheet.edition)),
        room / paint::TEXT,
    );
}

/// What the picture shows. One that stands alone says all that is in it, since a picture is read as one thing; a page has its table.
fn description(sheet: &Sheet<'_>, words: &Words, setting: Setting) -> String {
    let mut sentences = vec![words.summary(sheet)];
    match setting {
        Setting::Page => sentences.push(words.get("edition-see-table")),
        Setting::Alone => sentences.extend(RINGS.into_iter().filter_map(|ring| {
            let label = |it: &super::sheet::Line<'_>| {
                let said = words.said(&it.entry.label, &it.entry.skill_id);
                format!("{} {}", it.number, said.text)
            };
            let labels: Vec<String> = sheet.within(ring).map(label).collect();
            (!labels.is_empty()).then(|| format!("{}: {}.", words.ring(ring), labels.join("; ")))
        })),
    }
    sentences.join(" ")
}

#[cfg(test)]
mod tests;
