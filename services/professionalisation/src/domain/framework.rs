//! A quality framework for microcredentials: who may issue under it, how large and at which level, in versions that never
//! change. A class is judged by the version it was proposed under.

use blocks::{
    findings::Findings,
    values::{Id, LocalText},
};
use serde::{Deserialize, Serialize};

use super::{
    provider::Kind,
    versions::{self, Versions},
};

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

/// A quality framework with all its versions.
pub type Framework = Versions<Version>;

impl versions::Version for Version {
    const TYPE: &'static str = "framework";
    const DEFINED: &'static str = "FrameworkDefined";
    const FIELD: &'static str = "framework";
    const FIXED: &'static str = "FRAMEWORK_VERSION_FIXED";
    const INVALID: &'static str = "FRAMEWORK_INVALID";

    fn number(&self) -> u32 {
        self.version
    }

    fn check(&self, findings: &mut Findings) {
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
    }
}

#[cfg(test)]
mod tests {
    use eventing::scenario::Scenario;

    use super::*;
    use crate::domain::examples::{fields, framework};
    use crate::domain::versions::{Command, Fact};

    fn define(version: Version) -> Command<Version> {
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
