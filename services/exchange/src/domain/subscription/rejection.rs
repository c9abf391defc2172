//! Why something about a subscription is refused.

use eventing::RejectionKind;

use super::{CONTENT_BYTES_MAX, Stage};

/// Why it is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// There is one of this name.
    #[error("there is a subscription of this name already")]
    Exists,
    /// There is none, or it is not this programme's.
    #[error("this programme has no such subscription")]
    Unknown,
    /// It is not so far, or further.
    #[error("the subscription is {}", .0.name())]
    Stage(Stage),
    /// It was revised since it was looked at.
    #[error("the subscription reads otherwise since: it is at revision {0}")]
    Revised(u32),
    /// Whoever asks does not approve.
    #[error("who asked for a subscription does not decide on it")]
    OwnRequest,
    /// The hub suspended it.
    #[error("the hub suspended the subscription, and only the hub lets it go on")]
    SuspendedByHub,
    /// No event of those ranges was given to it.
    #[error("no event of this subscription is in that range")]
    NothingToReplay,
    /// Its events come in another way.
    #[error("the events of this subscription come in another way")]
    Door,
    /// This hub has no such door.
    #[error("this hub sends nothing over NATS: `exchange.nats_url` is not set")]
    DoorClosed,
    /// It is too large to be published as one event.
    #[error("the subscription takes more than {CONTENT_BYTES_MAX} bytes")]
    TooLarge,
}

impl eventing::Rejection for Rejection {
    fn reason(&self) -> &'static str {
        match self {
            Self::Exists => "SUBSCRIPTION_EXISTS",
            Self::Unknown => "SUBSCRIPTION_UNKNOWN",
            Self::Stage(_) => "SUBSCRIPTION_STAGE",
            Self::Revised(_) => "SUBSCRIPTION_REVISED",
            Self::OwnRequest => "SUBSCRIPTION_OWN_REQUEST",
            Self::SuspendedByHub => "SUBSCRIPTION_SUSPENDED_BY_HUB",
            Self::NothingToReplay => "SUBSCRIPTION_NOTHING_TO_REPLAY",
            Self::Door => "SUBSCRIPTION_DOOR",
            Self::DoorClosed => "SUBSCRIPTION_DOOR_CLOSED",
            Self::TooLarge => "SUBSCRIPTION_TOO_LARGE",
        }
    }

    fn kind(&self) -> RejectionKind {
        match self {
            Self::Exists => RejectionKind::AlreadyExists,
            Self::Unknown => RejectionKind::NotFound,
            Self::Stage(_)
            | Self::Revised(_)
            | Self::SuspendedByHub
            | Self::NothingToReplay
            | Self::Door
            | Self::DoorClosed => RejectionKind::WrongState,
            Self::OwnRequest => RejectionKind::Forbidden,
            Self::TooLarge => RejectionKind::Invalid,
        }
    }
}
