//! A subscription: requested by a programme, decided on by a national coordinator, suspended and resumed by either, and ended. How far its
//! events were delivered lies beside the log: it changes with each of them.

mod command;
mod content;
mod deciding;
mod fact;
mod rejection;
mod stalling;
#[cfg(test)]
mod tests;

use std::collections::VecDeque;

use blocks::values::Actor;
use eventing::Decider;
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

pub use command::{By, Command};
pub use content::{CONTENT_BYTES_MAX, Content, DataClass, Door, NATS, Start, WEBHOOK};
pub use fact::{Fact, Range};
pub use rejection::Rejection;
pub use stalling::{Evidence, Limits, Rule};

/// Most ranges that are replayed by one request.
pub const RANGES_MAX: usize = 1_000;
/// Requests for a replay that are remembered until the row beside the log has taken them in, which it does at once.
const REPLAYS_KEPT: usize = 8;

/// How far a subscription is.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stage {
    /// Waits for a decision.
    #[default]
    Requested,
    /// Refused.
    Refused,
    /// Events are delivered.
    Active,
    /// Nothing is delivered for now.
    Suspended,
    /// Over.
    Ended,
}

impl Stage {
    /// Its name where people read it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Requested => "requested",
            Self::Refused => "refused",
            Self::Active => "active",
            Self::Suspended => "suspended",
            Self::Ended => "ended",
        }
    }
}

/// A subscription as its facts have made it.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Subscription {
    content: Option<Content>,
    revision: u32,
    /// Who asked for it, in all revisions.
    authors: Vec<Actor>,
    stage: Stage,
    reason: String,
    suspended_by_hub: bool,
    requested_on: Option<Date>,
    decided_on: Option<Date>,
    from_position: u64,
    stalled_since: Option<Timestamp>,
    /// The newest requests for a replay, oldest first.
    recent_replays: VecDeque<Replay>,
    /// How often keys were replaced, and until when those of before sign.
    rotations: u32,
    previous_keys_until: Option<Timestamp>,
}

/// A request for a replay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replay {
    /// Counts them.
    pub number: u32,
    /// What is delivered again.
    pub ranges: Vec<Range>,
}

impl Subscription {
    /// What is asked for; none when it was not requested.
    #[must_use]
    pub fn content(&self) -> Option<&Content> {
        self.content.as_ref()
    }

    /// How often it was requested or revised.
    #[must_use]
    pub fn revision(&self) -> u32 {
        self.revision
    }

    /// How far it is.
    #[must_use]
    pub fn stage(&self) -> Stage {
        self.stage
    }

    /// Why it was refused, suspended or ended.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.reason
    }

    /// Whether the hub suspended it.
    #[must_use]
    pub fn is_suspended_by_hub(&self) -> bool {
        self.stage == Stage::Suspended && self.suspended_by_hub
    }

    /// Day it was requested last.
    #[must_use]
    pub fn requested_on(&self) -> Option<Date> {
        self.requested_on
    }

    /// Day it was approved or refused.
    #[must_use]
    pub fn decided_on(&self) -> Option<Date> {
        self.decided_on
    }

    /// Position from which events are delivered; 0 before it was approved.
    #[must_use]
    pub fn from_position(&self) -> u64 {
        self.from_position
    }

    /// Since when it stands still; none while it does not.
    #[must_use]
    pub fn stalled_since(&self) -> Option<Timestamp> {
        self.stalled_since
    }

    /// How often a replay was requested.
    #[must_use]
    pub fn replays(&self) -> u32 {
        self.recent_replays.back().map_or(0, |it| it.number)
    }

    /// Requests for a replay after so many, oldest first.
    pub fn replays_after(&self, number: u32) -> impl Iterator<Item = &Replay> {
        self.recent_replays.iter().filter(move |it| it.number > number)
    }

    /// Which keys sign its webhooks, counting from 1.
    #[must_use]
    pub fn key_generation(&self) -> u32 {
        self.rotations + 1
    }

    /// Until when the keys of before sign, too; none when there were none.
    #[must_use]
    pub fn previous_keys_until(&self) -> Option<Timestamp> {
        self.previous_keys_until
    }

    fn known(&self) -> Result<&Content, Rejection> {
        self.content.as_ref().ok_or(Rejection::Unknown)
    }

    /// What a programme has asked for.
    ///
    /// # Errors
    /// There is no such subscription of this programme. Whether somebody else has one of this name is not told.
    pub fn of(&self, programme_id: &str) -> Result<&Content, Rejection> {
        let content = self.known()?;
        if content.programme_id == programme_id {
            Ok(content)
        } else {
            Err(Rejection::Unknown)
        }
    }
}

impl Decider for Subscription {
    const TYPE: &'static str = "subscription";
    type Command = Command;
    type Fact = Fact;
    type Rejection = Rejection;

    fn begins(command: &Command) -> bool {
        matches!(command, Command::Request { .. })
    }

    fn decide(&self, command: Command) -> Result<Vec<Fact>, Rejection> {
        self.decide_on(command)
    }

    fn evolve(&mut self, fact: Fact) {
        match fact {
            Fact::Requested {
                content,
                revision,
                by,
                requested_on,
            } => {
                self.content = Some(content);
                self.revision = revision;
                self.authors.push(by);
                self.requested_on = Some(requested_on);
            }
            Fact::Approved {
                from_position,
                approved_on,
                ..
            } => {
                self.stage = Stage::Active;
                self.from_position = from_position;
                self.decided_on = Some(approved_on);
            }
            Fact::Refused {
                reason, refused_on, ..
            } => {
                self.stage = Stage::Refused;
                self.reason = reason;
                self.decided_on = Some(refused_on);
            }
            Fact::Suspended { reason, by_hub, .. } => {
                self.stage = Stage::Suspended;
                self.reason = reason;
                self.suspended_by_hub = by_hub;
                self.stalled_since = None;
            }
            Fact::Resumed { .. } => {
                self.stage = Stage::Active;
                self.reason.clear();
                self.suspended_by_hub = false;
            }
            Fact::Stalled { stalled_at, .. } => self.stalled_since = Some(stalled_at),
            Fact::Recovered { .. } => self.stalled_since = None,
            Fact::Ended { reason, .. } => {
                self.stage = Stage::Ended;
                self.reason = reason;
                self.stalled_since = None;
            }
            Fact::Replayed { number, ranges, .. } => {
                self.recent_replays.push_back(Replay { number, ranges });
                if self.recent_replays.len() > REPLAYS_KEPT {
                    self.recent_replays.pop_front();
                }
            }
            Fact::KeysRotated { until, .. } => {
                self.rotations += 1;
                self.previous_keys_until = Some(until);
            }
        }
    }

    fn is_public(fact: &Fact) -> bool {
        match fact {
            Fact::Requested { .. }
            | Fact::Approved { .. }
            | Fact::Refused { .. }
            | Fact::Suspended { .. }
            | Fact::Resumed { .. }
            | Fact::Stalled { .. }
            | Fact::Recovered { .. }
            | Fact::Ended { .. } => true,
            // How it is delivered is between the hub and the programme.
            Fact::Replayed { .. } | Fact::KeysRotated { .. } => false,
        }
    }
}
