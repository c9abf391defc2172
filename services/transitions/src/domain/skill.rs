//! Skills as a taxonomy has them.

use blocks::findings::Findings;
use serde::{Deserialize, Serialize};

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
