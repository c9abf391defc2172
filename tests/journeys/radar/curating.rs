//! Emerging skills, trends and editions.

use contracts::radar::v1::{EditionFormat, GetSkillResponse, Movement, Ring, SkillState, Trend, WaitsFor};
use serde_json::{Value, json};
use testkit::{eventually, reason, request_id};

use super::{COORDINATOR, CURATOR, HEAT_PUMPS, PROPOSER, read, register, source};
use crate::reach::{Reach, request};

pub(crate) async fn propose(hub: &Reach<'_>, skill: Value) -> Result<(), tonic::Status> {
    let asked =
        json!({"requestId": request_id(), "skill": skill, "reason": "Vaak genoemd in recente studies."});
    hub.radar(PROPOSER)
        .curation()
        .propose_skill(request(asked))
        .await
        .map(drop)
}

pub(crate) async fn review(hub: &Reach<'_>, roles: &str, skill_id: &str) -> Result<(), tonic::Status> {
    let asked = json!({"requestId": request_id(), "skillId": skill_id});
    hub.radar(roles)
        .curation()
        .review_skill(request(asked))
        .await
        .map(drop)
}

pub(crate) async fn decide(
    hub: &Reach<'_>,
    roles: &str,
    skill_id: &str,
    is_valid: bool,
) -> Result<(), tonic::Status> {
    let asked = json!({"requestId": request_id(), "skillId": skill_id, "isValid": is_valid, "reason": "Goed onderbouwd."});
    hub.radar(roles)
        .curation()
        .decide_on_skill(request(asked))
        .await
        .map(drop)
}

pub(crate) async fn publish(hub: &Reach<'_>, roles: &str, skill_id: &str) -> Result<(), tonic::Status> {
    let asked = json!({"requestId": request_id(), "skillId": skill_id});
    hub.radar(roles)
        .curation()
        .publish_skill(request(asked))
        .await
        .map(drop)
}

pub(crate) async fn get(hub: &Reach<'_>, skill_id: &str) -> Result<GetSkillResponse, tonic::Status> {
    let asked = json!({"skillId": skill_id});
    Ok(hub
        .radar("")
        .curation()
        .get_skill(request(asked))
        .await?
        .into_inner())
}

pub(crate) async fn merge(hub: &Reach<'_>, skill_id: &str, into_skill_id: &str) -> Result<(), tonic::Status> {
    let asked = json!({"requestId": request_id(), "skillId": skill_id, "intoSkillId": into_skill_id, "reason": "Hetzelfde vak."});
    hub.radar(COORDINATOR)
        .curation()
        .merge_skill(request(asked))
        .await
        .map(drop)
}

fn heat_pumps() -> Value {
    json!({
        "skillId": "warmtepompen", "label": {"nl": "Warmtepompen installeren", "en": "Installing heat pumps"},
        "conceptUri": HEAT_PUMPS, "themeIds": ["energy-raw-materials"],
    })
}

pub(super) async fn a_skill_needs_two_people_and_two_publishers(hub: &Reach<'_>) {
    propose(hub, heat_pumps()).await.unwrap();
    let same = json!({"skillId": "nog-eens", "label": {"nl": "Nog eens"}, "conceptUri": HEAT_PUMPS});
    assert_eq!(reason(&propose(hub, same).await.unwrap_err()), "SKILL_SAME");
    assert_eq!(
        reason(&get(hub, "warmtepompen").await.unwrap_err()),
        "SKILL_UNKNOWN",
        "proposals are not for everyone"
    );
    let queue = hub
        .radar(CURATOR)
        .curation()
        .list_curation_queue(request(json!({})))
        .await
        .unwrap()
        .into_inner();
    assert_eq!(queue.items[0].waits_for(), WaitsFor::Reviewer);
    review(hub, CURATOR, "warmtepompen").await.unwrap();
    let refused = decide(hub, COORDINATOR, "warmtepompen", true).await.unwrap_err();
    assert_eq!(reason(&refused), "SKILL_OTHERS_REVIEW");
    decide(hub, CURATOR, "warmtepompen", true).await.unwrap();
    publish(hub, COORDINATOR, "warmtepompen").await.unwrap();
    // By its reference a skill is found a moment after it changed.
    let found = eventually("the skill is found by its concept", async || {
        let found = get(hub, HEAT_PUMPS).await.ok()?.skill?;
        (found.state() == SkillState::Published).then_some(found)
    })
    .await;
    let evidence = found.evidence.unwrap();
    assert!(
        evidence.publishers >= 4 && evidence.sources > evidence.publishers,
        "{evidence:?}"
    );
}

pub(super) async fn terms_that_no_concept_covers_become_a_skill(hub: &Reach<'_>) {
    let asked = json!({"language": "nl", "sourcesMin": 2});
    let listed = hub
        .radar(CURATOR)
        .sources()
        .list_candidates(request(asked))
        .await
        .unwrap()
        .into_inner();
    let candidate = listed
        .candidates
        .iter()
        .find(|it| {
            it.variants
                .iter()
                .any(|it| it.surface.to_lowercase().contains("waterstofveiligheid"))
        })
        .unwrap_or_else(|| panic!("{:#?}", listed.candidates.iter().take(20).collect::<Vec<_>>()));
    assert!(
        candidate.keyness > 0.0 && candidate.publishers >= 2,
        "{candidate:?}"
    );
    let keys: Vec<&str> = candidate.variants.iter().map(|it| it.key.as_str()).collect();
    let skill = json!({
        "skillId": "waterstofveiligheid", "label": {"nl": "Veilig werken met waterstof", "en": "Working safely with hydrogen"},
        "termKeys": keys, "themeIds": ["energy-raw-materials"],
    });
    propose(hub, skill).await.unwrap();
    review(hub, CURATOR, "waterstofveiligheid").await.unwrap();
    decide(hub, CURATOR, "waterstofveiligheid", true).await.unwrap();
    publish(hub, COORDINATOR, "waterstofveiligheid").await.unwrap();
    let found = get(hub, "waterstofveiligheid").await.unwrap().skill.unwrap();
    assert!(found.reference.unwrap().uri.starts_with("urn:uuid:"));
}

pub(super) async fn merges_redirect_and_dissent_stays(hub: &Reach<'_>) {
    // One publisher alone is not enough, whatever it publishes.
    let lonely = "http://data.europa.eu/esco/skill/000f1d3d-220f-4789-9c0a-cc742521fb02";
    for number in 0..2 {
        let text = format!("Notitie {number}. Programmeren in Haskell is een vak dat wij onderwijzen.");
        let id = register(
            hub,
            source(&format!("Notitie {number}"), "Enige Uitgever", "2025-10-01"),
            &text,
        )
        .await;
        read(hub, &id.source_id).await;
    }
    let skill = json!({"skillId": "haskell", "label": {"nl": "Haskell"}, "conceptUri": lonely});
    propose(hub, skill).await.unwrap();
    review(hub, CURATOR, "haskell").await.unwrap();
    decide(hub, CURATOR, "haskell", true).await.unwrap();
    assert_eq!(
        reason(&publish(hub, COORDINATOR, "haskell").await.unwrap_err()),
        "SKILL_UNSUPPORTED"
    );
    let dissent = json!({"requestId": request_id(), "skillId": "warmtepompen", "reason": "Dit is al jaren gewoon werk."});
    hub.radar("provider-officer:vb-hs-zuiderlicht")
        .curation()
        .record_dissent(request(dissent))
        .await
        .unwrap();
    merge(hub, "haskell", "warmtepompen").await.unwrap();
    let found = get(hub, "haskell").await.unwrap();
    assert_eq!(found.redirected_from, ["haskell"]);
    let skill = found.skill.unwrap();
    assert_eq!(skill.skill.unwrap().skill_id, "warmtepompen");
    assert_eq!(skill.dissent[0].reason, "Dit is al jaren gewoon werk.");
    let refused = merge(hub, "warmtepompen", "haskell").await.unwrap_err();
    assert_eq!(reason(&refused), "SKILL_INTO_ITSELF", "a merge makes no circle");
}

async fn trend(hub: &Reach<'_>, skill: &str) -> Trend {
    let asked = json!({"skill": skill, "scope": {"asOf": "2026-06-30"}});
    hub.radar("")
        .trends()
        .get_trend(request(asked))
        .await
        .unwrap()
        .into_inner()
        .trend
        .unwrap()
}

pub(super) async fn trends_and_editions(hub: &Reach<'_>) {
    let concept = trend(hub, HEAT_PUMPS).await;
    assert!(
        matches!(concept.ring(), Ring::Growing | Ring::Emerging),
        "{concept:#?}"
    );
    assert_eq!(concept.points.len(), 8);
    let growth = concept.growth.clone().unwrap();
    assert!(
        growth.low.unwrap() > 1.0 && growth.q_value.unwrap() < 0.05,
        "{growth:?}"
    );
    assert_eq!(
        trend(hub, HEAT_PUMPS).await,
        concept,
        "the same question gives the same answer"
    );
    let scope = json!({"asOf": "2026-06-30"});
    let first = edition(hub, &scope).await.unwrap();
    assert_eq!(first, 1);
    let retire = json!({"requestId": request_id(), "skillId": "waterstofveiligheid", "reason": "Opgegaan in een ander vak."});
    hub.radar(COORDINATOR)
        .curation()
        .retire_skill(request(retire))
        .await
        .unwrap();
    let second = eventually("the retired skill is off the radar", async || {
        let number = edition(hub, &scope).await.unwrap();
        let asked = request(json!({"number": number}));
        let found = hub
            .radar("")
            .editions()
            .get_edition(asked)
            .await
            .unwrap()
            .into_inner()
            .edition
            .unwrap();
        (found.entries.len() == 1).then_some(found)
    })
    .await;
    assert_eq!(second.entries[0].movement(), Movement::Same);
    assert_eq!(second.entries[0].dissents, 1);
    assert_eq!(second.departures[0].skill_id, "waterstofveiligheid");
    let frozen = request(json!({"number": 1}));
    let frozen = hub
        .radar("")
        .editions()
        .get_edition(frozen)
        .await
        .unwrap()
        .into_inner()
        .edition
        .unwrap();
    assert_eq!(frozen.entries.len(), 2, "an edition never changes");
    for format in [
        EditionFormat::Json,
        EditionFormat::Csv,
        EditionFormat::Svg,
        EditionFormat::Html,
    ] {
        for language in ["nl", "en"] {
            let asked = json!({"number": 1, "format": format.as_str_name(), "language": language});
            let file = hub
                .radar("")
                .editions()
                .export_edition(request(asked))
                .await
                .unwrap()
                .into_inner();
            let content = String::from_utf8(file.content).unwrap();
            assert!(
                content.to_lowercase().contains("warmtepompen")
                    || content.to_lowercase().contains("heat pumps"),
                "{format:?} {language}"
            );
        }
    }
}

pub(crate) async fn edition(hub: &Reach<'_>, scope: &Value) -> Result<u32, tonic::Status> {
    let title = json!({"nl": "LLO-Radar", "en": "LLO-Radar"});
    let asked = json!({"requestId": request_id(), "title": title, "scope": scope});
    let published = hub
        .radar(COORDINATOR)
        .editions()
        .publish_edition(request(asked))
        .await?;
    Ok(published.into_inner().number)
}
