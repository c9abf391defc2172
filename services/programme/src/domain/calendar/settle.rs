//! How an obligation comes to its end: fulfilled by a report, or waived.

use eventing::FieldFault;
use jiff::civil::Date;

use super::{Calendar, Fact, Outcome, Rejection};
use crate::domain::values::{Id, days_between};

/// A report was submitted. The first submission counts, by the day it came in: late is not backdated, and a later round of the
/// same report changes nothing.
pub(super) fn fulfil(
    calendar: &Calendar,
    obligation_id: Id,
    report_id: Id,
    on: Date,
) -> Result<Vec<Fact>, Rejection> {
    let obligation = calendar.known(&obligation_id)?;
    match &obligation.outcome {
        Outcome::Fulfilled { report_id: known, .. } if *known == report_id => Ok(Vec::new()),
        Outcome::Open => {
            let days_late = days_late(obligation.owed.due_on, on);
            Ok(vec![Fact::Fulfilled {
                obligation_id,
                report_id,
                on,
                days_late,
            }])
        }
        Outcome::Fulfilled { .. } | Outcome::Waived { .. } => Err(Rejection::NotOpen {
            obligation_id,
            standing: obligation.standing(),
        }),
    }
}

/// An open obligation is waived, for a reason.
pub(super) fn waive(calendar: &Calendar, obligation_id: Id, reason: String) -> Result<Vec<Fact>, Rejection> {
    if reason.trim().is_empty() {
        return Err(Rejection::Invalid {
            faults: vec![FieldFault::new("reason", "a reason")],
        });
    }
    let obligation = calendar.known(&obligation_id)?;
    if !obligation.is_open() {
        return Err(Rejection::NotOpen {
            obligation_id,
            standing: obligation.standing(),
        });
    }
    Ok(vec![Fact::Waived {
        obligation_id,
        reason,
        superseded: false,
    }])
}

/// What falls due after a project stopped is waived; what was due before stays owed.
pub(super) fn waive_remaining(calendar: &Calendar, stopped_on: Date, reason: &str) -> Vec<Fact> {
    let after = calendar
        .by_due_day()
        .into_iter()
        .filter(|one| one.is_open() && one.owed.due_on > stopped_on);
    after
        .map(|one| {
            let obligation_id = one.owed.obligation_id.clone();
            Fact::Waived {
                obligation_id,
                reason: reason.to_owned(),
                superseded: false,
            }
        })
        .collect()
}

/// Whole days between the due day and a later day; 0 when it is not later.
#[must_use]
pub fn days_late(due_on: Date, on: Date) -> u32 {
    u32::try_from(days_between(due_on, on)).unwrap_or(0)
}
