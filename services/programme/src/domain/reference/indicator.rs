//! Indicator definitions. Who owns a value and how it adds up is declared here, so that nothing is counted twice.

use serde::{Deserialize, Serialize};

use super::{Kind, Reference};
use crate::domain::{
    findings::Findings,
    values::{Id, LocalText},
};

/// Which way an indicator should move.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// More is better.
    Up,
    /// Less is better.
    Down,
    /// Neither: it describes.
    Neutral,
}

/// How the values of several projects become one figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Aggregation {
    /// The sum of the projects' newest values.
    Sum,
    /// The newest value of all.
    Last,
    /// The highest value.
    Max,
    /// The sum of one indicator divided by the sum of another.
    Ratio,
    /// The number of different items the projects name.
    Distinct,
    /// No figure over projects: values are listed per project and never summed.
    None,
}

/// Who owns an indicator's value, so that it is counted at one level only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OwnerLevel {
    /// The project.
    Project,
    /// The workgroup.
    Workgroup,
    /// The building block.
    Block,
    /// The programme.
    Programme,
}

/// The definition of an indicator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Indicator {
    /// Identifier.
    pub indicator_id: Id,
    /// Name.
    pub name: LocalText,
    /// What is counted, and what is not.
    pub definition: LocalText,
    /// Building block it belongs to.
    pub block_id: Id,
    /// Unit, such as `persons`, `offers`, `percent`.
    pub unit: String,
    /// Which way it should move.
    pub direction: Direction,
    /// How values add up over projects.
    pub aggregation: Aggregation,
    /// For a ratio: the indicator above the line.
    pub numerator_id: Option<Id>,
    /// For a ratio: the indicator below the line.
    pub denominator_id: Option<Id>,
    /// True when values count from the start of the project and so do not fall.
    pub cumulative: bool,
    /// By what values may be broken down, such as `region`, `target-group`.
    pub disaggregations: Vec<String>,
    /// Who owns the value.
    pub owner_level: OwnerLevel,
    /// CloudEvents types it can be observed from.
    pub observed_by: Vec<String>,
    /// How far what is observed may be from what is reported; none when the two are not compared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub observed_tolerance: Option<ObservedTolerance>,
}

/// How far two values may be apart: the wider of both holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ObservedTolerance {
    /// Difference in the unit of the indicator.
    pub absolute: u32,
    /// Difference in percent of the larger of the two values.
    pub percent: u32,
}

impl Indicator {
    pub(super) fn references(&self) -> Vec<Reference> {
        let part = |field: &str, id: &Option<Id>| {
            id.as_deref()
                .map(|id| Reference::new(format!("entry.indicator.{field}"), Kind::Indicator, id))
        };
        let block = Reference::new("entry.indicator.block_id", Kind::BuildingBlock, &self.block_id);
        [
            Some(block),
            part("numerator_id", &self.numerator_id),
            part("denominator_id", &self.denominator_id),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    pub(super) fn check(&self, findings: &mut Findings) {
        self.check_parts(findings);
        findings.distinct("disaggregations", "", &self.disaggregations);
        findings.distinct("observed_by", "", &self.observed_by);
        for (index, event_type) in self.observed_by.iter().enumerate() {
            let field = format!("observed_by[{index}]");
            let expected = "a CloudEvents type such as `nl.projects.milestone-achieved.v1`";
            findings.check(is_event_type(event_type), field, expected);
        }
        self.check_tolerance(findings);
    }

    /// Only what a project reports and events show about it can be compared, and only where both add up to one number.
    fn check_tolerance(&self, findings: &mut Findings) {
        let Some(tolerance) = self.observed_tolerance else {
            return;
        };
        let field = "observed_tolerance";
        let observed = !self.observed_by.is_empty();
        findings.check(observed, field, "nothing while observed_by names no event");
        let of_projects = self.owner_level == OwnerLevel::Project;
        findings.check(of_projects, field, "nothing unless projects own the value");
        let counted = matches!(self.aggregation, Aggregation::Sum | Aggregation::Distinct);
        findings.check(
            counted,
            field,
            "nothing unless the values are summed, or counted once each",
        );
        let percent = "observed_tolerance.percent";
        findings.check(tolerance.percent <= 100, percent, "at most 100");
    }

    fn check_parts(&self, findings: &mut Findings) {
        let is_ratio = self.aggregation == Aggregation::Ratio;
        for (field, part) in [
            ("numerator_id", &self.numerator_id),
            ("denominator_id", &self.denominator_id),
        ] {
            let expected = if is_ratio {
                "an indicator, because it is a ratio"
            } else {
                "nothing: only a ratio has it"
            };
            findings.check(part.is_some() == is_ratio, field, expected);
            let itself = part.as_ref() == Some(&self.indicator_id);
            findings.check(!itself, field, "another indicator than the ratio itself");
        }
        let same = self.numerator_id.is_some() && self.numerator_id == self.denominator_id;
        findings.check(!same, "denominator_id", "another indicator than numerator_id");
    }
}

/// `nl.<domain>.<event>.v<N>`, as the Dutch government's CloudEvents profile prescribes.
fn is_event_type(text: &str) -> bool {
    let word = |part: &str| {
        !part.is_empty()
            && part
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
    };
    let version = |part: &str| {
        part.strip_prefix('v')
            .is_some_and(|number| number.parse::<u32>().is_ok_and(|number| number >= 1))
    };
    match text.split('.').collect::<Vec<_>>().as_slice() {
        ["nl", domain, event, last] => word(domain) && word(event) && version(last),
        _ => false,
    }
}
