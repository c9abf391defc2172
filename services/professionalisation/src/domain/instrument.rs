//! An instrument for maturity scans: dimensions with levels, in versions that never change.

use blocks::{
    findings::Findings,
    size::json_bytes,
    values::{Id, LocalText},
};
use serde::{Deserialize, Serialize};

use super::versions::{self, Versions};

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

/// An instrument with all its versions.
pub type Instrument = Versions<Version>;

impl Version {
    /// A dimension; none when it has no such one.
    #[must_use]
    pub fn dimension(&self, dimension_id: &str) -> Option<&Dimension> {
        self.dimensions.iter().find(|it| it.dimension_id == dimension_id)
    }
}

impl versions::Version for Version {
    const TYPE: &'static str = "instrument";
    const DEFINED: &'static str = "InstrumentDefined";
    const FIELD: &'static str = "instrument";
    const FIXED: &'static str = "INSTRUMENT_VERSION_FIXED";
    const INVALID: &'static str = "INSTRUMENT_INVALID";

    fn number(&self) -> u32 {
        self.version
    }

    fn check(&self, findings: &mut Findings) {
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
    }
}

#[cfg(test)]
mod tests {
    use eventing::scenario::Scenario;

    use super::*;
    use crate::domain::examples::{fields, instrument};
    use crate::domain::versions::{Command, Fact};

    fn define(version: Version) -> Command<Version> {
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
