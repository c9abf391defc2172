//! The periods that a trend is about: whole quarters, half-years or years that are over.

use blocks::values::Period;
use jiff::{ToSpan, civil::Date};
use serde::{Deserialize, Serialize};

/// Fewest periods of a trend: with fewer there is no line to speak of.
pub const PERIODS_MIN: u32 = 3;
/// Most periods of a trend.
pub const PERIODS_MAX: u32 = 40;
/// Periods of a trend, unless the question says otherwise.
pub const PERIODS: u32 = 8;

/// Length of a period.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum PeriodLength {
    /// A quarter.
    Quarter,
    /// Half a year.
    #[default]
    HalfYear,
    /// A year.
    Year,
}

impl PeriodLength {
    /// Months in it.
    #[must_use]
    pub fn months(self) -> i8 {
        match self {
            Self::Quarter => 3,
            Self::HalfYear => 6,
            Self::Year => 12,
        }
    }

    /// How many make a year.
    #[must_use]
    pub fn per_year(self) -> i32 {
        12 / i32::from(self.months())
    }

    fn label(self, year: i16, index: i8) -> String {
        match self {
            Self::Quarter => format!("{year}-Q{}", index + 1),
            Self::HalfYear => format!("{year}-H{}", index + 1),
            Self::Year => year.to_string(),
        }
    }
}

/// Periods that follow each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Periods {
    periods: Vec<Period>,
}

impl Periods {
    /// The last `count` periods that were over on a day; `count` is at most [`PERIODS_MAX`]. Empty at the edge of the calendar.
    #[must_use]
    pub fn over_by(as_of: Date, length: PeriodLength, count: u32) -> Self {
        let months = length.months();
        // The day after is still in the same period, unless that one ends today.
        let next = as_of.tomorrow().unwrap_or(as_of);
        let index = (next.month() - 1) / months;
        let begins = |back: u32| {
            let first = Date::new(next.year(), index * months + 1, 1).ok()?;
            let back = i64::from(back) * i64::from(months);
            first.checked_sub(back.months()).ok()
        };
        let period = |back: u32| {
            let (starts_on, after) = (begins(back)?, begins(back - 1)?);
            Some(Period {
                label: length.label(starts_on.year(), (starts_on.month() - 1) / months),
                starts_on,
                ends_on: after.yesterday().ok()?,
            })
        };
        Self {
            periods: (1..=count.min(PERIODS_MAX)).rev().filter_map(period).collect(),
        }
    }

    /// The periods, oldest first.
    #[must_use]
    pub fn all(&self) -> &[Period] {
        &self.periods
    }

    /// In which one a day lies.
    #[must_use]
    pub fn of(&self, day: Date) -> Option<usize> {
        let index = self.periods.partition_point(|it| it.ends_on < day);
        self.periods
            .get(index)
            .filter(|it| it.contains(day))
            .map(|_| index)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn labels(as_of: Date, length: PeriodLength, count: u32) -> Vec<String> {
        let periods = Periods::over_by(as_of, length, count);
        periods.all().iter().map(|it| it.label.clone()).collect()
    }

    #[test]
    fn the_last_period_is_the_last_one_that_was_over() {
        assert_eq!(
            labels(date(2026, 9, 1), PeriodLength::HalfYear, 3),
            ["2025-H1", "2025-H2", "2026-H1"]
        );
        assert_eq!(labels(date(2026, 6, 30), PeriodLength::HalfYear, 1), ["2026-H1"]);
        assert_eq!(labels(date(2026, 6, 29), PeriodLength::HalfYear, 1), ["2025-H2"]);
        assert_eq!(
            labels(date(2026, 12, 31), PeriodLength::Year, 2),
            ["2025", "2026"]
        );
        assert_eq!(
            labels(date(2026, 4, 1), PeriodLength::Quarter, 2),
            ["2025-Q4", "2026-Q1"]
        );
    }

    #[test]
    fn days_are_in_one_period_or_in_none() {
        let periods = Periods::over_by(date(2026, 9, 1), PeriodLength::Quarter, 4);
        assert_eq!(periods.of(date(2025, 6, 30)), None);
        assert_eq!(periods.of(date(2025, 7, 1)), Some(0));
        assert_eq!(periods.of(date(2026, 6, 30)), Some(3));
        assert_eq!(periods.of(date(2026, 7, 1)), None);
    }

    #[test]
    fn the_edge_of_the_calendar_has_no_periods_and_no_panic() {
        for day in [Date::MIN, Date::MAX] {
            assert!(Periods::over_by(day, PeriodLength::Year, 40).all().len() <= 40);
        }
    }
}
