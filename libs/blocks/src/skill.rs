//! Skills as a taxonomy has them.

use contracts::hub::v1 as hub;
use runtime::parse::Faults;
use serde::{Deserialize, Serialize};

use crate::{contract::NAME_CHARS_MAX, findings::Findings};

/// Most skills that one thing may name.
pub const SKILLS_MAX: usize = 50;

/// A skill by the URI of its concept. The label is that of the time at which it was named: a taxonomy may rename it later.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SkillRef {
    /// URI of the concept.
    pub uri: String,
    /// The taxonomy with its version, such as `ESCO 1.1.1`.
    pub taxonomy: String,
    /// Its label at the time.
    pub label: String,
}

/// Notes when there is no skill, too many, or one twice.
pub fn check_skills(skills: &[SkillRef], findings: &mut Findings) {
    let count = (1..=SKILLS_MAX).contains(&skills.len());
    findings.check(count, "skills", format!("1 to {SKILLS_MAX} skills"));
    findings.distinct("skills", ".uri", skills.iter().map(|skill| &skill.uri));
}

/// Reads skills; `field` is the path of the list. How many there must be is the aggregate's business.
pub fn read_skills(faults: &mut Faults, field: &str, skills: Vec<hub::SkillRef>) -> Vec<SkillRef> {
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
pub fn skills(skills: &[SkillRef]) -> Vec<hub::SkillRef> {
    let skill = |it: &SkillRef| hub::SkillRef {
        uri: it.uri.clone(),
        taxonomy: it.taxonomy.clone(),
        label: it.label.clone(),
    };
    skills.iter().map(skill).collect()
}
