//! The reporting calendar of one project: which reports it owes, for which period, by which day, and what came of each.
//!
//! One stream per project, named by the project. The calendar is computed once, from the scheme version the project was
//! submitted under, when its baseline is set ([`schedule_of`]); after that it only changes by facts. Time enters as a command
//! ([`Tick`](Command::Tick)), so a replay never asks what day it is.
//!
//! One file per decision: [`schedule`], [`extra`], [`tick`], [`settle`].

mod extra;
mod periods;
mod schedule;
mod settle;
mod tick;

pub mod obligation;
pub mod rejection;

use std::collections::BTreeMap;

use eventing::{Decider, Fact as StoredFact, Snapshots};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use self::{
    extra::ScheduleExtra,
    obligation::{Obligation, Outcome, Owed, ReportKind, obligation_id},
    periods::schedule_of,
    rejection::Rejection,
    settle::days_late,
};
use crate::domain::values::Id;
pub use eventing::clock::dutch_date as day_of;

/// The obligations of one project.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Calendar {
    obligations: BTreeMap<Id, Obligation>,
}

/// What can be asked of a calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Takes over the obligations of the scheme's calendar; those that are there already stay as they are.
    Schedule {
        /// What is owed, from [`schedule_of`].
        owed: Vec<Owed>,
    },
    /// The project's end was moved: open obligations follow the newly computed calendar.
    Reschedule {
        /// What is owed under the new end, from [`schedule_of`].
        owed: Vec<Owed>,
    },
    /// Schedules one obligation beside those of the calendar.
    ScheduleExtra(ScheduleExtra),
    /// The day has come to `today`: reminders and due days up to it are recorded, each once.
    Tick {
        /// The day the block's clock shows.
        today: Date,
    },
    /// A report was submitted for an obligation.
    Fulfil {
        /// Obligation.
        obligation_id: Id,
        /// Report.
        report_id: Id,
        /// Day of submission by the block's clock.
        on: Date,
    },
    /// Waives one open obligation.
    Waive {
        /// Obligation.
        obligation_id: Id,
        /// Why; required.
        reason: String,
    },
    /// The project stopped: what falls due after that day is waived.
    WaiveRemaining {
        /// Last day of the project.
        stopped_on: Date,
        /// Why.
        reason: String,
    },
}

/// What can have happened to a calendar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fact {
    /// A report became owed.
    Scheduled {
        /// What is owed.
        owed: Owed,
        /// Why, when it is not one of the scheme's calendar.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        reason: String,
    },
    /// The period or the days of an open obligation were moved.
    Rescheduled {
        /// What is owed now.
        owed: Owed,
    },
    /// The reminder day has come.
    ReminderCame {
        /// Obligation.
        obligation_id: Id,
        /// The reminder day that came.
        reminder_on: Date,
        /// Day the report is due.
        due_on: Date,
    },
    /// The due day passed without a report.
    BecameOverdue {
        /// Obligation.
        obligation_id: Id,
        /// The due day that passed.
        due_on: Date,
    },
    /// A submitted report fulfilled it.
    Fulfilled {
        /// Obligation.
        obligation_id: Id,
        /// Report.
        report_id: Id,
        /// Day of submission.
        on: Date,
        /// Whole days after the due day; 0 when on time.
        days_late: u32,
    },
    /// It is not owed any more.
    Waived {
        /// Obligation.
        obligation_id: Id,
        /// Why.
        reason: String,
        /// True when the calendar gave it up because the project's end moved. It comes back when the end moves back.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        superseded: bool,
    },
}

impl Fact {
    /// The obligation it is about.
    #[must_use]
    pub fn obligation_id(&self) -> &str {
        match self {
            Self::Scheduled { owed, .. } | Self::Rescheduled { owed } => &owed.obligation_id,
            Self::ReminderCame { obligation_id, .. }
            | Self::BecameOverdue { obligation_id, .. }
            | Self::Fulfilled { obligation_id, .. }
            | Self::Waived { obligation_id, .. } => obligation_id,
        }
    }
}

impl StoredFact for Fact {
    fn event_type(&self) -> String {
        match self {
            Self::Scheduled { .. } => "ObligationScheduled",
            Self::Rescheduled { .. } => "ObligationRescheduled",
            Self::ReminderCame { .. } => "ObligationReminderCame",
            Self::BecameOverdue { .. } => "ObligationBecameOverdue",
            Self::Fulfilled { .. } => "ObligationFulfilled",
            Self::Waived { .. } => "ObligationWaived",
        }
        .to_owned()
    }

    fn event_version(&self) -> String {
        "1".to_owned()
    }
}

impl Calendar {
    /// One obligation.
    #[must_use]
    pub fn obligation(&self, obligation_id: &str) -> Option<&Obligation> {
        self.obligations.get(obligation_id)
    }

    /// The obligation for a period, by its label, and a kind of report.
    #[must_use]
    pub fn find(&self, label: &str, kind: ReportKind) -> Option<&Obligation> {
        self.obligations
            .values()
            .find(|one| one.owed.kind == kind && one.owed.period.label == label)
    }

    /// All obligations by the day they fall due.
    #[must_use]
    pub fn by_due_day(&self) -> Vec<&Obligation> {
        let mut all: Vec<_> = self.obligations.values().collect();
        all.sort_by_key(|one| (one.owed.due_on, one.owed.period.ends_on, one.owed.kind));
        all
    }

    fn known(&self, obligation_id: &str) -> Result<&Obligation, Rejection> {
        self.obligation(obligation_id).ok_or_else(|| Rejection::Unknown {
            obligation_id: obligation_id.to_owned(),
        })
    }
}

/// Four facts an obligation, and obligations for years. After so many facts the state is put away.
const SNAPSHOT_FACTS: u64 = 100;

impl Decider for Calendar {
    const TYPE: &'static str = "calendar";
    type Command = Command;
    type Fact = Fact;
    type Rejection = Rejection;

    const SNAPSHOTS: Option<Snapshots> = Some(Snapshots {
        every: SNAPSHOT_FACTS,
        shape: "1",
    });

    fn decide(&self, command: Command) -> Result<Vec<Fact>, Rejection> {
        match command {
            Command::Schedule { owed } => Ok(schedule::schedule(self, owed)),
            Command::Reschedule { owed } => Ok(schedule::reschedule(self, owed)),
            Command::ScheduleExtra(extra) => extra::schedule_extra(self, extra),
            Command::Tick { today } => Ok(tick::tick(self, today)),
            Command::Fulfil {
                obligation_id,
                report_id,
                on,
            } => settle::fulfil(self, obligation_id, report_id, on),
            Command::Waive {
                obligation_id,
                reason,
            } => settle::waive(self, obligation_id, reason),
            Command::WaiveRemaining { stopped_on, reason } => {
                Ok(settle::waive_remaining(self, stopped_on, &reason))
            }
        }
    }

    fn evolve(&mut self, fact: Fact) {
        if let Fact::Scheduled { owed, reason } = fact {
            self.obligations.insert(
                owed.obligation_id.clone(),
                Obligation::new(owed, reason.is_empty()),
            );
            return;
        }
        let Some(obligation) = self.obligations.get_mut(fact.obligation_id()) else {
            return;
        };
        obligation.evolve(fact);
    }

    fn is_public(_fact: &Fact) -> bool {
        true
    }
}

#[cfg(test)]
mod tests;
