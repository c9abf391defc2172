//! Why a command on a source is refused.

use eventing::{FieldFault, RejectionKind};

/// Why a command on a source is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// The document was taken in before, and something else was said of it then.
    #[error("this document was taken in before, and something else was said of it then; revise it")]
    Exists,
    /// There is none.
    #[error("there is no such source")]
    Unknown,
    /// It no longer counts.
    #[error("the source was withdrawn")]
    Withdrawn,
    /// Fields are wrong.
    #[error("the source cannot be taken over as it was given: {} field(s) are wrong", .0.len())]
    Invalid(Vec<FieldFault>),
}

impl eventing::Rejection for Rejection {
    fn reason(&self) -> &'static str {
        match self {
            Self::Exists => "SOURCE_EXISTS",
            Self::Unknown => "SOURCE_UNKNOWN",
            Self::Withdrawn => "SOURCE_WITHDRAWN",
            Self::Invalid(_) => "SOURCE_INVALID",
        }
    }

    fn kind(&self) -> RejectionKind {
        match self {
            Self::Exists => RejectionKind::AlreadyExists,
            Self::Unknown => RejectionKind::NotFound,
            Self::Withdrawn => RejectionKind::WrongState,
            Self::Invalid(_) => RejectionKind::Invalid,
        }
    }

    fn faults(&self) -> Vec<FieldFault> {
        match self {
            Self::Invalid(faults) => faults.clone(),
            Self::Exists | Self::Unknown | Self::Withdrawn => Vec::new(),
        }
    }
}
