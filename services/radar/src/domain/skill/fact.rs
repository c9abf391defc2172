//! What can have happened to a skill.

use blocks::{
    skill::SkillRef,
    values::{Actor, Id},
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Content, Dissent, Support};

/// What can have happened to a skill.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fact {
    /// It was proposed.
    Proposed {
        /// What it is.
        content: Content,
        /// Why.
        reason: String,
        /// Who.
        by: Actor,
        /// Day.
        proposed_on: Date,
    },
    /// A person added a source.
    SourceCited {
        /// Source.
        source_id: Id,
        /// Where in it, and what it says.
        note: String,
        /// Who.
        by: Actor,
        /// Day.
        cited_on: Date,
    },
    /// Somebody took it under review.
    TakenUnderReview {
        /// Who.
        by: Actor,
        /// Day.
        since: Date,
    },
    /// Its review ended.
    Decided {
        /// Whether it is valid.
        is_valid: bool,
        /// Why.
        reason: String,
        /// Who.
        by: Actor,
        /// Day.
        decided_on: Date,
    },
    /// It was merged into another one.
    Merged {
        /// Its reference.
        reference: SkillRef,
        /// The other one.
        into: Id,
        /// The reference of that.
        into_reference: SkillRef,
        /// Whether it was on the radar.
        was_published: bool,
        /// Why.
        reason: String,
        /// Who.
        by: Actor,
        /// Day.
        merged_on: Date,
    },
    /// It was published.
    Published {
        /// What it is.
        content: Content,
        /// What it rested on.
        support: Support,
        /// Disagreements by then.
        dissents: u32,
        /// Who.
        by: Actor,
        /// Day.
        published_on: Date,
    },
    /// It was taken off the radar.
    Retired {
        /// Its reference.
        reference: SkillRef,
        /// Why.
        reason: String,
        /// Who.
        by: Actor,
        /// Day.
        retired_on: Date,
    },
    /// Somebody disagreed.
    Dissented {
        /// The disagreement.
        dissent: Dissent,
        /// Who.
        by: Actor,
    },
}

impl eventing::Fact for Fact {
    fn event_type(&self) -> String {
        match self {
            Self::Proposed { .. } => "SkillProposed",
            Self::SourceCited { .. } => "SourceCited",
            Self::TakenUnderReview { .. } => "SkillTakenUnderReview",
            Self::Decided { .. } => "SkillDecided",
            Self::Merged { .. } => "SkillMerged",
            Self::Published { .. } => "SkillPublished",
            Self::Retired { .. } => "SkillRetired",
            Self::Dissented { .. } => "SkillDissented",
        }
        .to_owned()
    }

    fn event_version(&self) -> String {
        "1".to_owned()
    }
}
