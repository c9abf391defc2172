//! Why demands refuse.

use eventing::{FieldFault, RejectionKind};

use super::{CONTRIBUTIONS_MAX, PARTIES_TO_UNDERSTAND, Phase};

/// Why a command on a demand is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// The identifier is taken.
    #[error("there is such a demand already")]
    Exists,
    /// There is none.
    #[error("there is no such demand")]
    Unknown,
    /// It was dropped before.
    #[error("the demand was dropped before")]
    Dropped,
    /// Another phase comes next, or none.
    #[error("the demand is in phase {}, {}", at.name(), next.map_or("the last one".to_owned(), |next| format!("and {} comes next", next.name())))]
    PhaseOutOfOrder {
        /// Where it is.
        at: Phase,
        /// What comes next.
        next: Option<Phase>,
    },
    /// Too few parties contributed.
    #[error(
        "a demand is understood when at least {PARTIES_TO_UNDERSTAND} of the four parties contributed; {contributed} did"
    )]
    HelixIncomplete {
        /// How many did.
        contributed: usize,
    },
    /// There are too many contributions.
    #[error("a demand has at most {CONTRIBUTIONS_MAX} contributions")]
    TooManyContributions,
    /// Fields are wrong.
    #[error("the demand cannot be taken over as it was given: {} field(s) are wrong", .0.len())]
    Invalid(Vec<FieldFault>),
}

impl eventing::Rejection for Rejection {
    fn reason(&self) -> &'static str {
        match self {
            Self::Exists => "DEMAND_EXISTS",
            Self::Unknown => "DEMAND_UNKNOWN",
            Self::Dropped => "DEMAND_DROPPED",
            Self::PhaseOutOfOrder { .. } => "DEMAND_PHASE_OUT_OF_ORDER",
            Self::HelixIncomplete { .. } => "HELIX_INCOMPLETE",
            Self::TooManyContributions => "DEMAND_CONTRIBUTIONS_LIMIT",
            Self::Invalid(_) => "DEMAND_INVALID",
        }
    }

    fn kind(&self) -> RejectionKind {
        match self {
            Self::Exists => RejectionKind::AlreadyExists,
            Self::Unknown => RejectionKind::NotFound,
            Self::Dropped
            | Self::PhaseOutOfOrder { .. }
            | Self::HelixIncomplete { .. }
            | Self::TooManyContributions => RejectionKind::WrongState,
            Self::Invalid(_) => RejectionKind::Invalid,
        }
    }

    fn faults(&self) -> Vec<FieldFault> {
        match self {
            Self::Invalid(faults) => faults.clone(),
            Self::Exists
            | Self::Unknown
            | Self::Dropped
            | Self::PhaseOutOfOrder { .. }
            | Self::HelixIncomplete { .. }
            | Self::TooManyContributions => Vec::new(),
        }
    }
}
