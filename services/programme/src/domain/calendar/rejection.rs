//! Why a calendar refuses.

use eventing::{FieldFault, RejectionKind};

use super::ReportKind;
use crate::domain::values::Id;

/// Why a calendar refuses a command.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// There is no such obligation.
    #[error("there is no obligation {obligation_id}")]
    Unknown {
        /// What was named.
        obligation_id: Id,
    },
    /// It was fulfilled or waived before.
    #[error("obligation {obligation_id} is not open any more: it was {standing}")]
    NotOpen {
        /// Obligation.
        obligation_id: Id,
        /// How it stands.
        standing: &'static str,
    },
    /// The project owes a report of that kind for that period already.
    #[error("there is an obligation for the {kind} report over {label} already: {obligation_id}")]
    Exists {
        /// The one that is there.
        obligation_id: Id,
        /// Its label.
        label: String,
        /// Its kind.
        kind: ReportKind,
    },
    /// Fields of the request are wrong.
    #[error("the obligation cannot be taken over as it was given: {} field(s) are wrong", faults.len())]
    Invalid {
        /// All of them.
        faults: Vec<FieldFault>,
    },
}

impl eventing::Rejection for Rejection {
    fn reason(&self) -> &'static str {
        match self {
            Self::Unknown { .. } => "OBLIGATION_UNKNOWN",
            Self::NotOpen { .. } => "OBLIGATION_NOT_OPEN",
            Self::Exists { .. } => "OBLIGATION_EXISTS",
            Self::Invalid { .. } => "OBLIGATION_INVALID",
        }
    }

    fn kind(&self) -> RejectionKind {
        match self {
            Self::Unknown { .. } => RejectionKind::NotFound,
            Self::NotOpen { .. } => RejectionKind::WrongState,
            Self::Exists { .. } => RejectionKind::AlreadyExists,
            Self::Invalid { .. } => RejectionKind::Invalid,
        }
    }

    fn faults(&self) -> Vec<FieldFault> {
        match self {
            Self::Invalid { faults } => faults.clone(),
            Self::Unknown { .. } | Self::NotOpen { .. } | Self::Exists { .. } => Vec::new(),
        }
    }
}
