//! Whoever proposed a skill tries to decide about it, and merges are led in circles.

use serde_json::json;
use testkit::{Client, TestHub, reason, request_id};

use super::{about, concept, person, refused, sources_about, step, uri_of};
use crate::{
    radar::{COORDINATOR, CURATOR, curating},
    reach::{Reach, request},
};

pub(super) async fn whoever_proposes_decides_in_no_role(hub: &TestHub, reach: &Reach<'_>) {
    let uri = uri_of(reach, "use spreadsheets").await;
    sources_about(
        reach,
        "Wij leren medewerkers met spreadsheets werken.",
        &["CBS", "TNO", "UWV"],
    )
    .await;
    let proposer = person(hub, "iemand", "workgroup-lead:wg-radar");
    let propose = json!({"requestId": request_id(), "skill": concept("eigen", &uri), "reason": "Van mij."});
    proposer.curation().propose_skill(request(propose)).await.unwrap();
    // The same person comes back in every role that may decide, and in all of them at once.
    let all = [CURATOR, COORDINATOR, "block-coordinator:radar"];
    let joined = all.join(" ");
    let guises: Vec<Client> = all
        .iter()
        .chain([&joined.as_str()])
        .map(|roles| person(hub, "iemand", roles))
        .collect();
    for guise in &guises {
        let status = refused("review", guise.curation().review_skill(request(step("eigen")))).await;
        assert_eq!(reason(&status), "SKILL_OWN_PROPOSAL");
    }
    curating::review(reach, CURATOR, "eigen").await.unwrap();
    cannot_end_it(&guises).await;
    curating::decide(reach, CURATOR, "eigen", true).await.unwrap();
    for guise in &guises {
        let status = refused("publish", guise.curation().publish_skill(request(step("eigen")))).await;
        assert_eq!(reason(&status), "SKILL_OWN_PROPOSAL");
    }
    for source_id in sources_about(reach, "Aangehaald.", &["SER", "CPB"]).await {
        let mut cite = step("eigen");
        cite["sourceId"] = json!(source_id);
        cite["note"] = json!("Bladzijde 2.");
        proposer.curation().cite_source(request(cite)).await.unwrap();
    }
    curating::publish(reach, COORDINATOR, "eigen").await.unwrap();
    for guise in &guises {
        let status = refused("retire", guise.curation().retire_skill(request(about("eigen")))).await;
        assert_eq!(reason(&status), "SKILL_OWN_PROPOSAL");
    }
}

async fn cannot_end_it(guises: &[Client]) {
    for guise in guises {
        for is_valid in [true, false] {
            let mut decision = about("eigen");
            decision["isValid"] = json!(is_valid);
            let status = refused("decide", guise.curation().decide_on_skill(request(decision))).await;
            assert_eq!(reason(&status), "SKILL_OWN_PROPOSAL");
        }
        let mut merge = about("eigen");
        merge["intoSkillId"] = json!("eigen-2");
        let status = refused("merge", guise.curation().merge_skill(request(merge))).await;
        assert!(
            matches!(reason(&status).as_str(), "SKILL_OWN_PROPOSAL" | "SKILL_UNKNOWN"),
            "{status:?}"
        );
    }
}

async fn merge(hub: &Reach<'_>, from: &str, into: &str) -> Result<(), String> {
    let mut asked = about(from);
    asked["intoSkillId"] = json!(into);
    let merged = hub
        .radar(COORDINATOR)
        .curation()
        .merge_skill(request(asked))
        .await;
    merged.map(drop).map_err(|status| reason(&status))
}

/// Circles are refused, also when both halves are asked for at the same moment, and nothing published leads to what is not.
pub(super) async fn merges_lead_somewhere(hub: &Reach<'_>) {
    let labels = ["sort waste", "load cargo", "lay bricks", "pour concrete"];
    for (label, id) in labels.into_iter().zip(["een", "twee", "drie", "vier"]) {
        let uri = uri_of(hub, label).await;
        curating::propose(hub, concept(id, &uri)).await.unwrap();
        curating::review(hub, CURATOR, id).await.unwrap();
    }
    assert_eq!(merge(hub, "een", "een").await.unwrap_err(), "SKILL_INTO_ITSELF");
    assert_eq!(merge(hub, "een", "nergens").await.unwrap_err(), "SKILL_UNKNOWN");
    assert_eq!(merge(hub, "nergens", "een").await.unwrap_err(), "SKILL_UNKNOWN");
    assert_eq!(
        merge(hub, "eigen", "een").await.unwrap_err(),
        "SKILL_INTO_UNPUBLISHED",
        "whoever refers to a published skill finds something"
    );
    let (there, back) = tokio::join!(merge(hub, "een", "twee"), merge(hub, "twee", "een"));
    assert_ne!(there.is_ok(), back.is_ok(), "{there:?} {back:?}");
    let (merged, left) = if there.is_ok() {
        ("een", "twee")
    } else {
        ("twee", "een")
    };
    assert_eq!(merge(hub, left, merged).await.unwrap_err(), "SKILL_INTO_ITSELF");
    merge(hub, left, "drie").await.unwrap();
    assert_eq!(merge(hub, "drie", merged).await.unwrap_err(), "SKILL_INTO_ITSELF");
    curating::decide(hub, CURATOR, "vier", false).await.unwrap();
    assert_eq!(merge(hub, "drie", "vier").await.unwrap_err(), "SKILL_INTO_GONE");
    let asked = json!({"skillId": merged});
    let end = hub
        .radar(CURATOR)
        .curation()
        .get_skill(request(asked))
        .await
        .unwrap()
        .into_inner();
    assert_eq!(end.redirected_from, [merged, left]);
    assert_eq!(end.skill.unwrap().skill.unwrap().skill_id, "drie");
}
