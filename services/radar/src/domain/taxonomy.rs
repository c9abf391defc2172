//! A taxonomy: the releases of one scheme, in the order in which they came into force. What stands in a release lies beside the log
//! ([`crate::taxonomies`]); the facts name it by the digests of its files.

use blocks::values::{Actor, Id};
use eventing::{Decider, RejectionKind};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A file of a release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct File {
    /// Its name.
    pub name: String,
    /// SHA-256 of its bytes, in hexadecimal digits.
    pub sha256: String,
}

/// How much a release changed, in concepts.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changes {
    /// That were not there before.
    pub added: u32,
    /// With another preferred label.
    pub relabelled: u32,
    /// That stand elsewhere in the hierarchy.
    pub moved: u32,
    /// That others took the place of.
    pub replaced: u32,
    /// That went without a successor.
    pub withdrawn: u32,
    /// That are back.
    pub revived: u32,
}

/// What is known of a release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Release {
    /// Scheme.
    pub scheme_id: Id,
    /// Version.
    pub version: String,
    /// Name of the scheme.
    pub title: String,
    /// Where it was published.
    pub source_uri: Option<String>,
    /// Licence, with the acknowledgement it asks for.
    pub licence: String,
    /// Day it was published.
    pub published_on: Date,
    /// Files.
    pub files: Vec<File>,
    /// Concepts in it.
    pub concepts: u32,
    /// Labels in it.
    pub labels: u32,
    /// Languages it has labels in.
    pub languages: Vec<String>,
    /// Changes against the one before.
    pub changes: Changes,
    /// Whether some labels are the project's own translation.
    pub has_own_translations: bool,
}

/// A taxonomy as its facts have made it.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taxonomy {
    releases: Vec<Imported>,
}

/// A release that was imported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Imported {
    /// The release.
    pub release: Release,
    /// Day of the import.
    pub imported_on: Date,
}

/// What can be asked of a taxonomy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Put a release into force.
    Import {
        /// The release.
        release: Box<Release>,
        /// Version of the release that its changes were found against; empty for none.
        against: String,
        /// Who.
        by: Actor,
        /// The block's day.
        today: Date,
    },
}

/// What can have happened to a taxonomy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fact {
    /// A release came into force.
    Imported {
        /// The release.
        release: Release,
        /// The how many-th of its scheme it is.
        number: u32,
        /// Who imported it.
        by: Actor,
        /// Day.
        imported_on: Date,
    },
}

impl eventing::Fact for Fact {
    fn event_type(&self) -> String {
        match self {
            Self::Imported { .. } => "ReleaseImported",
        }
        .to_owned()
    }

    fn event_version(&self) -> String {
        "1".to_owned()
    }
}

/// Why a command on a taxonomy is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// This version was imported before, from other files.
    #[error("version {0} was imported before, and a release does not change")]
    Exists(String),
    /// Another release came in between.
    #[error("another release of this scheme was imported in the meantime")]
    Overtaken,
}

impl eventing::Rejection for Rejection {
    fn reason(&self) -> &'static str {
        match self {
            Self::Exists(_) => "RELEASE_EXISTS",
            Self::Overtaken => "RELEASE_OVERTAKEN",
        }
    }

    fn kind(&self) -> RejectionKind {
        match self {
            Self::Exists(_) => RejectionKind::AlreadyExists,
            Self::Overtaken => RejectionKind::Conflict,
        }
    }
}

impl Taxonomy {
    /// Releases, oldest first.
    #[must_use]
    pub fn releases(&self) -> &[Imported] {
        &self.releases
    }

    /// The release in force; none before the first.
    #[must_use]
    pub fn in_force(&self) -> Option<&Release> {
        self.releases.last().map(|it| &it.release)
    }

    /// A release by its version.
    #[must_use]
    pub fn release(&self, version: &str) -> Option<&Release> {
        let mut releases = self.releases.iter().map(|it| &it.release);
        releases.find(|it| it.version == version)
    }

    fn import(
        &self,
        release: Release,
        against: &str,
        by: Actor,
        today: Date,
    ) -> Result<Vec<Fact>, Rejection> {
        if let Some(known) = self.release(&release.version) {
            let same = known.files == release.files;
            return if same {
                Ok(Vec::new())
            } else {
                Err(Rejection::Exists(release.version))
            };
        }
        let newest = self.in_force().map_or("", |it| it.version.as_str());
        if newest != against {
            return Err(Rejection::Overtaken);
        }
        let number = u32::try_from(self.releases.len())
            .unwrap_or(u32::MAX)
            .saturating_add(1);
        Ok(vec![Fact::Imported {
            release,
            number,
            by,
            imported_on: today,
        }])
    }
}

impl Decider for Taxonomy {
    const TYPE: &'static str = "taxonomy";
    type Command = Command;
    type Fact = Fact;
    type Rejection = Rejection;

    fn decide(&self, command: Command) -> Result<Vec<Fact>, Rejection> {
        match command {
            Command::Import {
                release,
                against,
                by,
                today,
            } => self.import(*release, &against, by, today),
        }
    }

    fn evolve(&mut self, fact: Fact) {
        match fact {
            Fact::Imported {
                release, imported_on, ..
            } => self.releases.push(Imported { release, imported_on }),
        }
    }

    fn is_public(fact: &Fact) -> bool {
        match fact {
            Fact::Imported { .. } => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use eventing::scenario::Scenario;

    use super::*;
    use crate::domain::examples::{DAY, release};

    fn import(release: Release, against: &str) -> Command {
        Command::Import {
            release: Box::new(release),
            against: against.into(),
            by: "curator".into(),
            today: DAY,
        }
    }

    fn imported(release: Release, number: u32) -> Fact {
        Fact::Imported {
            release,
            number,
            by: "curator".into(),
            imported_on: DAY,
        }
    }

    #[test]
    fn releases_come_into_force_one_after_the_other() {
        let next = Release {
            version: "1.2".into(),
            ..release()
        };
        let taxonomy = Scenario::<Taxonomy>::given([imported(release(), 1)])
            .when(import(next.clone(), "1.1.1"))
            .then([imported(next, 2)]);
        assert_eq!(taxonomy.in_force().unwrap().version, "1.2");
        assert!(taxonomy.release("1.1.1").is_some());
    }

    #[test]
    fn the_same_files_again_change_nothing_and_others_are_refused() {
        let scenario = || Scenario::<Taxonomy>::given([imported(release(), 1)]);
        scenario().when(import(release(), "")).then([]);
        let other = Release {
            files: Vec::new(),
            ..release()
        };
        scenario().when(import(other, "1.1.1")).refused("RELEASE_EXISTS");
    }

    #[test]
    fn changes_are_found_against_the_release_in_force() {
        let next = Release {
            version: "1.2".into(),
            ..release()
        };
        Scenario::<Taxonomy>::given([imported(release(), 1)])
            .when(import(next, ""))
            .refused("RELEASE_OVERTAKEN");
    }
}
