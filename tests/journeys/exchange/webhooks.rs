//! Events that are posted: to endpoints that take them, and to all others.

use contracts::exchange::v1::{SubscriptionState, SubscriptionStatus};
use jiff::Timestamp;
use serde_json::{Value, json};
use standardwebhooks::Webhook;
use testkit::{TestHub, TestServers, eventually, reason, request_id};

use super::{
    PROGRAMME, active,
    endpoint::{Does, Endpoint, Posted},
    get, of_ledger, positions, subscriber, the_programme_is_known, wanted,
};
use crate::reach::{Reach, request};

/// Attempts until an event is parked, as the test sets them: one at once, and two more.
const ATTEMPTS: usize = 3;

#[tokio::test(flavor = "multi_thread")]
async fn events_are_posted_to_whoever_agrees_and_nobody_waits_for_another() {
    let mut servers = TestServers::start().await;
    servers.set("exchange", "webhook_retry_seconds", json!([0, 0]));
    servers.set("exchange", "webhook_seconds", json!(2));
    let hub = TestHub::start_on(servers, blocks()).await;
    let reach = Reach::whole(&hub);
    reach.load_reference_data().await;
    reach.running_project("llo-1").await;
    the_programme_is_known(&reach).await;
    let dead = never_answers(&reach).await;
    whoever_agrees_gets_everything_signed(&reach).await;
    what_fails_is_tried_again_parked_and_replayed(&reach).await;
    a_range_is_posted_again(&reach).await;
    redirects_are_not_followed(&reach).await;
    an_endpoint_that_is_gone_is_left_alone(&reach).await;
    an_endpoint_that_asks_for_time_gets_it(&reach).await;
    whoever_babbles_has_taken_it(&reach).await;
    its_events_come_through_no_other_door(&reach).await;
    assert!(!dead.posted().is_empty(), "it was tried all the while");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_posted_into_the_hubs_own_network() {
    let mut servers = TestServers::start().await;
    servers.set("exchange", "private_webhooks", json!(false));
    servers.set("exchange", "webhook_retry_seconds", json!([0, 0]));
    let hub = TestHub::start_on(servers, blocks()).await;
    let reach = Reach::whole(&hub);
    reach.load_reference_data().await;
    the_programme_is_known(&reach).await;
    let endpoint = Endpoint::start().await;
    let port = endpoint.url.rsplit(':').next().unwrap();
    for (id, host) in [("cijfers", "127.0.0.1"), ("naam", "localhost"), ("zes", "[::1]")] {
        active(&reach, sent_to(id, &format!("https://{host}:{port}"))).await;
        let status = failing(&reach, id).await;
        assert!(status.last_failure.contains("network"), "{}", status.last_failure);
    }
    active(&reach, sent_to("open", &endpoint.url)).await;
    let status = failing(&reach, "open").await;
    assert!(status.last_failure.contains("https"), "{}", status.last_failure);
    assert!(endpoint.origins().is_empty() && endpoint.posted().is_empty());
}

fn blocks() -> &'static [runtime::block::Registration] {
    let names = ["programme", "ledger", "exchange"].map(str::to_owned);
    schakelpunt::blocks::named(&names).unwrap().leak()
}

fn sent_to(id: &str, url: &str) -> Value {
    let mut subscription = wanted(id);
    subscription["webhook"] = json!({"url": url});
    subscription
}

async fn status(hub: &Reach<'_>, id: &str) -> SubscriptionStatus {
    get(hub, id).await.subscription.unwrap().status.unwrap()
}

/// How a subscription fares once something has failed.
async fn failing(hub: &Reach<'_>, id: &str) -> SubscriptionStatus {
    eventually("something failed", async || {
        let status = status(hub, id).await;
        (status.failures_in_a_row > 0).then_some(status)
    })
    .await
}

fn posted_positions(posted: &[Posted]) -> Vec<u64> {
    posted.iter().map(Posted::position).collect()
}

async fn secrets(hub: &Reach<'_>, id: &str) -> Vec<String> {
    let named = json!({"programmeId": PROGRAMME, "subscriptionId": id});
    let mut connections = hub.exchange(&subscriber()).connections();
    let answer = connections.get_webhook_keys(request(named)).await.unwrap();
    answer.into_inner().keys.into_iter().map(|it| it.secret).collect()
}

fn verify(posted: &Posted, secret: &str) {
    let webhook = Webhook::new(secret).unwrap();
    let mut headers = standardwebhooks_headers(posted);
    webhook.verify(&posted.body, &headers).unwrap();
    headers.insert("webhook-id", "another".parse().unwrap());
    webhook.verify(&posted.body, &headers).unwrap_err();
}

/// The headers that count, of the version of `http` that the verifier knows.
fn standardwebhooks_headers(posted: &Posted) -> http::HeaderMap {
    ["webhook-id", "webhook-timestamp", "webhook-signature"]
        .into_iter()
        .map(|name| (name.parse().unwrap(), posted.header(name).parse().unwrap()))
        .collect::<http::HeaderMap>()
}

/// An endpoint that hangs from the beginning to the end.
async fn never_answers(hub: &Reach<'_>) -> Endpoint {
    let endpoint = Endpoint::start().await;
    endpoint.plan([], Does::Hangs);
    active(hub, sent_to("hangt", &endpoint.url)).await;
    endpoint
}

async fn whoever_agrees_gets_everything_signed(hub: &Reach<'_>) {
    let endpoint = Endpoint::start().await;
    endpoint.allow(false);
    active(hub, sent_to("akkoord", &endpoint.url)).await;
    let refused = failing(hub, "akkoord").await;
    assert!(
        refused.last_failure.contains("WebHook-Allowed-Origin"),
        "{}",
        refused.last_failure
    );
    assert!(endpoint.posted().is_empty(), "nothing is sent before it agrees");
    endpoint.allow(true);
    let due = of_ledger(hub, "nl.projects.").await;
    let posted = endpoint.posted_at_least(due.len()).await;
    assert_eq!(posted_positions(&posted), positions(&due));
    assert!(endpoint.origins().iter().all(|it| it == "127.0.0.1"));
    let secret = secrets(hub, "akkoord").await.remove(0);
    for (one, entry) in posted.iter().zip(&due) {
        assert_eq!(one.header("webhook-id"), entry.event_id);
        assert_eq!(
            one.header("content-type"),
            "application/cloudevents+json; charset=utf-8"
        );
        verify(one, &secret);
    }
    everything_is_acknowledged(hub, "akkoord", due.len()).await;
    new_keys_sign_beside_the_old_ones(hub, &endpoint, &secret).await;
}

async fn everything_is_acknowledged(hub: &Reach<'_>, id: &str, events: usize) {
    eventually("everything is acknowledged", async || {
        let status = status(hub, id).await;
        (status.acknowledged == events as u64 && status.waiting == 0).then_some(())
    })
    .await;
}

async fn new_keys_sign_beside_the_old_ones(hub: &Reach<'_>, endpoint: &Endpoint, old: &str) {
    let rotate = json!({"requestId": request_id(), "programmeId": PROGRAMME, "subscriptionId": "akkoord"});
    let mut connections = hub.exchange(&subscriber()).connections();
    let answer = connections
        .rotate_webhook_keys(request(rotate))
        .await
        .unwrap()
        .into_inner();
    let generations: Vec<(u32, bool)> = answer
        .keys
        .iter()
        .map(|it| (it.generation, it.until.is_some()))
        .collect();
    assert_eq!(generations, [(2, false), (1, true)]);
    assert_eq!(answer.keys[1].secret, old);
    let new = answer.keys[0].secret.clone();
    // The courier looks at its keys every now and then.
    eventually("both sign", async || {
        let before = endpoint.posted().len();
        super::delivering::project_news(hub, &format!("sleutels-{before}")).await;
        let posted = endpoint.posted_at_least(before + 1).await;
        let last = posted.last().unwrap();
        let count = last.header("webhook-signature").split(' ').count();
        (count == 4).then(|| {
            verify(last, old);
            verify(last, &new);
        })
    })
    .await;
}

async fn what_fails_is_tried_again_parked_and_replayed(hub: &Reach<'_>) {
    let endpoint = Endpoint::start().await;
    let due = of_ledger(hub, "nl.projects.").await;
    // The first event fails twice and is taken; the second one fails until it is parked.
    let fails = [Does::Says(500), Does::Says(503), Does::Takes];
    endpoint.plan(fails.into_iter().chain([Does::Says(500); ATTEMPTS]), Does::Takes);
    active(hub, sent_to("valt-uit", &endpoint.url)).await;
    let tries = due.len() + 2 + ATTEMPTS - 1;
    let posted = endpoint.posted_at_least(tries).await;
    let expected: Vec<u64> = [
        vec![due[0].position; 3],
        vec![due[1].position; ATTEMPTS],
        positions(&due[2..]),
    ]
    .concat();
    assert_eq!(posted_positions(&posted), expected);
    assert_eq!(posted[0].header("webhook-id"), posted[2].header("webhook-id"));
    everything_is_acknowledged(hub, "valt-uit", due.len() - 1).await;
    assert_eq!(status(hub, "valt-uit").await.parked, 1);
    let again = json!({"requestId": request_id(), "programmeId": PROGRAMME, "subscriptionId": "valt-uit"});
    let mut deliveries = hub.exchange(&subscriber()).deliveries();
    let answer = deliveries
        .replay_parked(request(again.clone()))
        .await
        .unwrap()
        .into_inner();
    assert_eq!(answer.events, 1);
    let posted = endpoint.posted_at_least(tries + 1).await;
    assert_eq!(posted[tries].position(), due[1].position);
    eventually("it goes on where it was", async || {
        let status = status(hub, "valt-uit").await;
        (status.parked == 0 && status.replay_to_position == 0 && status.waiting == 0).then_some(())
    })
    .await;
    super::delivering::project_news(hub, "na-het-parkeren").await;
    let posted = endpoint.posted_at_least(tries + 2).await;
    assert!(posted[tries + 1].position() > due.last().unwrap().position);
    let mut nothing = again;
    nothing["requestId"] = json!(request_id());
    let refused = deliveries.replay_parked(request(nothing)).await.unwrap_err();
    assert_eq!(reason(&refused), "SUBSCRIPTION_NOTHING_TO_REPLAY");
}

async fn a_range_is_posted_again(hub: &Reach<'_>) {
    let endpoint = Endpoint::start().await;
    active(hub, sent_to("opnieuw-gestuurd", &endpoint.url)).await;
    let due = of_ledger(hub, "nl.projects.").await;
    endpoint.posted_at_least(due.len()).await;
    everything_is_acknowledged(hub, "opnieuw-gestuurd", due.len()).await;
    let (from, to) = (due[1].position, due[3].position);
    let replay = json!({
        "requestId": request_id(), "programmeId": PROGRAMME, "subscriptionId": "opnieuw-gestuurd",
        "fromPosition": from.to_string(), "toPosition": to.to_string(),
    });
    let mut subscriptions = hub.exchange(&subscriber()).subscriptions();
    for _ in 0..2 {
        // Said twice by one request, it is done once.
        let answer = subscriptions
            .replay_subscription(request(replay.clone()))
            .await
            .unwrap();
        assert_eq!(answer.into_inner().events, 3);
    }
    endpoint.posted_at_least(due.len() + 3).await;
    super::delivering::project_news(hub, "na-het-herhalen").await;
    let posted = endpoint.posted_at_least(due.len() + 4).await;
    let again = posted_positions(&posted[due.len()..due.len() + 3]);
    assert_eq!(again, positions(&due[1..4]));
    assert!(posted[due.len() + 3].position() > due.last().unwrap().position);
}

async fn redirects_are_not_followed(hub: &Reach<'_>) {
    let endpoint = Endpoint::start().await;
    endpoint.plan([], Does::Redirects);
    active(hub, sent_to("verwijst", &endpoint.url)).await;
    let posted = endpoint.posted_at_least(ATTEMPTS + 1).await;
    assert!(posted.iter().all(|it| it.path == "/hook"));
    let status = status(hub, "verwijst").await;
    assert!(
        status.last_failure.contains("redirects"),
        "{}",
        status.last_failure
    );
}

async fn an_endpoint_that_is_gone_is_left_alone(hub: &Reach<'_>) {
    let endpoint = Endpoint::start().await;
    endpoint.plan([Does::Takes], Does::Says(410));
    active(hub, sent_to("weg", &endpoint.url)).await;
    let status = eventually("it is suspended", async || {
        let status = status(hub, "weg").await;
        (status.state() == SubscriptionState::Suspended).then_some(status)
    })
    .await;
    assert!(status.suspended_by_hub);
    assert_eq!((status.acknowledged, endpoint.posted().len()), (1, 2));
}

async fn an_endpoint_that_asks_for_time_gets_it(hub: &Reach<'_>) {
    let endpoint = Endpoint::start().await;
    endpoint.plan([], Does::AsksToWait(429, 3_600));
    active(hub, sent_to("druk", &endpoint.url)).await;
    let next = failing(hub, "druk").await.next_attempt_at.unwrap();
    assert!(next.seconds > Timestamp::now().as_second() + 3_000);
    assert_eq!(endpoint.posted().len(), 1);
}

async fn whoever_babbles_has_taken_it(hub: &Reach<'_>) {
    let endpoint = Endpoint::start().await;
    endpoint.plan([], Does::Babbles);
    let due = of_ledger(hub, "nl.projects.").await;
    active(hub, sent_to("praat", &endpoint.url)).await;
    let posted = endpoint.posted_at_least(due.len()).await;
    assert_eq!(posted_positions(&posted), positions(&due));
}

async fn its_events_come_through_no_other_door(hub: &Reach<'_>) {
    let named = json!({"programmeId": PROGRAMME, "subscriptionId": "akkoord"});
    let mut deliveries = hub.exchange(&subscriber()).deliveries();
    let refused = deliveries.deliver(request(named.clone())).await.unwrap_err();
    assert_eq!(reason(&refused), "SUBSCRIPTION_DOOR");
    let mut connections = hub.exchange(&subscriber()).connections();
    let refused = connections.get_nats_connection(request(named)).await.unwrap_err();
    assert_eq!(reason(&refused), "SUBSCRIPTION_DOOR");
    let mut fetched = wanted("haalt-zelf");
    fetched["subscriptionId"] = json!("haalt-zelf");
    active(hub, fetched).await;
    let named = json!({"programmeId": PROGRAMME, "subscriptionId": "haalt-zelf"});
    let refused = connections.get_webhook_keys(request(named)).await.unwrap_err();
    assert_eq!(reason(&refused), "SUBSCRIPTION_DOOR");
}
