//! Why the definition of an entry is refused.

use eventing::{FieldFault, RejectionKind};
use thiserror::Error;

use crate::domain::values::Id;

/// Why the definition of an entry is refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Rejection {
    /// The content breaks its own rules.
    #[error("the entry breaks the rules for its kind of reference data")]
    Invalid(Vec<FieldFault>),
    /// It names entries that do not exist.
    #[error("the entry names reference data that does not exist")]
    ReferenceUnknown(Vec<FieldFault>),
    /// It would change the rules of a scheme version that exists.
    #[error(
        "version {version} of scheme {scheme_id} has its rules already and keeps them; define changed rules as a new version"
    )]
    SchemeVersionFixed {
        /// Scheme.
        scheme_id: Id,
        /// Version.
        version: u32,
    },
}

impl eventing::Rejection for Rejection {
    fn reason(&self) -> &'static str {
        match self {
            Self::Invalid(_) => "ENTRY_INVALID",
            Self::ReferenceUnknown(_) => "REFERENCE_UNKNOWN",
            Self::SchemeVersionFixed { .. } => "SCHEME_VERSION_FIXED",
        }
    }

    fn kind(&self) -> RejectionKind {
        match self {
            Self::Invalid(_) => RejectionKind::Invalid,
            Self::ReferenceUnknown(_) => RejectionKind::NotFound,
            Self::SchemeVersionFixed { .. } => RejectionKind::WrongState,
        }
    }

    fn faults(&self) -> Vec<FieldFault> {
        match self {
            Self::Invalid(faults) | Self::ReferenceUnknown(faults) => faults.clone(),
            Self::SchemeVersionFixed { .. } => {
                vec![FieldFault::new(
                    "entry.scheme_version.version",
                    "a version that was not defined before",
                )]
            }
        }
    }
}
