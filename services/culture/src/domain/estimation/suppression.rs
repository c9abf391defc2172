//! Which cells are held back, so that of no group smaller than the least anything can be worked out: not directly, and not by taking
//! published cells from each other.
//!
//! Cells hang together: those of a finer cut add up to that of a coarser one (all sectors of a region to the region). Whoever knows all but
//! one of such a sum knows the last one. So cells are held back in three steps:
//!
//! 1. *primary*: cells with fewer respondents than the least, or in which one respondent counts for more than half;
//! 2. the *audit* sets up every such sum with the cells that are held back as unknowns, and solves the system. What it finds of a small
//!    cell, or of a few that are small together, an attacker would find too;
//! 3. *complementary*: for each such finding the smallest cell in the sums around it is held back too, and the audit is made again, until
//!    it finds nothing (J. Castro & others call the problem cell suppression; this is its hypercube-like heuristic with an exact audit).
//!
//! Cuts that are not made but follow from two that are (an age group, from age by region and age by sector) are audited with the others.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::wave::Category;

/// How many respondents are behind a cell. One in which somebody counts for more than half has none to hide behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Size(usize);

impl Size {
    /// So many, none of whom counts for more than half.
    #[must_use]
    pub fn new(respondents: usize) -> Self {
        Self(respondents)
    }

    /// The respondents who have a score.
    pub(super) fn of(respondents: &[usize], scores: &[Option<f64>], weights: &[f64]) -> Self {
        let known = respondents.iter().filter(|it| scores[**it].is_some());
        let weights = known.map(|it| weights[*it]);
        let (count, sum) = (weights.clone().count(), weights.clone().sum::<f64>());
        let heaviest = weights.fold(0.0, f64::max);
        // Counted as one: there is somebody, who is not hidden by the others.
        let dominated = count > 0 && heaviest > sum / 2.0;
        Self(if dominated { 1 } else { count })
    }
}

/// The places of the cells that are held back. `already` are held back whatever their size; the first cell is the whole, and is shown.
pub fn held_back(cells: &[(Vec<Category>, Size)], least: u32, already: &BTreeSet<usize>) -> BTreeSet<usize> {
    let least = least as usize;
    let table = Table::of(cells, least);
    let small = |(place, (_, size)): (usize, &(Vec<Category>, Size))| (size.0 < least).then_some(place);
    let primary = cells.iter().enumerate().filter_map(small);
    let mut hidden: BTreeSet<usize> = primary.chain(already.iter().copied()).collect();
    loop {
        let more: BTreeSet<usize> = table
            .findings(&hidden)
            .iter()
            .filter_map(|found| table.cover(found, &hidden))
            .collect();
        if more.is_empty() {
            return hidden;
        }
        hidden.extend(more);
    }
}

/// Cells and how they add up.
struct Table {
    /// Respondents of each; those after `published` are of cuts that only follow from others.
    sizes: Vec<usize>,
    published: usize,
    least: usize,
    sums: Vec<Sum>,
}

/// A cell that others add up to.
struct Sum {
    whole: usize,
    parts: Vec<usize>,
}

type Key = BTreeSet<Category>;

impl Table {
    fn of(cells: &[(Vec<Category>, Size)], least: usize) -> Self {
        let mut keys: Vec<Key> = cells
            .iter()
            .map(|(key, _)| key.iter().cloned().collect())
            .collect();
        let mut sizes: Vec<usize> = cells.iter().map(|(_, size)| size.0).collect();
        let published = keys.len();
        for cut in implied_cuts(&keys) {
            let mut implied: BTreeMap<Key, usize> = BTreeMap::new();
            let finer = keys[..published].iter().zip(&sizes);
            let within = |key: &Key| variables(key).is_superset(&cut);
            let Some(source) = finer
                .clone()
                .find(|(key, _)| within(key))
                .map(|(key, _)| variables(key))
            else {
                continue;
            };
            for (key, size) in finer.filter(|(key, _)| variables(key) == source) {
                let part = key.iter().filter(|it| cut.contains(&it.variable)).cloned();
                *implied.entry(part.collect()).or_default() += size;
            }
            let (more_keys, more_sizes): (Vec<Key>, Vec<usize>) = implied.into_iter().unzip();
            keys.extend(more_keys);
            sizes.extend(more_sizes);
        }
        Self {
            sums: sums(&keys),
            sizes,
            published,
            least,
        }
    }

    /// What can be worked out of small groups: for each finding, the cells it is about.
    fn findings(&self, hidden: &BTreeSet<usize>) -> Vec<Vec<usize>> {
        let is_unknown = |cell: &usize| hidden.contains(cell) || *cell >= self.published;
        let mut rows = Vec::new();
        let mut found = Vec::new();
        for sum in &self.sums {
            let parts: Vec<usize> = sum.parts.iter().copied().filter(is_unknown).collect();
            if !is_unknown(&sum.whole) && parts.len() < sum.parts.len() && self.is_small(&parts) {
                found.push(parts.clone());
            }
            let mut row: Row = parts.into_iter().map(|cell| (cell, 1)).collect();
            if is_unknown(&sum.whole) {
                row.insert(sum.whole, PRIME - 1);
            }
            rows.push(row);
        }
        for row in reduced(rows) {
            let (plus, minus) = (
                row.values().all(|it| *it == 1),
                row.values().all(|it| *it == PRIME - 1),
            );
            let cells: Vec<usize> = row.into_keys().collect();
            if (plus || minus) && self.is_small(&cells) {
                found.push(cells);
            }
        }
        found
    }

    /// Whether there is somebody in these cells, and too few to tell anything of them.
    fn is_small(&self, cells: &[usize]) -> bool {
        let size: usize = cells.iter().map(|cell| self.sizes[*cell]).sum();
        size > 0 && size < self.least
    }

    /// The cell to hold back against a finding: the smallest that is shown in a sum around it, and has anybody in it if any has. None when
    /// there is nothing left to hold back, and so nothing was taken from anything.
    fn cover(&self, found: &[usize], hidden: &BTreeSet<usize>) -> Option<usize> {
        let around = self.sums.iter().filter(|sum| {
            let touches = |cell: &usize| *cell == sum.whole || sum.parts.contains(cell);
            found.iter().any(touches)
        });
        let parts = around.clone().flat_map(|sum| &sum.parts);
        let free = |cell: &&usize| !hidden.contains(*cell) && **cell < self.published && **cell != 0;
        let order = |cell: &&usize| (self.sizes[**cell] == 0, self.sizes[**cell], **cell);
        let part = parts.filter(free).min_by_key(order);
        let whole = || {
            around
                .clone()
                .map(|sum| &sum.whole)
                .filter(free)
                .min_by_key(order)
        };
        part.or_else(whole).copied()
    }
}

fn variables(key: &Key) -> BTreeSet<String> {
    key.iter().map(|it| it.variable.clone()).collect()
}

/// Cuts that are not made, but into which two that are made can both be added up.
fn implied_cuts(keys: &[Key]) -> BTreeSet<BTreeSet<String>> {
    let made: BTreeSet<BTreeSet<String>> = keys.iter().map(variables).collect();
    let mut all = made.clone();
    loop {
        let pairs = all
            .iter()
            .flat_map(|one| all.iter().map(move |other| one & other));
        let more: BTreeSet<_> = pairs.filter(|cut| !all.contains(cut)).collect();
        if more.is_empty() {
            return all.difference(&made).cloned().collect();
        }
        all.extend(more);
    }
}

/// Every cell with the cells of every finer cut that add up to it.
fn sums(keys: &[Key]) -> Vec<Sum> {
    let mut by_cut: BTreeMap<BTreeSet<String>, Vec<usize>> = BTreeMap::new();
    for (place, key) in keys.iter().enumerate() {
        by_cut.entry(variables(key)).or_default().push(place);
    }
    let mut sums = Vec::new();
    for (coarse, wholes) in &by_cut {
        for (fine, parts) in by_cut
            .iter()
            .filter(|(fine, _)| coarse.is_subset(fine) && coarse != *fine)
        {
            debug_assert!(fine.len() > coarse.len(), "a finer cut has more variables");
            for whole in wholes {
                let within = |part: &&usize| keys[*whole].is_subset(&keys[**part]);
                sums.push(Sum {
                    whole: *whole,
                    parts: parts.iter().filter(within).copied().collect(),
                });
            }
        }
    }
    sums
}

/// The system is solved with whole numbers modulo a prime: exactly, and without numbers that grow. The coefficients are 1 and -1.
const PRIME: u64 = 2_147_483_647;

/// The unknowns of an equation with their coefficients.
type Row = BTreeMap<usize, u64>;

/// The reduced row echelon form: an unknown that stands alone in its row is determined.
fn reduced(rows: Vec<Row>) -> Vec<Row> {
    let mut pivots: BTreeMap<usize, Row> = BTreeMap::new();
    for mut row in rows {
        for (column, pivot) in &pivots {
            subtract(&mut row, pivot, *column);
        }
        let Some((&column, &factor)) = row.first_key_value() else {
            continue;
        };
        let inverse = power(factor, PRIME - 2);
        row.values_mut().for_each(|it| *it = *it * inverse % PRIME);
        for pivot in pivots.values_mut() {
            subtract(pivot, &row, column);
        }
        pivots.insert(column, row);
    }
    pivots.into_values().collect()
}

/// Takes from `row` so much of `pivot` that nothing is left in the column, in which `pivot` has 1.
fn subtract(row: &mut Row, pivot: &Row, column: usize) {
    let Some(factor) = row.get(&column).copied() else {
        return;
    };
    for (place, value) in pivot {
        let taken = value * factor % PRIME;
        let left = (row.get(place).copied().unwrap_or_default() + PRIME - taken) % PRIME;
        if left == 0 {
            row.remove(place);
        } else {
            row.insert(*place, left);
        }
    }
}

fn power(base: u64, exponent: u64) -> u64 {
    let (mut result, mut base, mut exponent) = (1, base % PRIME, exponent);
    while exponent > 0 {
        if exponent & 1 == 1 {
            result = result * base % PRIME;
        }
        base = base * base % PRIME;
        exponent >>= 1;
    }
    result
}
