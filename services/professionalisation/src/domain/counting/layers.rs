//! From fine cells to public ones. What is too small in its cell goes to a coarser cell: from class, provider and region to class and
//! provider, then to the class, then to the whole; what is too small even there waits.
//!
//! Each credential is in one public cell at most, and each public cell has at least the least number. So every total anybody makes of
//! public cells is a sum of cells that are large enough, and subtracting such totals gives nothing smaller than a cell.

use std::collections::BTreeMap;

use blocks::values::Id;
use serde::{Deserialize, Serialize};

/// A cell. A coarser one has nothing where the finer ones differ.
#[derive(Debug, Default, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Cell {
    /// Class.
    pub class_id: Option<Id>,
    /// Provider.
    pub provider_id: Option<Id>,
    /// Region.
    pub region_id: Option<Id>,
}

/// What became of some counts.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Layers {
    /// Public cells.
    pub public: BTreeMap<Cell, u32>,
    /// What went into them, by fine cell.
    pub taken: BTreeMap<Cell, u32>,
    /// Whether something waits.
    pub held_back: bool,
}

/// From finest to coarsest.
const COARSER: [fn(&Cell) -> Cell; 4] = [
    Cell::clone,
    |cell| Cell {
        region_id: None,
        ..cell.clone()
    },
    |cell| Cell {
        class_id: cell.class_id.clone(),
        ..Cell::default()
    },
    |_| Cell::default(),
];

/// Puts counts of fine cells into public ones of at least `least`.
#[must_use]
pub fn layer(fine: BTreeMap<Cell, u32>, least: u32) -> Layers {
    let mut layers = Layers::default();
    let mut waiting = fine;
    for coarser in COARSER {
        let mut sums = BTreeMap::<Cell, u32>::new();
        for (cell, count) in &waiting {
            *sums.entry(coarser(cell)).or_default() += count;
        }
        sums.retain(|_, sum| *sum >= least);
        let (taken, left) = waiting
            .into_iter()
            .partition(|(cell, _)| sums.contains_key(&coarser(cell)));
        layers.taken.extend::<BTreeMap<_, _>>(taken);
        layers.public.extend(sums);
        waiting = left;
    }
    layers.held_back = !waiting.is_empty();
    layers
}
