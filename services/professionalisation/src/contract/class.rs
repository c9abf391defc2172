//! Credential classes.

use contracts::professionalisation::v1;
use runtime::parse::Faults;

use super::{
    offer::read_outcomes,
    skill::{read_skills, skills},
    values::{NAME_CHARS_MAX, TEXT_CHARS_MAX, day, read_given},
};
use crate::domain::class::{Class, Content, Stage};

/// Reads a class; `credential_class` is the path of its fields.
pub fn read_content(faults: &mut Faults, it: Option<v1::CredentialClass>) -> Option<Content> {
    let it = read_given(faults, "credential_class", it);
    let at = |field: &str| format!("credential_class.{field}");
    Some(Content {
        class_id: faults.id(&at("class_id"), &it.class_id),
        provider_id: faults.id(&at("provider_id"), &it.provider_id),
        project_id: faults.optional_id(&at("project_id"), &it.project_id),
        name: faults.text(&at("name"), &it.name, NAME_CHARS_MAX, true),
        description: faults.text(&at("description"), &it.description, TEXT_CHARS_MAX, true),
        learning_outcomes: read_outcomes(faults, &at("learning_outcomes"), &it.learning_outcomes),
        criteria: faults.text(&at("criteria"), &it.criteria, TEXT_CHARS_MAX, true),
        skills: read_skills(faults, &at("skills"), it.skills),
        framework_id: faults.id(&at("framework_id"), &it.framework_id),
        framework_version: it.framework_version,
        size: it.size,
        nlqf_level: it.nlqf_level,
        language: it.language,
        valid_months: it.valid_months,
        example: it.example,
    })
}

/// Writes a class.
#[must_use]
pub fn content(it: &Content) -> v1::CredentialClass {
    v1::CredentialClass {
        class_id: it.class_id.clone(),
        provider_id: it.provider_id.clone(),
        project_id: it.project_id.clone().unwrap_or_default(),
        name: it.name.clone(),
        description: it.description.clone(),
        learning_outcomes: it.learning_outcomes.clone(),
        criteria: it.criteria.clone(),
        skills: skills(&it.skills),
        framework_id: it.framework_id.clone(),
        framework_version: it.framework_version,
        size: it.size,
        nlqf_level: it.nlqf_level,
        language: it.language.clone(),
        valid_months: it.valid_months,
        example: it.example,
    }
}

/// Writes how far a class is.
#[must_use]
pub fn stage(it: Stage) -> v1::ClassState {
    match it {
        Stage::Proposed => v1::ClassState::Proposed,
        Stage::Returned => v1::ClassState::Returned,
        Stage::Reviewed => v1::ClassState::Reviewed,
        Stage::Accredited => v1::ClassState::Accredited,
        Stage::Published => v1::ClassState::Published,
        Stage::Withdrawn => v1::ClassState::Withdrawn,
    }
}

/// Writes a class as it is kept; none when there is none. `version` is the number of its facts.
#[must_use]
pub fn kept(it: &Class, version: u64) -> Option<v1::KeptClass> {
    let accreditation = it.accreditation();
    Some(v1::KeptClass {
        credential_class: Some(content(it.content()?)),
        state: stage(it.stage()).into(),
        review_remarks: it.remarks().to_owned(),
        accreditation_reference: accreditation.map(|it| it.reference.clone()).unwrap_or_default(),
        accredited_on: day(accreditation.map(|it| it.accredited_on)),
        published_on: day(it.published_on()),
        withdrawn_on: day(it.withdrawn_on()),
        version,
    })
}
