//! An emerging skill: proposed, reviewed by somebody else, found valid or rejected or merged into another, published by people, and
//! taken off the radar again. Dissent is recorded at any time and stays visible.

mod content;
mod fact;
mod rejection;
#[cfg(test)]
mod tests;

use blocks::{
    skill::SkillRef,
    values::{Actor, Id},
};
use eventing::Decider;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use content::{CONTENT_BYTES_MAX, Content, RADAR_TAXONOMY, Support, TERM_KEYS_MAX};
pub use fact::Fact;
pub use rejection::Rejection;

/// Least number of independent sources, that is of different publishers, that a published skill is named by.
pub const PUBLISHERS_MIN: u32 = 2;
/// Most dissents that are recorded of one skill, and most sources that are cited for it.
pub const DISSENTS_MAX: usize = 100;
/// Most sources that people cite for one skill.
pub const CITED_MAX: usize = 100;

/// How far a skill is.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stage {
    /// Proposed.
    #[default]
    Proposed,
    /// Under review.
    InReview,
    /// Found valid.
    Validated,
    /// Rejected.
    Rejected,
    /// Merged into another one.
    Merged,
    /// Published.
    Published,
    /// Off the radar again.
    Retired,
}

/// A disagreement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dissent {
    /// Why.
    pub reason: String,
    /// Day.
    pub recorded_on: Date,
    /// How far the skill was then.
    pub stage: Stage,
}

/// A skill as its facts have made it.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Skill {
    content: Option<Content>,
    proposer: Actor,
    reviewer: Option<Actor>,
    stage: Stage,
    since: Option<Date>,
    proposed_on: Option<Date>,
    published_on: Option<Date>,
    reason: String,
    cited: Vec<Id>,
    dissent: Vec<Dissent>,
    merged_into: Option<Id>,
}

/// What can be asked of a skill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Propose it.
    Propose {
        /// What it is.
        content: Box<Content>,
        /// Why.
        reason: String,
        /// Who.
        by: Actor,
        /// The block's day.
        today: Date,
    },
    /// Add a source that a person read.
    Cite {
        /// Source.
        source_id: Id,
        /// Where in it, and what it says.
        note: String,
        /// Who.
        by: Actor,
        /// The block's day.
        today: Date,
    },
    /// Take it under review.
    Review {
        /// Who.
        by: Actor,
        /// The block's day.
        today: Date,
    },
    /// End its review.
    Decide {
        /// Whether it is valid.
        is_valid: bool,
        /// Why.
        reason: String,
        /// Who.
        by: Actor,
        /// The block's day.
        today: Date,
    },
    /// Merge it into another one.
    Merge {
        /// That one, at the end of all merges.
        into: Id,
        /// How far that one is.
        into_stage: Stage,
        /// Its reference.
        into_reference: SkillRef,
        /// Why.
        reason: String,
        /// Who.
        by: Actor,
        /// The block's day.
        today: Date,
    },
    /// Publish it.
    Publish {
        /// What it rests on.
        support: Support,
        /// Who.
        by: Actor,
        /// The block's day.
        today: Date,
    },
    /// Take it off the radar.
    Retire {
        /// Why.
        reason: String,
        /// Who.
        by: Actor,
        /// The block's day.
        today: Date,
    },
    /// Record a disagreement.
    Dissent {
        /// Why.
        reason: String,
        /// Who.
        by: Actor,
        /// The block's day.
        today: Date,
    },
}

impl Skill {
    /// What it is; none when it was never proposed.
    #[must_use]
    pub fn content(&self) -> Option<&Content> {
        self.content.as_ref()
    }

    /// How far it is.
    #[must_use]
    pub fn stage(&self) -> Stage {
        self.stage
    }

    /// Day it came so far.
    #[must_use]
    pub fn since(&self) -> Option<Date> {
        self.since
    }

    /// Day it was proposed.
    #[must_use]
    pub fn proposed_on(&self) -> Option<Date> {
        self.proposed_on
    }

    /// Day it was published.
    #[must_use]
    pub fn published_on(&self) -> Option<Date> {
        self.published_on
    }

    /// Why it was last decided as it was.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.reason
    }

    /// Who has it under review.
    #[must_use]
    pub fn reviewer(&self) -> Option<&str> {
        self.reviewer.as_deref()
    }

    /// Sources that people cited.
    #[must_use]
    pub fn cited(&self) -> &[Id] {
        &self.cited
    }

    /// Disagreements.
    #[must_use]
    pub fn dissent(&self) -> &[Dissent] {
        &self.dissent
    }

    /// What it was merged into.
    #[must_use]
    pub fn merged_into(&self) -> Option<&str> {
        self.merged_into.as_deref()
    }

    fn known(&self) -> Result<&Content, Rejection> {
        self.content.as_ref().ok_or(Rejection::Unknown)
    }

    /// What it is, when it is in one of these stages.
    fn expect(&self, stages: &[Stage]) -> Result<&Content, Rejection> {
        let content = self.known()?;
        if stages.contains(&self.stage) {
            Ok(content)
        } else {
            Err(Rejection::Stage(self.stage))
        }
    }

    /// Whoever proposed a skill decides nothing about it.
    fn not_proposer(&self, by: &Actor) -> Result<(), Rejection> {
        if self.proposer == *by {
            Err(Rejection::OwnProposal)
        } else {
            Ok(())
        }
    }

    fn cite(&self, source_id: Id, note: String, by: Actor, today: Date) -> Result<Vec<Fact>, Rejection> {
        self.expect(&[
            Stage::Proposed,
            Stage::InReview,
            Stage::Validated,
            Stage::Published,
        ])?;
        if self.cited.contains(&source_id) {
            return Ok(Vec::new());
        }
        if self.cited.len() >= CITED_MAX {
            return Err(Rejection::TooMuchCited);
        }
        Ok(vec![Fact::SourceCited {
            source_id,
            note,
            by,
            cited_on: today,
        }])
    }

    fn review(&self, by: Actor, today: Date) -> Result<Vec<Fact>, Rejection> {
        self.known()?;
        if self.stage == Stage::InReview && self.reviewer.as_ref() == Some(&by) {
            return Ok(Vec::new());
        }
        self.expect(&[Stage::Proposed])?;
        self.not_proposer(&by)?;
        Ok(vec![Fact::TakenUnderReview { by, since: today }])
    }

    fn conclude(
        &self,
        is_valid: bool,
        reason: String,
        by: Actor,
        today: Date,
    ) -> Result<Vec<Fact>, Rejection> {
        self.expect(&[Stage::InReview])?;
        self.not_proposer(&by)?;
        if self.reviewer.as_ref() != Some(&by) {
            return Err(Rejection::OthersReview);
        }
        Ok(vec![Fact::Decided {
            is_valid,
            reason,
            by,
            decided_on: today,
        }])
    }

    fn publish(&self, support: Support, by: Actor, today: Date) -> Result<Vec<Fact>, Rejection> {
        self.known()?;
        if self.stage == Stage::Published {
            return Ok(Vec::new());
        }
        let content = self.expect(&[Stage::Validated])?.clone();
        self.not_proposer(&by)?;
        if support.publishers < PUBLISHERS_MIN {
            return Err(Rejection::Unsupported(support.publishers));
        }
        Ok(vec![Fact::Published {
            content,
            support,
            dissents: u32::try_from(self.dissent.len()).unwrap_or(u32::MAX),
            by,
            published_on: today,
        }])
    }

    fn dissent_from(&self, reason: String, by: Actor, today: Date) -> Result<Vec<Fact>, Rejection> {
        self.known()?;
        if self.dissent.len() >= DISSENTS_MAX {
            return Err(Rejection::TooMuchDissent);
        }
        let dissent = Dissent {
            reason,
            recorded_on: today,
            stage: self.stage,
        };
        Ok(vec![Fact::Dissented { dissent, by }])
    }

    fn reach(&mut self, stage: Stage, on: Date) {
        self.stage = stage;
        self.since = Some(on);
    }
}

impl Decider for Skill {
    const TYPE: &'static str = "skill";
    type Command = Command;
    type Fact = Fact;
    type Rejection = Rejection;

    fn decide(&self, command: Command) -> Result<Vec<Fact>, Rejection> {
        match command {
            Command::Propose {
                content,
                reason,
                by,
                today,
            } => {
                if self.content.is_some() {
                    return Err(Rejection::Exists);
                }
                content.check()?;
                Ok(vec![Fact::Proposed {
                    content: *content,
                    reason,
                    by,
                    proposed_on: today,
                }])
            }
            Command::Cite {
                source_id,
                note,
                by,
                today,
            } => self.cite(source_id, note, by, today),
            Command::Review { by, today } => self.review(by, today),
            Command::Decide {
                is_valid,
                reason,
                by,
                today,
            } => self.conclude(is_valid, reason, by, today),
            Command::Merge {
                into,
                into_stage,
                into_reference,
                reason,
                by,
                today,
            } => {
                let content = self.expect(&[Stage::InReview, Stage::Validated, Stage::Published])?;
                self.not_proposer(&by)?;
                if into == content.skill_id {
                    return Err(Rejection::IntoItself);
                }
                if matches!(into_stage, Stage::Rejected | Stage::Retired | Stage::Merged) {
                    return Err(Rejection::IntoGone(into));
                }
                if self.stage == Stage::Published && into_stage != Stage::Published {
                    return Err(Rejection::IntoUnpublished(into));
                }
                Ok(vec![Fact::Merged {
                    reference: content.reference(),
                    into,
                    into_reference,
                    was_published: self.stage == Stage::Published,
                    reason,
                    by,
                    merged_on: today,
                }])
            }
            Command::Publish { support, by, today } => self.publish(support, by, today),
            Command::Retire { reason, by, today } => {
                let content = self.expect(&[Stage::Published])?;
                self.not_proposer(&by)?;
                Ok(vec![Fact::Retired {
                    reference: content.reference(),
                    reason,
                    by,
                    retired_on: today,
                }])
            }
            Command::Dissent { reason, by, today } => self.dissent_from(reason, by, today),
        }
    }

    fn evolve(&mut self, fact: Fact) {
        match fact {
            Fact::Proposed {
                content,
                reason,
                by,
                proposed_on,
            } => {
                self.content = Some(content);
                self.proposer = by;
                self.reason = reason;
                self.proposed_on = Some(proposed_on);
                self.reach(Stage::Proposed, proposed_on);
            }
            Fact::SourceCited { source_id, .. } => self.cited.push(source_id),
            Fact::TakenUnderReview { by, since } => {
                self.reviewer = Some(by);
                self.reach(Stage::InReview, since);
            }
            Fact::Decided {
                is_valid,
                reason,
                decided_on,
                ..
            } => {
                self.reason = reason;
                let stage = if is_valid {
                    Stage::Validated
                } else {
                    Stage::Rejected
                };
                self.reach(stage, decided_on);
            }
            Fact::Merged {
                into,
                reason,
                merged_on,
                ..
            } => {
                self.merged_into = Some(into);
                self.reason = reason;
                self.reach(Stage::Merged, merged_on);
            }
            Fact::Published { published_on, .. } => {
                self.published_on = Some(published_on);
                self.reach(Stage::Published, published_on);
            }
            Fact::Retired {
                reason, retired_on, ..
            } => {
                self.reason = reason;
                self.reach(Stage::Retired, retired_on);
            }
            Fact::Dissented { dissent, .. } => self.dissent.push(dissent),
        }
    }

    fn is_public(fact: &Fact) -> bool {
        match fact {
            Fact::Proposed { .. }
            | Fact::TakenUnderReview { .. }
            | Fact::Decided { .. }
            | Fact::Published { .. }
            | Fact::Retired { .. } => true,
            Fact::Merged { was_published, .. } => *was_published,
            // What is not on the radar is nobody else's business; its dissents are counted when it is published.
            Fact::Dissented { dissent, .. } => matches!(dissent.stage, Stage::Published | Stage::Retired),
            Fact::SourceCited { .. } => false,
        }
    }
}
