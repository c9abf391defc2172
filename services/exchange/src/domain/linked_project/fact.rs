//! What can have happened to a linked project.

use blocks::values::{Actor, Id};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Content, Reported};

/// What can have happened to a linked project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fact {
    /// It was linked, or described anew.
    Described {
        /// Programme.
        programme_id: Id,
        /// As it is now.
        content: Content,
        /// Who described it.
        by: Actor,
        /// Day.
        described_on: Date,
    },
    /// It is no longer part of the national view.
    Removed {
        /// Programme.
        programme_id: Id,
        /// Identifier within the programme.
        project_id: Id,
        /// Why.
        reason: String,
        /// Who took it out.
        by: Actor,
        /// Day.
        removed_on: Date,
    },
    /// The programme reported something.
    Reported {
        /// Programme.
        programme_id: Id,
        /// Identifier within the programme.
        project_id: Id,
        /// The event.
        reported: Reported,
        /// Who handed it in.
        by: Actor,
    },
}

impl eventing::Fact for Fact {
    fn event_type(&self) -> String {
        match self {
            Self::Described { .. } => "LinkedProjectDescribed",
            Self::Removed { .. } => "LinkedProjectRemoved",
            Self::Reported { .. } => "LinkedProjectReported",
        }
        .to_owned()
    }

    fn event_version(&self) -> String {
        "1".to_owned()
    }
}
