//! A finding of a study: proposed, reviewed by somebody else, published, retired. Who disagrees is recorded beside it and shown with it.

mod content;
mod fact;
mod rejection;
#[cfg(test)]
mod tests;

use blocks::values::{Actor, Id};
use eventing::Decider;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use content::{CONTENT_BYTES_MAX, Content, Direction, Strength, Study};
pub use fact::Fact;
pub use rejection::Rejection;

/// Most dissents of a finding: they travel with it in one event.
pub const DISSENTS_MAX: usize = 10;

/// How far a finding is.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stage {
    /// Waits for a review.
    #[default]
    Proposed,
    /// Sent back by its review.
    Returned,
    /// Approved by its review.
    Reviewed,
    /// Published.
    Published,
    /// Retired.
    Retired,
}

/// Somebody disagrees.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dissent {
    /// Identifier within the finding.
    pub dissent_id: Id,
    /// Organisation that disagrees; none when it does not want to be named.
    pub organisation_id: Option<Id>,
    /// Why.
    pub reason: String,
    /// Day.
    pub recorded_on: Date,
}

/// A finding as its facts have made it.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    content: Option<Content>,
    revision: u32,
    /// Who proposed it, and who revised it since: none of them reviews it.
    authors: Vec<Actor>,
    stage: Stage,
    since: Option<Date>,
    remarks: String,
    dissents: Vec<Dissent>,
    published_on: Option<Date>,
    retired_because: String,
    superseded_by: Option<Id>,
}

/// What can be asked of a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Propose it.
    Propose {
        /// What it says.
        content: Box<Content>,
        /// Interventions it names that were not planned.
        unknown: Vec<Id>,
        /// Who proposes it.
        by: Actor,
        /// The block's day.
        today: Date,
    },
    /// Replace what it says.
    Revise {
        /// What it says now.
        content: Box<Content>,
        /// Interventions it names that were not planned.
        unknown: Vec<Id>,
        /// Who revises it.
        by: Actor,
        /// The block's day.
        today: Date,
    },
    /// Record a review.
    Review {
        /// Who reviewed it.
        by: Actor,
        /// Whether it is good as it is.
        approved: bool,
        /// Remarks.
        remarks: String,
        /// The block's day.
        today: Date,
    },
    /// Publish it.
    Publish {
        /// The block's day.
        today: Date,
    },
    /// Record that somebody disagrees.
    Dissent {
        /// Who, and why.
        dissent: Dissent,
        /// Who says so.
        by: Actor,
    },
    /// Retire it.
    Retire {
        /// Why.
        reason: String,
        /// What takes its place, and whether that is published.
        successor: Option<(Id, bool)>,
        /// The block's day.
        today: Date,
    },
}

impl Finding {
    /// What it says; none when it was not proposed.
    #[must_use]
    pub fn content(&self) -> Option<&Content> {
        self.content.as_ref()
    }

    /// How far it is.
    #[must_use]
    pub fn stage(&self) -> Stage {
        self.stage
    }

    /// Since when it waits for its next step; none when it does not.
    #[must_use]
    pub fn waits_since(&self) -> Option<Date> {
        let waits = matches!(self.stage, Stage::Proposed | Stage::Returned | Stage::Reviewed);
        self.since.filter(|_| waits)
    }

    /// Remarks of the last review.
    #[must_use]
    pub fn remarks(&self) -> &str {
        &self.remarks
    }

    /// Who disagrees, oldest first.
    #[must_use]
    pub fn dissents(&self) -> &[Dissent] {
        &self.dissents
    }

    /// Day of publication.
    #[must_use]
    pub fn published_on(&self) -> Option<Date> {
        self.published_on
    }

    /// Why it was retired, and what took its place.
    #[must_use]
    pub fn retired(&self) -> (&str, Option<&Id>) {
        (&self.retired_because, self.superseded_by.as_ref())
    }

    fn known(&self) -> Result<&Content, Rejection> {
        self.content.as_ref().ok_or(Rejection::Unknown)
    }

    fn expect(&self, stages: &[Stage]) -> Result<(), Rejection> {
        if stages.contains(&self.stage) {
            Ok(())
        } else {
            Err(Rejection::Stage(self.stage))
        }
    }

    fn revise(
        &self,
        content: Content,
        unknown: &[Id],
        by: Actor,
        today: Date,
    ) -> Result<Vec<Fact>, Rejection> {
        let known = self.known()?;
        self.expect(&[Stage::Proposed, Stage::Returned, Stage::Reviewed])?;
        if *known == content {
            return Ok(Vec::new());
        }
        content.check(unknown, Some(known), year(today))?;
        Ok(vec![Fact::Proposed {
            content,
            revision: self.revision + 1,
            by,
            proposed_on: today,
        }])
    }

    fn review(
        &self,
        by: Actor,
        approved: bool,
        remarks: String,
        today: Date,
    ) -> Result<Vec<Fact>, Rejection> {
        self.known()?;
        self.expect(&[Stage::Proposed])?;
        if self.authors.contains(&by) {
            return Err(Rejection::OwnReview);
        }
        if !approved && remarks.trim().is_empty() {
            return Err(Rejection::RemarksMissing);
        }
        Ok(vec![Fact::Reviewed {
            by,
            approved,
            remarks,
            reviewed_on: today,
        }])
    }

    fn publish(&self, today: Date) -> Result<Vec<Fact>, Rejection> {
        let content = self.known()?.clone();
        if self.stage == Stage::Published {
            return Ok(Vec::new());
        }
        self.expect(&[Stage::Reviewed])?;
        Ok(vec![Fact::Published {
            content,
            dissents: self.dissents.clone(),
            published_on: today,
        }])
    }

    fn dispute(&self, dissent: Dissent, by: Actor) -> Result<Vec<Fact>, Rejection> {
        self.known()?;
        self.expect(&[
            Stage::Proposed,
            Stage::Returned,
            Stage::Reviewed,
            Stage::Published,
        ])?;
        let taken = self.dissents.iter().any(|it| it.dissent_id == dissent.dissent_id);
        if taken || self.dissents.len() >= DISSENTS_MAX {
            return Err(Rejection::Dissent(dissent.dissent_id));
        }
        Ok(vec![Fact::Disputed {
            dissent,
            by,
            published: self.stage == Stage::Published,
        }])
    }

    fn retire(
        &self,
        reason: String,
        successor: Option<(Id, bool)>,
        today: Date,
    ) -> Result<Vec<Fact>, Rejection> {
        let own = &self.known()?.finding_id;
        if self.stage == Stage::Retired {
            return Ok(Vec::new());
        }
        let stands = |(id, published): &(Id, bool)| *published && id != own;
        if let Some((id, _)) = successor.as_ref().filter(|it| !stands(it)) {
            return Err(Rejection::Successor(id.clone()));
        }
        Ok(vec![Fact::Retired {
            reason,
            superseded_by: successor.map(|(id, _)| id),
            had_been_published: self.stage == Stage::Published,
            retired_on: today,
        }])
    }
}

fn year(today: Date) -> u32 {
    u32::try_from(today.year()).unwrap_or_default()
}

impl Decider for Finding {
    const TYPE: &'static str = "finding";
    type Command = Command;
    type Fact = Fact;
    type Rejection = Rejection;

    fn decide(&self, command: Command) -> Result<Vec<Fact>, Rejection> {
        match command {
            Command::Propose {
                content,
                unknown,
                by,
                today,
            } => {
                if self.content.is_some() {
                    return Err(Rejection::Exists);
                }
                content.check(&unknown, None, year(today))?;
                Ok(vec![Fact::Proposed {
                    content: *content,
                    revision: 1,
                    by,
                    proposed_on: today,
                }])
            }
            Command::Revise {
                content,
                unknown,
                by,
                today,
            } => self.revise(*content, &unknown, by, today),
            Command::Review {
                by,
                approved,
                remarks,
                today,
            } => self.review(by, approved, remarks, today),
            Command::Publish { today } => self.publish(today),
            Command::Dissent { dissent, by } => self.dispute(dissent, by),
            Command::Retire {
                reason,
                successor,
                today,
            } => self.retire(reason, successor, today),
        }
    }

    fn evolve(&mut self, fact: Fact) {
        match fact {
            Fact::Proposed {
                content,
                revision,
                by,
                proposed_on,
            } => {
                self.content = Some(content);
                self.revision = revision;
                (self.stage, self.since) = (Stage::Proposed, Some(proposed_on));
                if !self.authors.contains(&by) {
                    self.authors.push(by);
                }
            }
            Fact::Reviewed {
                approved,
                remarks,
                reviewed_on,
                ..
            } => {
                let stage = if approved {
                    Stage::Reviewed
                } else {
                    Stage::Returned
                };
                (self.stage, self.since) = (stage, Some(reviewed_on));
                self.remarks = remarks;
            }
            Fact::Published { published_on, .. } => {
                self.stage = Stage::Published;
                self.published_on = Some(published_on);
            }
            Fact::Disputed { dissent, .. } => self.dissents.push(dissent),
            Fact::Retired {
                reason,
                superseded_by,
                ..
            } => {
                self.stage = Stage::Retired;
                self.retired_because = reason;
                self.superseded_by = superseded_by;
            }
        }
    }

    fn is_public(fact: &Fact) -> bool {
        match fact {
            // What was not published is nobody's business outside: neither who disputes it, nor that it was dropped.
            Fact::Disputed { published, .. } => *published,
            Fact::Retired {
                had_been_published, ..
            } => *had_been_published,
            Fact::Proposed { .. } | Fact::Reviewed { .. } | Fact::Published { .. } => true,
        }
    }
}
