//! Everything that can be worked out from shown cells: the span of their vectors over the groups, in echelon form.
//!
//! The groups are in order of size, the largest first, and each row is led by its largest group. So the rows that are led by
//! a small group span exactly what can be worked out of small groups alone.

use crate::disclosure::field::{add, invert, multiply, negate};

/// A vector without its zeroes, in the order of its positions.
pub(super) type Sparse = Vec<(usize, u64)>;

/// Something that can be worked out.
#[derive(Debug, Clone)]
pub(super) struct Row {
    /// By how much each group counts in it; the first counts once.
    pub(super) groups: Sparse,
    /// By how much each shown cell counts in it.
    pub(super) cells: Sparse,
}

/// The span of the shown cells.
#[derive(Debug, Clone)]
pub(super) struct Span {
    /// The row that each group leads.
    rows: Vec<Option<Row>>,
    cells: usize,
}

impl Span {
    pub(super) fn new(groups: usize, cells: usize) -> Self {
        Self {
            rows: vec![None; groups],
            cells,
        }
    }

    /// Shows a cell. Whether anything can be worked out that could not be before.
    pub(super) fn show(&mut self, cell: usize, groups: &[usize]) -> bool {
        let mut dense = Dense::new(self.rows.len(), self.cells);
        groups.iter().for_each(|group| dense.groups[*group] = 1);
        dense.cells[cell] = 1;
        for group in groups.first().copied().unwrap_or(self.rows.len())..self.rows.len() {
            let factor = dense.groups[group];
            if factor == 0 {
                continue;
            }
            match &self.rows[group] {
                Some(row) => dense.add(row, negate(factor)),
                None => {
                    self.rows[group] = Some(dense.scaled(invert(factor)));
                    return true;
                }
            }
        }
        false
    }

    /// What can be worked out of the groups from this one on, alone: rows of which no leading group occurs in another.
    pub(super) fn reduced_from(&self, first: usize) -> Vec<Row> {
        let mut reduced: Vec<Option<Row>> = vec![None; self.rows.len()];
        let leading: Vec<usize> = (first..self.rows.len())
            .filter(|group| self.rows[*group].is_some())
            .collect();
        for group in leading.iter().rev() {
            let Some(row) = &self.rows[*group] else { continue };
            let mut dense = Dense::new(self.rows.len(), self.cells);
            dense.add(row, 1);
            for (other, _) in &row.groups[1..] {
                if let Some(later) = &reduced[*other] {
                    dense.add(later, negate(dense.groups[*other]));
                }
            }
            reduced[*group] = Some(dense.scaled(1));
        }
        reduced.into_iter().flatten().collect()
    }
}

/// A row with its zeroes, to work on.
struct Dense {
    groups: Vec<u64>,
    cells: Vec<u64>,
}

impl Dense {
    fn new(groups: usize, cells: usize) -> Self {
        Self {
            groups: vec![0; groups],
            cells: vec![0; cells],
        }
    }

    fn add(&mut self, row: &Row, factor: u64) {
        for (group, value) in &row.groups {
            self.groups[*group] = add(self.groups[*group], multiply(*value, factor));
        }
        for (cell, value) in &row.cells {
            self.cells[*cell] = add(self.cells[*cell], multiply(*value, factor));
        }
    }

    fn scaled(&self, factor: u64) -> Row {
        let sparse = |dense: &[u64]| {
            let entries = dense.iter().enumerate().filter(|(_, value)| **value != 0);
            entries
                .map(|(position, value)| (position, multiply(*value, factor)))
                .collect()
        };
        Row {
            groups: sparse(&self.groups),
            cells: sparse(&self.cells),
        }
    }
}
