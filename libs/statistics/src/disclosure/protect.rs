//! Keeping cells back until nothing small can be worked out.

use std::cmp::Reverse;

use crate::{
    Faults,
    disclosure::{
        DisclosureFault, ThresholdError,
        groups::Groups,
        respondents::{Filter, Respondents, Selection},
        search::{self, Leak},
        span::Span,
    },
};

/// The method of [`protect`].
pub const PROTECTION: &str = "linear-span-suppression/1";

/// Most cells that are protected together, those shown before included.
pub const MAX_CELLS: usize = 10_000;

/// Most groups of respondents that the cells tell apart.
pub const MAX_GROUPS: usize = 20_000;

/// The fewest respondents that may be told of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Threshold(u32);

impl Threshold {
    /// Between 2 and 1000.
    ///
    /// # Errors
    ///
    /// [`ThresholdError`] outside of these.
    pub fn new(threshold: u32) -> Result<Self, ThresholdError> {
        let inside = (2..=1_000).contains(&threshold);
        inside.then_some(Self(threshold)).ok_or(ThresholdError(threshold))
    }

    /// As a number of respondents.
    pub fn value(self) -> u32 {
        self.0
    }
}

/// Whether a cell may be shown. Why not is not to be shown either.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// It may.
    Shown,
    /// It has fewer respondents than the threshold.
    Small,
    /// A small one could be worked out with it.
    Complementary,
}

/// A cell, and whether it may be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Protected {
    /// How many respondents it has. Not to be shown where the cell is not.
    pub n: u64,
    /// Whether it may be shown.
    pub status: Status,
}

/// Which cells may be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Protection {
    /// The method, [`PROTECTION`].
    pub method: &'static str,
    /// The threshold.
    pub threshold: Threshold,
    /// The cells, in the order in which they were proposed.
    pub cells: Vec<Protected>,
}

/// Decides which of the proposed cells may be shown, beside all that were shown before over the same respondents.
///
/// Cells are kept back one by one, each time the smallest of those from which something small is worked out, and afterwards
/// shown again, the largest first, where nothing small comes of it: none that is kept back could be shown as well.
/// See [`crate::disclosure`] for what is guaranteed. A cell that was kept back before is not given as published, and stays protected.
///
/// # Errors
///
/// Every unknown dimension; too large a table; and [`DisclosureFault::AlreadyRevealed`] where what was shown before tells of too few.
pub fn protect(
    respondents: &Respondents,
    published: &[Selection],
    proposed: &[Selection],
    threshold: Threshold,
) -> Result<Protection, Faults<DisclosureFault>> {
    let filters = filters(respondents, published, proposed)?;
    let groups = Groups::of(respondents, &filters);
    if groups.sizes.len() > MAX_GROUPS {
        return Err(DisclosureFault::TooManyGroups(groups.sizes.len()).into());
    }
    let mut table = Table::new(groups, published.len(), threshold);
    table.check_published()?;
    table.keep_back();
    table.show_again();
    let cells = (published.len()..filters.len())
        .map(|cell| table.protected(cell))
        .collect();
    Ok(Protection {
        method: PROTECTION,
        threshold,
        cells,
    })
}

fn filters(
    respondents: &Respondents,
    published: &[Selection],
    proposed: &[Selection],
) -> Result<Vec<Filter>, Faults<DisclosureFault>> {
    let cells = published.len() + proposed.len();
    if cells > MAX_CELLS {
        return Err(DisclosureFault::TooManyCells(cells).into());
    }
    let mut filters = Vec::with_capacity(cells);
    let mut faults = Vec::new();
    for selection in published.iter().chain(proposed) {
        match respondents.filter(selection) {
            Ok(filter) => filters.push(filter),
            Err(wrong) => faults.extend(wrong),
        }
    }
    faults.dedup();
    Faults::none_or(faults)?;
    Ok(filters)
}

/// All cells, those shown before first.
struct Table {
    groups: Groups,
    sizes: Vec<u64>,
    shown: Vec<bool>,
    published: usize,
    threshold: u64,
}

impl Table {
    fn new(groups: Groups, published: usize, threshold: Threshold) -> Self {
        let threshold = u64::from(threshold.value());
        let sizes: Vec<u64> = (0..groups.of_cell.len())
            .map(|cell| groups.size_of_cell(cell))
            .collect();
        let shown = sizes
            .iter()
            .enumerate()
            .map(|(cell, n)| cell < published || *n == 0 || *n >= threshold)
            .collect();
        Self {
            groups,
            sizes,
            shown,
            published,
            threshold,
        }
    }

    fn check_published(&self) -> Result<(), DisclosureFault> {
        let leaks = search::leaks(
            &self.span(|cell| cell < self.published),
            &self.groups,
            self.threshold,
        );
        match leaks.iter().map(|leak| leak.n).min() {
            Some(n) => Err(DisclosureFault::AlreadyRevealed(n)),
            None => Ok(()),
        }
    }

    fn keep_back(&mut self) {
        loop {
            let leaks = search::leaks(&self.span(|cell| self.shown[cell]), &self.groups, self.threshold);
            if leaks.is_empty() {
                return;
            }
            for leak in leaks {
                self.stop(&leak);
            }
        }
    }

    /// Keeps a cell back without which this can no longer be worked out in this way.
    fn stop(&mut self, leak: &Leak) {
        if leak.cells.iter().any(|cell| !self.shown[*cell]) {
            return;
        }
        let own = leak.cells.iter().copied().filter(|cell| *cell >= self.published);
        let smallest = own.min_by_key(|cell| self.sizes[*cell]);
        // A search that was given up may have begun with what was shown before; then anything that is shown now is kept back.
        let any = || {
            let shown =
                (self.published..self.shown.len()).filter(|cell| self.shown[*cell] && self.sizes[*cell] > 0);
            shown.min_by_key(|cell| self.sizes[*cell])
        };
        if let Some(cell) = smallest.or_else(any) {
            self.shown[cell] = false;
        }
    }

    fn show_again(&mut self) {
        let mut span = self.span(|cell| self.shown[cell]).without_cells();
        let kept_back = |cell: &usize| !self.shown[*cell] && self.sizes[*cell] >= self.threshold;
        let mut candidates: Vec<usize> = (self.published..self.shown.len()).filter(kept_back).collect();
        candidates.sort_by_key(|cell| Reverse(self.sizes[*cell]));
        let small = self.groups.first_below(self.threshold);
        let mut known = span.reduced_from(small);
        for cell in candidates {
            let led_by = span.show(cell, &self.groups.of_cell[cell]);
            // What is not new, or led by a large group, adds nothing to what can be worked out of small groups alone.
            let Some(group) = led_by.filter(|group| *group >= small) else {
                self.shown[cell] = true;
                continue;
            };
            let joined = span.joined(&known, group);
            if search::still_safe(&joined, &self.groups, self.threshold) {
                self.shown[cell] = true;
                known = joined.rows;
            } else {
                span.take_back(group);
            }
        }
    }

    /// What can be worked out from some cells; the simplest are shown first, which keeps the rows short.
    fn span(&self, shown: impl Fn(usize) -> bool) -> Span {
        let cells = self.groups.of_cell.len();
        let mut order: Vec<usize> = (0..cells).filter(|cell| shown(*cell)).collect();
        order.sort_by_key(|cell| self.groups.of_cell[*cell].len());
        let mut span = Span::new(self.groups.sizes.len(), cells);
        for cell in order {
            span.show(cell, &self.groups.of_cell[cell]);
        }
        span
    }

    fn protected(&self, cell: usize) -> Protected {
        let n = self.sizes[cell];
        let status = match (self.shown[cell], n < self.threshold) {
            (true, _) => Status::Shown,
            (false, true) => Status::Small,
            (false, false) => Status::Complementary,
        };
        Protected { n, status }
    }
}
