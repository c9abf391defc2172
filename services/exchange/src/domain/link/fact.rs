//! What can have happened to a link.

use blocks::values::{Actor, Id};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Content;

/// What can have happened to a link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fact {
    /// It was requested.
    Requested {
        /// What is asked for.
        content: Content,
        /// How often it was requested.
        revision: u32,
        /// Who asked.
        by: Actor,
        /// Day.
        requested_on: Date,
    },
    /// It was approved.
    Approved {
        /// What was approved.
        content: Content,
        /// Who approved it.
        by: Actor,
        /// Day.
        approved_on: Date,
    },
    /// It is over.
    Ended {
        /// Programme.
        programme_id: Id,
        /// Why.
        reason: String,
        /// Who ended it.
        by: Actor,
        /// Day.
        ended_on: Date,
    },
}

impl eventing::Fact for Fact {
    fn event_type(&self) -> String {
        match self {
            Self::Requested { .. } => "LinkRequested",
            Self::Approved { .. } => "LinkApproved",
            Self::Ended { .. } => "LinkEnded",
        }
        .to_owned()
    }

    fn event_version(&self) -> String {
        "1".to_owned()
    }
}
