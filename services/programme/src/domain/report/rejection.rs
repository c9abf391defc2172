//! Why a report refuses.

use eventing::{FieldFault, RejectionKind};
use jiff::civil::Date;

use super::Stage;
use crate::domain::values::Id;

/// Why a command on a report is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// There is no such report.
    #[error("there is no report {report_id}")]
    Unknown {
        /// What was named.
        report_id: Id,
    },
    /// It was started before.
    #[error("report {report_id} was started before; it is {stage}")]
    Exists {
        /// Report.
        report_id: Id,
        /// What it is in.
        stage: Stage,
    },
    /// Nothing is owed under this name.
    #[error("there is no obligation {obligation_id} to report on")]
    ObligationUnknown {
        /// What was named.
        obligation_id: Id,
    },
    /// What was owed is owed no more.
    #[error("obligation {obligation_id} is not open any more: it was {standing}")]
    ObligationNotOpen {
        /// Obligation.
        obligation_id: Id,
        /// How it stands.
        standing: &'static str,
    },
    /// The report is not in a state for this.
    #[error("report {report_id} is {stage}; {needed}")]
    WrongStage {
        /// Report.
        report_id: Id,
        /// What it is in.
        stage: Stage,
        /// What would be needed, as half a sentence.
        needed: &'static str,
    },
    /// The plan was revised since the report was last filled.
    #[error(
        "report {report_id} was made against plan version {made_against}, the plan is at version {current}; fill it again"
    )]
    PlanStale {
        /// Report.
        report_id: Id,
        /// The version it was made against.
        made_against: u32,
        /// The version that holds.
        current: u32,
    },
    /// Somebody else changed the report.
    #[error(
        "report {report_id} is at version {version}, the edit was made against version {expected}; read it again"
    )]
    ConcurrentEdit {
        /// Report.
        report_id: Id,
        /// Version it is at.
        version: u64,
        /// Version the edit was made against.
        expected: u64,
    },
    /// The day for it has not come.
    #[error("report {report_id} can be submitted from {from} on; today is {today}")]
    TooEarly {
        /// Report.
        report_id: Id,
        /// First day on which it can be.
        from: Date,
        /// The day it is.
        today: Date,
    },
    /// What it says breaks a rule.
    #[error("report {report_id} cannot be submitted yet: {} thing(s) are missing or wrong", faults.len())]
    Incomplete {
        /// Report.
        report_id: Id,
        /// All of them.
        faults: Vec<FieldFault>,
    },
    /// The request itself is wrong.
    #[error("the request on report {report_id} is wrong in {} field(s)", faults.len())]
    Invalid {
        /// Report.
        report_id: Id,
        /// All of them.
        faults: Vec<FieldFault>,
    },
    /// Another report was accepted since, and this one falls below it.
    #[error("report {report_id} falls below the report accepted before it; return it to be corrected")]
    BelowLastAccepted {
        /// Report.
        report_id: Id,
        /// Where.
        faults: Vec<FieldFault>,
    },
    /// Whoever submitted a report does not judge it.
    #[error("report {report_id} is judged by somebody who did not submit it in any round")]
    OwnReport {
        /// Report.
        report_id: Id,
    },
}

impl eventing::Rejection for Rejection {
    fn reason(&self) -> &'static str {
        match self {
            Self::Unknown { .. } => "REPORT_UNKNOWN",
            Self::Exists { .. } => "REPORT_EXISTS",
            Self::ObligationUnknown { .. } => "OBLIGATION_UNKNOWN",
            Self::ObligationNotOpen { .. } => "OBLIGATION_NOT_OPEN",
            Self::WrongStage { .. } => "REPORT_WRONG_STATE",
            Self::PlanStale { .. } => "REPORT_PLAN_STALE",
            Self::ConcurrentEdit { .. } => "REPORT_CONCURRENT_EDIT",
            Self::TooEarly { .. } => "REPORT_TOO_EARLY",
            Self::Incomplete { .. } => "REPORT_INCOMPLETE",
            Self::Invalid { .. } => "REPORT_INVALID",
            Self::BelowLastAccepted { .. } => "REPORT_BELOW_LAST_ACCEPTED",
            Self::OwnReport { .. } => "REPORT_OWN_REPORT",
        }
    }

    fn kind(&self) -> RejectionKind {
        match self {
            Self::Unknown { .. } | Self::ObligationUnknown { .. } => RejectionKind::NotFound,
            Self::Exists { .. } => RejectionKind::AlreadyExists,
            Self::ObligationNotOpen { .. }
            | Self::WrongStage { .. }
            | Self::PlanStale { .. }
            | Self::TooEarly { .. }
            | Self::BelowLastAccepted { .. } => RejectionKind::WrongState,
            Self::ConcurrentEdit { .. } => RejectionKind::Conflict,
            Self::Incomplete { .. } | Self::Invalid { .. } => RejectionKind::Invalid,
            Self::OwnReport { .. } => RejectionKind::Forbidden,
        }
    }

    fn faults(&self) -> Vec<FieldFault> {
        match self {
            Self::Incomplete { faults, .. }
            | Self::Invalid { faults, .. }
            | Self::BelowLastAccepted { faults, .. } => faults.clone(),
            Self::Unknown { .. }
            | Self::Exists { .. }
            | Self::ObligationUnknown { .. }
            | Self::ObligationNotOpen { .. }
            | Self::WrongStage { .. }
            | Self::PlanStale { .. }
            | Self::ConcurrentEdit { .. }
            | Self::TooEarly { .. }
            | Self::OwnReport { .. } => Vec::new(),
        }
    }
}
