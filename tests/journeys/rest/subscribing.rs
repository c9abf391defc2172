//! A programme subscribes, and takes what it is given.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use testkit::{eventually, request_id};

use super::{Rest, answer};
use crate::reach::{Reach, request};

const PROGRAMME: &str = "leeroverzicht-skills";
const SUBSCRIBER: &str = "subscriber-programme:leeroverzicht-skills";
const COORDINATOR: &str = "national-coordinator";

fn wanted(id: &str, purpose: &str) -> Value {
    json!({
        "subscriptionId": id, "programmeId": PROGRAMME, "purpose": purpose,
        "filters": [{"prefix": {"values": {"type": "nl.projects."}}}],
        "dataClass": "AUDIENCE_PROGRAMMES", "start": {"beginning": true},
    })
}

pub(super) async fn a_programme_subscribes_and_takes_events(reach: &Reach<'_>, rest: &Rest<'_>) {
    let asked = json!({"requestId": request_id(), "subscription": wanted("rest", "Leren.")});
    eventually("the exchange knows the programme", async || {
        let asked = rest.post(SUBSCRIBER, "/v1/subscriptions", asked.clone()).await;
        (asked.status == StatusCode::OK).then_some(())
    })
    .await;
    let mut revised = wanted("rest", "Het aanbod bijhouden.");
    revised.as_object_mut().unwrap().remove("subscriptionId");
    let revised = json!({"requestId": request_id(), "subscription": revised});
    rest.put(SUBSCRIBER, "/v1/subscriptions/rest", revised).await.ok();
    let approved = json!({"requestId": request_id(), "revision": 2});
    let own = rest
        .post(SUBSCRIBER, "/v1/subscriptions/rest/approvals", approved.clone())
        .await;
    assert_eq!(own.refused(StatusCode::FORBIDDEN), "FORBIDDEN");
    let answer = rest
        .post(COORDINATOR, "/v1/subscriptions/rest/approvals", approved)
        .await
        .ok();
    assert_eq!(answer["fromPosition"], 1);

    let page = rest
        .get(SUBSCRIBER, "/v1/subscriptions/rest/events?limit=2")
        .await
        .ok();
    let sequence = page["events"][0]["sequence"].as_str().unwrap();
    let position: u64 = sequence.parse().unwrap();
    // What was delivered over gRPC may be acknowledged over REST.
    let open = json!({"programmeId": PROGRAMME, "subscriptionId": "rest", "inFlight": 1});
    let mut deliveries = reach.exchange(SUBSCRIBER).deliveries();
    let mut stream = deliveries.deliver(request(open)).await.unwrap().into_inner();
    while stream.message().await.unwrap().unwrap().events.is_empty() {}
    let taken = json!({"programmeId": PROGRAMME, "position": position});
    let taken = rest
        .post(SUBSCRIBER, "/v1/subscriptions/rest/acknowledgements", taken)
        .await
        .ok();
    assert_eq!(taken, json!({"position": position, "acknowledged": 1}));

    let one = rest.get(SUBSCRIBER, "/v1/subscriptions/rest").await.ok();
    let kept = &one["subscription"];
    assert_eq!(kept["subscription"]["purpose"], "Het aanbod bijhouden.");
    assert_eq!(kept["status"]["state"], "SUBSCRIPTION_STATE_ACTIVE");
    assert_eq!(kept["status"]["position"], position);
    let parked = format!("/v1/subscriptions/rest/parked-events?programmeId={PROGRAMME}");
    assert_eq!(rest.get(SUBSCRIBER, &parked).await.ok()["parked"], json!([]));
    let other = rest
        .get("subscriber-programme:nolai", "/v1/subscriptions/rest")
        .await;
    assert_eq!(other.refused(StatusCode::NOT_FOUND), "SUBSCRIPTION_UNKNOWN");
}

pub(super) async fn the_same_request_twice_is_one_change(rest: &Rest<'_>) {
    let (id, path) = (request_id(), "/v1/subscriptions/rest/suspensions");
    let suspend = async |reason: &str| {
        let asked = rest
            .request(Method::POST, SUBSCRIBER, path)
            .header("idempotency-key", &id);
        answer(asked.json(&json!({"programmeId": PROGRAMME, "reason": reason}))).await
    };
    let first = suspend("Even niet.").await.ok();
    let again = suspend("Even niet.").await.ok();
    assert_eq!(
        (&first["receipt"]["repeated"], &again["receipt"]["repeated"]),
        (&json!(false), &json!(true))
    );
    assert_eq!(first["receipt"]["version"], again["receipt"]["version"]);
    let other = suspend("Om een andere reden.").await;
    assert_eq!(other.refused(StatusCode::CONFLICT), "REQUEST_ID_REUSED");
}
