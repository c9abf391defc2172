//! What a skill is, and what it rests on.

use blocks::{
    findings::Findings,
    lists::check_count,
    size::json_bytes,
    skill::SkillRef,
    values::{Id, LocalText},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Rejection;

/// The taxonomy of skills that no concept covers: the radar's own.
pub const RADAR_TAXONOMY: &str = "LLO-Radar";
/// Most keys of terms by which one skill is counted.
pub const TERM_KEYS_MAX: usize = 50;

/// Most bytes of a skill, written as JSON: so it can be published as one event.
pub const CONTENT_BYTES_MAX: usize = 48_000;

/// What a skill is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// Identifier.
    pub skill_id: Id,
    /// What it is called.
    pub label: LocalText,
    /// What it is.
    pub description: LocalText,
    /// Concept it is; none when no concept covers it.
    pub concept: Option<SkillRef>,
    /// Keys of the terms it is counted by; none when it is a concept.
    pub term_keys: Vec<String>,
    /// Themes.
    pub theme_ids: Vec<Id>,
}

/// What a skill rests on.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Support {
    /// Sources that name it.
    pub sources: u32,
    /// Who published these.
    pub publishers: u32,
    /// Sources by region; those about the country under none.
    pub regions: Vec<(Option<Id>, u32)>,
}

impl Content {
    /// The reference by which other blocks name it. One that no concept covers has a URI of its own, made of its identifier: no URI is
    /// invented in somebody else's taxonomy.
    #[must_use]
    pub fn reference(&self) -> SkillRef {
        self.concept.clone().unwrap_or_else(|| SkillRef {
            uri: format!("urn:uuid:{}", own_uuid(&self.skill_id)),
            taxonomy: RADAR_TAXONOMY.to_owned(),
            label: self.label.nl.clone(),
        })
    }

    pub(super) fn check(&self) -> Result<(), Rejection> {
        let mut findings = Findings::below("skill");
        let keys = self.term_keys.len();
        findings.check(
            self.concept.is_some() == self.term_keys.is_empty(),
            "term_keys",
            "either a concept_uri or the keys of terms, not both and not neither",
        );
        findings.check(
            keys <= TERM_KEYS_MAX,
            "term_keys",
            format!("at most {TERM_KEYS_MAX} keys"),
        );
        findings.distinct("term_keys", "", &self.term_keys);
        check_count(&mut findings, "theme_ids", &self.theme_ids, 0);
        let bytes = json_bytes(self);
        findings.check(
            bytes <= CONTENT_BYTES_MAX,
            "description",
            format!("a skill of at most {CONTENT_BYTES_MAX} bytes in all, not {bytes}"),
        );
        findings.refuse_with(Rejection::Invalid)
    }
}

/// The UUID of a skill of the radar's own: of its identifier, so that it is the same wherever it is worked out.
fn own_uuid(skill_id: &str) -> Uuid {
    Uuid::new_v5(
        &Uuid::NAMESPACE_OID,
        format!("llo-radar/skill/{skill_id}").as_bytes(),
    )
}
