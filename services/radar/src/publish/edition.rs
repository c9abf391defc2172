//! Editions, as published: skills with their rings. Everything else can be asked of the block.

use blocks::contract::text;
use contracts::radar::v1;
use eventing::Published;

use super::event;
use crate::{
    contract::{
        edition::{basis_method, movement},
        trend::ring,
    },
    domain::edition::Fact,
};

/// The message for a fact of an edition.
pub(super) fn message(number: &str, fact: Fact) -> Result<Vec<Published>, serde_json::Error> {
    match fact {
        Fact::Published { edition, by: _ } => {
            let content = &edition.content;
            let skill = |entry: &crate::domain::edition::Entry| v1::EditionSkill {
                skill_id: entry.skill_id.clone(),
                ring: ring(entry.ring).into(),
                movement: movement(&edition, entry).into(),
                sources: entry.sources,
            };
            let message = v1::EditionPublished {
                number: content.number,
                title: Some(text(&content.title)),
                published_on: edition.published_on.to_string(),
                method: Some(basis_method(&content.basis)),
                sources: content.basis.sources,
                skills: content.entries.iter().map(skill).collect(),
                departed_skill_ids: edition.departures().map(|it| it.skill_id.clone()).collect(),
            };
            event(number, &message)
        }
    }
}
