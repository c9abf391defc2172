//! A coding scheme: what an answer on the learning culture can tell, in versions that never change.

use blocks::{
    findings::Findings,
    size::json_bytes,
    values::{Id, LocalText},
    versions::{self, Versions},
};
use serde::{Deserialize, Serialize};

use super::component::Component;

/// Longest version, in bytes of JSON: it has to travel in one event.
pub const VERSION_BYTES_MAX: usize = 50_000;
/// Most codes of a version.
pub const CODES_MAX: usize = 60;

/// A code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Code {
    /// Identifier within the scheme.
    pub code_id: Id,
    /// Label.
    pub label: LocalText,
    /// When it is given.
    pub description: LocalText,
    /// Component it tells of.
    pub component: Component,
}

/// A version of a coding scheme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// Identifier of the scheme.
    pub scheme_id: Id,
    /// Version, counting from 1.
    pub version: u32,
    /// Name.
    pub name: LocalText,
    /// Where it comes from.
    pub source: String,
    /// Codes.
    pub codes: Vec<Code>,
    /// True for invented data.
    pub example: bool,
}

/// A coding scheme with all its versions.
pub type CodingScheme = Versions<Version>;

impl Version {
    /// Components of the codes with these identifiers, each once.
    #[must_use]
    pub fn components(&self, code_ids: &[Id]) -> Vec<Component> {
        let of = |component: &Component| {
            let mut codes = self.codes.iter().filter(|it| it.component == *component);
            codes.any(|it| code_ids.contains(&it.code_id))
        };
        Component::ALL.into_iter().filter(of).collect()
    }
}

impl versions::Version for Version {
    const TYPE: &'static str = "coding-scheme";
    const DEFINED: &'static str = "CodingSchemeDefined";
    const FIELD: &'static str = "scheme";
    const FIXED: &'static str = "CODING_SCHEME_FIXED";
    const INVALID: &'static str = "CODING_SCHEME_INVALID";

    fn number(&self) -> u32 {
        self.version
    }

    fn check(&self, findings: &mut Findings) {
        let count = (1..=CODES_MAX).contains(&self.codes.len());
        findings.check(count, "codes", format!("1 to {CODES_MAX} codes"));
        findings.distinct("codes", ".code_id", self.codes.iter().map(|it| &it.code_id));
        let size = json_bytes(self) <= VERSION_BYTES_MAX;
        findings.check(size, "", format!("at most {VERSION_BYTES_MAX} bytes as JSON"));
    }
}

#[cfg(test)]
mod tests {
    use eventing::scenario::Scenario;

    use super::*;
    use crate::domain::examples::{fields, scheme};
    use crate::domain::versions::Command;

    #[test]
    fn a_version_never_changes_and_names_each_code_once() {
        let define = |version: Version| Command::Define(Box::new(version));
        let known = || Scenario::<CodingScheme>::new().after([define(scheme())]);
        known().when(define(scheme())).then([]);
        let mut changed = scheme();
        changed.source = "elders".into();
        known().when(define(changed)).refused("CODING_SCHEME_FIXED");
        let mut twice = scheme();
        twice.version = 2;
        twice.codes.push(twice.codes[0].clone());
        let refusal = known().when(define(twice)).refused("CODING_SCHEME_INVALID");
        assert_eq!(fields(&refusal), ["scheme.codes[3].code_id"]);
    }

    #[test]
    fn codes_tell_of_components_each_once() {
        let codes = ["ruimte".to_owned(), "noodzaak".to_owned(), "onbekend".to_owned()];
        let expected = [Component::Urgency, Component::StimulatingFactors];
        assert_eq!(scheme().components(&codes), expected);
    }
}
