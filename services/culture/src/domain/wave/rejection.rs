//! Why measurements refuse.

use eventing::{FieldFault, RejectionKind};

use super::{RESPONSES_MAX, Stage};

/// Why a command on a measurement is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// The identifier is taken.
    #[error("there is such a measurement already")]
    Exists,
    /// There is none.
    #[error("there is no such measurement")]
    Unknown,
    /// It is not far enough, or too far.
    #[error("the measurement is {0:?}, in which state this cannot be done")]
    Stage(Stage),
    /// It has too many responses.
    #[error("a measurement takes at most {RESPONSES_MAX} responses, and this one has room for {room}")]
    Limit {
        /// How many it still takes.
        room: u32,
    },
    /// Fields are wrong.
    #[error("the measurement cannot be taken over as it was given: {} field(s) are wrong", .0.len())]
    Invalid(Vec<FieldFault>),
}

impl eventing::Rejection for Rejection {
    fn reason(&self) -> &'static str {
        match self {
            Self::Exists => "MEASUREMENT_EXISTS",
            Self::Unknown => "MEASUREMENT_UNKNOWN",
            Self::Stage(_) => "MEASUREMENT_WRONG_STATE",
            Self::Limit { .. } => "RESPONSES_LIMIT",
            Self::Invalid(_) => "MEASUREMENT_INVALID",
        }
    }

    fn kind(&self) -> RejectionKind {
        match self {
            Self::Exists => RejectionKind::AlreadyExists,
            Self::Unknown => RejectionKind::NotFound,
            Self::Stage(_) | Self::Limit { .. } => RejectionKind::WrongState,
            Self::Invalid(_) => RejectionKind::Invalid,
        }
    }

    fn faults(&self) -> Vec<FieldFault> {
        match self {
            Self::Invalid(faults) => faults.clone(),
            Self::Exists | Self::Unknown | Self::Stage(_) | Self::Limit { .. } => Vec::new(),
        }
    }
}
