//! Why a command on a source is refused.

use blocks::values::Id;
use eventing::{FieldFault, RejectionKind};

/// Why a command on a source is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// The document was taken in before, and something else was said of it then.
    #[error("this document is source {0}, and something else was said of it when it was taken in; revise it")]
    Exists(Id),
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
            Self::Exists(_) => "SOURCE_EXISTS",
            Self::Unknown => "SOURCE_UNKNOWN",
            Self::Withdrawn => "SOURCE_WITHDRAWN",
            Self::Invalid(_) => "SOURCE_INVALID",
        }
    }

    fn kind(&self) -> RejectionKind {
        match self {
            Self::Exists(_) => RejectionKind::AlreadyExists,
            Self::Unknown => RejectionKind::NotFound,
            Self::Withdrawn => RejectionKind::WrongState,
            Self::Invalid(_) => RejectionKind::Invalid,
        }
    }

    fn faults(&self) -> Vec<FieldFault> {
        match self {
            Self::Invalid(faults) => faults.clone(),
            Self::Exists(_) | Self::Unknown | Self::Withdrawn => Vec::new(),
        }
    }
}
