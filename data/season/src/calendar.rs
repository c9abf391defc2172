//! Days of the season: half years, and the moments within a reporting season at which people do things.

use jiff::civil::{Date, Weekday, date};

/// First moment of the season: the day of the two schemes.
pub const FIRST_DAY: Date = date(2023, 6, 27);
/// Last simulated day. What would happen later has not happened yet.
pub const LAST_DAY: Date = date(2026, 11, 20);

/// A day so many days later, or earlier when negative.
#[must_use]
pub fn plus(day: Date, days: i64) -> Date {
    jiff::Span::new()
        .try_days(days)
        .and_then(|span| day.checked_add(span))
        .unwrap_or(day)
}

/// Whole days from one day to another.
#[must_use]
pub fn days_between(from: Date, to: Date) -> i64 {
    from.until((jiff::Unit::Day, to))
        .map_or(0, |span| i64::from(span.get_days()))
}

/// The day itself, or the Friday before when it falls in a weekend.
#[must_use]
pub fn workday(day: Date) -> Date {
    match day.weekday() {
        Weekday::Saturday => plus(day, -1),
        Weekday::Sunday => plus(day, -2),
        Weekday::Monday | Weekday::Tuesday | Weekday::Wednesday | Weekday::Thursday | Weekday::Friday => day,
    }
}

/// Half a calendar year: the reporting period of the working calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct HalfYear {
    year: i16,
    second: bool,
}

impl HalfYear {
    /// The half year a day lies in.
    #[must_use]
    pub fn of(day: Date) -> Self {
        Self {
            year: day.year(),
            second: day.month() > 6,
        }
    }

    /// The one after.
    #[must_use]
    pub fn next(self) -> Self {
        if self.second {
            Self {
                year: self.year + 1,
                second: false,
            }
        } else {
            Self { second: true, ..self }
        }
    }

    /// Its label, such as `2024-H1`.
    #[must_use]
    pub fn label(self) -> String {
        format!("{}-H{}", self.year, if self.second { 2 } else { 1 })
    }

    /// Its last day.
    #[must_use]
    pub fn last_day(self) -> Date {
        if self.second {
            date(self.year, 12, 31)
        } else {
            date(self.year, 6, 30)
        }
    }

    /// The half years from the first to the last day of a project.
    pub fn of_project(starts_on: Date, ends_on: Date) -> impl Iterator<Item = Self> {
        let last = Self::of(ends_on);
        std::iter::successors(Some(Self::of(starts_on)), move |half| {
            (*half < last).then(|| half.next())
        })
    }
}

/// The moments of a reporting season. Reports are due 42 days after the period, and the hub answers within 56.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Moment {
    /// Most projects start their report.
    Start,
    /// A few are ready early.
    Early,
    /// The first big day.
    Busy,
    /// The due day.
    Due,
    /// One week late; the first reviews.
    WeekLate,
    /// Three weeks late; most reviews, with attention points.
    Review,
    /// Reports are accepted or returned.
    Answer,
    /// Returned reports come back; the first approvals.
    Again,
    /// The last reviews, some of them past the response term; approvals.
    Finish,
    /// Attention points are closed; what was wrong is reopened.
    Close,
    /// Corrections come in.
    Correct,
    /// Corrections are reviewed; changes are asked for.
    Change,
    /// Changes are decided.
    Decide,
    /// Plans are revised.
    Revise,
}

impl Moment {
    /// Days after the end of the period.
    fn days(self) -> i64 {
        match self {
            Self::Start => 12,
            Self::Early => 27,
            Self::Busy => 40,
            Self::Due => 42,
            Self::WeekLate => 49,
            Self::Review => 63,
            Self::Answer => 77,
            Self::Again => 91,
            Self::Finish => 105,
            Self::Close => 119,
            Self::Correct => 133,
            Self::Change => 147,
            Self::Decide => 161,
            Self::Revise => 170,
        }
    }

    /// The day of this moment in the season after a period.
    #[must_use]
    pub fn after(self, period: HalfYear) -> Date {
        workday(plus(period.last_day(), self.days()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_season_is_over_before_the_next_begins() {
        for half in HalfYear::of_project(date(2024, 1, 1), date(2026, 12, 31)) {
            assert!(Moment::Revise.after(half) < half.next().last_day(), "{half:?}");
        }
    }

    #[test]
    fn half_years_are_labelled_as_the_hub_labels_them() {
        let labels: Vec<_> = HalfYear::of_project(date(2024, 7, 1), date(2025, 12, 31))
            .map(HalfYear::label)
            .collect();
        assert_eq!(labels, ["2024-H2", "2025-H1", "2025-H2"]);
    }

    #[test]
    fn nobody_works_in_the_weekend() {
        assert_eq!(workday(date(2024, 8, 11)), date(2024, 8, 9));
        assert_eq!(workday(date(2025, 8, 11)), date(2025, 8, 11));
    }
}
