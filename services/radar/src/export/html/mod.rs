//! The radar as a page: the picture with its table beside it, and by what rules it was made. It works without scripts, fetches nothing,
//! and has its styles in one element, so that a policy for contents can name it by its digest.

mod method;
mod table;
mod tables;

use super::{
    Language,
    markup::{Attributes, Markup},
    picture,
    sheet::Sheet,
    text::paragraphs,
    words::Words,
};
use crate::domain::edition::Published;

const STYLE: &str = include_str!("style.css");

/// Writes the page of an edition.
pub(super) fn write(edition: &Published, language: Language) -> String {
    let (sheet, words) = (Sheet::new(edition), Words { language });
    let mut out = Markup::default();
    out.doctype();
    out.inside("html", &[("lang", &language.code())], |out| {
        head(out, &sheet, &words);
        out.inside("body", &[], |out| body(out, &sheet, &words));
    });
    out.finish()
}

fn head(out: &mut Markup, sheet: &Sheet<'_>, words: &Words) {
    out.inside("head", &[], |out| {
        out.empty("meta", &[("charset", &"utf-8")]);
        out.empty(
            "meta",
            &[
                ("name", &"viewport"),
                ("content", &"width=device-width, initial-scale=1"),
            ],
        );
        out.element("title", &[], &name(sheet, words));
        out.style(STYLE);
    });
}

fn body(out: &mut Markup, sheet: &Sheet<'_>, words: &Words) {
    out.element(
        "a",
        &[("class", &"skip"), ("href", &"#skills")],
        &words.get("edition-skip"),
    );
    out.inside("header", &[], |out| {
        out.element("h1", &[], &name(sheet, words));
        let title = words.said(&sheet.edition.content.title, "");
        if !title.text.is_empty() {
            said(out, "p", &[("class", &"title")], &title);
        }
        out.element("p", &[], &words.state(sheet.edition));
    });
    out.inside("main", &[], |out| {
        note(out, sheet, words);
        section(out, "picture", &words.get("edition-section-picture"), |out| {
            out.element("p", &[], &words.summary(sheet));
            scrolled(out, "radar-title", |out| picture::write_into(out, sheet, words));
        });
        tables::skills(out, sheet, words);
        tables::departures(out, sheet, words);
        tables::parts(out, sheet, words);
        method::write(out, sheet, words);
    });
}

fn name(sheet: &Sheet<'_>, words: &Words) -> String {
    let number = sheet.edition.content.number.to_string();
    words.fill("edition-heading", &[("number", number.into())])
}

/// What readers should know, if there is anything.
fn note(out: &mut Markup, sheet: &Sheet<'_>, words: &Words) {
    let note = &sheet.edition.content.note;
    let (text, lang) = match words.language {
        Language::English if paragraphs(&note.en).next().is_some() => (&note.en, "en"),
        Language::English | Language::Dutch => (&note.nl, "nl"),
    };
    let mut lines = paragraphs(text).peekable();
    if lines.peek().is_none() {
        return;
    }
    section(out, "note", &words.get("edition-section-note"), |out| {
        out.inside("div", &[("lang", &lang)], |out| {
            lines.for_each(|line| out.element("p", &[], &line))
        });
    });
}

/// A section with its heading.
fn section(out: &mut Markup, id: &str, heading: &str, write: impl FnOnce(&mut Markup)) {
    let heading_id = format!("{id}-heading");
    out.inside(
        "section",
        &[("id", &id), ("aria-labelledby", &heading_id)],
        |out| {
            out.element("h2", &[("id", &heading_id)], heading);
            write(out);
        },
    );
}

/// Something that may be wider than the screen: it can be scrolled with the keyboard as well. It is named by another element.
fn scrolled(out: &mut Markup, named_by: &str, write: impl FnOnce(&mut Markup)) {
    let attributes: Attributes<'_> = &[
        ("class", &"scroll"),
        ("role", &"region"),
        ("aria-labelledby", &named_by),
        ("tabindex", &0),
    ];
    out.inside("div", attributes, write);
}

/// A text from the data, with its language where that is another one than the page's.
fn said(out: &mut Markup, element: &'static str, attributes: Attributes<'_>, said: &super::words::Said) {
    let mut all = attributes.to_vec();
    if let Some(lang) = &said.lang {
        all.push(("lang", lang));
    }
    out.element(element, &all, &said.text);
}

#[cfg(test)]
mod tests;
