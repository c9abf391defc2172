//! Which day it is: the one place where an instant becomes a calendar day.

use std::sync::LazyLock;

use jiff::{Timestamp, civil::Date, tz::TimeZone};

/// Time in the Netherlands as a rule rather than as a name, so that the hub needs no time zone database on the machine. The
/// rule (central European time, summer time from the last Sunday of March to the last of October) holds since 1996.
const NETHERLANDS: &str = "CET-1CEST,M3.5.0,M10.5.0/3";

static ZONE: LazyLock<TimeZone> = LazyLock::new(|| TimeZone::posix(NETHERLANDS).unwrap_or(TimeZone::UTC));

/// The day it is in the Netherlands at an instant. A report handed in at 23:30 UTC in winter is of the next day.
#[must_use]
pub fn day_of(at: Timestamp) -> Date {
    at.to_zoned(ZONE.clone()).date()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_day_is_the_one_in_the_netherlands_in_winter_and_in_summer() {
        let day = |text: &str| day_of(text.parse().unwrap());
        assert_eq!(day("2025-01-31T22:59:59Z"), date(2025, 1, 31));
        assert_eq!(day("2025-01-31T23:00:00Z"), date(2025, 2, 1));
        assert_eq!(day("2025-07-31T21:59:59Z"), date(2025, 7, 31));
        assert_eq!(day("2025-07-31T22:00:00Z"), date(2025, 8, 1));
    }
}
