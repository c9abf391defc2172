//! A quality framework for microcredentials: who may issue under it, how large and at which level, in versions that never
//! change. A class is judged by the version it was proposed under.

use blocks::{
    findings::Findings,
    values::{Id, LocalText},
};
use eventing::{Decider, FieldFault, RejectionKind};
use serde::{Deserialize, Serialize};

use super::provider::Kind;

/// NLQF levels, from lowest to highest; they are those of the EQF.
pub const NLQF_LEVELS: std::ops::RangeInclusive<u32> = 1..=8;

/// In what a framework measures size.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum SizeUnit {
    /// European credits of 28 hours of study.
    Ec,
    /// Hours of study.
    Hours,
}

/// A version of a framework.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// Identifier of the framework.
    pub framework_id: Id,
    /// Version, counting from 1.
    pub version: u32,
    /// Name.
    pub name: LocalText,
    /// Where it comes from.
    pub source: String,
    /// Kinds of provider it is for.
    pub provider_kinds: Vec<Kind>,
    /// In what it measures size.
    pub unit: SizeUnit,
    /// Least size.
    pub size_least: u32,
    /// Greatest size.
    pub size_most: u32,
    /// Lowest NLQF level.
    pub nlqf_lowest: u32,
    /// Highest NLQF level.
    pub nlqf_highest: u32,
    /// True for invented data.
    pub example: bool,
}

/// A framework as its facts have made it.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Framework {
    versions: Vec<Version>,
}

/// What can be asked of a framework.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Define a version.
    Define(Box<Version>),
}

/// What can have happened to a framework.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fact {
    /// A version was defined.
    Defined {
        /// The version.
        version: Version,
    },
}

/// Why a command on a framework is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// The version is there and reads otherwise.
    #[error("version {0} of the quality framework was defined otherwise, and a version never changes")]
    VersionFixed(u32),
    /// Fields are wrong.
    #[error("the quality framework cannot be taken over as it was given: {} field(s) are wrong", .0.len())]
    Invalid(Vec<FieldFault>),
}

impl eventing::Fact for Fact {
    fn event_type(&self) -> String {
        match self {
            Self::Defined { .. } => "FrameworkDefined",
        }
        .to_owned()
    }

    fn event_version(&self) -> String {
        "1".to_owned()
    }
}

impl eventing::Rejection for Rejection {
    fn reason(&self) -> &'static str {
        match self {
            Self::VersionFixed(_) => "FRAMEWORK_VERSION_FIXED",
            Self::Invalid(_) => "FRAMEWORK_INVALID",
        }
    }

    fn kind(&self) -> RejectionKind {
        match self {
            Self::VersionFixed(_) => RejectionKind::WrongState,
            Self::Invalid(_) => RejectionKind::Invalid,
        }
    }

    fn faults(&self) -> Vec<FieldFault> {
        match self {
            Self::Invalid(faults) => faults.clone(),
            Self::VersionFixed(_) => Vec::new(),
        }
    }
}

impl Framework {
    /// Its versions, oldest first.
    #[must_use]
    pub fn versions(&self) -> &[Version] {
        &self.versions
    }

    /// A version; none when it was not defined.
    #[must_use]
    pub fn version(&self, version: u32) -> Option<&Version> {
        self.versions.iter().find(|it| it.version == version)
    }
}

impl Version {
    fn check(&self, next: u32) -> Result<(), Rejection> {
        let mut findings = Findings::below("framework");
        findings.check(
            self.version == next,
            "version",
            format!("{next}, the next version"),
        );
        findings.check(!self.provider_kinds.is_empty(), "provider_kinds", "at least one");
        findings.distinct("provider_kinds", "", &self.provider_kinds);
        findings.check(self.size_least >= 1, "size_least", "at least 1");
        let ordered = self.size_least <= self.size_most;
        findings.check(ordered, "size_most", "not less than size_least");
        let expected = format!("a level from {} to {}", NLQF_LEVELS.start(), NLQF_LEVELS.end());
        let within = NLQF_LEVELS.contains(&self.nlqf_lowest);
        findings.check(within, "nlqf_lowest", expected.clone());
        let within = NLQF_LEVELS.contains(&self.nlqf_highest) && self.nlqf_lowest <= self.nlqf_highest;
        findings.check(
            within,
            "nlqf_highest",
            format!("{expected}, not below nlqf_lowest"),
        );
        findings.refuse_with(Rejection::Invalid)
    }
}

impl Decider for Framework {
    const TYPE: &'static str = "framework";
    type Command = Command;
    type Fact = Fact;
    type Rejection = Rejection;

    fn decide(&self, command: Command) -> Result<Vec<Fact>, Rejection> {
        let Command::Define(version) = command;
        match self.version(version.version) {
            Some(known) if *known == *version => return Ok(Vec::new()),
            Some(known) => return Err(Rejection::VersionFixed(known.version)),
            None => {}
        }
        let next = self.versions.last().map_or(1, |last| last.version + 1);
        version.check(next)?;
        Ok(vec![Fact::Defined { version: *version }])
    }

    fn evolve(&mut self, fact: Fact) {
        let Fact::Defined { version } = fact;
        self.versions.push(version);
    }

    fn is_public(fact: &Fact) -> bool {
        match fact {
            Fact::Defined { .. } => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use eventing::scenario::Scenario;

    use super::*;
    use crate::domain::examples::{fields, framework};

    fn define(version: Version) -> Command {
        Command::Define(Box::new(version))
    }

    #[test]
    fn versions_follow_each_other_and_never_change() {
        let known = || Scenario::<Framework>::new().after([define(framework())]);
        let larger = Version {
            size_most: 60,
            ..framework()
        };
        known().when(define(framework())).then([]);
        known()
            .when(define(larger.clone()))
            .refused("FRAMEWORK_VERSION_FIXED");
        let second = Version { version: 2, ..larger };
        let fact = Fact::Defined {
            version: second.clone(),
        };
        known().when(define(second)).then([fact]);
    }

    #[test]
    fn every_fault_of_a_version_is_told() {
        let wrong = Version {
            version: 3,
            provider_kinds: Vec::new(),
            size_least: 0,
            size_most: 0,
            nlqf_lowest: 0,
            nlqf_highest: 9,
            ..framework()
        };
        let refusal = Scenario::<Framework>::new()
            .when(define(wrong))
            .refused("FRAMEWORK_INVALID");
        let expected = [
            "version",
            "provider_kinds",
            "size_least",
            "nlqf_lowest",
            "nlqf_highest",
        ];
        assert_eq!(
            fields(&refusal),
            expected.map(|field| format!("framework.{field}"))
        );
    }
}
