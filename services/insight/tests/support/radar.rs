//! What becomes of an emerging skill, and what providers make of it, told event by event. Skill, provider, offer and class carry the
//! same identifier: kinds of things do not get mixed up by it.

use contracts::{
    hub::v1::{LocalText, SkillRef},
    professionalisation::v1 as providers,
    radar::v1 as api,
};

use super::MemoryLedger;

/// Events until the story begins again.
const STORY: u32 = 9;

/// Tells the event that comes after `told` others.
pub fn tell_next(ledger: &MemoryLedger, id: &str, told: u32) {
    match told % STORY {
        0 | 1 | 4 | 8 => tell_skill(ledger, id, told),
        2 | 7 => tell_edition(ledger, id, told),
        _ => tell_provider(ledger, id, told),
    }
}

fn reference(id: &str) -> SkillRef {
    SkillRef {
        uri: format!("urn:uuid:{id}"),
        taxonomy: "LLO-Radar".into(),
        label: "Solderen \"hard\" \u{1F600}".into(),
    }
}

fn tell_skill(ledger: &MemoryLedger, id: &str, told: u32) {
    match told % STORY {
        // A skill that was merged is published again in the next round: it reads otherwise then.
        0 => {
            let skill = api::EmergingSkill {
                skill_id: id.into(),
                label: Some(LocalText {
                    nl: "Hard solderen".into(),
                    en: "Brazing".into(),
                }),
                theme_ids: vec!["energy".into()],
                ..Default::default()
            };
            let published = api::SkillPublished {
                skill: Some(skill),
                reference: Some(reference(id)),
                sources: 3 + told,
                publishers: 2,
                regions: vec![api::RegionEvidence {
                    region_id: "AM01".into(),
                    sources: 2,
                }],
                published_on: "2025-01-01".into(),
                ..Default::default()
            };
            ledger.tell("nl.skills.skill-published.v1", "", &published);
        }
        1 => {
            let dissent = api::DissentRecorded {
                skill_id: id.into(),
                dissent: Some(api::Dissent {
                    reason: "Dit is niet nieuw.".into(),
                    recorded_on: "2025-01-05".into(),
                    state: api::SkillState::Published.into(),
                }),
            };
            ledger.tell("nl.skills.dissent-recorded.v1", "", &dissent);
        }
        4 => {
            let retired = api::SkillRetired {
                skill_id: id.into(),
                reference: Some(reference(id)),
                retired_on: "2025-02-01".into(),
            };
            ledger.tell("nl.skills.skill-retired.v1", "", &retired);
        }
        _ => {
            let merged = api::SkillMerged {
                skill_id: id.into(),
                reference: Some(reference(id)),
                into_skill_id: "other".into(),
                into_reference: Some(reference("other")),
                merged_on: "2025-02-15".into(),
            };
            ledger.tell("nl.skills.skill-merged.v1", "", &merged);
        }
    }
}

/// Each edition has a number of its own, as those of the radar have.
fn tell_edition(ledger: &MemoryLedger, id: &str, told: u32) {
    let skill = api::EditionSkill {
        skill_id: id.into(),
        ring: api::Ring::Growing.into(),
        movement: api::Movement::New.into(),
        sources: told,
    };
    let published = api::EditionPublished {
        number: u32::try_from(ledger.head()).unwrap(),
        published_on: "2025-02-01".into(),
        sources: 40,
        skills: vec![skill],
        departed_skill_ids: vec!["gone".into()],
        ..Default::default()
    };
    ledger.tell("nl.radars.edition-published.v1", "", &published);
}

fn tell_provider(ledger: &MemoryLedger, id: &str, told: u32) {
    match told % STORY {
        3 => {
            let provider = providers::Provider {
                provider_id: id.into(),
                name: format!("Opleider {told}"),
                region_ids: vec!["AM01".into(), "AM02".into()],
                ..Default::default()
            };
            let registered = providers::ProviderRegistered {
                provider: Some(provider),
                revision: told / STORY + 1,
            };
            ledger.tell("nl.providers.provider-registered.v1", "", &registered);
        }
        5 => {
            let offer = providers::Offer {
                offer_id: id.into(),
                provider_id: id.into(),
                skills: vec![reference(id)],
                region_ids: vec!["AM01".into()],
                class_ids: vec![id.into()],
                open_from: "2025-01-01".into(),
                ..Default::default()
            };
            let published = providers::OfferPublished {
                offer: Some(offer),
                revision: told / STORY + 1,
            };
            ledger.tell("nl.offers.offer-published.v1", "", &published);
        }
        _ => {
            let withdrawn = providers::OfferWithdrawn {
                offer_id: id.into(),
                withdrawn_on: "2025-02-20".into(),
            };
            ledger.tell("nl.offers.offer-withdrawn.v1", "", &withdrawn);
        }
    }
}
