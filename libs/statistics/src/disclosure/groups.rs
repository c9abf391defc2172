//! The groups of respondents that cells tell apart.

use std::collections::BTreeMap;

use crate::disclosure::respondents::{Filter, Respondents};

/// The groups, the largest first, and which of them make up each cell.
pub(super) struct Groups {
    /// How many respondents each group has, at least one.
    pub(super) sizes: Vec<u64>,
    /// The groups of each cell, in their order.
    pub(super) of_cell: Vec<Vec<usize>>,
}

impl Groups {
    pub(super) fn of(respondents: &Respondents, cells: &[Filter]) -> Self {
        let mut by_cells: BTreeMap<Vec<usize>, u64> = BTreeMap::new();
        for (categories, n) in respondents.combinations() {
            let within = (0..cells.len())
                .filter(|cell| cells[*cell].takes(categories))
                .collect();
            *by_cells.entry(within).or_default() += n;
        }
        // Who is in no cell is told of by none.
        by_cells.remove(&Vec::new());
        let mut groups: Vec<_> = by_cells.into_iter().collect();
        // The sort keeps the order of equals, so that the same table always gives the same answer.
        groups.sort_by_key(|(_, n)| std::cmp::Reverse(*n));

        let mut of_cell = vec![Vec::new(); cells.len()];
        for (group, (within, _)) in groups.iter().enumerate() {
            for cell in within {
                of_cell[*cell].push(group);
            }
        }
        Self {
            sizes: groups.into_iter().map(|(_, n)| n).collect(),
            of_cell,
        }
    }

    pub(super) fn size_of_cell(&self, cell: usize) -> u64 {
        self.of_cell[cell].iter().map(|group| self.sizes[*group]).sum()
    }

    /// The first group that is smaller than a threshold; all that follow are smaller too.
    pub(super) fn first_below(&self, threshold: u64) -> usize {
        self.sizes.partition_point(|size| *size >= threshold)
    }
}
