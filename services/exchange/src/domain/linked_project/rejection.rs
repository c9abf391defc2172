//! Why something about a linked project is refused.

use eventing::RejectionKind;

/// Why it is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// The programme has not linked it, or has taken it out.
    #[error("this programme has not linked such a project")]
    Unknown,
}

impl eventing::Rejection for Rejection {
    fn reason(&self) -> &'static str {
        match self {
            Self::Unknown => "LINKED_PROJECT_UNKNOWN",
        }
    }

    fn kind(&self) -> RejectionKind {
        match self {
            Self::Unknown => RejectionKind::NotFound,
        }
    }
}
