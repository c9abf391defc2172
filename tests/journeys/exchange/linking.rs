//! Another programme brings its projects in, and reports what happens in them: over gRPC, plain HTTP and NATS alike.

use async_nats::{ConnectOptions, HeaderMap};
use contracts::exchange::v1::{LinkedProjectReported, ReportEventResponse};
use eventing::cloudevent::CloudEvent;
use exchange::nats::credentials;
use jiff::Timestamp;
use nkeys::KeyPair;
use reqwest::{Client, StatusCode};
use serde_json::{Value, json};
use testkit::{TestHub, TestServers, eventually, reason, request_id};

use super::{
    COORDINATOR, OTHER, PROGRAMME, active, of_ledger, over_nats::start_door, subscriber,
    the_programme_is_known, wanted,
};
use crate::{
    bad_input::fields,
    reach::{Reach, request},
};

const SOURCE: &str = "urn:nld:oin:00000099000000000000:systeem:leeroverzicht";
const MILESTONE: &str = "nl.linked-projects.linked-milestone-reached.v1";
const COUNTED: &str = "nl.linked-projects.linked-participants-counted.v1";
const LINKED: &str = "nl.linked-projects.";

#[tokio::test(flavor = "multi_thread")]
async fn a_programme_links_its_projects_and_reports_by_every_door() {
    let mut servers = TestServers::start().await;
    let door = start_door(servers.home()).await;
    servers.set("exchange", "nats_url", json!(door.url()));
    servers.set("exchange", "key", json!(servers.home().join("exchange.key")));
    let names = ["programme", "ledger", "exchange", "insight"].map(str::to_owned);
    let hub = TestHub::start_on(servers, schakelpunt::blocks::named(&names).unwrap().leak()).await;
    let reach = Reach::whole(&hub);
    reach.load_reference_data().await;
    reach.running_project("llo-1").await;
    the_programme_is_known(&reach).await;
    a_link_is_approved_by_somebody_else(&reach).await;
    projects_name_what_there_is(&reach).await;
    an_event_gets_a_receipt_and_once_only(&reach).await;
    what_is_wrong_is_told_at_once(&reach).await;
    events_are_posted(&hub, &reach).await;
    events_come_over_nats(&reach).await;
    the_national_view_counts_each_once(&hub).await;
    nobody_reports_for_another(&hub, &reach).await;
    nothing_is_taken_after_the_end(&reach).await;
}

fn link() -> Value {
    json!({
        "programmeId": PROGRAMME, "purpose": "Onze projecten in het landelijke beeld.", "source": SOURCE, "types": [MILESTONE, COUNTED],
    })
}

async fn a_link_is_approved_by_somebody_else(hub: &Reach<'_>) {
    let mut links = hub.exchange(&subscriber()).links();
    let bad = json!({"requestId": "x", "link": {"programmeId": PROGRAMME, "types": ["nl.projects.milestone-achieved.v1"]}});
    let refused = links.request_link(request(bad)).await.unwrap_err();
    assert_eq!(
        fields(&refused),
        ["request_id", "link.source", "link.types[0]", "link.purpose"]
    );
    let ask = json!({"requestId": request_id(), "link": link()});
    let asked = links.request_link(request(ask)).await.unwrap().into_inner();
    assert_eq!(asked.revision, 1);
    let early = links.link_project(request(project("p-1"))).await.unwrap_err();
    assert_eq!(reason(&early), "LINK_STAGE");
    let approve = json!({"requestId": request_id(), "programmeId": PROGRAMME, "revision": 1});
    let mut deciding = hub.exchange(COORDINATOR).links();
    deciding.approve_link(request(approve)).await.unwrap();
}

fn project(id: &str) -> Value {
    json!({
        "requestId": request_id(), "programmeId": PROGRAMME,
        "project": {"projectId": id, "title": "Leerroutes techniek", "regionIds": ["AM01"], "startsOn": "2024-01-01"},
    })
}

async fn projects_name_what_there_is(hub: &Reach<'_>) {
    let mut links = hub.exchange(&subscriber()).links();
    let mut unknown = project("p-1");
    unknown["project"]["regionIds"] = json!(["AM01", "XX99"]);
    let refused = links.link_project(request(unknown)).await.unwrap_err();
    assert_eq!(fields(&refused), ["project.region_ids[1]"]);
    let mut same = project("p-2");
    same["project"]["sameAsProjectId"] = json!("llo-nergens");
    let refused = links.link_project(request(same.clone())).await.unwrap_err();
    assert_eq!(fields(&refused), ["project.same_as_project_id"]);
    same["project"]["sameAsProjectId"] = json!("llo-1");
    eventually("the project is known", async || {
        same["requestId"] = json!(request_id());
        links.link_project(request(same.clone())).await.ok()
    })
    .await;
    links.link_project(request(project("p-1"))).await.unwrap();
    let entries = eventually("both are in the ledger", async || {
        let entries = of_ledger(hub, LINKED).await;
        (entries.len() == 2).then_some(entries)
    })
    .await;
    assert_eq!(entries[1].region_ids, ["AM01"]);
    assert_eq!(entries[1].subject, format!("{PROGRAMME}/p-1"));
}

fn event(id: &str, participants: u64) -> CloudEvent {
    CloudEvent {
        id: id.into(),
        source: SOURCE.into(),
        event_type: COUNTED.into(),
        subject: "p-1".into(),
        time: Timestamp::now(),
        extensions: Default::default(),
        data: json!({"participants": participants, "countedUntil": "2024-01-02"})
            .to_string()
            .into(),
    }
}

/// The same as a call has it.
fn called(event: &CloudEvent) -> Value {
    use base64::{Engine, prelude::BASE64_STANDARD};
    json!({
        "programmeId": PROGRAMME,
        "event": {
            "id": event.id, "source": event.source, "type": event.event_type, "subject": event.subject,
            "time": event.time.to_string(), "data": BASE64_STANDARD.encode(&event.data),
        },
    })
}

async fn report(hub: &Reach<'_>, event: &CloudEvent) -> Result<ReportEventResponse, tonic::Status> {
    let mut links = hub.exchange(&subscriber()).links();
    Ok(links.report_event(request(called(event))).await?.into_inner())
}

async fn an_event_gets_a_receipt_and_once_only(hub: &Reach<'_>) {
    let first = event("tel-1", 120);
    let taken = report(hub, &first).await.unwrap().ledger.unwrap();
    assert!(taken.position > 0);
    let again = report(hub, &first).await.unwrap().ledger.unwrap();
    assert_eq!(again, taken, "the same event has the same receipt");
    let entries = of_ledger(hub, LINKED).await;
    let entry = entries.last().unwrap();
    assert_eq!(
        (entry.position, &entry.event_id),
        (taken.position, &taken.event_id)
    );
    let published: LinkedProjectReported = serde_json::from_slice(&entry.data).unwrap();
    assert_eq!(
        (published.event_id.as_str(), published.source.as_str()),
        ("tel-1", SOURCE)
    );
    let mut other = first.clone();
    other.data = json!({"participants": 121, "countedUntil": "2024-01-02"})
        .to_string()
        .into();
    let refused = report(hub, &other).await.unwrap_err();
    assert_eq!(
        reason(&refused),
        "REQUEST_ID_REUSED",
        "the same identifier for something else"
    );
}

async fn what_is_wrong_is_told_at_once(hub: &Reach<'_>) {
    let mut wrong = event("tel-2", 130);
    wrong.source = "urn:nld:oin:00000099000000000000:systeem:ander".into();
    wrong.event_type = "nl.linked-projects.linked-project-finished.v1".into();
    wrong.subject = "geen naam".into();
    let refused = report(hub, &wrong).await.unwrap_err();
    assert_eq!(
        fields(&refused),
        ["event.subject", "event.data", "event.source", "event.type"]
    );
    let mut personal = event("tel-3", 0);
    personal.event_type = MILESTONE.into();
    personal.data =
        json!({"milestoneId": "m-1", "description": "Vraag piet@voorbeeld.nl", "reachedOn": "2024-01-02"})
            .to_string()
            .into();
    assert_eq!(
        fields(&report(hub, &personal).await.unwrap_err()),
        ["event.data.description"]
    );
    let mut unknown = event("tel-4", 5);
    unknown.subject = "p-nergens".into();
    assert_eq!(
        reason(&report(hub, &unknown).await.unwrap_err()),
        "LINKED_PROJECT_UNKNOWN"
    );
}

async fn events_are_posted(hub: &TestHub, reach: &Reach<'_>) {
    let url = format!("{}/v1/programmes/{PROGRAMME}/events", hub.address());
    let token = hub.caller(&subscriber()).token().to_owned();
    let event_in = event("post-1", 140);
    let post = |kind: &'static str, body: Vec<u8>| {
        let request = Client::new().post(&url).bearer_auth(&token);
        request.header("content-type", kind).body(body)
    };
    let structured = post(
        "application/cloudevents+json",
        event_in.to_structured_json().unwrap(),
    );
    let answer = structured.send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::CREATED);
    let receipt: Value = answer.json().await.unwrap();
    assert!(receipt["position"].as_u64().unwrap() > 0);
    let same = report(reach, &event_in).await.unwrap().ledger.unwrap();
    assert_eq!(
        receipt["eventId"], same.event_id,
        "it is the same whichever way it comes"
    );
    let binary = post(
        "application/json",
        br#"{"participants":"141","countedUntil":"2024-01-02"}"#.to_vec(),
    )
    .header("ce-specversion", "1.0")
    .header("ce-id", "post-2")
    .header("ce-source", SOURCE)
    .header("ce-type", COUNTED)
    .header("ce-subject", "p-1")
    .header("ce-time", Timestamp::now().to_string());
    assert_eq!(binary.send().await.unwrap().status(), StatusCode::CREATED);
    let nothing = post("application/cloudevents+json", b"{}".to_vec())
        .send()
        .await
        .unwrap();
    assert_eq!(nothing.status(), StatusCode::BAD_REQUEST);
    assert_eq!(nothing.headers()["content-type"], "application/problem+json");
}

async fn events_come_over_nats(hub: &Reach<'_>) {
    let user = KeyPair::new_user();
    let mut subscription = wanted("heen-en-weer");
    subscription["nats"] = json!({"userKey": user.public_key()});
    active(hub, subscription).await;
    let named = json!({"programmeId": PROGRAMME, "subscriptionId": "heen-en-weer"});
    let mut connections = hub.exchange(&subscriber()).connections();
    let told = connections
        .get_nats_connection(request(named))
        .await
        .unwrap()
        .into_inner();
    let credentials = credentials(&told.user_jwt, &user.seed().unwrap());
    let client = eventually("the account is there", async || {
        let options = ConnectOptions::with_credentials(&credentials).unwrap();
        options.connect(&told.url).await.ok()
    })
    .await;
    let ask = async |headers: HeaderMap, data: bytes::Bytes| -> Value {
        let answer = eventually("somebody takes it in", async || {
            client
                .request_with_headers("report", headers.clone(), data.clone())
                .await
                .ok()
        })
        .await;
        serde_json::from_slice(&answer.payload).unwrap()
    };
    let good = event("nats-1", 150);
    let taken = ask(good.to_headers(), good.data.clone()).await;
    assert_eq!(taken["accepted"], true);
    assert!(taken["position"].as_u64().unwrap() > 0);
    let mut bad = event("nats-2", 151);
    bad.data = b"{\"participants\":\"veel\"}".as_slice().into();
    let refused = ask(bad.to_headers(), bad.data.clone()).await;
    assert_eq!(
        (&refused["accepted"], &refused["faults"][0]["field"]),
        (&json!(false), &json!("event.data"))
    );
    let nothing = ask(HeaderMap::new(), "{}".into()).await;
    assert_eq!(nothing["accepted"], false);
}

/// Two projects are linked, of which one is a project of the hub; the newest count of people is that of the last event.
async fn the_national_view_counts_each_once(hub: &TestHub) {
    let url = format!("{}/v1/linked-projects", hub.address());
    let token = hub.caller("ministry-reader").token().to_owned();
    let seen = eventually("what was reported is seen", async || {
        let answer = Client::new().get(&url).bearer_auth(&token).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK);
        let seen: Value = answer.json().await.unwrap();
        (seen["programmes"][0]["participants"]["count"] == 150).then_some(seen)
    })
    .await;
    let of_programme = &seen["programmes"][0];
    assert_eq!(of_programme["programmeId"], PROGRAMME);
    for (figure, expected) in [("linked", 2), ("sameAsHub", 1), ("counted", 1), ("finished", 0)] {
        assert_eq!(of_programme[figure]["count"], expected, "{figure}");
    }
    let counted: Vec<(&str, bool)> = seen["projects"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| {
            (
                it["project"]["projectId"].as_str().unwrap(),
                it["counted"].as_bool().unwrap(),
            )
        })
        .collect();
    assert_eq!(counted, [("p-1", true), ("p-2", false)]);
}

async fn nobody_reports_for_another(hub: &TestHub, reach: &Reach<'_>) {
    let other = format!("subscriber-programme:{OTHER}");
    let mut links = reach.exchange(&other).links();
    let refused = links
        .report_event(request(called(&event("vreemd", 1))))
        .await
        .unwrap_err();
    assert_eq!(refused.code(), tonic::Code::PermissionDenied);
    let url = format!("{}/v1/programmes/{PROGRAMME}/events", hub.address());
    let post = Client::new()
        .post(url)
        .bearer_auth(hub.caller(&other).token())
        .header("content-type", "application/cloudevents+json")
        .body(event("vreemd", 1).to_structured_json().unwrap());
    assert_eq!(post.send().await.unwrap().status(), StatusCode::FORBIDDEN);
}

async fn nothing_is_taken_after_the_end(hub: &Reach<'_>) {
    let before = of_ledger(hub, LINKED).await.len();
    let end = json!({"requestId": request_id(), "programmeId": PROGRAMME, "reason": "Klaar."});
    let mut links = hub.exchange(&subscriber()).links();
    links.end_link(request(end)).await.unwrap();
    assert_eq!(
        reason(&report(hub, &event("laat", 1)).await.unwrap_err()),
        "LINK_STAGE"
    );
    assert_eq!(of_ledger(hub, LINKED).await.len(), before);
}
