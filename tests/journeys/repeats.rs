//! The same request twice, two people at once, and edits that cross.

use futures::future::join_all;
use serde_json::json;
use testkit::{TestHub, reason, request_id};
use tonic::Code;

use crate::reach::{Reach, profile, request};

#[tokio::test(flavor = "multi_thread")]
async fn a_request_that_is_repeated_is_carried_out_once() {
    let hub = TestHub::start(schakelpunt::blocks::BLOCKS).await;
    let reach = Reach::whole(&hub);
    reach.clock("2023-12-01T09:00:00Z").await;
    reach.load_reference_data().await;
    let officer = hub.caller("agency-officer");
    let id = request_id();
    let register = |project: &str| json!({"requestId": id, "project": profile(project)});
    let calls = (0..8).map(|_| {
        let officer = officer.clone();
        async move {
            officer
                .projects()
                .register_project(request(register("llo-1")))
                .await
                .unwrap()
                .into_inner()
                .receipt
                .unwrap()
        }
    });
    let receipts = join_all(calls).await;
    assert_eq!(receipts.iter().filter(|receipt| !receipt.repeated).count(), 1);
    assert!(
        receipts
            .iter()
            .all(|receipt| receipt.log_positions == receipts[0].log_positions)
    );

    let other = officer
        .projects()
        .register_project(request(register("llo-2")))
        .await
        .unwrap_err();
    assert_eq!(
        (other.code(), reason(&other).as_str()),
        (Code::AlreadyExists, "REQUEST_ID_REUSED")
    );
    // The same id and content by somebody else is another request.
    let somebody = hub
        .caller("national-coordinator")
        .projects()
        .register_project(request(register("llo-1")))
        .await
        .unwrap_err();
    assert_eq!(reason(&somebody), "REQUEST_ID_REUSED");
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_at_once_one_registers_and_edits_that_cross_are_told() {
    let hub = TestHub::start(schakelpunt::blocks::BLOCKS).await;
    let reach = Reach::whole(&hub);
    reach.clock("2023-12-01T09:00:00Z").await;
    reach.load_reference_data().await;
    reach.clock("2024-01-02T09:00:00Z").await;
    let calls = (0..8).map(|_| {
        let officer = hub.caller("agency-officer");
        async move {
            let register = json!({"requestId": request_id(), "project": profile("llo-1")});
            officer.projects().register_project(request(register)).await
        }
    });
    let outcomes = join_all(calls).await;
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
    for refused in outcomes.iter().filter_map(|outcome| outcome.as_ref().err()) {
        assert_eq!(refused.code(), Code::AlreadyExists, "{refused:?}");
    }

    reach.running_project("llo-3").await;
    reach.obligations("llo-3").await;
    reach.clock("2024-07-20T09:00:00Z").await;
    let lead = hub.caller("project-lead:llo-3");
    let start = json!({"requestId": request_id(), "projectId": "llo-3", "period": "2024-H1", "kind": "REPORT_KIND_PROGRESS"});
    let report = lead
        .reporting()
        .start_report(request(start))
        .await
        .unwrap()
        .into_inner()
        .report
        .unwrap();
    let edits = (0..4).map(|edit| {
        let lead = lead.clone();
        let report = report.clone();
        async move {
            let fill = json!({
                "requestId": request_id(), "projectId": "llo-3", "reportId": report.report_id,
                "expectedVersion": report.version.to_string(), "content": {"highlights": format!("versie {edit}")},
            });
            lead.reporting().fill_report(request(fill)).await
        }
    });
    let outcomes = join_all(edits).await;
    assert_eq!(
        outcomes.iter().filter(|outcome| outcome.is_ok()).count(),
        1,
        "one edit wins"
    );
    for refused in outcomes.iter().filter_map(|outcome| outcome.as_ref().err()) {
        assert_eq!(reason(refused), "REPORT_CONCURRENT_EDIT");
    }
}
