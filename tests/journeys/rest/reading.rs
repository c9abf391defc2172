//! What coordinators read, and who may not.

use reqwest::{Client, StatusCode};
use serde_json::{Value, json};
use testkit::{SeparateProcesses, eventually, reason, request_id};

use super::Rest;
use crate::reach::{Reach, request};

const COORDINATOR: &str = "national-coordinator";

pub(super) async fn a_coordinator_sees_projects_and_the_overview(reach: &Reach<'_>, rest: &Rest<'_>) {
    let project = eventually("insight has the project", async || {
        let page = rest.get(COORDINATOR, "/v1/projects?pageSize=5").await.ok();
        page["projects"].get(0).cloned()
    })
    .await;
    assert_eq!(project["projectId"], "llo-1");
    assert!(project["state"].as_str().unwrap().starts_with("PROJECT_STATE_"));
    let of_block = |block: &str| format!("/v1/projects?scope.blockId={block}");
    let none = rest.get(COORDINATOR, &of_block("radar")).await.ok();
    assert_eq!(none["projects"], json!([]));

    let over_rest = rest.get(COORDINATOR, "/v1/projects/llo-1").await.ok();
    let over_grpc = reach
        .programme(COORDINATOR)
        .projects()
        .get_project(request(json!({"projectId": "llo-1"})))
        .await;
    let version = over_grpc.unwrap().into_inner().project.unwrap().version;
    assert_eq!(over_rest["project"]["version"], version);

    // The overview is for everyone, and its figures are explained to whoever asks.
    let overview = rest.get("", "/v1/overview").await.ok();
    let position = overview["freshness"]["position"].as_u64();
    assert!(position.is_some_and(|it| it > 0), "{overview}");
    let status = rest.get(COORDINATOR, "/v1/projects/llo-1/status").await.ok();
    assert_eq!(status["project"]["projectId"], "llo-1");
    let feedback = rest
        .get(
            "project-lead:llo-1",
            "/v1/projects/llo-1/feedback-reports?language=LANGUAGE_NL",
        )
        .await;
    assert_eq!(feedback.status, StatusCode::OK, "{}", feedback.body);
}

pub(super) async fn events_come_in_pages_as_json(reach: &Reach<'_>, rest: &Rest<'_>) {
    let mut ledger = reach.ledger("auditor").ledger();
    let mut stream = ledger
        .read_events(request(
            json!({"filter": {"types": ["nl.projects.project-registered.v1"]}}),
        ))
        .await
        .unwrap()
        .into_inner();
    let due = stream.message().await.unwrap().unwrap().entries;
    let first = &due[0];
    let one = rest
        .get("auditor", &format!("/v1/events/{}", first.event_id))
        .await
        .ok();
    assert_eq!(one["entry"]["position"], first.position);
    let data: Value = serde_json::from_slice(&first.data).unwrap();
    assert_eq!(one["entry"]["data"], data, "the event itself is JSON");

    let head = rest.get("auditor", "/v1/ledger/head").await.ok()["position"]
        .as_u64()
        .unwrap();
    let (mut positions, mut token) = (Vec::new(), String::new());
    loop {
        let path = format!("/v1/events?pageSize=50&afterPosition=3&pageToken={token}");
        let page = rest.get("auditor", &path).await.ok();
        let entries = page["entries"].as_array().unwrap();
        positions.extend(entries.iter().map(|it| it["position"].as_u64().unwrap()));
        token = page["nextPageToken"].as_str().unwrap().to_owned();
        if token.is_empty() {
            break;
        }
    }
    let through_head: Vec<u64> = (4..=head).collect();
    assert_eq!(positions[..through_head.len()], through_head);
    let filtered = "/v1/events?filter.projectIds=llo-1&filter.projectIds=llo-2";
    let page = rest.get("auditor", filtered).await.ok();
    let entries = page["entries"].as_array().unwrap();
    assert!(!entries.is_empty() && entries.iter().all(|it| it["projectId"] == "llo-1"));
    let elsewhere = rest.get("auditor", "/v1/events?pageToken=AAAA").await;
    assert_eq!(elsewhere.refused(StatusCode::BAD_REQUEST), "REQUEST_INVALID");
    assert_eq!(elsewhere.faults(), ["pageToken"]);
}

pub(super) async fn attention_points_are_raised_and_listed(reach: &Reach<'_>, rest: &Rest<'_>) {
    let points = "/v1/projects/llo-1/attention-points";
    let asked = json!({"requestId": request_id(), "attentionPointId": "ap1", "text": "Loopt de werving?"});
    let receipt = rest.post(COORDINATOR, points, asked).await.ok()["receipt"].clone();
    assert_eq!(receipt["repeated"], false);
    let answer = json!({"requestId": request_id(), "answer": "Ja."});
    rest.post("project-lead:llo-1", &format!("{points}/ap1/answers"), answer)
        .await
        .ok();
    let listed = rest.get("project-lead:llo-1", points).await.ok();
    let over_grpc = reach
        .programme(COORDINATOR)
        .feedback()
        .list_attention_points(request(json!({"projectId": "llo-1"})))
        .await
        .unwrap()
        .into_inner();
    assert_eq!(listed["attentionPoints"].as_array().unwrap().len(), 1);
    assert_eq!(over_grpc.attention_points.len(), 1);
}

pub(super) async fn what_may_not_be_seen_is_refused_as_over_grpc(reach: &Reach<'_>, rest: &Rest<'_>) {
    let stranger = "project-lead:llo-2";
    let over_rest = rest.get(stranger, "/v1/projects/llo-1").await;
    let over_grpc = reach
        .programme(stranger)
        .projects()
        .get_project(request(json!({"projectId": "llo-1"})))
        .await
        .unwrap_err();
    assert_eq!(over_rest.refused(StatusCode::FORBIDDEN), reason(&over_grpc));
    // What belongs to the hub alone is as unknown as what is not there.
    let mut ledger = reach.ledger("auditor").ledger();
    let mut stream = ledger.read_events(request(json!({}))).await.unwrap().into_inner();
    let entries = stream.message().await.unwrap().unwrap().entries;
    let hidden = entries.iter().find(|it| it.audience().attribute() == "hub");
    let hidden = format!("/v1/events/{}", hidden.unwrap().event_id);
    assert_eq!(rest.get("auditor", &hidden).await.status, StatusCode::OK);
    let unknown = rest.get("public", &hidden).await;
    assert_eq!(unknown.refused(StatusCode::NOT_FOUND), "EVENT_UNKNOWN");
    let unknown = rest.get("auditor", "/v1/events/bestaat-niet").await;
    assert_eq!(unknown.refused(StatusCode::NOT_FOUND), "EVENT_UNKNOWN");
}

pub(super) async fn each_process_answers_for_itself(hub: &SeparateProcesses) {
    let ask = async |block: &str, path: &str| {
        let url = format!("{}{path}", hub.address(block));
        let token = hub.caller(block, COORDINATOR).token().to_owned();
        let answer = Client::new().get(url).bearer_auth(token).send().await.unwrap();
        answer.status()
    };
    assert_eq!(ask("programme", "/v1/projects/llo-1").await, StatusCode::OK);
    assert_eq!(ask("insight", "/v1/overview").await, StatusCode::OK);
    assert_eq!(ask("ledger", "/v1/events").await, StatusCode::OK);
    assert_eq!(ask("programme", "/v1/overview").await, StatusCode::NOT_FOUND);
}
