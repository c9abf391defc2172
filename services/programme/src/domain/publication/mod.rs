//! National publications (landelijk uitdragen): a frozen picture at a ledger position. It never changes; what turns out to
//! be wrong is said in an erratum beside it.

mod decide;
mod rejection;

use eventing::Decider;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use decide::{AddErratum, Publish};
pub use rejection::Rejection;

use crate::domain::values::{Id, LocalText, Period};

/// An erratum.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Erratum {
    /// Identifier within the publication.
    pub erratum_id: Id,
    /// What was wrong, and what it should be.
    pub text: String,
    /// Figure it concerns, as named in the picture; empty when it concerns all of it.
    pub figure_id: String,
    /// When it was added.
    pub added_at: Timestamp,
}

/// A picture as it was published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    /// Title.
    pub title: LocalText,
    /// Period it is about.
    pub period: Period,
    /// Ledger position of the picture.
    pub ledger_position: u64,
    /// The picture: the national overview as JSON, byte for byte as published.
    pub json: String,
    /// SHA-256 of the picture, in hexadecimal.
    pub sha256: String,
    /// When it was published.
    pub published_at: Timestamp,
}

/// A publication with its errata.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Publication {
    snapshot: Option<Snapshot>,
    errata: Vec<Erratum>,
}

/// What can be asked of a publication.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Publish a picture.
    Publish(Box<Publish>),
    /// Add an erratum.
    AddErratum(AddErratum),
}

/// What can have happened to a publication.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fact {
    /// A picture was published.
    Published {
        /// The picture.
        snapshot: Box<Snapshot>,
    },
    /// An erratum was added.
    ErratumAdded {
        /// The erratum.
        erratum: Erratum,
    },
}

impl eventing::Fact for Fact {
    fn event_type(&self) -> String {
        match self {
            Self::Published { .. } => "Published",
            Self::ErratumAdded { .. } => "ErratumAdded",
        }
        .to_owned()
    }

    fn event_version(&self) -> String {
        "1".to_owned()
    }
}

impl Decider for Publication {
    const TYPE: &'static str = "publication";
    type Command = Command;
    type Fact = Fact;
    type Rejection = Rejection;

    fn decide(&self, command: Command) -> Result<Vec<Fact>, Rejection> {
        match command {
            Command::Publish(command) => decide::publish(self, *command),
            Command::AddErratum(command) => decide::add_erratum(self, command),
        }
    }

    fn evolve(&mut self, fact: Fact) {
        match fact {
            Fact::Published { snapshot } => self.snapshot = Some(*snapshot),
            Fact::ErratumAdded { erratum } => self.errata.push(erratum),
        }
    }

    fn is_public(fact: &Fact) -> bool {
        match fact {
            Fact::Published { .. } | Fact::ErratumAdded { .. } => true,
        }
    }
}

impl Publication {
    /// The picture; absent when there is no such publication.
    #[must_use]
    pub fn snapshot(&self) -> Option<&Snapshot> {
        self.snapshot.as_ref()
    }

    /// Errata, oldest first.
    #[must_use]
    pub fn errata(&self) -> &[Erratum] {
        &self.errata
    }
}
