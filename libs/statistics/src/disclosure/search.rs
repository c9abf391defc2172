//! Sums of small groups that can be worked out and count too few.

use std::collections::{BTreeMap, BTreeSet};

use crate::disclosure::{
    field::add,
    groups::Groups,
    span::{Row, Span},
};

/// How many sums are looked at for one leading row before it is given up as not proven safe.
const MAX_STEPS: usize = 2_000;

/// Something that can be worked out and tells of too few.
#[derive(Debug)]
pub(super) struct Leak {
    /// How many respondents it tells of; where a search was given up, what its first row counts at least.
    pub(super) n: u64,
    /// The shown cells that it is worked out from.
    pub(super) cells: Vec<usize>,
}

/// For each row that begins one, a sum that counts fewer than the threshold.
///
/// A sum with non-negative whole entries is a sum of rows of the reduced form, each taken as often as its leading group counts in
/// it. The leading groups alone have to count fewer than the threshold, which leaves few sums to look at. Rows that share no
/// group need not be joined: each part would be a leak of its own.
pub(super) fn leaks(span: &Span, groups: &Groups, threshold: u64) -> Vec<Leak> {
    let rows = span.reduced_from(groups.first_below(threshold));
    let search = Search::new(&rows, &groups.sizes, threshold);
    (0..rows.len()).filter_map(|first| search.from(first)).collect()
}

/// Whether there is none.
pub(super) fn safe(span: &Span, groups: &Groups, threshold: u64) -> bool {
    let rows = span.reduced_from(groups.first_below(threshold));
    let search = Search::new(&rows, &groups.sizes, threshold);
    (0..rows.len()).all(|first| search.from(first).is_none())
}

struct Search<'a> {
    rows: &'a [Row],
    sizes: &'a [u64],
    threshold: u64,
    /// The rows that share a group with each row, itself included.
    beside: Vec<BTreeSet<usize>>,
}

impl<'a> Search<'a> {
    fn new(rows: &'a [Row], sizes: &'a [u64], threshold: u64) -> Self {
        let mut with_group: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (index, row) in rows.iter().enumerate() {
            for (group, _) in &row.groups {
                with_group.entry(*group).or_default().push(index);
            }
        }
        let neighbours = |row: &Row| {
            row.groups
                .iter()
                .flat_map(|(group, _)| &with_group[group])
                .copied()
                .collect()
        };
        let beside = rows.iter().map(neighbours).collect();
        Self {
            rows,
            sizes,
            threshold,
            beside,
        }
    }

    /// A leak among the sums in which this row comes first.
    fn from(&self, first: usize) -> Option<Leak> {
        let mut waiting = vec![vec![first]];
        let mut seen: BTreeSet<Vec<usize>> = waiting.iter().cloned().collect();
        while let Some(chosen) = waiting.pop() {
            if let Some(n) = self.small(&chosen) {
                return Some(self.leak(n, &chosen));
            }
            for more in self.extended(&chosen, first) {
                if seen.len() >= MAX_STEPS {
                    return Some(self.leak(self.leading(&[first]), &[first]));
                }
                if seen.insert(more.clone()) {
                    waiting.push(more);
                }
            }
        }
        None
    }

    /// What a sum counts, where its entries are whole and not negative and it counts fewer than the threshold.
    fn small(&self, chosen: &[usize]) -> Option<u64> {
        let sum = combined(chosen.iter().map(|row| &self.rows[*row].groups));
        let mut n = 0_u64;
        for (group, times) in sum {
            // More would count too much; what is negative or broken is a large number in the field.
            if times >= self.threshold {
                return None;
            }
            n = n.saturating_add(times.saturating_mul(self.sizes[group]));
        }
        (n < self.threshold).then_some(n)
    }

    /// The sums with one row more, of which the leading groups still count fewer than the threshold. Rows before the first
    /// have had their turn.
    fn extended(&self, chosen: &[usize], first: usize) -> Vec<Vec<usize>> {
        let room = self.threshold - self.leading(chosen);
        let next: BTreeSet<usize> = chosen
            .iter()
            .flat_map(|row| &self.beside[*row])
            .copied()
            .collect();
        let fits = |row: &usize| *row >= first && self.leading(&[*row]) < room;
        next.into_iter()
            .filter(fits)
            .map(|row| {
                let mut more = chosen.to_vec();
                more.push(row);
                more.sort_unstable();
                more
            })
            .collect()
    }

    fn leading(&self, chosen: &[usize]) -> u64 {
        chosen
            .iter()
            .map(|row| self.sizes[self.rows[*row].groups[0].0])
            .sum()
    }

    fn leak(&self, n: u64, chosen: &[usize]) -> Leak {
        let cells = combined(chosen.iter().map(|row| &self.rows[*row].cells));
        Leak {
            n,
            cells: cells.into_keys().collect(),
        }
    }
}

/// The sum of vectors, without its zeroes.
fn combined<'a>(vectors: impl Iterator<Item = &'a Vec<(usize, u64)>>) -> BTreeMap<usize, u64> {
    let mut sum = BTreeMap::new();
    for (position, value) in vectors.flatten() {
        let entry = sum.entry(*position).or_insert(0);
        *entry = add(*entry, *value);
    }
    sum.retain(|_, value| *value != 0);
    sum
}
