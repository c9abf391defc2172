//! A number that is counted together with the events behind it.

use contracts::insight::v1::{TracedFigure, traced_figure::Value};

/// Most positions shown with one number: the newest.
pub const POSITIONS_MAX: usize = 100;

/// A number of things or cents, and the events it was made from.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Traced {
    total: i64,
    positions: Vec<u64>,
}

impl Traced {
    /// Counts one thing, made what it is by these events.
    pub fn one(&mut self, positions: &[u64]) {
        self.add(1, positions);
    }

    /// Adds an amount, made what it is by these events.
    pub fn add(&mut self, amount: i64, positions: &[u64]) {
        self.total = self.total.saturating_add(amount);
        self.positions.extend_from_slice(positions);
    }

    /// Adds what was counted elsewhere.
    pub(super) fn and(&mut self, other: &Self) {
        self.add(other.total, &other.positions);
    }

    /// The number so far.
    #[must_use]
    pub fn total(&self) -> i64 {
        self.total
    }

    /// As a number of things.
    #[must_use]
    pub fn count(&self) -> TracedFigure {
        self.figure(Value::Count(self.total))
    }

    /// As an amount in euro cents.
    #[must_use]
    pub fn cents(&self) -> TracedFigure {
        self.figure(Value::Cents(self.total))
    }

    fn figure(&self, value: Value) -> TracedFigure {
        let all = in_order(&self.positions);
        TracedFigure {
            value: Some(value),
            events: u32::try_from(all.len()).unwrap_or(u32::MAX),
            positions: newest(all),
        }
    }
}

/// Rising, each once.
#[must_use]
pub(crate) fn in_order(positions: &[u64]) -> Vec<u64> {
    let mut all = positions.to_vec();
    all.sort_unstable();
    all.dedup();
    all
}

/// The newest of positions in order, as many as are shown.
#[must_use]
pub(crate) fn newest(mut all: Vec<u64>) -> Vec<u64> {
    all.split_off(all.len().saturating_sub(POSITIONS_MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_behind_two_things_is_named_once() {
        let mut figure = Traced::default();
        figure.one(&[9, 4]);
        figure.add(20, &[4]);
        let shown = figure.cents();
        assert_eq!(shown.value, Some(Value::Cents(21)));
        assert_eq!((shown.positions, shown.events), (vec![4, 9], 2));
    }

    #[test]
    fn of_many_events_the_newest_are_named_and_all_are_counted() {
        let mut figure = Traced::default();
        (1..=250).for_each(|position| figure.one(&[position]));
        let shown = figure.count();
        assert_eq!((shown.events, shown.positions.len()), (250, POSITIONS_MAX));
        assert_eq!(shown.positions[0], 151);
    }
}
