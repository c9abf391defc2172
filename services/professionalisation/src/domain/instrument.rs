//! An instrument for maturity scans: dimensions with levels, in versions that never change.

use blocks::{
    findings::Findings,
    size::json_bytes,
    values::{Id, LocalText},
};
use eventing::{Decider, FieldFault, RejectionKind};
use serde::{Deserialize, Serialize};

/// Longest version, in bytes of JSON: it has to travel in one event.
pub const VERSION_BYTES_MAX: usize = 50_000;
/// Most dimensions of a version, and most levels of a dimension.
pub const DIMENSIONS_MAX: usize = 30;
/// See [`DIMENSIONS_MAX`].
pub const LEVELS_MAX: usize = 10;

/// A level of a dimension.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Level {
    /// Number, counting from 1.
    pub level: u32,
    /// What is true of a provider at this level.
    pub description: LocalText,
}

/// What a scan looks at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dimension {
    /// Identifier within the instrument.
    pub dimension_id: Id,
    /// Name.
    pub name: LocalText,
    /// Its levels, lowest first.
    pub levels: Vec<Level>,
}

/// A version of an instrument.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// Identifier of the instrument.
    pub instrument_id: Id,
    /// Version, counting from 1.
    pub version: u32,
    /// Name.
    pub name: LocalText,
    /// Where it comes from.
    pub source: String,
    /// What it looks at.
    pub dimensions: Vec<Dimension>,
    /// True for invented data.
    pub example: bool,
}

/// An instrument as its facts have made it.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Instrument {
    versions: Vec<Version>,
}

/// What can be asked of an instrument.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Define a version.
    Define(Box<Version>),
}

/// What can have happened to an instrument.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fact {
    /// A version was defined.
    Defined {
        /// The version.
        version: Version,
    },
}

/// Why a command on an instrument is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// The version is there and reads otherwise.
    #[error("version {0} of the instrument was defined otherwise, and a version never changes")]
    VersionFixed(u32),
    /// Fields are wrong.
    #[error("the instrument cannot be taken over as it was given: {} field(s) are wrong", .0.len())]
    Invalid(Vec<FieldFault>),
}

impl eventing::Fact for Fact {
    fn event_type(&self) -> String {
        match self {
            Self::Defined { .. } => "InstrumentDefined",
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
            Self::VersionFixed(_) => "INSTRUMENT_VERSION_FIXED",
            Self::Invalid(_) => "INSTRUMENT_INVALID",
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

impl Instrument {
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
    /// A dimension; none when it has no such one.
    #[must_use]
    pub fn dimension(&self, dimension_id: &str) -> Option<&Dimension> {
        self.dimensions.iter().find(|it| it.dimension_id == dimension_id)
    }

    fn check(&self, next: u32) -> Result<(), Rejection> {
        let mut findings = Findings::below("instrument");
        findings.check(
            self.version == next,
            "version",
            format!("{next}, the next version"),
        );
        let count = (1..=DIMENSIONS_MAX).contains(&self.dimensions.len());
        findings.check(count, "dimensions", format!("1 to {DIMENSIONS_MAX} dimensions"));
        let ids = self.dimensions.iter().map(|it| &it.dimension_id);
        findings.distinct("dimensions", ".dimension_id", ids);
        for (index, dimension) in self.dimensions.iter().enumerate() {
            let field = format!("dimensions[{index}].levels");
            let count = (2..=LEVELS_MAX).contains(&dimension.levels.len());
            findings.check(count, &field, format!("2 to {LEVELS_MAX} levels"));
            let numbered = dimension
                .levels
                .iter()
                .zip(1..)
                .all(|(it, number)| it.level == number);
            findings.check(numbered, &field, "levels numbered from 1 without gaps");
        }
        let size = json_bytes(self) <= VERSION_BYTES_MAX;
        findings.check(size, "", format!("at most {VERSION_BYTES_MAX} bytes as JSON"));
        findings.refuse_with(Rejection::Invalid)
    }
}

impl Decider for Instrument {
    const TYPE: &'static str = "instrument";
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
    use crate::domain::examples::{fields, instrument};

    fn define(version: Version) -> Command {
        Command::Define(Box::new(version))
    }

    fn numbered(version: u32) -> Version {
        Version {
            version,
            ..instrument()
        }
    }

    fn known() -> Scenario<Instrument> {
        Scenario::new().after([define(instrument())])
    }

    #[test]
    fn versions_follow_each_other_and_never_change() {
        let changed = Version {
            source: "elders".into(),
            ..instrument()
        };
        known().when(define(instrument())).then([]);
        known().when(define(changed)).refused("INSTRUMENT_VERSION_FIXED");
        let second = Fact::Defined { version: numbered(2) };
        known().when(define(numbered(2))).then([second]);
        let refusal = known().when(define(numbered(3))).refused("INSTRUMENT_INVALID");
        assert_eq!(fields(&refusal), ["instrument.version"]);
    }

    #[test]
    fn every_fault_of_a_version_is_told() {
        let mut version = instrument();
        version.dimensions.push(version.dimensions[0].clone());
        version.dimensions[1].levels.remove(0);
        let refusal = Scenario::<Instrument>::new()
            .when(define(version))
            .refused("INSTRUMENT_INVALID");
        let expected = [
            "instrument.dimensions[2].dimension_id",
            "instrument.dimensions[1].levels",
        ];
        assert_eq!(fields(&refusal), expected);
    }

    #[test]
    fn a_version_that_would_not_travel_is_refused() {
        let mut version = instrument();
        version.dimensions[0].levels[0].description.nl = "ë".repeat(VERSION_BYTES_MAX);
        let refusal = Scenario::<Instrument>::new()
            .when(define(version))
            .refused("INSTRUMENT_INVALID");
        assert_eq!(fields(&refusal), ["instrument"]);
    }
}
