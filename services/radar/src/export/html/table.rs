//! A table: a caption, headings with their scope, and rows of which one cell is the heading.

use super::{said, scrolled};
use crate::export::{
    markup::{Attributes, Markup},
    words::{NONE, Said, Words},
};

/// A column: the key of its heading, and whether it holds figures.
#[derive(Debug, Clone, Copy)]
pub(super) enum Column {
    Text(&'static str),
    Figure(&'static str),
}

/// A cell.
#[derive(Debug)]
pub(super) enum Cell {
    /// The heading of the row.
    Heading(Said),
    /// A text in words of our own; a dash where it is empty.
    Text(String),
    /// A figure.
    Figure(String),
    /// Texts from the data; a dash where there are none.
    List(Vec<Said>),
}

/// Writes a table.
pub(super) fn write(
    out: &mut Markup,
    words: &Words,
    (id, caption): (&str, &str),
    columns: &[Column],
    rows: impl Iterator<Item = Vec<Cell>>,
) {
    let caption_id = format!("{id}-caption");
    scrolled(out, &caption_id, |out| {
        out.inside("table", &[], |out| {
            out.element("caption", &[("id", &caption_id)], caption);
            out.inside("thead", &[], |out| {
                out.inside("tr", &[], |out| {
                    columns.iter().for_each(|it| heading(out, words, *it))
                });
            });
            out.inside("tbody", &[], |out| {
                for row in rows {
                    out.inside("tr", &[], |out| row.iter().for_each(|it| cell(out, it)));
                }
            });
        });
    });
}

fn heading(out: &mut Markup, words: &Words, column: Column) {
    match column {
        Column::Text(key) => out.element("th", &[("scope", &"col")], &words.get(key)),
        Column::Figure(key) => out.element("th", &[("scope", &"col"), ("class", &"figure")], &words.get(key)),
    }
}

fn cell(out: &mut Markup, cell: &Cell) {
    match cell {
        Cell::Heading(label) => said(out, "th", &[("scope", &"row")], label),
        Cell::Text(text) => one(out, &[], text),
        Cell::Figure(text) => one(out, &[("class", &"figure")], text),
        Cell::List(texts) => match texts.as_slice() {
            [] => one(out, &[], ""),
            [text] => said(out, "td", &[], text),
            texts => out.inside("td", &[], |out| {
                out.inside("ul", &[], |out| {
                    texts.iter().for_each(|it| said(out, "li", &[], it))
                });
            }),
        },
    }
}

fn one(out: &mut Markup, attributes: Attributes<'_>, text: &str) {
    out.element("td", attributes, if text.is_empty() { NONE } else { text });
}
