//! When a subscription stands still.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// Why it stands still.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Rule {
    /// An event waits for too long, and none was acknowledged in that time.
    Unacknowledged,
    /// Too many failures in a row.
    Failing,
}

/// From when on it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// How long an event may wait without any being acknowledged.
    pub waiting: SignedDuration,
    /// Failures in a row.
    pub failures_in_a_row: u32,
}

/// What shows whether it stands still.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// Position up to which it is done.
    pub position: u64,
    /// Events that wait, counted up to ten thousand.
    pub waiting: u64,
    /// When the oldest of them was logged.
    pub waiting_since: Option<Timestamp>,
    /// When one was acknowledged last.
    pub last_acknowledged_at: Option<Timestamp>,
    /// Failures since then.
    pub failures_in_a_row: u32,
}

impl Evidence {
    /// The rule by which it stands still at a moment, if it does.
    #[must_use]
    pub fn judge(&self, limits: Limits, now: Timestamp) -> Option<Rule> {
        let is_old = |at: Timestamp| now.duration_since(at) >= limits.waiting;
        if self.failures_in_a_row >= limits.failures_in_a_row {
            return Some(Rule::Failing);
        }
        let waits_long = self.waiting_since.is_some_and(is_old);
        let moves = self.last_acknowledged_at.is_some_and(|at| !is_old(at));
        (waits_long && !moves).then_some(Rule::Unacknowledged)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: Limits = Limits {
        waiting: SignedDuration::from_hours(1),
        failures_in_a_row: 10,
    };

    fn at(text: &str) -> Timestamp {
        format!("2026-03-02T{text}:00Z").parse().unwrap()
    }

    fn evidence(waiting_since: Option<&str>, last: Option<&str>, failures_in_a_row: u32) -> Option<Rule> {
        let evidence = Evidence {
            position: 1,
            waiting: u64::from(waiting_since.is_some()),
            waiting_since: waiting_since.map(at),
            last_acknowledged_at: last.map(at),
            failures_in_a_row,
        };
        evidence.judge(LIMITS, at("12:00"))
    }

    #[test]
    fn what_waits_for_long_and_does_not_move_stands_still() {
        assert_eq!(
            evidence(Some("11:00"), Some("10:00"), 0),
            Some(Rule::Unacknowledged)
        );
        assert_eq!(evidence(Some("11:00"), None, 0), Some(Rule::Unacknowledged));
    }

    #[test]
    fn what_waits_for_a_moment_or_nothing_at_all_does_not() {
        assert_eq!(evidence(Some("11:01"), None, 0), None);
        assert_eq!(evidence(None, Some("08:00"), 0), None);
    }

    #[test]
    fn whoever_is_far_behind_and_catches_up_does_not() {
        assert_eq!(evidence(Some("08:00"), Some("11:59"), 9), None);
    }

    #[test]
    fn many_failures_in_a_row_do() {
        assert_eq!(evidence(Some("11:59"), Some("11:59"), 10), Some(Rule::Failing));
    }
}
