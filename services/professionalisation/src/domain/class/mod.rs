//! A class of microcredentials: proposed, reviewed by somebody else, accredited, published, withdrawn. It is judged by the version
//! of the quality framework it was proposed under, whatever version comes after.

mod content;
mod rejection;
#[cfg(test)]
mod tests;

use blocks::values::{Actor, Id};
use eventing::Decider;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use content::{CONTENT_BYTES_MAX, Content, Ground};
pub use rejection::Rejection;

/// How far a class is.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stage {
    /// Proposed or revised, and not reviewed since.
    #[default]
    Proposed,
    /// Sent back by its review.
    Returned,
    /// Approved by its review.
    Reviewed,
    /// Accredited.
    Accredited,
    /// Published: it can be issued.
    Published,
    /// Withdrawn.
    Withdrawn,
}

/// A decision that a class was accredited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Accreditation {
    /// Reference of the decision.
    pub reference: String,
    /// Day of the decision.
    pub accredited_on: Date,
}

/// A class as its facts have made it.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Class {
    content: Option<Content>,
    revision: u32,
    /// Who proposed it, and who revised it since: none of them reviews it.
    authors: Vec<Actor>,
    stage: Stage,
    remarks: String,
    accreditation: Option<Accreditation>,
    published_on: Option<Date>,
    withdrawn_on: Option<Date>,
}

/// What can be asked of a class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Propose it.
    Propose {
        /// What it says.
        content: Box<Content>,
        /// What that is judged by.
        ground: Ground,
        /// Who proposes it.
        by: Actor,
    },
    /// Replace what it says.
    Revise {
        /// What it says now.
        content: Box<Content>,
        /// What that is judged by.
        ground: Ground,
        /// Who revises it.
        by: Actor,
    },
    /// Record a review.
    Review {
        /// Who reviewed it.
        by: Actor,
        /// Whether it is good as it is.
        approved: bool,
        /// Remarks.
        remarks: String,
    },
    /// Record an accreditation.
    Accredit {
        /// The decision.
        accreditation: Accreditation,
        /// The block's day.
        today: Date,
    },
    /// Publish it.
    Publish {
        /// Provider that says so.
        provider_id: Id,
        /// The block's day.
        today: Date,
    },
    /// Withdraw it.
    Withdraw {
        /// Provider that says so.
        provider_id: Id,
        /// Why.
        reason: String,
        /// The block's day.
        today: Date,
    },
}

/// What can have happened to a class.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fact {
    /// It was proposed.
    Proposed {
        /// What it says.
        content: Content,
        /// Who proposed it.
        by: Actor,
    },
    /// It says something else now.
    Revised {
        /// What it says.
        content: Content,
        /// How often it was proposed or revised.
        revision: u32,
        /// Who revised it.
        by: Actor,
    },
    /// It was reviewed.
    Reviewed {
        /// Who reviewed it.
        by: Actor,
        /// Whether it was approved.
        approved: bool,
        /// Remarks.
        remarks: String,
    },
    /// It was accredited.
    Accredited {
        /// The decision.
        accreditation: Accreditation,
        /// Provider.
        provider_id: Id,
    },
    /// It was published.
    Published {
        /// What it says.
        content: Content,
        /// Day.
        published_on: Date,
    },
    /// It was withdrawn.
    Withdrawn {
        /// Why.
        reason: String,
        /// Whether it had been published.
        had_been_published: bool,
        /// Day.
        withdrawn_on: Date,
    },
}

impl eventing::Fact for Fact {
    fn event_type(&self) -> String {
        match self {
            Self::Proposed { .. } => "ClassProposed",
            Self::Revised { .. } => "ClassRevised",
            Self::Reviewed { .. } => "ClassReviewed",
            Self::Accredited { .. } => "ClassAccredited",
            Self::Published { .. } => "ClassPublished",
            Self::Withdrawn { .. } => "ClassWithdrawn",
        }
        .to_owned()
    }

    fn event_version(&self) -> String {
        "1".to_owned()
    }
}

impl Class {
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

    /// Remarks of the last review.
    #[must_use]
    pub fn remarks(&self) -> &str {
        &self.remarks
    }

    /// Its accreditation.
    #[must_use]
    pub fn accreditation(&self) -> Option<&Accreditation> {
        self.accreditation.as_ref()
    }

    /// Day of publication.
    #[must_use]
    pub fn published_on(&self) -> Option<Date> {
        self.published_on
    }

    /// Day of withdrawal.
    #[must_use]
    pub fn withdrawn_on(&self) -> Option<Date> {
        self.withdrawn_on
    }

    /// What it says, when it can be issued by this provider.
    ///
    /// # Errors
    /// It is not of this provider, or not published.
    pub fn issuable(&self, provider_id: &str) -> Result<&Content, Rejection> {
        let content = self.of(provider_id)?;
        self.expect(&[Stage::Published])?;
        Ok(content)
    }

    /// What it says, when it is of this provider. For any other there is no such class.
    fn of(&self, provider_id: &str) -> Result<&Content, Rejection> {
        let own = self.content.as_ref().filter(|it| it.provider_id == provider_id);
        own.ok_or(Rejection::Unknown)
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

    fn revise(&self, content: Content, ground: &Ground, by: Actor) -> Result<Vec<Fact>, Rejection> {
        let known = self.of(&content.provider_id)?;
        self.expect(&[Stage::Proposed, Stage::Returned, Stage::Reviewed])?;
        if *known == content {
            return Ok(Vec::new());
        }
        content.check(ground, Some(known))?;
        let revision = self.revision + 1;
        Ok(vec![Fact::Revised {
            content,
            revision,
            by,
        }])
    }

    fn review(&self, by: Actor, approved: bool, remarks: String) -> Result<Vec<Fact>, Rejection> {
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
        }])
    }

    fn accredit(&self, accreditation: Accreditation, today: Date) -> Result<Vec<Fact>, Rejection> {
        let provider_id = self.known()?.provider_id.clone();
        self.expect(&[Stage::Reviewed])?;
        if accreditation.accredited_on > today {
            return Err(Rejection::AccreditedInFuture(today));
        }
        Ok(vec![Fact::Accredited {
            accreditation,
            provider_id,
        }])
    }

    fn publish(&self, provider_id: &str, today: Date) -> Result<Vec<Fact>, Rejection> {
        let content = self.of(provider_id)?.clone();
        if self.stage == Stage::Published {
            return Ok(Vec::new());
        }
        self.expect(&[Stage::Accredited])?;
        Ok(vec![Fact::Published {
            content,
            published_on: today,
        }])
    }

    fn withdraw(&self, provider_id: &str, reason: String, today: Date) -> Result<Vec<Fact>, Rejection> {
        self.of(provider_id)?;
        if self.stage == Stage::Withdrawn {
            return Ok(Vec::new());
        }
        Ok(vec![Fact::Withdrawn {
            reason,
            had_been_published: self.stage == Stage::Published,
            withdrawn_on: today,
        }])
    }

    /// What it says changed: it has to be reviewed again, and by none of its authors.
    fn written(&mut self, content: Content, revision: u32, by: Actor) {
        self.content = Some(content);
        self.revision = revision;
        self.stage = Stage::Proposed;
        if !self.authors.contains(&by) {
            self.authors.push(by);
        }
    }
}

impl Decider for Class {
    const TYPE: &'static str = "credential-class";
    type Command = Command;
    type Fact = Fact;
    type Rejection = Rejection;

    fn decide(&self, command: Command) -> Result<Vec<Fact>, Rejection> {
        match command {
            Command::Propose { content, ground, by } => {
                if self.content.is_some() {
                    return Err(Rejection::Exists);
                }
                content.check(&ground, None)?;
                let content = *content;
                Ok(vec![Fact::Proposed { content, by }])
            }
            Command::Revise { content, ground, by } => self.revise(*content, &ground, by),
            Command::Review {
                by,
                approved,
                remarks,
            } => self.review(by, approved, remarks),
            Command::Accredit { accreditation, today } => self.accredit(accreditation, today),
            Command::Publish { provider_id, today } => self.publish(&provider_id, today),
            Command::Withdraw {
                provider_id,
                reason,
                today,
            } => self.withdraw(&provider_id, reason, today),
        }
    }

    fn evolve(&mut self, fact: Fact) {
        match fact {
            Fact::Proposed { content, by } => self.written(content, 1, by),
            Fact::Revised {
                content,
                revision,
                by,
            } => self.written(content, revision, by),
            Fact::Reviewed {
                approved, remarks, ..
            } => {
                self.stage = if approved {
                    Stage::Reviewed
                } else {
                    Stage::Returned
                };
                self.remarks = remarks;
            }
            Fact::Accredited { accreditation, .. } => {
                self.stage = Stage::Accredited;
                self.accreditation = Some(accreditation);
            }
            Fact::Published { published_on, .. } => {
                self.stage = Stage::Published;
                self.published_on = Some(published_on);
            }
            Fact::Withdrawn { withdrawn_on, .. } => {
                self.stage = Stage::Withdrawn;
                self.withdrawn_on = Some(withdrawn_on);
            }
        }
    }

    fn is_public(fact: &Fact) -> bool {
        match fact {
            Fact::Proposed { .. }
            | Fact::Revised { .. }
            | Fact::Reviewed { .. }
            | Fact::Accredited { .. }
            | Fact::Published { .. }
            | Fact::Withdrawn { .. } => true,
        }
    }
}
