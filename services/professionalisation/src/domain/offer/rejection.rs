//! Why offers refuse.

use eventing::{FieldFault, RejectionKind};

/// Why a command on an offer is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// The identifier is taken.
    #[error("there is such an offer already")]
    Exists,
    /// There is none.
    #[error("there is no such offer, or not of this provider")]
    Unknown,
    /// Its provider was not registered.
    #[error("there is no such provider")]
    ProviderUnknown,
    /// It was withdrawn.
    #[error("the offer was withdrawn")]
    Withdrawn,
    /// Fields are wrong.
    #[error("the offer cannot be taken over as it was given: {} field(s) are wrong", .0.len())]
    Invalid(Vec<FieldFault>),
}

impl eventing::Rejection for Rejection {
    fn reason(&self) -> &'static str {
        match self {
            Self::Exists => "OFFER_EXISTS",
            Self::Unknown => "OFFER_UNKNOWN",
            Self::ProviderUnknown => "PROVIDER_UNKNOWN",
            Self::Withdrawn => "OFFER_WITHDRAWN",
            Self::Invalid(_) => "OFFER_INVALID",
        }
    }

    fn kind(&self) -> RejectionKind {
        match self {
            Self::Exists => RejectionKind::AlreadyExists,
            Self::Unknown | Self::ProviderUnknown => RejectionKind::NotFound,
            Self::Withdrawn => RejectionKind::WrongState,
            Self::Invalid(_) => RejectionKind::Invalid,
        }
    }

    fn faults(&self) -> Vec<FieldFault> {
        match self {
            Self::Invalid(faults) => faults.clone(),
            Self::Exists | Self::Unknown | Self::ProviderUnknown | Self::Withdrawn => Vec::new(),
        }
    }
}
