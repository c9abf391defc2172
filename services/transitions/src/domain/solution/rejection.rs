//! Why solutions refuse.

use eventing::{FieldFault, RejectionKind};

use super::REUSE_MAX;

/// Why a command on a solution is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// The identifier is taken.
    #[error("there is such a solution already")]
    Exists,
    /// There is none.
    #[error("there is no such solution")]
    Unknown,
    /// It was piloted before.
    #[error("the solution was piloted before")]
    Piloted,
    /// It was not piloted yet.
    #[error("the solution was not piloted yet, and only a piloted one is scaled")]
    NotPiloted,
    /// It was scaled before.
    #[error("the solution was scaled before")]
    Scaled,
    /// The use has an identifier that is taken.
    #[error("the solution has a use with this identifier already")]
    ReuseExists,
    /// There are too many uses.
    #[error("a solution has at most {REUSE_MAX} uses elsewhere")]
    ReuseLimit,
    /// Fields are wrong.
    #[error("the solution cannot be taken over as it was given: {} field(s) are wrong", .0.len())]
    Invalid(Vec<FieldFault>),
}

impl eventing::Rejection for Rejection {
    fn reason(&self) -> &'static str {
        match self {
            Self::Exists => "SOLUTION_EXISTS",
            Self::Unknown => "SOLUTION_UNKNOWN",
            Self::Piloted => "SOLUTION_PILOTED",
            Self::NotPiloted => "SOLUTION_NOT_PILOTED",
            Self::Scaled => "SOLUTION_SCALED",
            Self::ReuseExists => "REUSE_EXISTS",
            Self::ReuseLimit => "REUSE_LIMIT",
            Self::Invalid(_) => "SOLUTION_INVALID",
        }
    }

    fn kind(&self) -> RejectionKind {
        match self {
            Self::Exists | Self::ReuseExists => RejectionKind::AlreadyExists,
            Self::Unknown => RejectionKind::NotFound,
            Self::Piloted | Self::NotPiloted | Self::Scaled | Self::ReuseLimit => RejectionKind::WrongState,
            Self::Invalid(_) => RejectionKind::Invalid,
        }
    }

    fn faults(&self) -> Vec<FieldFault> {
        match self {
            Self::Invalid(faults) => faults.clone(),
            Self::Exists
            | Self::Unknown
            | Self::Piloted
            | Self::NotPiloted
            | Self::Scaled
            | Self::ReuseExists
            | Self::ReuseLimit => Vec::new(),
        }
    }
}
