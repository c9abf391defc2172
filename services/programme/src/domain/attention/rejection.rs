//! Why attention points refuse.

use eventing::{FieldFault, RejectionKind};

use super::UNSETTLED_MAX;
use crate::domain::{size::REASON_CHARS_MAX, values::Id};

/// Why a command on attention points is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// The identifier is taken in this project.
    #[error("there is an attention point {point_id} in this project already")]
    Exists {
        /// The identifier.
        point_id: Id,
    },
    /// There is no such point in this project.
    #[error("there is no attention point {point_id} in this project")]
    Unknown {
        /// What was named.
        point_id: Id,
    },
    /// It was closed before.
    #[error("attention point {point_id} was closed before")]
    AlreadyClosed {
        /// Point.
        point_id: Id,
    },
    /// Only an answered point can be closed.
    #[error("attention point {point_id} was not answered yet, and only an answered point is closed")]
    Unanswered {
        /// Point.
        point_id: Id,
    },
    /// Whoever answered does not close.
    #[error("attention point {point_id} is closed by somebody who did not answer it")]
    OwnAnswer {
        /// Point.
        point_id: Id,
    },
    /// Too many are waiting.
    #[error("this project has {UNSETTLED_MAX} attention points that are not closed; close some first")]
    TooMany,
    /// Fields of the request are wrong.
    #[error("the attention point cannot be taken over as it was given: {} field(s) are wrong", faults.len())]
    Invalid {
        /// All of them.
        faults: Vec<FieldFault>,
    },
}

impl eventing::Rejection for Rejection {
    fn reason(&self) -> &'static str {
        match self {
            Self::Exists { .. } => "ATTENTION_POINT_EXISTS",
            Self::Unknown { .. } => "ATTENTION_POINT_UNKNOWN",
            Self::AlreadyClosed { .. } => "ATTENTION_POINT_CLOSED",
            Self::Unanswered { .. } => "ATTENTION_POINT_UNANSWERED",
            Self::OwnAnswer { .. } => "ATTENTION_POINT_OWN_ANSWER",
            Self::TooMany => "ATTENTION_POINT_LIMIT",
            Self::Invalid { .. } => "ATTENTION_POINT_INVALID",
        }
    }

    fn kind(&self) -> RejectionKind {
        match self {
            Self::Exists { .. } => RejectionKind::AlreadyExists,
            Self::Unknown { .. } => RejectionKind::NotFound,
            Self::AlreadyClosed { .. } | Self::Unanswered { .. } | Self::TooMany => RejectionKind::WrongState,
            Self::OwnAnswer { .. } => RejectionKind::Forbidden,
            Self::Invalid { .. } => RejectionKind::Invalid,
        }
    }

    fn faults(&self) -> Vec<FieldFault> {
        match self {
            Self::Invalid { faults } => faults.clone(),
            Self::Exists { .. }
            | Self::Unknown { .. }
            | Self::AlreadyClosed { .. }
            | Self::Unanswered { .. }
            | Self::OwnAnswer { .. }
            | Self::TooMany => Vec::new(),
        }
    }
}

/// A required text of bounded length.
pub(super) fn check_text(field: &str, text: &str) -> Result<(), Rejection> {
    let fine = !text.trim().is_empty() && text.chars().count() <= REASON_CHARS_MAX;
    let expected = format!("a text of 1 to {} characters", REASON_CHARS_MAX);
    if fine {
        Ok(())
    } else {
        Err(Rejection::Invalid {
            faults: vec![FieldFault::new(field, expected)],
        })
    }
}
