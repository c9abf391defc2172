//! Values that all aggregates of the block share. They are made at the edge, from input that was checked there; inside
//! they are trusted.

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Pseudonym of whoever did something. Never a name or an address.
pub type Actor = String;

/// Identifier of a thing: letters, digits, `-` and `_`, at most 64 of them, starting with a letter or digit. Checked at
/// the edge by `runtime::parse::Faults::id`.
pub type Id = String;

/// An amount of euro cents. Arithmetic is checked: an overflow is an absent answer, never a wrong one.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cents(pub i64);

impl Cents {
    /// No money.
    pub const ZERO: Self = Self(0);

    /// Whether the amount is below nothing.
    #[must_use]
    pub fn is_negative(self) -> bool {
        self.0 < 0
    }

    /// The sum, if it fits.
    #[must_use]
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// The difference, if it fits.
    #[must_use]
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).map(Self)
    }

    /// The sum of many amounts, if it fits.
    #[must_use]
    pub fn checked_sum(amounts: impl IntoIterator<Item = Self>) -> Option<Self> {
        amounts.into_iter().try_fold(Self::ZERO, Self::checked_add)
    }

    /// How far two amounts lie apart, if it fits.
    #[must_use]
    pub fn distance(self, other: Self) -> Option<Self> {
        self.checked_sub(other)
            .and_then(|difference| difference.0.checked_abs())
            .map(Self)
    }
}

impl fmt::Display for Cents {
    /// In whole cents, as they travel: `12345`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A text for people, Dutch first.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LocalText {
    /// In Dutch.
    pub nl: String,
    /// In English; empty when nobody wrote it yet.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub en: String,
}

impl LocalText {
    /// A text in both languages.
    pub fn new(nl: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            nl: nl.into(),
            en: en.into(),
        }
    }
}

/// A period of whole days, both ends included.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Period {
    /// Short label, such as `2024-H2`.
    pub label: String,
    /// First day.
    pub starts_on: Date,
    /// Last day; never before the first.
    pub ends_on: Date,
}

impl Period {
    /// Whether a day lies in the period.
    #[must_use]
    pub fn contains(&self, day: Date) -> bool {
        self.starts_on <= day && day <= self.ends_on
    }
}

/// The day a number of whole months after another; the last day of the month where the day does not exist there.
///
/// Absent when it lies outside the calendar (the years -9999 to 9999).
#[must_use]
pub fn months_after(day: Date, months: u32) -> Option<Date> {
    day.checked_add(jiff::Span::new().try_months(i64::from(months)).ok()?)
        .ok()
}

/// The day a number of whole days after another; absent outside the calendar.
#[must_use]
pub fn days_after(day: Date, days: u32) -> Option<Date> {
    day.checked_add(jiff::Span::new().try_days(i64::from(days)).ok()?)
        .ok()
}

/// Whole days from one day to another; negative when `to` lies before `from`.
#[must_use]
pub fn days_between(from: Date, to: Date) -> i64 {
    // Dates within jiff's calendar lie at most some seven million days apart: the difference always fits.
    from.until((jiff::Unit::Day, to))
        .map_or(0, |span| i64::from(span.get_days()))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn cents_that_do_not_fit_have_no_sum() {
        assert_eq!(Cents(i64::MAX).checked_add(Cents(1)), None);
        assert_eq!(Cents::checked_sum([Cents(1), Cents(2)]), Some(Cents(3)));
        assert_eq!(Cents(i64::MIN).distance(Cents(0)), None);
    }

    #[test]
    fn a_month_after_the_last_of_january_is_the_last_of_february() {
        assert_eq!(months_after(date(2024, 1, 31), 1), Some(date(2024, 2, 29)));
        assert_eq!(months_after(date(9999, 1, 1), 13), None);
    }

    #[test]
    fn days_between_counts_across_leap_days_and_backwards() {
        assert_eq!(days_between(date(2024, 2, 28), date(2024, 3, 1)), 2);
        assert_eq!(days_between(date(2024, 3, 1), date(2024, 2, 28)), -2);
        assert_eq!(days_after(date(2024, 2, 28), 2), Some(date(2024, 3, 1)));
    }
}
