//! A subscription: requested by a programme, decided on by a national coordinator, suspended and resumed by either, and ended. How far its
//! events were delivered lies beside the log: it changes with each of them.

mod content;
mod fact;
mod rejection;
mod stalling;
#[cfg(test)]
mod tests;

use blocks::{
    size::json_bytes,
    values::{Actor, Id},
};
use eventing::Decider;
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

pub use content::{CONTENT_BYTES_MAX, Content, DataClass, Start};
pub use fact::Fact;
pub use rejection::Rejection;
pub use stalling::{Evidence, Limits, Rule};

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
}

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

    fn expect(&self, stages: &[Stage]) -> Result<(), Rejection> {
        if stages.contains(&self.stage) {
            Ok(())
        } else {
            Err(Rejection::Stage(self.stage))
        }
    }

    fn requested(&self, content: Content, by: By) -> Result<Vec<Fact>, Rejection> {
        if json_bytes(&content) > CONTENT_BYTES_MAX {
            return Err(Rejection::TooLarge);
        }
        Ok(vec![Fact::Requested {
            content,
            revision: self.revision + 1,
            by: by.actor,
            requested_on: by.today,
        }])
    }

    fn request(&self, content: Content, by: By) -> Result<Vec<Fact>, Rejection> {
        if self.content.is_some() {
            return Err(Rejection::Exists);
        }
        self.requested(content, by)
    }

    fn revise(&self, content: Content, by: By) -> Result<Vec<Fact>, Rejection> {
        let known = self.of(&content.programme_id)?;
        self.expect(&[Stage::Requested])?;
        if *known == content {
            return Ok(Vec::new());
        }
        self.requested(content, by)
    }

    fn approve(&self, revision: u32, from_position: u64, by: By) -> Result<Vec<Fact>, Rejection> {
        let content = self.known()?;
        self.expect(&[Stage::Requested])?;
        if revision != self.revision {
            return Err(Rejection::Revised(self.revision));
        }
        if self.authors.contains(&by.actor) {
            return Err(Rejection::OwnRequest);
        }
        Ok(vec![Fact::Approved {
            content: content.clone(),
            from_position,
            by: by.actor,
            approved_on: by.today,
        }])
    }

    fn refuse(&self, reason: String, by: By) -> Result<Vec<Fact>, Rejection> {
        let content = self.known()?;
        self.expect(&[Stage::Requested])?;
        if self.authors.contains(&by.actor) {
            return Err(Rejection::OwnRequest);
        }
        Ok(vec![Fact::Refused {
            programme_id: content.programme_id.clone(),
            reason,
            by: by.actor,
            refused_on: by.today,
        }])
    }

    fn suspend(
        &self,
        programme_id: Id,
        reason: String,
        by_hub: bool,
        by: By,
    ) -> Result<Vec<Fact>, Rejection> {
        self.of(&programme_id)?;
        // What a programme suspended the hub may keep from going on.
        if self.stage == Stage::Suspended && (self.suspended_by_hub || !by_hub) {
            return Ok(Vec::new());
        }
        self.expect(&[Stage::Active, Stage::Suspended])?;
        Ok(vec![Fact::Suspended {
            programme_id,
            reason,
            by_hub,
            by: by.actor,
            suspended_on: by.today,
        }])
    }

    fn resume(&self, programme_id: Id, by_hub: bool, by: By) -> Result<Vec<Fact>, Rejection> {
        self.of(&programme_id)?;
        if self.stage == Stage::Active {
            return Ok(Vec::new());
        }
        self.expect(&[Stage::Suspended])?;
        if self.suspended_by_hub && !by_hub {
            return Err(Rejection::SuspendedByHub);
        }
        Ok(vec![Fact::Resumed {
            programme_id,
            by: by.actor,
            resumed_on: by.today,
        }])
    }

    /// What stands still already, or gets nothing anyway, changes nothing.
    fn stall(&self, rule: Rule, evidence: Evidence, at: Timestamp) -> Result<Vec<Fact>, Rejection> {
        let content = self.known()?;
        if self.stage != Stage::Active || self.stalled_since.is_some() {
            return Ok(Vec::new());
        }
        Ok(vec![Fact::Stalled {
            programme_id: content.programme_id.clone(),
            rule,
            evidence,
            stalled_at: at,
        }])
    }

    fn recover(&self, at: Timestamp) -> Result<Vec<Fact>, Rejection> {
        let content = self.known()?;
        if self.stalled_since.is_none() {
            return Ok(Vec::new());
        }
        Ok(vec![Fact::Recovered {
            programme_id: content.programme_id.clone(),
            recovered_at: at,
        }])
    }

    fn end(&self, programme_id: Id, reason: String, by: By) -> Result<Vec<Fact>, Rejection> {
        self.of(&programme_id)?;
        if self.stage == Stage::Ended {
            return Ok(Vec::new());
        }
        self.expect(&[Stage::Requested, Stage::Active, Stage::Suspended])?;
        Ok(vec![Fact::Ended {
            programme_id,
            reason,
            by: by.actor,
            ended_on: by.today,
        }])
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
        match command {
            Command::Request { content, by } => self.request(*content, by),
            Command::Revise { content, by } => self.revise(*content, by),
            Command::Approve {
                revision,
                from_position,
                by,
            } => self.approve(revision, from_position, by),
            Command::Refuse { reason, by } => self.refuse(reason, by),
            Command::Suspend {
                programme_id,
                reason,
                by_hub,
                by,
            } => self.suspend(programme_id, reason, by_hub, by),
            Command::Resume {
                programme_id,
                by_hub,
                by,
            } => self.resume(programme_id, by_hub, by),
            Command::Stall { rule, evidence, at } => self.stall(rule, evidence, at),
            Command::Recover { at } => self.recover(at),
            Command::End {
                programme_id,
                reason,
                by,
            } => self.end(programme_id, reason, by),
        }
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
        }
    }
}
