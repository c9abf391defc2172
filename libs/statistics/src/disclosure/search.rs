//! Sums of small groups that can be worked out and count too few.

use std::{cmp::Ordering, collections::BTreeSet};

use crate::disclosure::{
    field::add,
    groups::Groups,
    span::{Joined, Row, Span, Sparse},
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
    (0..rows.len())
        .filter_map(|first| search.with(first, first))
        .collect()
}

/// Whether there is none among what can be worked out of small groups when a row is joined to it, where there was none before:
/// a new sum holds a row that was not there before.
pub(super) fn still_safe(joined: &Joined, groups: &Groups, threshold: u64) -> bool {
    let search = Search::new(&joined.rows, &groups.sizes, threshold);
    joined.changed.iter().all(|row| search.with(*row, 0).is_none())
}

struct Search<'a> {
    rows: &'a [Row],
    sizes: &'a [u64],
    threshold: u64,
    /// The rows that hold each group.
    holding: Vec<Vec<usize>>,
}

impl<'a> Search<'a> {
    fn new(rows: &'a [Row], sizes: &'a [u64], threshold: u64) -> Self {
        let mut holding = vec![Vec::new(); sizes.len()];
        for (index, row) in rows.iter().enumerate() {
            for (group, _) in &row.groups {
                holding[*group].push(index);
            }
        }
        Self {
            rows,
            sizes,
            threshold,
            holding,
        }
    }

    /// A leak among the sums of this row with those from another on.
    fn with(&self, first: usize, from: usize) -> Option<Leak> {
        let alone = Sum {
            chosen: vec![first],
            groups: self.rows[first].groups.clone(),
        };
        let mut seen = BTreeSet::from([alone.chosen.clone()]);
        let mut waiting = vec![alone];
        while let Some(sum) = waiting.pop() {
            if let Some(n) = self.small(&sum.groups) {
                return Some(self.leak(n, &sum.chosen));
            }
            for row in self.beside(&sum.chosen, from) {
                if seen.len() >= MAX_STEPS {
                    return Some(self.leak(self.leading(first), &[first]));
                }
                let more = with_one_more(&sum.chosen, row);
                if seen.insert(more.clone()) {
                    waiting.push(Sum {
                        chosen: more,
                        groups: added(&sum.groups, &self.rows[row].groups),
                    });
                }
            }
        }
        None
    }

    /// What a sum counts, where its entries are whole and not negative and it counts fewer than the threshold.
    fn small(&self, sum: &Sparse) -> Option<u64> {
        let mut n = 0_u64;
        for (group, times) in sum {
            // More would count too much; what is negative or broken is a large number in the field.
            if *times >= self.threshold {
                return None;
            }
            n = n.saturating_add(times.saturating_mul(self.sizes[*group]));
        }
        (n < self.threshold).then_some(n)
    }

    /// The rows that share a group with a sum's rows, or are one of them, and that leave its leading groups below the threshold.
    /// Rows before `from` have had their turn.
    fn beside(&self, chosen: &[usize], from: usize) -> BTreeSet<usize> {
        let counted: u64 = chosen.iter().map(|row| self.leading(*row)).sum();
        let room = self.threshold.saturating_sub(counted);
        let held = chosen.iter().flat_map(|row| &self.rows[*row].groups);
        let all = held.flat_map(|(group, _)| &self.holding[*group]).copied();
        all.filter(|row| *row >= from && self.leading(*row) < room)
            .collect()
    }

    /// The size of the group that leads a row.
    fn leading(&self, row: usize) -> u64 {
        self.sizes[self.rows[row].groups[0].0]
    }

    fn leak(&self, n: u64, chosen: &[usize]) -> Leak {
        let cells = chosen.iter().map(|row| &self.rows[*row].cells);
        let sum = cells.fold(Sparse::new(), |sum, cells| added(&sum, cells));
        Leak {
            n,
            cells: sum.into_iter().map(|(cell, _)| cell).collect(),
        }
    }
}

/// A sum of rows.
struct Sum {
    /// Which rows, in their order, each as often as it is in the sum.
    chosen: Vec<usize>,
    /// What they add up to.
    groups: Sparse,
}

fn with_one_more(chosen: &[usize], row: usize) -> Vec<usize> {
    let mut more = chosen.to_vec();
    more.insert(more.partition_point(|other| *other < row), row);
    more
}

/// The sum of two vectors.
fn added(one: &Sparse, other: &Sparse) -> Sparse {
    let mut sum = Sparse::with_capacity(one.len() + other.len());
    let (mut one, mut other) = (one.iter().copied().peekable(), other.iter().copied().peekable());
    while let (Some((left, value)), Some((right, more))) = (one.peek().copied(), other.peek().copied()) {
        match left.cmp(&right) {
            Ordering::Less => sum.extend(one.next()),
            Ordering::Greater => sum.extend(other.next()),
            Ordering::Equal => {
                one.next();
                other.next();
                let both = add(value, more);
                if both != 0 {
                    sum.push((left, both));
                }
            }
        }
    }
    sum.extend(one.chain(other));
    sum
}
