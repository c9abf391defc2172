//! Why issuing and revoking are refused.

use eventing::{FieldFault, RejectionKind};

use crate::domain::class;

/// Why a command on an issuance is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// The class cannot be issued.
    #[error(transparent)]
    Class(class::Rejection),
    /// The provider has no key for the form of the proof.
    #[error("the provider has no key that signs in this form")]
    KeyMissing,
    /// The number was not issued.
    #[error("the provider issued no credential with the number {0}")]
    Unknown(u32),
    /// The credential was revoked before.
    #[error("the credential with the number {0} was revoked before")]
    Revoked(u32),
    /// There are no numbers left.
    #[error("the provider has no numbers left for credentials")]
    Limit,
    /// Fields are wrong.
    #[error("the credentials cannot be issued as it was asked: {} field(s) are wrong", .0.len())]
    Invalid(Vec<FieldFault>),
}

impl eventing::Rejection for Rejection {
    fn reason(&self) -> &'static str {
        match self {
            Self::Class(rejection) => rejection.reason(),
            Self::KeyMissing => "KEY_MISSING",
            Self::Unknown(_) => "CREDENTIAL_UNKNOWN",
            Self::Revoked(_) => "CREDENTIAL_REVOKED",
            Self::Limit => "CREDENTIALS_LIMIT",
            Self::Invalid(_) => "ISSUANCE_INVALID",
        }
    }

    fn kind(&self) -> RejectionKind {
        match self {
            Self::Class(rejection) => rejection.kind(),
            Self::KeyMissing | Self::Revoked(_) | Self::Limit => RejectionKind::WrongState,
            Self::Unknown(_) => RejectionKind::NotFound,
            Self::Invalid(_) => RejectionKind::Invalid,
        }
    }

    fn faults(&self) -> Vec<FieldFault> {
        match self {
            Self::Class(rejection) => rejection.faults(),
            Self::Invalid(faults) => faults.clone(),
            Self::KeyMissing | Self::Unknown(_) | Self::Revoked(_) | Self::Limit => Vec::new(),
        }
    }
}
