//! What can have happened to an application.

use blocks::values::Actor;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Content, Score, Submission};

/// What can have happened to an application.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Fact {
    /// It was begun.
    Drafted {
        /// What it says.
        content: Box<Content>,
    },
    /// It says something else.
    Filled {
        /// What it says now.
        content: Box<Content>,
    },
    /// It was submitted.
    Submitted {
        /// What it says.
        content: Box<Content>,
        /// What holds from now on.
        submission: Box<Submission>,
    },
    /// It was withdrawn.
    Withdrawn {
        /// Why.
        reason: String,
        /// Whether it had been submitted.
        had_been_submitted: bool,
        /// Who.
        by: Actor,
        /// When.
        at: Timestamp,
    },
    /// An assessor said whether there is an interest.
    InterestDeclared {
        /// Assessor.
        assessor: Actor,
        /// Whether there is one.
        conflict: bool,
        /// When.
        at: Timestamp,
    },
    /// An assessor scored it.
    Scored {
        /// Assessor.
        assessor: Actor,
        /// One for each criterion.
        scores: Vec<Score>,
        /// Whether it is the first assessment.
        first: bool,
        /// When.
        at: Timestamp,
    },
}

impl eventing::Fact for Fact {
    fn event_type(&self) -> String {
        match self {
            Self::Drafted { .. } => "ApplicationDrafted",
            Self::Filled { .. } => "ApplicationFilled",
            Self::Submitted { .. } => "ApplicationSubmitted",
            Self::Withdrawn { .. } => "ApplicationWithdrawn",
            Self::InterestDeclared { .. } => "InterestDeclared",
            Self::Scored { .. } => "ApplicationScored",
        }
        .to_owned()
    }

    fn event_version(&self) -> String {
        "1".to_owned()
    }
}
