//! A Markdown page under construction: headings, paragraphs, lists and tables in one language.

use super::super::language::{Language, mark};
use super::escape;
use crate::judgement::Message;

/// What stands in an empty cell, so that a screen reader says something and no table looks broken.
pub(super) const EMPTY: &str = "–";

/// A page under construction.
pub(super) struct Page {
    /// Language of the page.
    pub(super) lang: Language,
    out: String,
}

/// A column: the key of its heading, and whether it holds figures (then it is aligned to the right).
#[derive(Clone, Copy)]
pub(super) enum Column {
    Text(&'static str),
    Figure(&'static str),
}

impl Page {
    pub(super) fn new(lang: Language) -> Self {
        Self {
            lang,
            out: String::new(),
        }
    }

    /// A heading; 1 is the title.
    pub(super) fn heading(&mut self, level: usize, message: &Message) {
        let text = self.words(message);
        self.block(&format!("{} {text}", "#".repeat(level)));
    }

    /// A heading without figures.
    pub(super) fn title(&mut self, level: usize, key: &'static str) {
        self.heading(level, &Message::new(key));
    }

    /// A paragraph.
    pub(super) fn paragraph(&mut self, message: &Message) {
        let text = self.words(message);
        self.block(&text);
    }

    /// A paragraph that stands out.
    pub(super) fn note(&mut self, message: &Message) {
        let text = self.words(message);
        self.block(&format!("> {text}"));
    }

    /// A list; its items are Markdown already.
    pub(super) fn list(&mut self, items: &[String]) {
        let lines: Vec<String> = items.iter().map(|item| format!("- {item}")).collect();
        self.block(&lines.join("\n"));
    }

    /// A table; its cells are Markdown already, and an empty one gets a dash.
    pub(super) fn table(&mut self, columns: &[Column], rows: &[Vec<String>]) {
        let heads: Vec<String> = columns.iter().map(|column| self.word(column.key())).collect();
        let rules: Vec<String> = columns.iter().map(|column| column.rule().to_owned()).collect();
        let mut lines = vec![line(&heads), line(&rules)];
        lines.extend(rows.iter().map(|row| line(row)));
        self.block(&lines.join("\n"));
    }

    /// A page written before, as a part of this one.
    pub(super) fn insert(&mut self, page: &str) {
        self.block(page.strip_suffix('\n').unwrap_or(page));
    }

    /// A line across the page.
    pub(super) fn rule(&mut self) {
        self.block("---");
    }

    /// A message as Markdown.
    pub(super) fn words(&self, message: &Message) -> String {
        mark(self.lang, message)
    }

    /// A word or phrase without figures.
    pub(super) fn word(&self, key: &'static str) -> String {
        self.words(&Message::new(key))
    }

    /// A text from the data.
    pub(super) fn data(&self, text: &str) -> String {
        escape(text)
    }

    /// The page, ending in one line break.
    pub(super) fn finish(self) -> String {
        self.out
    }

    fn block(&mut self, text: &str) {
        if !self.out.is_empty() {
            self.out.push('\n');
        }
        self.out.push_str(text);
        self.out.push('\n');
    }
}

impl Column {
    fn key(self) -> &'static str {
        match self {
            Self::Text(key) | Self::Figure(key) => key,
        }
    }

    fn rule(self) -> &'static str {
        match self {
            Self::Text(_) => "---",
            Self::Figure(_) => "---:",
        }
    }
}

fn line(cells: &[String]) -> String {
    let filled: Vec<&str> = cells
        .iter()
        .map(|cell| if cell.is_empty() { EMPTY } else { cell })
        .collect();
    format!("| {} |", filled.join(" | "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_has_aligned_columns_and_no_empty_cells() {
        let mut page = Page::new(Language::Dutch);
        let columns = [
            Column::Text("feedback-column-category"),
            Column::Figure("feedback-column-planned"),
        ];
        page.table(&columns, &[vec![page.data("a|b"), String::new()]]);
        assert_eq!(
            page.finish(),
            "| Categorie | Gepland |\n| --- | ---: |\n| a\\|b | – |\n"
        );
    }
}
