//! What a programme asks for.

use blocks::values::Id;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::domain::filter::Filter;

/// Most bytes of a subscription, written as JSON: so it can be published as one event.
pub const CONTENT_BYTES_MAX: usize = 48_000;

/// Which events a programme may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum DataClass {
    /// Those that are for everyone.
    Public,
    /// Those that are for approved programmes, too.
    Programmes,
}

/// Where a subscription starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Start {
    /// With what is published after its approval.
    Now,
    /// At a position of the ledger.
    Position(u64),
    /// With the first event that was logged on a Dutch day or later.
    Date(Date),
    /// With the first event there is.
    Beginning,
}

/// Names of the doors through which the hub sends.
pub const WEBHOOK: &str = "webhook";
/// See [`WEBHOOK`].
pub const NATS: &str = "nats";

/// How the events come.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Door {
    /// The programme fetches them.
    #[default]
    Fetched,
    /// They are sent to an endpoint of the programme.
    Webhook {
        /// Its address.
        url: String,
    },
    /// They lie ready at the hub's NATS.
    Nats {
        /// Public NKey of the user that connects.
        user_key: String,
    },
}

impl Door {
    /// Its name in tables and errors.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Fetched => "fetched",
            Self::Webhook { .. } => WEBHOOK,
            Self::Nats { .. } => NATS,
        }
    }

    fn is_fetched(&self) -> bool {
        *self == Self::Fetched
    }
}

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// Identifier.
    pub subscription_id: Id,
    /// Programme.
    pub programme_id: Id,
    /// What the events are for.
    pub purpose: String,
    /// Which events.
    pub filters: Vec<Filter>,
    /// Widest class of data.
    pub data_class: DataClass,
    /// Where it starts.
    pub start: Start,
    /// How the events come.
    #[serde(default, skip_serializing_if = "Door::is_fetched")]
    pub door: Door,
}
