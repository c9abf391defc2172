//! Reference data: building blocks, workgroups, schemes with their versions, regions, indicators and what else every
//! report and view refers to. One stream per entry; each redefinition is one more fact, so that older readings stay known.

mod content;
mod define;
#[cfg(test)]
pub(crate) mod examples;
mod geography;
mod indicator;
mod kind;
mod organisation;
mod programme;
mod rejection;
mod scheme;
mod scheme_version;

use eventing::Decider;
use serde::{Deserialize, Serialize};

pub use content::{Content, Definition};
pub use define::{Define, Reference, Referenced, content_of};
pub use geography::{Province, Region, RegionProvince};
pub use indicator::{Aggregation, Direction, Indicator, ObservedTolerance, OwnerLevel};
pub use kind::{Key, Kind};
pub use organisation::{Organisation, OrganisationKind};
pub use programme::{BuildingBlock, LinkedProgramme, Theme, Tranche, Workgroup};
pub use rejection::Rejection;
pub use scheme::{CallWindow, Ceiling, Scheme};
pub use scheme_version::{
    AwardThresholds, ConsortiumRule, Criterion, ReportingCalendar, Requirement, RevisionThreshold,
    SchemeVersion, SizeClass, SizeClassRule,
};

/// One piece of reference data with its past.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    definition: Option<Definition>,
    revision: u32,
}

/// What can be asked of an entry.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Define it, or revise it when it exists.
    Define(Box<Define>),
}

/// What can have happened to an entry.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Fact {
    /// It was defined or revised.
    Defined {
        /// How it now reads.
        definition: Box<Definition>,
        /// How often it was defined, counting from 1.
        revision: u32,
    },
}

impl eventing::Fact for Fact {
    fn event_type(&self) -> String {
        match self {
            Self::Defined { .. } => "Defined",
        }
        .to_owned()
    }

    fn event_version(&self) -> String {
        "1".to_owned()
    }
}

impl Decider for Entry {
    const TYPE: &'static str = "reference";
    type Command = Command;
    type Fact = Fact;
    type Rejection = Rejection;

    fn decide(&self, command: Command) -> Result<Vec<Fact>, Rejection> {
        match command {
            Command::Define(define) => define::decide(self, *define),
        }
    }

    fn evolve(&mut self, fact: Fact) {
        match fact {
            Fact::Defined { definition, revision } => {
                self.definition = Some(*definition);
                self.revision = revision;
            }
        }
    }

    fn is_public(fact: &Fact) -> bool {
        match fact {
            Fact::Defined { .. } => true,
        }
    }
}

impl Entry {
    /// Whether it was ever defined.
    #[must_use]
    pub fn exists(&self) -> bool {
        self.definition.is_some()
    }

    /// How it now reads.
    #[must_use]
    pub fn definition(&self) -> Option<&Definition> {
        self.definition.as_ref()
    }

    /// What it says, without its source.
    #[must_use]
    pub fn content(&self) -> Option<&Content> {
        self.definition.as_ref().map(|definition| &definition.content)
    }

    /// How often it was defined.
    #[must_use]
    pub fn revision(&self) -> u32 {
        self.revision
    }

    /// The scheme version it defines, if that is what it is: reporting calendar, limits, thresholds.
    #[must_use]
    pub fn scheme_version(&self) -> Option<&SchemeVersion> {
        match self.content() {
            Some(Content::SchemeVersion(version)) => Some(version),
            _ => None,
        }
    }

    /// The indicator it defines, if that is what it is.
    #[must_use]
    pub fn indicator(&self) -> Option<&Indicator> {
        match self.content() {
            Some(Content::Indicator(indicator)) => Some(indicator),
            _ => None,
        }
    }

    /// The workgroup it defines, if that is what it is.
    #[must_use]
    pub fn workgroup(&self) -> Option<&Workgroup> {
        match self.content() {
            Some(Content::Workgroup(workgroup)) => Some(workgroup),
            _ => None,
        }
    }
}
