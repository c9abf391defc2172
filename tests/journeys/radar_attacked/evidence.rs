//! What a skill rests on, made to look like more than it is.

use contracts::radar::v1::{SkillState, WaitsFor};
use serde_json::json;
use testkit::{eventually, reason, request_id};

use super::{concept, sources_about, step, uri_of};
use crate::{
    radar::{
        COORDINATOR, CURATOR,
        curating::{decide, get, propose, publish, review},
    },
    reach::{Reach, request},
};

async fn validated(hub: &Reach<'_>, id: &str, uri: &str) {
    propose(hub, concept(id, uri)).await.unwrap();
    review(hub, CURATOR, id).await.unwrap();
    decide(hub, CURATOR, id, true).await.unwrap();
}

async fn cite(hub: &Reach<'_>, id: &str, source_id: &str) {
    let mut cite = step(id);
    cite["sourceId"] = json!(source_id);
    cite["note"] = json!("Bladzijde 2.");
    hub.radar(CURATOR)
        .curation()
        .cite_source(request(cite))
        .await
        .unwrap();
}

async fn withdraw(hub: &Reach<'_>, source_id: &str) {
    let asked = json!({"requestId": request_id(), "sourceId": source_id, "reason": "Ingetrokken."});
    hub.radar(COORDINATOR)
        .sources()
        .withdraw_source(request(asked))
        .await
        .unwrap();
}

/// Publishers that the radar counts for a skill.
async fn publishers(hub: &Reach<'_>, id: &str) -> u32 {
    let asked = json!({"skillId": id});
    let found = hub
        .radar(CURATOR)
        .curation()
        .get_skill(request(asked))
        .await
        .unwrap();
    found.into_inner().skill.unwrap().evidence.unwrap().publishers
}

pub(super) async fn one_publisher_in_several_spellings_is_one_voice(hub: &Reach<'_>) {
    let uri = uri_of(hub, "think analytically").await;
    validated(hub, "een-stem", &uri).await;
    let spellings = [
        "CBS",
        "cbs.",
        "C B S",
        "C.B.S.",
        "Stichting CBS",
        "het CBS",
        "ＣＢＳ B.V.",
    ];
    for source_id in sources_about(hub, "Een stem, in zeven spellingen.", &spellings).await {
        cite(hub, "een-stem", &source_id).await;
    }
    assert_eq!(publishers(hub, "een-stem").await, 1);
    let status = publish(hub, COORDINATOR, "een-stem").await.unwrap_err();
    assert_eq!(reason(&status), "SKILL_UNSUPPORTED");
    let queue = hub
        .radar(CURATOR)
        .curation()
        .list_curation_queue(request(json!({})))
        .await
        .unwrap();
    let items = queue.into_inner().items;
    let item = items
        .iter()
        .find(|it| it.skill.as_ref().unwrap().skill.as_ref().unwrap().skill_id == "een-stem");
    assert_eq!(item.unwrap().waits_for(), WaitsFor::Evidence);
    let other = sources_about(hub, "Een tweede stem.", &["CPB"]).await.remove(0);
    cite(hub, "een-stem", &other).await;
    publish(hub, COORDINATOR, "een-stem").await.unwrap();
}

pub(super) async fn a_source_that_is_withdrawn_counts_no_more(hub: &Reach<'_>) {
    let uri = uri_of(hub, "hydraulics").await;
    validated(hub, "wankel", &uri).await;
    let sources = sources_about(
        hub,
        "Over iets wankels.",
        &["Uitgever Een", "Uitgever Twee", "Uitgever Drie"],
    )
    .await;
    cite(hub, "wankel", &sources[0]).await;
    cite(hub, "wankel", &sources[1]).await;
    // Withdrawn and published without a moment in between, in whatever state the lists are.
    withdraw(hub, &sources[0]).await;
    let status = publish(hub, COORDINATOR, "wankel").await.unwrap_err();
    assert_eq!(reason(&status), "SKILL_UNSUPPORTED");
    // A citation that was made while the source counted is the same when it is asked again.
    let mut again = step("wankel");
    again["sourceId"] = json!(sources[2]);
    again["note"] = json!("Bladzijde 3.");
    let cited = |asked: serde_json::Value| async move {
        hub.radar(CURATOR).curation().cite_source(request(asked)).await
    };
    cited(again.clone()).await.unwrap();
    publish(hub, COORDINATOR, "wankel").await.unwrap();
    withdraw(hub, &sources[2]).await;
    let receipt = cited(again).await.unwrap().into_inner().receipt.unwrap();
    assert!(receipt.repeated);
    eventually(
        "it is told that the skill is hardly supported any more",
        async || {
            let skill = get(hub, "wankel").await.unwrap().skill.unwrap();
            assert_eq!(
                skill.state(),
                SkillState::Published,
                "who refers to it still finds it"
            );
            skill.is_under_supported.then_some(())
        },
    )
    .await;
}
