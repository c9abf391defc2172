//! Why something about a link is refused.

use eventing::RejectionKind;

use super::Stage;

/// Why it is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// There is none.
    #[error("this programme has no link")]
    Unknown,
    /// It is not so far, or further.
    #[error("the link is {}", .0.name())]
    Stage(Stage),
    /// It was requested anew since it was looked at.
    #[error("the link reads otherwise since: it is at revision {0}")]
    Revised(u32),
    /// Whoever asks does not approve.
    #[error("who asked for a link does not decide on it")]
    OwnRequest,
}

impl eventing::Rejection for Rejection {
    fn reason(&self) -> &'static str {
        match self {
            Self::Unknown => "LINK_UNKNOWN",
            Self::Stage(_) => "LINK_STAGE",
            Self::Revised(_) => "LINK_REVISED",
            Self::OwnRequest => "LINK_OWN_REQUEST",
        }
    }

    fn kind(&self) -> RejectionKind {
        match self {
            Self::Unknown => RejectionKind::NotFound,
            Self::Stage(_) | Self::Revised(_) => RejectionKind::WrongState,
            Self::OwnRequest => RejectionKind::Forbidden,
        }
    }
}
