//! Calls in roles that they are not for, and what everybody sees.

use contracts::radar::v1::{RadarEntry, SkillState};
use serde_json::json;
use testkit::{eventually, reason, request_id};
use tonic::{Code, Status};

use super::{about, concept, refused, sources_about, step, uri_of};
use crate::{
    radar::{
        COORDINATOR, CURATOR,
        curating::{decide, propose, publish, review},
    },
    reach::{Reach, request},
};

macro_rules! calls {
    ($hub:expr, $roles:expr, [$($service:ident . $method:ident),* $(,)?]) => {{
        let mut answers: Vec<(&str, Status)> = Vec::new();
        $(answers.push((
            stringify!($method),
            refused(stringify!($method), $hub.radar($roles).$service().$method(request(json!({})))).await,
        ));)*
        answers
    }};
}

fn all_denied(roles: &str, answers: Vec<(&str, Status)>) {
    for (method, status) in answers {
        assert!(
            matches!(status.code(), Code::PermissionDenied | Code::Unauthenticated),
            "{method} as `{roles}`: {status:?}"
        );
    }
}

pub(super) async fn nobody_does_what_is_not_theirs(hub: &Reach<'_>) {
    // Those who only look, and those whose work is elsewhere, change nothing.
    for roles in [
        "",
        "auditor",
        "operator",
        "ministry-reader",
        "agency-officer",
        "project-lead:llo-1",
        "provider-officer:p",
    ] {
        let denied = calls!(
            hub,
            roles,
            [
                taxonomies.upload_release_file,
                taxonomies.import_release,
                sources.register_source,
                sources.revise_source,
                sources.withdraw_source,
                distilling.start_run,
                distilling.use_run,
                distilling.stop_run,
                curation.propose_skill,
                curation.cite_source,
                curation.review_skill,
                curation.decide_on_skill,
                curation.merge_skill,
                curation.publish_skill,
                curation.retire_skill,
                editions.publish_edition,
            ]
        );
        all_denied(roles, denied);
    }
    for roles in ["", "auditor", "operator", "ministry-reader"] {
        all_denied(roles, calls!(hub, roles, [curation.record_dissent]));
    }
    // What stands in the texts, and what is not decided, is for those who curate.
    for roles in [
        "",
        "operator",
        "ministry-reader",
        "agency-officer",
        "project-lead:llo-1",
        "provider-officer:p",
        "partner:llo-1",
    ] {
        let denied = calls!(
            hub,
            roles,
            [
                sources.list_mentions,
                sources.list_candidates,
                curation.list_curation_queue
            ]
        );
        all_denied(roles, denied);
    }
    // Whoever may propose does not decide.
    for roles in ["workgroup-lead:wg-radar", "regional-coordinator:AM01"] {
        let denied = calls!(
            hub,
            roles,
            [
                taxonomies.upload_release_file,
                taxonomies.import_release,
                sources.withdraw_source,
                distilling.start_run,
                distilling.use_run,
                distilling.stop_run,
                curation.review_skill,
                curation.decide_on_skill,
                curation.merge_skill,
                curation.publish_skill,
                curation.retire_skill,
                editions.publish_edition,
            ]
        );
        all_denied(roles, denied);
    }
    all_denied(CURATOR, calls!(hub, CURATOR, [editions.publish_edition]));
    let regional = "regional-coordinator:AM01";
    all_denied(
        regional,
        calls!(hub, regional, [sources.register_source, sources.revise_source]),
    );
}

pub(super) async fn the_public_sees_what_was_published(hub: &Reach<'_>) {
    let uri = uri_of(hub, "weld").await;
    let sentence = "Lassers lassen staal volgens de norm. Wij leren mensen lassen.";
    sources_about(hub, sentence, &["CBS", "TNO"]).await;
    propose(hub, concept("stil", &uri)).await.unwrap();
    unseen(hub, "stil", &uri).await;
    review(hub, CURATOR, "stil").await.unwrap();
    unseen(hub, "stil", &uri).await;
    decide(hub, CURATOR, "stil", true).await.unwrap();
    unseen(hub, "stil", &uri).await;
    let other = uri_of(hub, "project management").await;
    propose(hub, concept("afgewezen", &other)).await.unwrap();
    review(hub, CURATOR, "afgewezen").await.unwrap();
    decide(hub, CURATOR, "afgewezen", false).await.unwrap();
    unseen(hub, "afgewezen", &other).await;
    for source in sources_about(hub, "Nog twee notities.", &["UWV", "SER"]).await {
        let mut cite = step("stil");
        cite["sourceId"] = json!(source);
        cite["note"] = json!("Op de tweede bladzijde.");
        hub.radar(CURATOR)
            .curation()
            .cite_source(request(cite))
            .await
            .unwrap();
    }
    publish(hub, COORDINATOR, "stil").await.unwrap();
    eventually("it is on the radar", async || {
        radar(hub)
            .await
            .iter()
            .any(|it| it.skill_id == "stil")
            .then_some(())
    })
    .await;
    // What is proposed again later does not hide what was on the radar.
    hub.radar(COORDINATOR)
        .curation()
        .retire_skill(request(about("stil")))
        .await
        .unwrap();
    eventually("the concept is free again", async || {
        propose(hub, concept("aaa-opnieuw", &uri)).await.ok()
    })
    .await;
    eventually("both are listed for those who curate", async || {
        let found = list(hub, CURATOR, SkillState::Proposed).await;
        found.contains(&"aaa-opnieuw".to_owned()).then_some(())
    })
    .await;
    let shown = hub
        .radar("")
        .curation()
        .get_skill(request(json!({"skillId": uri})))
        .await;
    assert_eq!(
        shown.unwrap().into_inner().skill.unwrap().skill.unwrap().skill_id,
        "stil"
    );
    unseen(hub, "aaa-opnieuw", &other).await;
}

async fn radar(hub: &Reach<'_>) -> Vec<RadarEntry> {
    let radar = hub.radar("").trends().get_radar(request(json!({}))).await;
    radar.unwrap().into_inner().entries
}

async fn list(hub: &Reach<'_>, roles: &str, state: SkillState) -> Vec<String> {
    let asked = json!({"state": state.as_str_name()});
    let found = hub.radar(roles).curation().list_skills(request(asked)).await;
    let found = found.unwrap().into_inner().skills.into_iter();
    found.map(|it| it.skill.unwrap().skill_id).collect()
}

/// By no call does the public learn of a skill that is not published.
async fn unseen(hub: &Reach<'_>, id: &str, uri: &str) {
    for roles in ["", "project-lead:llo-1", "provider-officer:p"] {
        let client = hub.radar(roles);
        for asked in [id, uri] {
            let get = client
                .curation()
                .get_skill(request(json!({"skillId": asked})))
                .await;
            assert_eq!(reason(&get.unwrap_err()), "SKILL_UNKNOWN", "{asked} as `{roles}`");
        }
        let trend = client.trends().get_trend(request(json!({"skill": id}))).await;
        assert_eq!(reason(&trend.unwrap_err()), "SKILL_UNKNOWN");
        for state in [
            SkillState::Unspecified,
            SkillState::Proposed,
            SkillState::InReview,
            SkillState::Validated,
            SkillState::Rejected,
            SkillState::Merged,
        ] {
            assert!(
                !list(hub, roles, state).await.contains(&id.to_owned()),
                "{state:?} as `{roles}`"
            );
        }
        let known = client
            .taxonomies()
            .get_concept(request(json!({"uri": uri})))
            .await;
        assert_eq!(known.unwrap().into_inner().concept.unwrap().skill_id, "");
    }
    assert!(radar(hub).await.iter().all(|it| it.skill_id != id));
    let dissent = json!({"requestId": request_id(), "skillId": id, "reason": "Bestaat dit?"});
    let dissent = hub
        .radar("provider-officer:p")
        .curation()
        .record_dissent(request(dissent))
        .await;
    assert_eq!(reason(&dissent.unwrap_err()), "SKILL_UNKNOWN");
}
