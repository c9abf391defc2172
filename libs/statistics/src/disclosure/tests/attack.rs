//! Works out of shown cells what can be worked out, with fractions and by trying everything.

use super::{Respondents, Selection};

/// A fraction in lowest terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fraction(i128, i128);

impl Fraction {
    const ZERO: Self = Self(0, 1);

    pub(super) fn whole(number: i128) -> Self {
        Self(number, 1)
    }

    fn new(over: i128, under: i128) -> Self {
        let (mut a, mut b) = (over.abs(), under.abs());
        while b != 0 {
            (a, b) = (b, a % b);
        }
        let sign = under.signum();
        Self(sign * over / a.max(1), sign * under / a.max(1))
    }

    pub(super) fn times(self, other: Self) -> Self {
        Self::new(self.0 * other.0, self.1 * other.1)
    }

    pub(super) fn divided_by(self, other: Self) -> Self {
        Self::new(self.0 * other.1, self.1 * other.0)
    }

    fn less(self, other: Self) -> Self {
        Self::new(self.0 * other.1 - other.0 * self.1, self.1 * other.1)
    }
}

type Vector = Vec<Fraction>;

/// Somebody who knows the shown cells, and which combinations are empty.
pub(super) struct Attacker<'a> {
    respondents: &'a Respondents,
    sizes: Vec<u64>,
    cells: Vec<Vec<bool>>,
    /// The rows with the position that each leads.
    rows: Vec<(usize, Vector)>,
}

impl<'a> Attacker<'a> {
    pub(super) fn new(respondents: &'a Respondents, shown: &[Selection]) -> Self {
        let sizes = respondents.combinations().map(|(_, n)| n).collect();
        let cells = shown.iter().map(|cell| within(respondents, cell)).collect();
        let mut attacker = Self {
            respondents,
            sizes,
            cells,
            rows: Vec::new(),
        };
        for cell in 0..attacker.cells.len() {
            let vector = vector(&attacker.cells[cell]);
            attacker.learn(vector);
        }
        attacker
    }

    fn learn(&mut self, vector: Vector) {
        let rest = self.reduced(vector);
        if let Some(lead) = rest.iter().position(|value| *value != Fraction::ZERO) {
            let first = rest[lead];
            let row = rest.into_iter().map(|value| value.divided_by(first)).collect();
            self.rows.push((lead, row));
            self.rows.sort_by_key(|(lead, _)| *lead);
        }
    }

    /// What is left of a vector when what is known is taken off.
    fn reduced(&self, mut vector: Vector) -> Vector {
        for (lead, row) in &self.rows {
            let factor = vector[*lead];
            if factor != Fraction::ZERO {
                vector = vector
                    .iter()
                    .zip(row)
                    .map(|(value, known)| value.less(known.times(factor)))
                    .collect();
            }
        }
        vector
    }

    fn knows(&self, vector: Vector) -> bool {
        self.reduced(vector).iter().all(|value| *value == Fraction::ZERO)
    }

    /// Whether a cell with anybody in it can be worked out.
    pub(super) fn works_out(&self, cell: &Selection) -> bool {
        self.knows(vector(&within(self.respondents, cell)))
    }

    /// The smallest union of combinations below the threshold that can be worked out.
    pub(super) fn smallest_union(&self, threshold: u64) -> Option<u64> {
        self.smallest(threshold, 1)
    }

    /// The smallest sum of combinations, each any number of times, below the threshold that can be worked out.
    pub(super) fn smallest_sum(&self, threshold: u64) -> Option<u64> {
        self.smallest(threshold, u64::MAX)
    }

    fn smallest(&self, threshold: u64, most: u64) -> Option<u64> {
        let mut found = None;
        self.each_sum(
            0,
            &mut vec![0; self.sizes.len()],
            0,
            (threshold, most),
            &mut |times, n| {
                let vector = times
                    .iter()
                    .map(|times| Fraction::whole(i128::from(*times)))
                    .collect();
                if n > 0 && found.is_none_or(|found| n < found) && self.knows(vector) {
                    found = Some(n);
                }
            },
        );
        found
    }

    fn each_sum(
        &self,
        position: usize,
        times: &mut Vec<u64>,
        n: u64,
        bounds: (u64, u64),
        visit: &mut impl FnMut(&[u64], u64),
    ) {
        if position == times.len() {
            return visit(times, n);
        }
        let mut many = 0;
        while n + many * self.sizes[position] < bounds.0 && many <= bounds.1 {
            times[position] = many;
            self.each_sum(
                position + 1,
                times,
                n + many * self.sizes[position],
                bounds,
                visit,
            );
            many += 1;
        }
        times[position] = 0;
    }

    /// The least and the most that a cell can be, of all tables that have the shown cells; nothing where there are too many.
    pub(super) fn range(&self, cell: &Selection) -> Option<(u64, u64)> {
        let cell = within(self.respondents, cell);
        let known = self.cells.iter().map(|cell| sum(cell, &self.sizes)).collect();
        let mut tables = Tables {
            cells: &self.cells,
            known,
            cell,
            range: (u64::MAX, 0),
            left: 300_000,
        };
        tables.fill(
            &mut vec![0; self.sizes.len()],
            0,
            sum(&vec![true; self.sizes.len()], &self.sizes),
        );
        (tables.left > 0).then_some(tables.range)
    }
}

/// All tables with the same shown cells.
struct Tables<'a> {
    cells: &'a [Vec<bool>],
    known: Vec<u64>,
    cell: Vec<bool>,
    range: (u64, u64),
    left: usize,
}

impl Tables<'_> {
    fn fill(&mut self, table: &mut Vec<u64>, position: usize, most: u64) {
        if self.left == 0 {
            return;
        }
        self.left -= 1;
        if position == table.len() {
            let n = sum(&self.cell, table);
            self.range = (self.range.0.min(n), self.range.1.max(n));
            return;
        }
        // A shown cell bounds each combination in it, and settles it where it is the last one.
        let (mut low, mut high) = (0, most);
        for (cell, known) in self.cells.iter().zip(&self.known) {
            if !cell[position] {
                continue;
            }
            let room = known.saturating_sub(sum(&cell[..position], &table[..position]));
            high = high.min(room);
            if !cell[position + 1..].contains(&true) {
                low = low.max(room);
            }
        }
        for n in low..=high {
            table[position] = n;
            self.fill(table, position + 1, most);
        }
        table[position] = 0;
    }
}

fn within(respondents: &Respondents, cell: &Selection) -> Vec<bool> {
    let filter = respondents.filter(cell).unwrap();
    respondents
        .combinations()
        .map(|(categories, _)| filter.takes(categories))
        .collect()
}

fn vector(cell: &[bool]) -> Vector {
    cell.iter()
        .map(|inside| Fraction::whole(i128::from(*inside)))
        .collect()
}

fn sum(cell: &[bool], sizes: &[u64]) -> u64 {
    cell.iter()
        .zip(sizes)
        .filter(|(inside, _)| **inside)
        .map(|(_, n)| n)
        .sum()
}
