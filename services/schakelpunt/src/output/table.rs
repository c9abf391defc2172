//! Tables for people.

use comfy_table::{Cell, CellAlignment, ContentArrangement, Table, TableComponent, presets};

use super::Texts;

/// A table whose headings come from the locale files.
pub struct Grid {
    table: Table,
    rows: usize,
}

impl Grid {
    /// A table with these headings: keys in the locale files, a leading `>` puts a column to the right.
    pub fn new(texts: &Texts, headings: &[&str]) -> Self {
        let mut table = Table::new();
        table
            .load_preset(presets::NOTHING)
            .set_style(TableComponent::HeaderLines, '─');
        // Without a terminal no line is broken, so that other programs can read line by line.
        table.set_content_arrangement(ContentArrangement::Dynamic);
        table.set_header(
            headings
                .iter()
                .map(|key| Cell::new(capital(&texts.get(key.trim_start_matches('>'))))),
        );
        for (column, key) in table.column_iter_mut().zip(headings) {
            column.set_padding((0, 2));
            if key.starts_with('>') {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
        Self { table, rows: 0 }
    }

    /// Adds a row.
    pub fn row<const N: usize>(&mut self, cells: [String; N]) {
        self.row_of(cells.to_vec());
    }

    /// Adds a row of a number of cells that is known only now.
    pub fn row_of(&mut self, cells: Vec<String>) {
        self.rows += 1;
        self.table.add_row(cells.iter().map(|cell| clean(cell)));
    }

    /// Whether it has no rows.
    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// The table as lines without spaces at their ends.
    pub fn text(&self) -> String {
        let lines: Vec<_> = self
            .table
            .lines()
            .map(|line| line.trim_end().to_owned())
            .collect();
        lines.join("\n")
    }
}

/// The text with a capital: words for states are written without one.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Text from elsewhere without characters that could steer the terminal.
pub fn clean(text: &str) -> String {
    text.chars().filter(|c| *c == '\n' || !c.is_control()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::Lang;

    #[test]
    fn text_from_elsewhere_cannot_steer_the_terminal() {
        assert_eq!(clean("a\u{1b}[31mb\u{7}\nc\u{9b}d"), "a[31mb\ncd");
    }

    #[test]
    fn a_table_has_its_headings_and_no_trailing_spaces() {
        let mut grid = Grid::new(&Texts::new(Lang::Nl), &["column-project", ">column-days"]);
        assert!(grid.is_empty());
        grid.row(["llo-101".into(), "5".into()]);
        let text = grid.text();
        assert!(text.contains("llo-101"), "{text}");
        assert!(text.lines().all(|line| line == line.trim_end()), "{text}");
    }
}
