//! Emerging skills.

use blocks::{
    contract::{NAME_CHARS_MAX, TEXT_CHARS_MAX, day, read_given, read_text, text},
    lists::read_ids,
    skill::{SkillRef, skills},
    values::Id,
};
use contracts::radar::v1;
use runtime::parse::Faults;

use crate::domain::skill::{Content, Dissent, Skill, Stage, TERM_KEYS_MAX};

/// Longest key of a term, in characters.
const KEY_CHARS_MAX: usize = 200;

/// A skill as it was proposed, its concept by URI alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposed {
    /// What it is; its concept is not looked up yet.
    pub content: Content,
    /// The URI of its concept.
    pub concept_uri: Option<String>,
}

/// Reads a proposal; `skill` is the path of its fields.
pub fn read_skill(faults: &mut Faults, it: Option<v1::EmergingSkill>) -> Proposed {
    let it = read_given(faults, "skill", it);
    let at = |field: &str| format!("skill.{field}");
    let concept_uri = faults.optional_uri(&at("concept_uri"), &it.concept_uri);
    faults.at_most(&at("term_keys"), &it.term_keys, TERM_KEYS_MAX);
    let keys = it.term_keys.iter().take(TERM_KEYS_MAX).enumerate();
    let term_keys = keys
        .map(|(index, key)| faults.text(&format!("skill.term_keys[{index}]"), key, KEY_CHARS_MAX, true))
        .collect();
    let content = Content {
        skill_id: faults.id(&at("skill_id"), &it.skill_id),
        label: read_text(faults, &at("label"), it.label, NAME_CHARS_MAX, true),
        description: read_text(faults, &at("description"), it.description, TEXT_CHARS_MAX, false),
        concept: None,
        term_keys,
        theme_ids: read_ids(faults, &at("theme_ids"), &it.theme_ids),
    };
    Proposed { content, concept_uri }
}

/// Writes a skill.
#[must_use]
pub fn skill(it: &Content) -> v1::EmergingSkill {
    v1::EmergingSkill {
        skill_id: it.skill_id.clone(),
        label: Some(text(&it.label)),
        description: Some(text(&it.description)),
        concept_uri: it.concept.as_ref().map(|it| it.uri.clone()).unwrap_or_default(),
        term_keys: it.term_keys.clone(),
        theme_ids: it.theme_ids.clone(),
    }
}

/// Writes a reference.
#[must_use]
pub fn reference(it: &SkillRef) -> Option<contracts::hub::v1::SkillRef> {
    skills(std::slice::from_ref(it)).pop()
}

/// Writes a stage.
#[must_use]
pub fn state(stage: Stage) -> v1::SkillState {
    match stage {
        Stage::Proposed => v1::SkillState::Proposed,
        Stage::InReview => v1::SkillState::InReview,
        Stage::Validated => v1::SkillState::Validated,
        Stage::Rejected => v1::SkillState::Rejected,
        Stage::Merged => v1::SkillState::Merged,
        Stage::Published => v1::SkillState::Published,
        Stage::Retired => v1::SkillState::Retired,
    }
}

/// Reads a stage.
#[must_use]
pub fn read_state(state: v1::SkillState) -> Option<Stage> {
    match state {
        v1::SkillState::Unspecified => None,
        v1::SkillState::Proposed => Some(Stage::Proposed),
        v1::SkillState::InReview => Some(Stage::InReview),
        v1::SkillState::Validated => Some(Stage::Validated),
        v1::SkillState::Rejected => Some(Stage::Rejected),
        v1::SkillState::Merged => Some(Stage::Merged),
        v1::SkillState::Published => Some(Stage::Published),
        v1::SkillState::Retired => Some(Stage::Retired),
    }
}

/// Writes a disagreement.
#[must_use]
pub fn dissent(it: &Dissent) -> v1::Dissent {
    v1::Dissent {
        reason: it.reason.clone(),
        recorded_on: it.recorded_on.to_string(),
        state: state(it.stage).into(),
    }
}

/// Writes sources by region; the country has no region.
#[must_use]
pub fn regions(it: &[(Option<Id>, u32)]) -> Vec<v1::RegionEvidence> {
    let region = |(region_id, sources): &(Option<Id>, u32)| v1::RegionEvidence {
        region_id: region_id.clone().unwrap_or_default(),
        sources: *sources,
    };
    it.iter().map(region).collect()
}

/// Writes a skill as it is kept; none when it was never proposed.
#[must_use]
pub fn kept(it: &Skill, version: u64, evidence: v1::Evidence, merged: Vec<Id>) -> Option<v1::KeptSkill> {
    let content = it.content()?;
    let is_published = it.stage() == Stage::Published;
    Some(v1::KeptSkill {
        skill: Some(skill(content)),
        reference: reference(&content.reference()),
        state: state(it.stage()).into(),
        is_under_supported: is_published && evidence.publishers < crate::domain::skill::PUBLISHERS_MIN,
        evidence: Some(evidence),
        dissent: it.dissent().iter().map(dissent).collect(),
        reason: it.reason().to_owned(),
        proposed_on: day(it.proposed_on()),
        state_since: day(it.since()),
        published_on: day(it.published_on()),
        version,
        merged_skill_ids: merged,
    })
}
