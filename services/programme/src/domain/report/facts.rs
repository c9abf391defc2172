//! What can have happened to a report. Facts carry what is published of them, so that publishing never has to look back.

use eventing::Fact as StoredFact;
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use super::{Content, ReportKind, Section};
use crate::domain::values::{Actor, Id, Period};

/// What can have happened to a report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(
    missing_docs,
    reason = "the fields mean what they mean in the record; each variant says what happened"
)]
pub enum Fact {
    /// It was started, filled beforehand.
    Started {
        project_id: Id,
        kind: ReportKind,
        period: Period,
        due_on: Date,
        plan_version: u32,
        content: Box<Content>,
        at: Timestamp,
        by: Actor,
    },
    /// Sections were taken over, or it was brought up to date with the plan. `content` is all of it as it then read.
    Filled {
        sections: Vec<Section>,
        plan_version: u32,
        content: Box<Content>,
        at: Timestamp,
        by: Actor,
    },
    /// It was handed in. `days_late` is about the obligation, so it is that of the first submission, and 0 in a correction.
    Submitted {
        project_id: Id,
        kind: ReportKind,
        period: Period,
        due_on: Date,
        plan_version: u32,
        revision: u32,
        on: Date,
        days_late: u32,
        response_due_on: Date,
        content: Box<Content>,
        at: Timestamp,
        by: Actor,
    },
    /// It was taken into review.
    ReviewStarted {
        project_id: Id,
        at: Timestamp,
        by: Actor,
    },
    /// It was given back to the project.
    Returned {
        project_id: Id,
        reason: String,
        at: Timestamp,
        by: Actor,
    },
    /// It was accepted with this content.
    Accepted {
        project_id: Id,
        kind: ReportKind,
        period: Period,
        revision: u32,
        content: Box<Content>,
        note: String,
        at: Timestamp,
        by: Actor,
    },
    /// It was approved.
    Approved {
        project_id: Id,
        kind: ReportKind,
        revision: u32,
        note: String,
        at: Timestamp,
        by: Actor,
    },
    /// It was opened again; `revision` is the new round.
    Reopened {
        project_id: Id,
        revision: u32,
        reason: String,
        at: Timestamp,
        by: Actor,
    },
    /// The hub let its response term pass.
    ResponseBecameOverdue {
        project_id: Id,
        response_due_on: Date,
        at: Timestamp,
    },
}

impl Fact {
    /// Whether it is published. What is written in a draft stays with its project until it is submitted.
    pub(super) fn is_public(&self) -> bool {
        match self {
            Self::Filled { .. } => false,
            Self::Started { .. }
            | Self::Submitted { .. }
            | Self::ReviewStarted { .. }
            | Self::Returned { .. }
            | Self::Accepted { .. }
            | Self::Approved { .. }
            | Self::Reopened { .. }
            | Self::ResponseBecameOverdue { .. } => true,
        }
    }
}

impl StoredFact for Fact {
    fn event_type(&self) -> String {
        match self {
            Self::Started { .. } => "ReportStarted",
            Self::Filled { .. } => "ReportFilled",
            Self::Submitted { .. } => "ReportSubmitted",
            Self::ReviewStarted { .. } => "ReportReviewStarted",
            Self::Returned { .. } => "ReportReturned",
            Self::Accepted { .. } => "ReportAccepted",
            Self::Approved { .. } => "ReportApproved",
            Self::Reopened { .. } => "ReportReopened",
            Self::ResponseBecameOverdue { .. } => "ReportResponseBecameOverdue",
        }
        .to_owned()
    }

    fn event_version(&self) -> String {
        "1".to_owned()
    }
}
