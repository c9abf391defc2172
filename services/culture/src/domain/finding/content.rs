//! What a finding says.

use blocks::{
    findings::Findings,
    lists::check_count,
    size::json_bytes,
    values::{Id, LocalText},
};
use serde::{Deserialize, Serialize};

use super::Rejection;
use crate::domain::component::Component;

/// Longest finding, in bytes of JSON: it has to travel in one event with who disagrees.
pub const CONTENT_BYTES_MAX: usize = 18_000;
/// Years in which a study can have appeared; what comes after this year is refused by the block's day.
const YEAR_FIRST: u32 = 1900;

/// How strong the evidence is: the levels of the Maryland Scientific Methods Scale (Sherman et al., Preventing Crime, 1997).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Strength {
    /// Level 1.
    Correlation,
    /// Level 2.
    BeforeAfter,
    /// Level 3.
    Comparison,
    /// Level 4.
    Controlled,
    /// Level 5.
    Randomised,
}

impl Strength {
    /// Its level, from 1 to 5.
    #[must_use]
    pub fn level(self) -> i16 {
        match self {
            Self::Correlation => 1,
            Self::BeforeAfter => 2,
            Self::Comparison => 3,
            Self::Controlled => 4,
            Self::Randomised => 5,
        }
    }
}

/// In which direction a finding points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Direction {
    /// It improves.
    Improves,
    /// It worsens.
    Worsens,
    /// No difference was found.
    NoDifference,
    /// Now this, now that.
    Mixed,
}

/// A study.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Study {
    /// Title.
    pub title: String,
    /// Year it appeared.
    pub year: u32,
    /// Who published it.
    pub publisher: String,
    /// Where it is found.
    pub url: String,
}

/// What a finding says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// Identifier.
    pub finding_id: Id,
    /// Workgroup that proposes it.
    pub workgroup_id: Id,
    /// What was found.
    pub statement: LocalText,
    /// Components it is about.
    pub components: Vec<Component>,
    /// The study.
    pub study: Study,
    /// How strong the evidence is.
    pub strength: Strength,
    /// In which direction it points.
    pub direction: Direction,
    /// Of whom it was found.
    pub population: LocalText,
    /// Interventions that build on it.
    pub intervention_ids: Vec<Id>,
    /// True for invented data.
    pub example: bool,
}

impl Content {
    /// Whether it can be taken. `unknown` are interventions that were not planned; `before` is what it said until now.
    pub(super) fn check(&self, unknown: &[Id], before: Option<&Self>, year: u32) -> Result<(), Rejection> {
        let mut findings = Findings::below("finding");
        findings.check(
            !self.components.is_empty(),
            "components",
            "at least one component",
        );
        findings.distinct("components", "", &self.components);
        let appeared = (YEAR_FIRST..=year).contains(&self.study.year);
        findings.check(
            appeared,
            "study.year",
            format!("a year from {YEAR_FIRST} to {year}"),
        );
        check_count(&mut findings, "intervention_ids", &self.intervention_ids, 0);
        for (index, id) in self.intervention_ids.iter().enumerate() {
            let field = format!("intervention_ids[{index}]");
            findings.check(!unknown.contains(id), field, "an intervention that was planned");
        }
        let same = before.is_none_or(|before| before.workgroup_id == self.workgroup_id);
        findings.check(same, "workgroup_id", "the workgroup that proposed it");
        let size = json_bytes(self) <= CONTENT_BYTES_MAX;
        findings.check(size, "", format!("at most {CONTENT_BYTES_MAX} bytes in all"));
        findings.refuse_with(Rejection::Invalid)
    }
}
