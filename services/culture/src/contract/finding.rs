//! Findings of studies.

use blocks::lists::read_ids;
use contracts::culture::v1;
use runtime::parse::Faults;

use super::{
    component,
    values::{NAME_CHARS_MAX, REASON_CHARS_MAX, day, read_choice, read_given, read_text, text},
};
use crate::domain::finding::{Content, Direction, Dissent, Finding, Stage, Strength, Study};

/// The strength of evidence; none for the unspecified value.
#[must_use]
pub fn known_strength(it: v1::EvidenceStrength) -> Option<Strength> {
    match it {
        v1::EvidenceStrength::Unspecified => None,
        v1::EvidenceStrength::Correlation => Some(Strength::Correlation),
        v1::EvidenceStrength::BeforeAfter => Some(Strength::BeforeAfter),
        v1::EvidenceStrength::Comparison => Some(Strength::Comparison),
        v1::EvidenceStrength::Controlled => Some(Strength::Controlled),
        v1::EvidenceStrength::Randomised => Some(Strength::Randomised),
    }
}

fn known_direction(it: v1::FindingDirection) -> Option<Direction> {
    match it {
        v1::FindingDirection::Unspecified => None,
        v1::FindingDirection::Improves => Some(Direction::Improves),
        v1::FindingDirection::Worsens => Some(Direction::Worsens),
        v1::FindingDirection::NoDifference => Some(Direction::NoDifference),
        v1::FindingDirection::Mixed => Some(Direction::Mixed),
    }
}

/// Reads a finding; `finding` is the path of its fields.
pub fn read_content(faults: &mut Faults, it: Option<v1::Finding>) -> Option<Content> {
    let it = read_given(faults, "finding", it);
    let at = |field: &str| format!("finding.{field}");
    let strength = read_choice(faults, &at("strength"), it.strength, known_strength);
    let direction = read_choice(faults, &at("direction"), it.direction, known_direction);
    let study = read_given(faults, &at("study"), it.study);
    faults.check(
        &at("study.url"),
        !study.url.is_empty(),
        "where the study is found",
    );
    Some(Content {
        finding_id: faults.id(&at("finding_id"), &it.finding_id),
        workgroup_id: faults.id(&at("workgroup_id"), &it.workgroup_id),
        statement: read_text(faults, &at("statement"), it.statement, REASON_CHARS_MAX, true),
        components: component::read_list(faults, &at("components"), &it.components),
        study: Study {
            title: faults.text(&at("study.title"), &study.title, NAME_CHARS_MAX, true),
            year: study.year,
            publisher: faults.text(&at("study.publisher"), &study.publisher, NAME_CHARS_MAX, true),
            url: faults
                .optional_uri(&at("study.url"), &study.url)
                .unwrap_or_default(),
        },
        population: read_text(faults, &at("population"), it.population, REASON_CHARS_MAX, true),
        intervention_ids: read_ids(faults, &at("intervention_ids"), &it.intervention_ids),
        example: it.example,
        strength: strength?,
        direction: direction?,
    })
}

/// Writes a finding.
#[must_use]
pub fn content(it: &Content) -> v1::Finding {
    let strength = match it.strength {
        Strength::Correlation => v1::EvidenceStrength::Correlation,
        Strength::BeforeAfter => v1::EvidenceStrength::BeforeAfter,
        Strength::Comparison => v1::EvidenceStrength::Comparison,
        Strength::Controlled => v1::EvidenceStrength::Controlled,
        Strength::Randomised => v1::EvidenceStrength::Randomised,
    };
    let direction = match it.direction {
        Direction::Improves => v1::FindingDirection::Improves,
        Direction::Worsens => v1::FindingDirection::Worsens,
        Direction::NoDifference => v1::FindingDirection::NoDifference,
        Direction::Mixed => v1::FindingDirection::Mixed,
    };
    v1::Finding {
        finding_id: it.finding_id.clone(),
        workgroup_id: it.workgroup_id.clone(),
        statement: Some(text(&it.statement)),
        components: component::list(&it.components),
        study: Some(v1::Study {
            title: it.study.title.clone(),
            year: it.study.year,
            publisher: it.study.publisher.clone(),
            url: it.study.url.clone(),
        }),
        strength: strength.into(),
        direction: direction.into(),
        population: Some(text(&it.population)),
        intervention_ids: it.intervention_ids.clone(),
        example: it.example,
    }
}

/// Writes who disagrees.
#[must_use]
pub fn dissent(it: &Dissent) -> v1::Dissent {
    v1::Dissent {
        dissent_id: it.dissent_id.clone(),
        organisation_id: it.organisation_id.clone().unwrap_or_default(),
        reason: it.reason.clone(),
        recorded_on: it.recorded_on.to_string(),
    }
}

/// Writes a finding as it is kept; none when there is none. `version` is the number of its facts.
#[must_use]
pub fn kept(it: &Finding, version: u64) -> Option<v1::KeptFinding> {
    let state = match it.stage() {
        Stage::Proposed => v1::FindingState::Proposed,
        Stage::Returned => v1::FindingState::Returned,
        Stage::Reviewed => v1::FindingState::Reviewed,
        Stage::Published => v1::FindingState::Published,
        Stage::Retired => v1::FindingState::Retired,
    };
    let (retired_because, superseded_by) = it.retired();
    Some(v1::KeptFinding {
        finding: Some(content(it.content()?)),
        state: state.into(),
        remarks: it.remarks().to_owned(),
        dissents: it.dissents().iter().map(dissent).collect(),
        published_on: day(it.published_on()),
        retired_because: retired_because.to_owned(),
        superseded_by: superseded_by.cloned().unwrap_or_default(),
        waits_since: day(it.waits_since()),
        version,
    })
}
