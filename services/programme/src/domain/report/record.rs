//! What is known of a report, and how its facts change it.

use std::{collections::BTreeSet, fmt};

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use super::{Content, Fact, ReportKind};
use crate::domain::values::{Actor, Id, Period};

/// What a report is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Being written.
    Draft,
    /// Waits for review.
    Submitted,
    /// In review.
    InReview,
    /// Given back to the project.
    Returned,
    /// Accepted, waits for approval.
    Accepted,
    /// Approved.
    Approved,
}

impl Stage {
    /// The word used in tables.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::InReview => "in_review",
            Self::Returned => "returned",
            Self::Accepted => "accepted",
            Self::Approved => "approved",
        }
    }

    /// Whether the project may write in it.
    #[must_use]
    pub fn is_with_project(self) -> bool {
        matches!(self, Self::Draft | Self::Returned)
    }

    /// Whether the hub owes an answer.
    #[must_use]
    pub fn is_with_hub(self) -> bool {
        matches!(self, Self::Submitted | Self::InReview)
    }
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Draft => "a draft",
            Self::Submitted => "submitted",
            Self::InReview => "in review",
            Self::Returned => "returned",
            Self::Accepted => "accepted",
            Self::Approved => "approved",
        })
    }
}

/// One step in the life of a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    /// What it led to.
    pub stage: Stage,
    /// When.
    pub at: Timestamp,
    /// Reason or note given with it.
    pub note: String,
    /// Round of correction it belongs to.
    pub revision: u32,
}

/// What is known of a started report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// Project.
    pub project_id: Id,
    /// Kind.
    pub kind: ReportKind,
    /// Period.
    pub period: Period,
    /// Day it is due, as last known here; the obligation knows better.
    pub due_on: Date,
    /// Plan version it was made against.
    pub plan_version: u32,
    /// What it is in.
    pub stage: Stage,
    /// What it says.
    pub content: Content,
    /// Round of correction; 1 for the first.
    pub revision: u32,
    /// When it was last submitted.
    pub submitted_at: Option<Timestamp>,
    /// Days its first submission was late; absent before it.
    pub days_late: Option<u32>,
    /// Day by which the hub must answer, while it must.
    pub response_due_on: Option<Date>,
    /// Whether the hub let that day pass, since the last submission.
    pub response_overdue: bool,
    /// Everybody who submitted it, in any round.
    pub submitters: BTreeSet<Actor>,
    /// What it said when it was last accepted. That counts until a correction is accepted.
    pub accepted: Option<Content>,
    /// Its life, oldest first.
    pub history: Vec<Taken>,
    /// Number of facts.
    pub version: u64,
}

impl Record {
    pub(super) fn new(
        project_id: Id,
        kind: ReportKind,
        period: Period,
        due_on: Date,
        plan_version: u32,
        content: Content,
        at: Timestamp,
    ) -> Self {
        Self {
            project_id,
            kind,
            period,
            due_on,
            plan_version,
            stage: Stage::Draft,
            content,
            revision: 1,
            submitted_at: None,
            days_late: None,
            response_due_on: None,
            response_overdue: false,
            submitters: BTreeSet::new(),
            accepted: None,
            history: vec![Taken {
                stage: Stage::Draft,
                at,
                note: String::new(),
                revision: 1,
            }],
            version: 1,
        }
    }

    /// Whether it was handed in before: then its obligation is met, however often it comes back.
    #[must_use]
    pub fn was_submitted(&self) -> bool {
        self.days_late.is_some()
    }

    pub(super) fn evolve(&mut self, fact: Fact) {
        self.version += 1;
        match fact {
            Fact::Started { .. } => {}
            Fact::Filled {
                plan_version,
                content,
                ..
            } => {
                self.plan_version = plan_version;
                self.content = *content;
            }
            submitted @ Fact::Submitted { .. } => self.submitted(submitted),
            Fact::ReviewStarted { at, .. } => self.step(Stage::InReview, at, String::new()),
            Fact::Returned { reason, at, .. } => {
                self.response_due_on = None;
                self.step(Stage::Returned, at, reason);
            }
            Fact::Accepted {
                content, note, at, ..
            } => {
                self.response_due_on = None;
                self.accepted = Some(*content);
                self.step(Stage::Accepted, at, note);
            }
            Fact::Approved { note, at, .. } => self.step(Stage::Approved, at, note),
            Fact::Reopened {
                revision, reason, at, ..
            } => {
                self.revision = revision;
                self.step(Stage::Draft, at, reason);
            }
            Fact::ResponseBecameOverdue { .. } => self.response_overdue = true,
        }
    }

    fn submitted(&mut self, fact: Fact) {
        let Fact::Submitted {
            period,
            due_on,
            plan_version,
            days_late,
            response_due_on,
            content,
            at,
            by,
            ..
        } = fact
        else {
            return;
        };
        (self.period, self.due_on, self.plan_version) = (period, due_on, plan_version);
        self.content = *content;
        self.submitted_at = Some(at);
        self.days_late.get_or_insert(days_late);
        self.response_due_on = Some(response_due_on);
        self.response_overdue = false;
        self.submitters.insert(by);
        self.step(Stage::Submitted, at, String::new());
    }

    fn step(&mut self, stage: Stage, at: Timestamp, note: String) {
        self.stage = stage;
        self.history.push(Taken {
            stage,
            at,
            note,
            revision: self.revision,
        });
    }
}
