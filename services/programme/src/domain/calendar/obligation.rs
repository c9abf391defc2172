//! One obligation: what is owed, and what came of it.

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Fact;
use crate::domain::values::{Id, Period};

/// Most characters of an identifier.
const ID_MAX_CHARS: usize = 64;

/// Kinds of report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReportKind {
    /// Progress report (voortgangsrapportage).
    Progress,
    /// Final report (eindrapportage).
    Final,
}

impl ReportKind {
    /// The word used in identifiers, tables and messages.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Progress => "progress",
            Self::Final => "final",
        }
    }
}

impl fmt::Display for ReportKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What is owed: one report, for one period, by one day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owed {
    /// Identifier, the same as its report's; see [`obligation_id`].
    pub obligation_id: Id,
    /// Kind of report.
    pub kind: ReportKind,
    /// Period it is about.
    pub period: Period,
    /// Day a reminder falls due.
    pub reminder_on: Date,
    /// Last day on which the report is on time.
    pub due_on: Date,
}

/// What came of an obligation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Nothing yet: the report is still owed.
    Open,
    /// A report was submitted.
    Fulfilled {
        /// Report.
        report_id: Id,
        /// Day of submission.
        on: Date,
        /// Whole days after the due day; 0 when on time.
        days_late: u32,
    },
    /// It is not owed any more.
    Waived {
        /// Why.
        reason: String,
        /// True when the calendar gave it up because the project's end moved.
        superseded: bool,
    },
}

/// An obligation as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Obligation {
    /// What is owed.
    pub owed: Owed,
    /// Whether it comes from the scheme's calendar and moves with it; false for one that was scheduled by hand.
    pub of_calendar: bool,
    /// Whether its reminder day has come.
    pub reminded: bool,
    /// Whether its due day has passed without a report.
    pub overdue: bool,
    /// What came of it.
    pub outcome: Outcome,
}

impl Obligation {
    /// An obligation to which nothing has happened.
    #[must_use]
    pub fn new(owed: Owed, of_calendar: bool) -> Self {
        Self {
            owed,
            of_calendar,
            reminded: false,
            overdue: false,
            outcome: Outcome::Open,
        }
    }

    /// Whether the report is still owed.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.outcome == Outcome::Open
    }

    /// How it stands, in a word for people.
    #[must_use]
    pub fn standing(&self) -> &'static str {
        match self.outcome {
            Outcome::Open => "open",
            Outcome::Fulfilled { .. } => "fulfilled",
            Outcome::Waived { .. } => "waived",
        }
    }

    pub(super) fn evolve(&mut self, fact: Fact) {
        match fact {
            Fact::Scheduled { owed, reason } => *self = Self::new(owed, reason.is_empty()),
            Fact::Rescheduled { owed } => self.follow(owed),
            Fact::ReminderCame { .. } => self.reminded = true,
            Fact::BecameOverdue { .. } => self.overdue = true,
            Fact::Fulfilled {
                report_id,
                on,
                days_late,
                ..
            } => {
                self.outcome = Outcome::Fulfilled {
                    report_id,
                    on,
                    days_late,
                };
            }
            Fact::Waived {
                reason, superseded, ..
            } => self.outcome = Outcome::Waived { reason, superseded },
        }
    }

    /// Takes over new days. What was said about the old due day says nothing about the new one.
    fn follow(&mut self, owed: Owed) {
        if owed.due_on != self.owed.due_on {
            self.reminded = false;
            self.overdue = false;
        }
        self.owed = owed;
    }
}

/// The identifier of the obligation, and of the report, of a project for a period and a kind: `llo-101_2024-H2_progress`.
///
/// A project whose identifier is too long for that is named by its beginning and a fingerprint, so that the result still is
/// an identifier and still differs from that of any other project.
#[must_use]
pub fn obligation_id(project_id: &str, label: &str, kind: ReportKind) -> Id {
    let ending = format!("_{label}_{kind}");
    let room = ID_MAX_CHARS.saturating_sub(ending.len());
    if project_id.len() <= room {
        return format!("{project_id}{ending}");
    }
    let fingerprint = Uuid::new_v5(&Uuid::NAMESPACE_OID, project_id.as_bytes())
        .simple()
        .to_string();
    let beginning: String = project_id.chars().take(room.saturating_sub(9)).collect();
    format!("{beginning}-{}{ending}", &fingerprint[..8])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identifier_names_project_period_and_kind() {
        assert_eq!(
            obligation_id("llo-101", "2024-H2", ReportKind::Progress),
            "llo-101_2024-H2_progress"
        );
    }

    #[test]
    fn the_identifier_of_a_long_project_still_is_an_identifier_of_that_project_alone() {
        let (one, other) = (format!("{}1", "p".repeat(63)), format!("{}2", "p".repeat(63)));
        let ids = [&one, &other].map(|project| obligation_id(project, "M001-M013", ReportKind::Progress));
        assert_ne!(ids[0], ids[1]);
        assert!(ids.iter().all(|id| id.len() == 64), "{ids:?}");
    }
}
