//! The main walk: a workgroup's project reports, the hub answers, the nation sees it, and every figure can be explained.

use contracts::{
    insight::v1::{GetOverviewResponse, figure::Value as FigureValue},
    ledger::v1::Entry,
    programme::v1::{MoneyState, ProjectState, ReportState},
};
use serde_json::json;
use testkit::{SeparateProcesses, TestHub, reason, request_id};

use crate::{
    reach::{Reach, program, quiet, request},
    seen::{money, projects},
};

#[tokio::test(flavor = "multi_thread")]
async fn a_workgroup_reports_and_the_nation_sees_it_in_one_process() {
    let mut hub = TestHub::start(quiet()).await;
    walk(&Reach::whole(&hub)).await;
    hub.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_workgroup_reports_and_the_nation_sees_it_with_every_block_its_own_process() {
    let hub = SeparateProcesses::start(program(), &["programme", "ledger", "insight"]).await;
    walk(&Reach::separate(&hub)).await;
}

async fn walk(hub: &Reach<'_>) {
    hub.clock("2023-12-01T09:00:00Z").await;
    hub.load_reference_data().await;
    hub.clock("2024-01-02T09:00:00Z").await;
    hub.running_project("llo-1").await;
    let obligations = hub.obligations("llo-1").await;
    assert_eq!(
        (
            obligations[0].obligation_id.as_str(),
            obligations[0].due_on.as_str()
        ),
        ("llo-1_2024-H1_progress", "2024-08-11")
    );

    hub.clock("2024-07-20T09:00:00Z").await;
    first_report(hub).await;
    let token = hub_answers(hub).await;
    the_nation_sees_it(hub, &token).await;
    the_project_gets_its_feedback(hub, &token).await;
    the_next_report_must_answer(hub).await;
    the_ledger_tells_it_in_order(hub).await;
}

async fn first_report(hub: &Reach<'_>) {
    let lead = hub.programme("project-lead:llo-1");
    let start = json!({"requestId": request_id(), "projectId": "llo-1", "period": "2024-H1", "kind": "REPORT_KIND_PROGRESS"});
    let report = lead
        .reporting()
        .start_report(request(start))
        .await
        .unwrap()
        .into_inner()
        .report
        .unwrap();
    let content = report.content.clone().unwrap();
    assert_eq!(
        content.milestones[0].title, "Overeenkomst getekend",
        "a new report starts from the plan"
    );
    assert_eq!(
        (content.results[0].target_value, content.budget.len()),
        (200.0, 2)
    );

    let fill = json!({
        "requestId": request_id(), "projectId": "llo-1", "reportId": report.report_id, "expectedVersion": report.version.to_string(),
        "content": {
            "highlights": "De overeenkomst is getekend en de eerste groep is geworven.",
            "milestones": [
                {"milestoneId": "m1", "achieved": true, "achievedOn": "2024-04-20"},
                {"milestoneId": "m2"},
            ],
            "results": [{"indicatorId": "trans-participants-started", "currentValue": 35.0}],
            "budget": [
                {"category": "personnel", "cumulativeCents": "15000000"},
                {"category": "materials", "cumulativeCents": "2500050"},
            ],
            "learningCulture": "Leidinggevenden leren mee.",
        },
    });
    lead.reporting().fill_report(request(fill)).await.unwrap();
    let submit = json!({"requestId": request_id(), "projectId": "llo-1", "reportId": report.report_id});
    let submitted = lead
        .reporting()
        .submit_report(request(submit))
        .await
        .unwrap()
        .into_inner();
    assert_eq!(
        submitted.response_due_on, "2024-09-14",
        "the hub answers within eight weeks"
    );
}

/// The agency asks something, accepts, and somebody else approves. Answers the last consistency token.
async fn hub_answers(hub: &Reach<'_>) -> String {
    let officer = hub.programme("agency-officer");
    let about =
        json!({"requestId": request_id(), "projectId": "llo-1", "reportId": "llo-1_2024-H1_progress"});
    let again = |extra: serde_json::Value| {
        let mut call = about.clone();
        call["requestId"] = request_id().into();
        call.as_object_mut()
            .unwrap()
            .extend(extra.as_object().unwrap().clone());
        call
    };
    officer
        .reporting()
        .review_report(request(again(json!({}))))
        .await
        .unwrap();
    let point =
        again(json!({"attentionPointId": "ap-1", "text": "Hoe worden werkgevers in Friesland bereikt?"}));
    officer
        .feedback()
        .raise_attention_point(request(point))
        .await
        .unwrap();
    officer
        .reporting()
        .accept_report(request(again(json!({"note": "Duidelijk verslag."}))))
        .await
        .unwrap();
    let coordinator = hub.programme("block-coordinator:transitions");
    let approved = coordinator
        .reporting()
        .approve_report(request(again(json!({}))))
        .await
        .unwrap()
        .into_inner();
    let get = json!({"projectId": "llo-1", "reportId": "llo-1_2024-H1_progress"});
    let report = officer.reporting().get_report(request(get)).await;
    assert_eq!(
        report.unwrap().into_inner().report.unwrap().state(),
        ReportState::Approved
    );
    approved.receipt.unwrap().consistency_token
}

async fn the_nation_sees_it(hub: &Reach<'_>, token: &str) {
    let anyone = hub.insight("public");
    let overview = anyone
        .insight()
        .get_overview(request(json!({"consistencyToken": token})))
        .await
        .unwrap()
        .into_inner();
    let nation = &overview.groups[0];
    assert!(overview.contains_examples);
    assert_eq!(projects(nation, ProjectState::Running), 1);
    assert_eq!(money(nation, MoneyState::Granted), 100_000_000);
    assert_eq!(money(nation, MoneyState::Realised), 17_500_050);
    let started = nation
        .indicators
        .iter()
        .find(|indicator| indicator.indicator_id == "trans-participants-started")
        .unwrap();
    let figure = started.reported.clone().unwrap();
    assert_eq!(figure.value, Some(FigureValue::Quantity(35.0)));

    // By region the money adds up to the whole, to the cent.
    let split = json!({"groupBy": "GROUP_BY_REGION", "consistencyToken": token});
    let regions: GetOverviewResponse = anyone
        .insight()
        .get_overview(request(split))
        .await
        .unwrap()
        .into_inner();
    let realised: i64 = regions
        .groups
        .iter()
        .map(|group| money(group, MoneyState::Realised))
        .sum();
    assert_eq!(realised, 17_500_050);

    let explain = json!({"figureId": figure.figure_id});
    let explained = hub
        .insight("auditor")
        .insight()
        .explain(request(explain))
        .await
        .unwrap()
        .into_inner();
    assert_eq!(explained.figure.unwrap().value, figure.value);
    assert!(
        explained
            .events
            .iter()
            .any(|event| event.r#type == "nl.reports.report-accepted.v1")
    );
    assert!(!explained.rule.unwrap().nl.is_empty());
}

async fn the_project_gets_its_feedback(hub: &Reach<'_>, token: &str) {
    let lead = hub.insight("project-lead:llo-1");
    for (language, words) in [
        ("LANGUAGE_NL", "Aandachtspunten"),
        ("LANGUAGE_EN", "Attention points"),
    ] {
        let ask = json!({"projectId": "llo-1", "language": language, "consistencyToken": token});
        let feedback = lead
            .insight()
            .get_project_feedback(request(ask))
            .await
            .unwrap()
            .into_inner();
        assert!(feedback.markdown.contains(words), "{}", feedback.markdown);
        assert!(
            feedback
                .markdown
                .contains("Hoe worden werkgevers in Friesland bereikt?")
        );
        assert_eq!(feedback.status.unwrap().attention_points.len(), 1);
    }
}

async fn the_next_report_must_answer(hub: &Reach<'_>) {
    hub.clock("2025-01-15T09:00:00Z").await;
    let lead = hub.programme("project-lead:llo-1");
    let start = json!({"requestId": request_id(), "projectId": "llo-1", "period": "2024-H2", "kind": "REPORT_KIND_PROGRESS"});
    let report = lead
        .reporting()
        .start_report(request(start))
        .await
        .unwrap()
        .into_inner()
        .report
        .unwrap();
    let content = report.content.unwrap();
    assert_eq!(
        content.results[0].previous_value,
        Some(35.0),
        "a new report starts from the last accepted one"
    );
    assert_eq!(
        content.answers[0].question,
        "Hoe worden werkgevers in Friesland bereikt?"
    );

    let submit = || json!({"requestId": request_id(), "projectId": "llo-1", "reportId": report.report_id});
    let refused = lead
        .reporting()
        .submit_report(request(submit()))
        .await
        .unwrap_err();
    assert!(
        ["REPORT_INCOMPLETE", "ATTENTION_POINT_UNANSWERED"].contains(&reason(&refused).as_str()),
        "{refused:?}"
    );
    let fill = json!({
        "requestId": request_id(), "projectId": "llo-1", "reportId": report.report_id,
        "content": {
            "highlights": "De eerste groep begint in maart.",
            "results": [{"indicatorId": "trans-participants-started", "currentValue": 60.0}],
            "answers": [{"attentionPointId": "ap-1", "answer": "Via de regionale werkgeversdesk."}],
        },
    });
    lead.reporting().fill_report(request(fill)).await.unwrap();
    lead.reporting().submit_report(request(submit())).await.unwrap();
}

async fn the_ledger_tells_it_in_order(hub: &Reach<'_>) {
    let entries = read_all(hub).await;
    for (index, entry) in entries.iter().enumerate() {
        assert_eq!(entry.position, index as u64 + 1, "positions are gapless");
        assert_eq!(
            entry.sequence,
            index as u64 + 1,
            "one block published so far, in order"
        );
    }
    let submitted = entries
        .iter()
        .filter(|entry| entry.r#type == "nl.reports.report-submitted.v1")
        .count();
    assert_eq!(submitted, 2);
    assert!(
        entries
            .iter()
            .filter(|entry| entry.project_id == "llo-1")
            .all(|entry| entry.region_ids == ["AM01", "AM02"])
    );
}

/// Everything in the ledger, once both submissions are in.
async fn read_all(hub: &Reach<'_>) -> Vec<Entry> {
    let auditor = hub.ledger("auditor");
    testkit::eventually("the second submission is in the ledger", async || {
        let mut stream = auditor
            .ledger()
            .read_events(request(json!({})))
            .await
            .unwrap()
            .into_inner();
        let mut entries = Vec::new();
        while let Some(batch) = stream.message().await.unwrap() {
            entries.extend(batch.entries);
        }
        let submitted = entries
            .iter()
            .filter(|entry| entry.r#type == "nl.reports.report-submitted.v1")
            .count();
        (submitted == 2).then_some(entries)
    })
    .await
}
