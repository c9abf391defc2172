//! What can have happened to a finding.

use blocks::values::{Actor, Id};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Content, Dissent};

/// What can have happened to a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fact {
    /// It was proposed, or says something else now.
    Proposed {
        /// What it says.
        content: Content,
        /// How often it was proposed or revised.
        revision: u32,
        /// Who wrote it.
        by: Actor,
        /// Day.
        proposed_on: Date,
    },
    /// It was reviewed.
    Reviewed {
        /// Who reviewed it.
        by: Actor,
        /// Whether it was approved.
        approved: bool,
        /// Remarks.
        remarks: String,
        /// Day.
        reviewed_on: Date,
    },
    /// It was published.
    Published {
        /// What it says.
        content: Content,
        /// Who disagreed before.
        dissents: Vec<Dissent>,
        /// Day.
        published_on: Date,
    },
    /// Somebody disagrees.
    Disputed {
        /// Who, and why.
        dissent: Dissent,
        /// Who said so.
        by: Actor,
        /// Whether the finding was published by then.
        published: bool,
    },
    /// It does not stand any more.
    Retired {
        /// Why.
        reason: String,
        /// What took its place.
        superseded_by: Option<Id>,
        /// Whether it had been published.
        had_been_published: bool,
        /// Day.
        retired_on: Date,
    },
}

impl eventing::Fact for Fact {
    fn event_type(&self) -> String {
        match self {
            Self::Proposed { .. } => "FindingProposed",
            Self::Reviewed { .. } => "FindingReviewed",
            Self::Published { .. } => "FindingPublished",
            Self::Disputed { .. } => "FindingDisputed",
            Self::Retired { .. } => "FindingRetired",
        }
        .to_owned()
    }

    fn event_version(&self) -> String {
        "1".to_owned()
    }
}
