//! A computed figure with what each event adds to it.

use std::collections::BTreeMap;

use contracts::insight::v1::{Figure, figure};

use super::{FigureId, Selection};

/// The value of a figure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value {
    /// A number of things.
    Count(i64),
    /// Euro cents.
    Cents(i64),
    /// A share between 0 and 1.
    Ratio(f64),
    /// A quantity in the unit of its indicator.
    Quantity(f64),
}

/// What one event adds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Amount {
    /// Things.
    Count(i64),
    /// Euro cents.
    Cents(i64),
    /// A quantity.
    Quantity(f64),
    /// Above the line of a ratio.
    Above(f64),
    /// Below the line of a ratio.
    Below(f64),
    /// Nothing by itself, but it shaped what another event adds.
    Background,
}

/// One event behind a figure.
#[derive(Debug, Clone, PartialEq)]
pub struct Contribution {
    /// Ledger position.
    pub position: u64,
    /// What it adds.
    pub amounts: Vec<Amount>,
}

/// A figure as computed.
#[derive(Debug, Clone, PartialEq)]
pub struct Computed {
    /// The value; none when there is nothing to measure.
    pub value: Option<Value>,
    /// Whether it may be added to the same figure of other groups.
    pub additive: bool,
    /// None when nobody asked what the figure was made from.
    events: Option<Vec<(u64, Amount)>>,
}

impl Computed {
    /// A figure that does not exist, such as the sum of what does not add up.
    #[must_use]
    pub fn absent(selection: &Selection<'_>) -> Self {
        Self::value(selection, None, false)
    }

    /// A value that is given as it is.
    #[must_use]
    pub fn value(selection: &Selection<'_>, value: Option<Value>, additive: bool) -> Self {
        Self {
            value,
            additive,
            events: selection.is_explained().then(Vec::new),
        }
    }

    /// A count that starts at zero.
    #[must_use]
    pub fn count(selection: &Selection<'_>) -> Self {
        Self::value(selection, Some(Value::Count(0)), selection.counts_add_up())
    }

    /// A count that was made before. It tells nothing of what it was made from.
    #[must_use]
    pub(super) fn counted(selection: &Selection<'_>, count: i64) -> Self {
        Self {
            value: Some(Value::Count(count)),
            ..Self::count(selection)
        }
    }

    /// Whether it tells what it was made from.
    #[must_use]
    pub fn is_explained(&self) -> bool {
        self.events.is_some()
    }

    /// Counts one thing, made so by the event at `position`; the other events about it stay in the background.
    pub fn one(&mut self, position: u64, about: &[u64]) {
        if let Some(Value::Count(count)) = &mut self.value {
            *count += 1;
        }
        self.add(position, Amount::Count(1));
        self.background(about.iter().copied().filter(|other| *other != position));
    }

    /// Counts one thing, made so by the last of its events.
    pub fn last_of(&mut self, positions: &[u64]) {
        self.one(positions.last().copied().unwrap_or_default(), positions);
    }

    /// Records what an event adds, without touching the value.
    pub fn add(&mut self, position: u64, amount: Amount) {
        if let Some(events) = self.events.as_mut().filter(|_| position > 0) {
            events.push((position, amount));
        }
    }

    /// Records events that shaped the figure without adding to it.
    pub fn background(&mut self, positions: impl IntoIterator<Item = u64>) {
        if self.events.is_some() {
            for position in positions {
                self.add(position, Amount::Background);
            }
        }
    }

    /// The events behind the figure by ledger position, what one event adds several times put together. None when its
    /// selection was not asked to explain.
    #[must_use]
    pub fn contributions(&self) -> Vec<Contribution> {
        let mut by_position: BTreeMap<u64, Vec<Amount>> = BTreeMap::new();
        for (position, amount) in self.events.iter().flatten() {
            merge(by_position.entry(*position).or_default(), *amount);
        }
        by_position
            .into_iter()
            .map(|(position, amounts)| Contribution { position, amounts })
            .collect()
    }

    /// The figure as the contract shows it, under its name.
    #[must_use]
    pub fn figure(&self, id: &FigureId) -> Figure {
        Figure {
            figure_id: id.to_string(),
            value: self.value.map(Into::into),
            additive: self.additive,
        }
    }
}

/// How many there are.
pub(super) fn count_of<T>(rows: impl Iterator<Item = T>) -> i64 {
    i64::try_from(rows.count()).unwrap_or(i64::MAX)
}

fn merge(amounts: &mut Vec<Amount>, new: Amount) {
    for amount in &mut *amounts {
        match (amount, new) {
            (Amount::Count(a), Amount::Count(b)) | (Amount::Cents(a), Amount::Cents(b)) => {
                *a = a.saturating_add(b);
                return;
            }
            (Amount::Quantity(a), Amount::Quantity(b))
            | (Amount::Above(a), Amount::Above(b))
            | (Amount::Below(a), Amount::Below(b)) => {
                *a += b;
                return;
            }
            (_, Amount::Background) => return,
            _ => {}
        }
    }
    amounts.retain(|amount| *amount != Amount::Background);
    amounts.push(new);
}

impl Contribution {
    /// In words such as `+1` or `+12500 cents`; empty for an event in the background.
    #[must_use]
    pub fn words(&self) -> String {
        let words: Vec<String> = self.amounts.iter().filter_map(|amount| amount.words()).collect();
        words.join(", ")
    }
}

impl Amount {
    fn words(self) -> Option<String> {
        match self {
            Self::Count(count) => Some(format!("{count:+}")),
            Self::Cents(cents) => Some(format!("{cents:+} cents")),
            Self::Quantity(quantity) => Some(format!("{quantity:+}")),
            Self::Above(quantity) => Some(format!("numerator {quantity:+}")),
            Self::Below(quantity) => Some(format!("denominator {quantity:+}")),
            Self::Background => None,
        }
    }
}

impl From<Value> for figure::Value {
    fn from(value: Value) -> Self {
        match value {
            Value::Count(count) => Self::Count(count),
            Value::Cents(cents) => Self::Cents(cents),
            Value::Ratio(ratio) => Self::Ratio(ratio),
            Value::Quantity(quantity) => Self::Quantity(quantity),
        }
    }
}
