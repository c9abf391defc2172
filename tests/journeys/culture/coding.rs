//! What a project reports of the learning culture, coded by two who do not see each other's codes.

use contracts::culture::v1::{AnswerState, GetAnswerResponse};
use serde_json::{Value, json};
use testkit::{eventually, reason, request_id};

use super::{COORDINATOR, RESEARCHER, changing, published};
use crate::reach::{Reach, request};

pub(crate) const REPORT: &str = "llo-1_2024-H1_progress";
/// Somebody else with the same role.
const SECOND: &str = "researcher:culture assessor";
pub(crate) const TEXT: &str = "Leidinggevenden maken tijd vrij en leren zelf mee.";

/// A project's first report is accepted.
pub(crate) async fn a_project_reports(hub: &Reach<'_>) {
    hub.running_project("llo-1").await;
    hub.obligations("llo-1").await;
    hub.clock("2024-07-20T09:00:00Z").await;
    report(hub, "llo-1", "2024-H1", 40.0).await;
}

/// A project's progress report is submitted with what it tells of its learning culture, and accepted.
pub(crate) async fn report(hub: &Reach<'_>, project: &str, period: &str, participants: f64) {
    let call = |extra: Value| {
        let report = format!("{project}_{period}_progress");
        let mut call = json!({"requestId": request_id(), "projectId": project, "reportId": report});
        call.as_object_mut()
            .unwrap()
            .extend(extra.as_object().unwrap().clone());
        call
    };
    let lead = hub.programme(&format!("project-lead:{project}"));
    let start = json!({"requestId": request_id(), "projectId": project, "period": period, "kind": "REPORT_KIND_PROGRESS"});
    lead.reporting().start_report(request(start)).await.unwrap();
    let content = json!({"content": {
        "highlights": "Begonnen.", "learningCulture": TEXT,
        "results": [{"indicatorId": "trans-participants-started", "currentValue": participants}],
    }});
    lead.reporting()
        .fill_report(request(call(content)))
        .await
        .unwrap();
    lead.reporting()
        .submit_report(request(call(json!({}))))
        .await
        .unwrap();
    let officer = hub.programme("agency-officer");
    officer
        .reporting()
        .review_report(request(call(json!({}))))
        .await
        .unwrap();
    officer
        .reporting()
        .accept_report(request(call(json!({}))))
        .await
        .unwrap();
}

pub(crate) async fn answer(hub: &Reach<'_>, role: &str, report: &str) -> GetAnswerResponse {
    let get = json!({"blockId": "culture", "reportId": report});
    let found = hub.culture(role).coding().get_answer(request(get)).await.unwrap();
    found.into_inner()
}

pub(crate) async fn code(hub: &Reach<'_>, role: &str, report: &str, codes: &[&str]) -> Result<(), String> {
    let code = changing(json!({
        "reportId": report, "revision": 1, "schemeId": "learning-culture", "schemeVersion": 1, "codeIds": codes,
    }));
    let coded = hub.culture(role).coding().code_answer(request(code)).await;
    coded.map(drop).map_err(|status| reason(&status))
}

/// Waits until the answer in a report of the transitions waits for its first coder.
pub(crate) async fn waits_to_be_coded(hub: &Reach<'_>, report: &str) {
    let waiting = eventually("the answer waits to be coded", async || {
        let list = json!({"blockId": "culture", "ofBlockId": "transitions"});
        let listed = hub
            .culture(RESEARCHER)
            .coding()
            .list_answers_to_code(request(list))
            .await
            .unwrap();
        listed.into_inner().answers.pop()
    })
    .await;
    assert_eq!(
        (waiting.report_id.as_str(), waiting.state()),
        (report, AnswerState::Waits)
    );
}

pub(super) async fn answers_are_coded_and_seen_across_projects(hub: &Reach<'_>) {
    waits_to_be_coded(hub, REPORT).await;
    let ask = changing(json!({"reportId": REPORT, "coders": 2}));
    hub.culture(COORDINATOR)
        .coding()
        .ask_coders(request(ask))
        .await
        .unwrap();
    assert_eq!(
        answer(hub, RESEARCHER, REPORT).await.text,
        TEXT,
        "the text comes from the ledger"
    );
    code(hub, RESEARCHER, REPORT, &["leadership", "time-and-room"])
        .await
        .unwrap();
    assert_eq!(
        code(hub, RESEARCHER, REPORT, &["leadership"]).await.unwrap_err(),
        "CODER_NOT_INDEPENDENT"
    );
    assert!(
        answer(hub, SECOND, REPORT).await.codings.is_empty(),
        "the second does not see the first"
    );
    assert!(
        published(hub)
            .await
            .iter()
            .all(|(kind, _)| !kind.contains("answer-coded"))
    );
    code(hub, SECOND, REPORT, &["time-and-room"]).await.unwrap();
    let both = answer(hub, SECOND, REPORT).await;
    assert_eq!(
        (both.answer.unwrap().state(), both.codings.len()),
        (AnswerState::Disputed, 2)
    );
    let settle = |jointly: bool| {
        changing(json!({
            "reportId": REPORT, "revision": 1, "codeIds": ["leadership", "time-and-room"], "reason": "samen gelezen",
            "jointly": jointly,
        }))
    };
    let coder = hub.culture(SECOND);
    let refused = coder
        .coding()
        .resolve_coding(request(settle(false)))
        .await
        .unwrap_err();
    assert_eq!(reason(&refused), "CODER_NOT_INDEPENDENT");
    coder
        .coding()
        .resolve_coding(request(settle(true)))
        .await
        .unwrap();
    let across = eventually("the codes are counted", async || {
        let asked = json!({"schemeId": "learning-culture", "schemeVersion": 1, "regionId": "AM01"});
        let across = hub
            .culture("")
            .coding()
            .get_culture_across_projects(request(asked))
            .await
            .unwrap();
        Some(across.into_inner()).filter(|it| it.coded == 1)
    })
    .await;
    assert_eq!(
        (across.reports, across.answered, across.answered_share),
        (1, 1, Some(1.0))
    );
    assert_eq!(across.components.len(), 3);
    let stimulating = &across.components[2];
    assert_eq!(stimulating.project_ids, ["llo-1"]);
    assert_eq!(stimulating.blocks[0].id, "transitions");
    let agreement = json!({"schemeId": "learning-culture", "schemeVersion": 1});
    let agreement = hub
        .culture("")
        .coding()
        .measure_agreement(request(agreement))
        .await
        .unwrap();
    let room = agreement
        .into_inner()
        .codes
        .into_iter()
        .find(|it| it.code_id == "leadership")
        .unwrap();
    assert_eq!((room.answers, room.observed), (1, Some(0.0)));
    let events = eventually("the codes are published", async || {
        let events = published(hub).await;
        let found = events.iter().any(|(kind, _)| kind.contains("answer-coded"));
        found.then_some(events)
    })
    .await;
    assert!(
        events.iter().all(|(_, data)| !data.contains(TEXT)),
        "no text of answers"
    );
}
