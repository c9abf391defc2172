//! What can be asked of a subscription.

use blocks::values::{Actor, Id};
use jiff::{Timestamp, civil::Date};

use super::{Content, Evidence, Range, Rule};

/// Who does something, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct By {
    /// Who.
    pub actor: Actor,
    /// The block's day.
    pub today: Date,
}

/// What can be asked of a subscription.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Request it.
    Request {
        /// What is asked for.
        content: Box<Content>,
        /// By whom.
        by: By,
    },
    /// Ask for something else.
    Revise {
        /// What is asked for now.
        content: Box<Content>,
        /// By whom.
        by: By,
    },
    /// Approve it.
    Approve {
        /// The revision that was looked at.
        revision: u32,
        /// Position from which events are delivered.
        from_position: u64,
        /// By whom.
        by: By,
    },
    /// Refuse it.
    Refuse {
        /// Why.
        reason: String,
        /// By whom.
        by: By,
    },
    /// Suspend it.
    Suspend {
        /// Whose subscription it is said to be.
        programme_id: Id,
        /// Why.
        reason: String,
        /// Whether the hub does it.
        by_hub: bool,
        /// By whom.
        by: By,
    },
    /// Let it go on.
    Resume {
        /// Whose subscription it is said to be.
        programme_id: Id,
        /// Whether the hub does it.
        by_hub: bool,
        /// By whom.
        by: By,
    },
    /// Say that it stands still.
    Stall {
        /// By which rule.
        rule: Rule,
        /// What shows it.
        evidence: Evidence,
        /// When it was noticed.
        at: Timestamp,
    },
    /// Say that it goes on.
    Recover {
        /// When it was noticed.
        at: Timestamp,
    },
    /// End it.
    End {
        /// Whose subscription it is said to be.
        programme_id: Id,
        /// Why.
        reason: String,
        /// By whom.
        by: By,
    },
    /// Deliver events again.
    Replay {
        /// Whose subscription it is said to be.
        programme_id: Id,
        /// Positions of the first and the last event of each range, oldest first.
        ranges: Vec<Range>,
        /// By whom.
        by: By,
    },
    /// Give new keys for webhooks.
    RotateKeys {
        /// Whose subscription it is said to be.
        programme_id: Id,
        /// Until when the keys of before sign, too.
        until: Timestamp,
        /// By whom.
        by: By,
    },
}
