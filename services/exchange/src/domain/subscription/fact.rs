//! What can have happened to a subscription.

use blocks::values::{Actor, Id};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use super::{Content, Evidence, Rule};

/// Events of the ledger from one position up to another, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Range {
    /// Position of the first.
    pub from: u64,
    /// Position of the last.
    pub to: u64,
}

/// What can have happened to a subscription. Each says whose it is, so that whoever reads it needs no other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fact {
    /// It was requested, or asks for something else now.
    Requested {
        /// What is asked for.
        content: Content,
        /// How often it was requested or revised.
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
        /// Position from which events are delivered.
        from_position: u64,
        /// Who approved it.
        by: Actor,
        /// Day.
        approved_on: Date,
    },
    /// It was refused.
    Refused {
        /// Programme.
        programme_id: Id,
        /// Why.
        reason: String,
        /// Who refused it.
        by: Actor,
        /// Day.
        refused_on: Date,
    },
    /// It was suspended.
    Suspended {
        /// Programme.
        programme_id: Id,
        /// Why.
        reason: String,
        /// Whether the hub did it, and not the programme.
        by_hub: bool,
        /// Who suspended it.
        by: Actor,
        /// Day.
        suspended_on: Date,
    },
    /// It goes on.
    Resumed {
        /// Programme.
        programme_id: Id,
        /// Who lets it.
        by: Actor,
        /// Day.
        resumed_on: Date,
    },
    /// It stands still.
    Stalled {
        /// Programme.
        programme_id: Id,
        /// By which rule.
        rule: Rule,
        /// What shows it.
        evidence: Evidence,
        /// When it was noticed.
        stalled_at: Timestamp,
    },
    /// It goes on after it stood still.
    Recovered {
        /// Programme.
        programme_id: Id,
        /// When it was noticed.
        recovered_at: Timestamp,
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
    /// Events are delivered again.
    Replayed {
        /// Programme.
        programme_id: Id,
        /// Counts the replays of the subscription.
        number: u32,
        /// Which events.
        ranges: Vec<Range>,
        /// Who asked.
        by: Actor,
        /// Day.
        replayed_on: Date,
    },
    /// Webhooks are signed with new keys.
    KeysRotated {
        /// Programme.
        programme_id: Id,
        /// Counts the keys of the subscription.
        generation: u32,
        /// Until when the keys of before sign, too.
        until: Timestamp,
        /// Who asked.
        by: Actor,
        /// Day.
        rotated_on: Date,
    },
}

impl eventing::Fact for Fact {
    fn event_type(&self) -> String {
        match self {
            Self::Requested { .. } => "SubscriptionRequested",
            Self::Approved { .. } => "SubscriptionApproved",
            Self::Refused { .. } => "SubscriptionRefused",
            Self::Suspended { .. } => "SubscriptionSuspended",
            Self::Resumed { .. } => "SubscriptionResumed",
            Self::Stalled { .. } => "SubscriptionStalled",
            Self::Recovered { .. } => "SubscriptionRecovered",
            Self::Ended { .. } => "SubscriptionEnded",
            Self::Replayed { .. } => "SubscriptionReplayed",
            Self::KeysRotated { .. } => "SubscriptionKeysRotated",
        }
        .to_owned()
    }

    fn event_version(&self) -> String {
        "1".to_owned()
    }
}
