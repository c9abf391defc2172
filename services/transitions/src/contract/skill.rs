//! Skills.

use contracts::transitions::v1;
use runtime::parse::Faults;

use super::values::NAME_CHARS_MAX;
use crate::domain::skill::{SKILLS_MAX, SkillRef};

/// Reads skills; `field` is the path of the list. How many there must be is the aggregate's business.
pub fn read_skills(faults: &mut Faults, field: &str, skills: Vec<v1::SkillRef>) -> Vec<SkillRef> {
    faults.at_most(field, &skills, SKILLS_MAX);
    let skills = skills.into_iter().take(SKILLS_MAX).enumerate();
    skills
        .map(|(index, it)| {
            let at = |name: &str| format!("{field}[{index}].{name}");
            let uri = faults.optional_uri(&at("uri"), &it.uri);
            faults.check(
                &at("uri"),
                !it.uri.is_empty(),
                "the URI of a concept of a taxonomy",
            );
            SkillRef {
                uri: uri.unwrap_or_default(),
                taxonomy: faults.text(&at("taxonomy"), &it.taxonomy, NAME_CHARS_MAX, true),
                label: faults.text(&at("label"), &it.label, NAME_CHARS_MAX, true),
            }
        })
        .collect()
}

/// Writes skills.
#[must_use]
pub fn skills(skills: &[SkillRef]) -> Vec<v1::SkillRef> {
    let skill = |it: &SkillRef| v1::SkillRef {
        uri: it.uri.clone(),
        taxonomy: it.taxonomy.clone(),
        label: it.label.clone(),
    };
    skills.iter().map(skill).collect()
}
