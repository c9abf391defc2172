//! What becomes of each report: most are on time and approved, and some are not.

use crate::{calendar::HalfYear, cast::Seat, rng::Rng};

/// The way of one report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fate {
    /// On time, accepted, approved.
    OnTime,
    /// One or three weeks late, then accepted and approved.
    Late,
    /// Returned with a reason and attention points, submitted again, accepted, approved.
    Returned,
    /// Approved, then reopened and corrected.
    Corrected,
    /// Approved, and a year later reopened and corrected, when newer reports are in.
    CorrectedMuchLater,
    /// On time, but the hub lets its response term pass before it accepts.
    SlowHub,
    /// Never handed in; started or not.
    Missing {
        /// True when there is a draft.
        drafted: bool,
    },
    /// Waived before it was due.
    Waived,
    /// On time; waits for the hub, past its response term.
    WaitingTooLong,
    /// Very late; waits for the hub, within its response term.
    Waiting,
    /// In review.
    InReview,
    /// Returned, and not submitted again.
    ReturnedOpen,
    /// Returned and submitted again; waits for the hub.
    WaitingAgain,
    /// Accepted, and not yet approved.
    AcceptedOnly,
}

/// The fate of the report of a project over a half year.
#[must_use]
pub fn fate(seat: &Seat, period: HalfYear) -> Fate {
    let label = period.label();
    decided(seat.number, &label).unwrap_or_else(|| drawn(&seat.id(), &label))
}

fn decided(number: u32, label: &str) -> Option<Fate> {
    Some(match (label, number) {
        ("2024-H1", 102) | ("2024-H2", 101 | 104 | 105) | ("2025-H1", 101..=104 | 108 | 202 | 206 | 211) => {
            Fate::OnTime
        }
        ("2024-H2", 107) => Fate::CorrectedMuchLater,
        ("2025-H1", 107) | ("2025-H2", 104 | 109 | 203 | 204 | 211 | 213 | 220 | 112 | 113 | 114) => {
            Fate::OnTime
        }
        ("2024-H2", 103) | ("2025-H1", 209) | ("2026-H1", 214) => Fate::Corrected,
        ("2025-H2", 115) => Fate::Returned,
        ("2025-H2", 117) => Fate::Missing { drafted: true },
        ("2025-H2", 210) => Fate::Missing { drafted: false },
        ("2025-H2", 219) => Fate::Waived,
        ("2026-H1", number) => newest(number),
        _ => return None,
    })
}

/// The newest period shows every state a report can be in.
fn newest(number: u32) -> Fate {
    match number {
        104 | 204 | 224 => Fate::Missing { drafted: false },
        206 | 211 | 231 => Fate::Missing { drafted: true },
        105 | 116 | 207 | 218 => Fate::AcceptedOnly,
        106 | 209 => Fate::WaitingTooLong,
        215 | 222 | 234 => Fate::Waiting,
        109 | 226 => Fate::InReview,
        213 | 230 => Fate::ReturnedOpen,
        217 => Fate::WaitingAgain,
        102 | 111 | 229 => Fate::Late,
        225 => Fate::Returned,
        _ => Fate::OnTime,
    }
}

fn drawn(project_id: &str, label: &str) -> Fate {
    match Rng::named(&format!("{project_id}/{label}/fate")).between(1, 100) {
        1..=15 => Fate::Late,
        16..=24 => Fate::Returned,
        25..=28 => Fate::SlowHub,
        29..=31 => Fate::Corrected,
        32 => Fate::Missing { drafted: false },
        _ => Fate::OnTime,
    }
}
