//! Why instruments refuse.

use eventing::{FieldFault, RejectionKind};

use super::Standing;

/// Why a command on an instrument is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// There is no such instrument, or not in this version.
    #[error("there is no such instrument, or not in this version")]
    Unknown,
    /// The version was released and reads otherwise.
    #[error("version {0} was released otherwise, and a version that was released never changes")]
    Fixed(u32),
    /// The version is not far enough, or too far.
    #[error("the version is {0:?}, in which state this cannot be done")]
    State(Standing),
    /// Fields of the version are wrong.
    #[error("the version cannot be taken over as it was given: {} field(s) are wrong", .0.len())]
    Invalid(Vec<FieldFault>),
    /// Fields of the bridge are wrong.
    #[error("the bridge cannot be taken over as it was given: {} field(s) are wrong", .0.len())]
    BridgeInvalid(Vec<FieldFault>),
}

impl eventing::Rejection for Rejection {
    fn reason(&self) -> &'static str {
        match self {
            Self::Unknown => "INSTRUMENT_UNKNOWN",
            Self::Fixed(_) => "INSTRUMENT_VERSION_FIXED",
            Self::State(_) => "INSTRUMENT_WRONG_STATE",
            Self::Invalid(_) => "INSTRUMENT_INVALID",
            Self::BridgeInvalid(_) => "BRIDGE_INVALID",
        }
    }

    fn kind(&self) -> RejectionKind {
        match self {
            Self::Unknown => RejectionKind::NotFound,
            Self::Fixed(_) | Self::State(_) => RejectionKind::WrongState,
            Self::Invalid(_) | Self::BridgeInvalid(_) => RejectionKind::Invalid,
        }
    }

    fn faults(&self) -> Vec<FieldFault> {
        match self {
            Self::Invalid(faults) | Self::BridgeInvalid(faults) => faults.clone(),
            Self::Unknown | Self::Fixed(_) | Self::State(_) => Vec::new(),
        }
    }
}
