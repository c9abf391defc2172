//! Points in time as PostgreSQL keeps them, compared without loss.

use std::fmt;

use jiff::Timestamp;

/// 2000-01-01T00:00:00Z, where PostgreSQL counts from, in seconds since 1970.
const POSTGRES_EPOCH: i64 = 946_684_800;

const NANOS: i128 = 1_000_000_000;

/// A point in time in nanoseconds since 2000. Unlike [`Timestamp`] it holds whatever a table can hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment(i128);

impl Moment {
    /// From what PostgreSQL keeps: microseconds since 2000.
    pub fn of_postgres(micros: i64) -> Self {
        Self(i128::from(micros) * 1_000)
    }

    /// From the contract's form.
    pub fn of_parts(seconds: i64, nanos: i32) -> Self {
        Self((i128::from(seconds) - i128::from(POSTGRES_EPOCH)) * NANOS + i128::from(nanos))
    }

    /// What is kept of a time: PostgreSQL has microseconds, and what is finer is cut off towards 2000.
    pub fn kept(time: Timestamp) -> Self {
        let Self(nanos) = Self::of_parts(time.as_second(), time.subsec_nanosecond());
        Self(nanos / 1_000 * 1_000)
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match Timestamp::from_nanosecond(self.0 + i128::from(POSTGRES_EPOCH) * NANOS) {
            Ok(time) => time.fmt(f),
            Err(_) if self.0 < 0 => f.write_str("-infinity"),
            Err(_) => f.write_str("infinity"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_finer_than_a_microsecond_is_not_kept() {
        let time: Timestamp = "2024-05-01T10:00:00.123456789Z".parse().unwrap();
        assert_eq!(Moment::kept(time).to_string(), "2024-05-01T10:00:00.123456Z");
        let early: Timestamp = "1999-12-31T23:59:59.999999001Z".parse().unwrap();
        assert_eq!(Moment::kept(early), Moment::of_postgres(0));
    }

    #[test]
    fn every_value_of_a_table_can_be_shown() {
        assert_eq!(Moment::of_postgres(i64::MAX).to_string(), "infinity");
        assert_eq!(Moment::of_postgres(i64::MIN).to_string(), "-infinity");
        assert_eq!(Moment::of_postgres(0).to_string(), "2000-01-01T00:00:00Z");
        assert_eq!(Moment::of_parts(946_684_800, 5_000), Moment::of_postgres(5));
    }
}
