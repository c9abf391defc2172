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
#[derive(Debug)]
pub(super) struct Span {
    /// The row that each group leads.
    rows: Vec<Option<Row>>,
    /// How many cells there are; 0 where it is not kept which of them something is worked out from.
    cells: usize,
}

impl Span {
    pub(super) fn new(groups: usize, cells: usize) -> Self {
        Self {
            rows: vec![None; groups],
            cells,
        }
    }

    /// Shows a cell. The largest group of what can be worked out now and could not be before, if there is anything.
    pub(super) fn show(&mut self, cell: usize, groups: &[usize]) -> Option<usize> {
        let mut dense = Dense::new(self.rows.len(), self.cells);
        groups.iter().for_each(|group| dense.groups[*group] = 1);
        dense.cells.iter_mut().skip(cell).take(1).for_each(|own| *own = 1);
        for group in groups.first().copied().unwrap_or(self.rows.len())..self.rows.len() {
            let factor = dense.groups[group];
            if factor == 0 {
                continue;
            }
            match &self.rows[group] {
                Some(row) => dense.add(row, negate(factor)),
                None => {
                    self.rows[group] = Some(dense.scaled(invert(factor)));
                    return Some(group);
                }
            }
        }
        None
    }

    /// The same, without keeping what is worked out from which cells.
    pub(super) fn without_cells(mut self) -> Self {
        self.cells = 0;
        self.rows.iter_mut().flatten().for_each(|row| row.cells.clear());
        self
    }

    /// Takes back what [`Self::show`] has just added, by the group that it gave.
    pub(super) fn take_back(&mut self, group: usize) {
        self.rows[group] = None;
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

/// Rows that are reduced, as [`Span::reduced_from`] gives them, joined by one more.
pub(super) struct Joined {
    /// The rows, the new one last.
    pub(super) rows: Vec<Row>,
    /// Which of them were not there before.
    pub(super) changed: Vec<usize>,
}

impl Span {
    /// Joins what a group leads to rows that were reduced before it was known.
    pub(super) fn joined(&self, reduced: &[Row], group: usize) -> Joined {
        let mut dense = Dense::new(self.rows.len(), self.cells);
        if let Some(row) = &self.rows[group] {
            dense.add(row, 1);
        }
        for row in reduced {
            let factor = dense.groups[row.groups[0].0];
            if factor != 0 {
                dense.add(row, negate(factor));
            }
        }
        let new = dense.scaled(1);
        let mut joined = Joined {
            rows: Vec::with_capacity(reduced.len() + 1),
            changed: Vec::new(),
        };
        for row in reduced {
            match row.groups.binary_search_by_key(&group, |(group, _)| *group) {
                Ok(position) => {
                    joined.changed.push(joined.rows.len());
                    joined.rows.push(self.less(row, &new, row.groups[position].1));
                }
                Err(_) => joined.rows.push(row.clone()),
            }
        }
        joined.changed.push(joined.rows.len());
        joined.rows.push(new);
        joined
    }

    fn less(&self, row: &Row, other: &Row, times: u64) -> Row {
        let mut dense = Dense::new(self.rows.len(), self.cells);
        dense.add(row, 1);
        dense.add(other, negate(times));
        dense.scaled(1)
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
