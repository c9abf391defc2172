//! The same events over plain HTTP: pages for those who poll, and server-sent events.

use reqwest::{Client, RequestBuilder, StatusCode};
use serde_json::Value;
use testkit::TestHub;

use super::{OTHER, active, of_ledger, positions, subscriber, wanted};
use crate::reach::Reach;

fn get(hub: &TestHub, roles: &str, path: &str) -> RequestBuilder {
    let url = format!("{}/v1/subscriptions/{path}", hub.address());
    Client::new().get(url).bearer_auth(hub.caller(roles).token())
}

async fn page(request: RequestBuilder) -> Value {
    let answer = request.send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(answer.headers()["api-version"], "1.0.0");
    answer.json().await.unwrap()
}

/// Positions of the events in what was answered.
fn sequences<'a>(events: impl IntoIterator<Item = &'a Value>) -> Vec<u64> {
    events
        .into_iter()
        .map(|it| it["sequence"].as_str().unwrap().parse().unwrap())
        .collect()
}

pub(super) async fn pages_lead_on_to_everything(hub: &TestHub, reach: &Reach<'_>) {
    active(reach, wanted("bladzijden")).await;
    let due = of_ledger(reach, "nl.projects.").await;
    let (mut taken, mut after) = (Vec::new(), 0);
    loop {
        let path = format!("bladzijden/events?after={after}&limit=2");
        let page = page(get(hub, &subscriber(), &path)).await;
        let events = page["events"].as_array().unwrap();
        assert!(events.len() <= 2);
        taken.extend(sequences(events));
        after = page["position"].as_u64().unwrap();
        if page["headPosition"] == page["position"] {
            break;
        }
    }
    assert_eq!(taken, positions(&due));
    let whole = page(get(hub, &subscriber(), "bladzijden/events")).await;
    let first = &whole["events"][0];
    assert_eq!(
        (
            first["id"].as_str().unwrap(),
            first["specversion"].as_str().unwrap()
        ),
        (due[0].event_id.as_str(), "1.0")
    );
    assert_eq!(
        first["data"],
        serde_json::from_slice::<Value>(&due[0].data).unwrap()
    );
}

pub(super) async fn whoever_is_cut_off_goes_on_by_the_last_id(hub: &TestHub, reach: &Reach<'_>) {
    active(reach, wanted("stroom")).await;
    let due = positions(&of_ledger(reach, "nl.projects.").await);
    let begun = get(hub, &subscriber(), "stroom/events").header("accept", "text/event-stream");
    let first = read(begun, 2).await;
    assert_eq!(first, due[..2]);
    let again = get(hub, &subscriber(), "stroom/events")
        .header("accept", "text/event-stream")
        .header("last-event-id", due[1].to_string());
    assert_eq!(read(again, due.len() - 2).await, due[2..]);
}

/// The ids of the next events of a stream, which is then cut off.
async fn read(request: RequestBuilder, count: usize) -> Vec<u64> {
    let mut answer = request.send().await.unwrap();
    assert_eq!(answer.headers()["content-type"], "text/event-stream");
    let (mut bytes, mut ids) = (Vec::new(), Vec::new());
    while ids.len() < count {
        bytes.extend_from_slice(&answer.chunk().await.unwrap().unwrap());
        // A chunk may end in the middle of a character, which is before the end of an event.
        let text = String::from_utf8_lossy(&bytes);
        let whole = text.rfind("\n\n").map_or("", |end| &text[..end]);
        let lines = whole.lines().filter_map(|line| line.strip_prefix("id: "));
        ids = lines.map(|id| id.parse().unwrap()).collect();
    }
    ids.truncate(count);
    ids
}

pub(super) async fn nobody_else_is_let_in_and_faults_are_told(hub: &TestHub) {
    let other = format!("subscriber-programme:{OTHER}");
    for roles in [other.as_str(), "national-coordinator", "public"] {
        let refused = get(hub, roles, "stroom/events").send().await.unwrap();
        assert_eq!(refused.status(), StatusCode::NOT_FOUND, "{roles}");
        let problem: Value = refused.json().await.unwrap();
        assert_eq!(problem["reason"], "SUBSCRIPTION_UNKNOWN");
    }
    let faulty = get(hub, &subscriber(), "stroom/events?after=gisteren&limit=0")
        .send()
        .await
        .unwrap();
    assert_eq!(faulty.status(), StatusCode::BAD_REQUEST);
    let problem: Value = faulty.json().await.unwrap();
    let fields: Vec<&str> = problem["faults"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["field"].as_str().unwrap())
        .collect();
    assert_eq!(fields, ["after", "limit"]);
}
