//! Why a publication refuses a command.

use eventing::RejectionKind;
use thiserror::Error;

use crate::domain::values::Id;

/// Why a publication refuses a command.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Rejection {
    /// There is no such publication.
    #[error("there is no such publication")]
    Unknown,
    /// It was published already.
    #[error("a publication with this identifier exists already; its picture stays as it is")]
    Exists,
    /// The erratum exists.
    #[error("the publication has an erratum {erratum_id} already")]
    ErratumExists {
        /// Erratum.
        erratum_id: Id,
    },
    /// There are too many.
    #[error("a publication has at most {most} errata; publish a new picture")]
    TooManyErrata {
        /// Most errata.
        most: usize,
    },
}

impl eventing::Rejection for Rejection {
    fn reason(&self) -> &'static str {
        match self {
            Self::Unknown => "PUBLICATION_UNKNOWN",
            Self::Exists => "PUBLICATION_EXISTS",
            Self::ErratumExists { .. } => "ERRATUM_EXISTS",
            Self::TooManyErrata { .. } => "ERRATA_TOO_MANY",
        }
    }

    fn kind(&self) -> RejectionKind {
        match self {
            Self::Unknown => RejectionKind::NotFound,
            Self::Exists | Self::ErratumExists { .. } => RejectionKind::AlreadyExists,
            Self::TooManyErrata { .. } => RejectionKind::WrongState,
        }
    }
}
