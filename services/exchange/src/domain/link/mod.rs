//! A link: a programme asks to report into the national view, a national coordinator approves it, and either ends it.

mod fact;
mod rejection;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use blocks::values::{Actor, Id};
use eventing::Decider;
use serde::{Deserialize, Serialize};

use super::subscription::By;

pub use fact::Fact;
pub use rejection::Rejection;

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// Programme.
    pub programme_id: Id,
    /// What its events are for.
    pub purpose: String,
    /// CloudEvents source of its events.
    pub source: String,
    /// CloudEvents types that it hands in.
    pub types: BTreeSet<String>,
}

/// How far a link is.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stage {
    /// Waits for a decision.
    #[default]
    Requested,
    /// Events are taken.
    Active,
    /// Over.
    Ended,
}

impl Stage {
    /// Its name where people read it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Requested => "requested",
            Self::Active => "active",
            Self::Ended => "ended",
        }
    }
}

/// A link as its facts have made it.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Link {
    content: Option<Content>,
    revision: u32,
    /// Who asked for it, in all revisions.
    authors: Vec<Actor>,
    stage: Stage,
    reason: String,
}

/// What can be asked of a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Request it, also anew: after it ended, or while nobody has decided.
    Request {
        /// What is asked for.
        content: Box<Content>,
        /// By whom.
        by: By,
    },
    /// Approve it.
    Approve {
        /// The revision that was looked at.
        revision: u32,
        /// By whom.
        by: By,
    },
    /// End it.
    End {
        /// Why.
        reason: String,
        /// By whom.
        by: By,
    },
}

impl Link {
    /// What is asked for; none when nothing was.
    #[must_use]
    pub fn content(&self) -> Option<&Content> {
        self.content.as_ref()
    }

    /// How often it was requested.
    #[must_use]
    pub fn revision(&self) -> u32 {
        self.revision
    }

    /// How far it is.
    #[must_use]
    pub fn stage(&self) -> Stage {
        self.stage
    }

    /// Why it ended.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.reason
    }

    /// What a link allows that is active.
    ///
    /// # Errors
    /// It is not active.
    pub fn active(&self) -> Result<&Content, Rejection> {
        let content = self.content.as_ref().ok_or(Rejection::Unknown)?;
        match self.stage {
            Stage::Active => Ok(content),
            stage => Err(Rejection::Stage(stage)),
        }
    }

    fn request(&self, content: Content, by: By) -> Result<Vec<Fact>, Rejection> {
        if self.content.is_some() && self.stage == Stage::Active {
            return Err(Rejection::Stage(self.stage));
        }
        if self.content.as_ref() == Some(&content) && self.stage == Stage::Requested {
            return Ok(Vec::new());
        }
        Ok(vec![Fact::Requested {
            content,
            revision: self.revision + 1,
            by: by.actor,
            requested_on: by.today,
        }])
    }

    fn approve(&self, revision: u32, by: By) -> Result<Vec<Fact>, Rejection> {
        let content = self.content.as_ref().ok_or(Rejection::Unknown)?;
        if self.stage != Stage::Requested {
            return Err(Rejection::Stage(self.stage));
        }
        if revision != self.revision {
            return Err(Rejection::Revised(self.revision));
        }
        if self.authors.contains(&by.actor) {
            return Err(Rejection::OwnRequest);
        }
        Ok(vec![Fact::Approved {
            content: content.clone(),
            by: by.actor,
            approved_on: by.today,
        }])
    }

    fn end(&self, reason: String, by: By) -> Result<Vec<Fact>, Rejection> {
        let content = self.content.as_ref().ok_or(Rejection::Unknown)?;
        if self.stage == Stage::Ended {
            return Ok(Vec::new());
        }
        Ok(vec![Fact::Ended {
            programme_id: content.programme_id.clone(),
            reason,
            by: by.actor,
            ended_on: by.today,
        }])
    }
}

impl Decider for Link {
    const TYPE: &'static str = "link";
    type Command = Command;
    type Fact = Fact;
    type Rejection = Rejection;

    fn begins(command: &Command) -> bool {
        matches!(command, Command::Request { .. })
    }

    fn decide(&self, command: Command) -> Result<Vec<Fact>, Rejection> {
        match command {
            Command::Request { content, by } => self.request(*content, by),
            Command::Approve { revision, by } => self.approve(revision, by),
            Command::End { reason, by } => self.end(reason, by),
        }
    }

    fn evolve(&mut self, fact: Fact) {
        match fact {
            Fact::Requested {
                content,
                revision,
                by,
                ..
            } => {
                self.content = Some(content);
                self.revision = revision;
                self.authors.push(by);
                self.stage = Stage::Requested;
                self.reason.clear();
            }
            Fact::Approved { .. } => self.stage = Stage::Active,
            Fact::Ended { reason, .. } => {
                self.stage = Stage::Ended;
                self.reason = reason;
            }
        }
    }

    fn is_public(fact: &Fact) -> bool {
        match fact {
            Fact::Requested { .. } | Fact::Approved { .. } | Fact::Ended { .. } => true,
        }
    }
}
