//! Who applied in the call of round 2, and what became of each application.

use jiff::civil::{Date, date};

use crate::cast::{Block, Pace, Seat, seats};

/// The call whose window is known.
pub const CALL: &str = "ronde-2-energie-grondstoffen";

/// What becomes of an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Granted.
    Granted,
    /// Granted on a condition that is met.
    ConditionMet,
    /// Granted on a condition that is not met: it lapses, and its project stops.
    ConditionNotMet,
    /// Rejected.
    Rejected,
    /// Withdrawn before it was decided on.
    Withdrawn,
}

impl Outcome {
    /// Whether it becomes a project.
    #[must_use]
    pub fn becomes_project(self) -> bool {
        match self {
            Self::Granted | Self::ConditionMet | Self::ConditionNotMet => true,
            Self::Rejected | Self::Withdrawn => false,
        }
    }
}

/// An application of the season.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entrant {
    /// The project it is about, with the number that both carry.
    pub seat: Seat,
    /// What becomes of it.
    pub outcome: Outcome,
}

impl Entrant {
    /// The role token of its lead applicant.
    #[must_use]
    pub fn lead(&self) -> String {
        format!("project-lead:{}", self.seat.id())
    }
}

/// Whether a project of the season came of an application.
#[must_use]
pub fn was_applied_for(seat: &Seat) -> bool {
    seat.round == 2 && seat.block == Block::Transitions
}

/// All applications, by number: those of the projects of the season, and six that became none, or not for long.
#[must_use]
pub fn entrants() -> Vec<Entrant> {
    let projects = seats().into_iter().filter(was_applied_for);
    let projects = projects.map(|seat| {
        let outcome = if seat.conditional {
            Outcome::ConditionMet
        } else {
            Outcome::Granted
        };
        Entrant { seat, outcome }
    });
    let others = [
        (251, true, Outcome::Rejected),
        (252, true, Outcome::Rejected),
        (253, false, Outcome::Rejected),
        (254, false, Outcome::Rejected),
        (255, false, Outcome::Withdrawn),
        (256, false, Outcome::ConditionNotMet),
    ];
    projects
        .chain(others.map(|(number, large, outcome)| Entrant {
            seat: other(number, large),
            outcome,
        }))
        .collect()
}

fn other(number: u32, large: bool) -> Seat {
    let ends_on: Date = if large {
        date(2027, 12, 31)
    } else {
        date(2026, 12, 31)
    };
    Seat {
        number,
        round: 2,
        block: Block::Transitions,
        large,
        pace: Pace::Good,
        conditional: number == 256,
        starts_on: date(2025, 1, 1),
        ends_on,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_outcome_is_there_and_numbers_differ() {
        let all = entrants();
        for outcome in [
            Outcome::Granted,
            Outcome::ConditionMet,
            Outcome::ConditionNotMet,
            Outcome::Rejected,
            Outcome::Withdrawn,
        ] {
            assert!(
                all.iter().any(|entrant| entrant.outcome == outcome),
                "{outcome:?}"
            );
        }
        let numbers: std::collections::BTreeSet<_> = all.iter().map(|entrant| entrant.seat.number).collect();
        assert_eq!(numbers.len(), all.len());
        assert_eq!(all.len(), 23);
    }
}
