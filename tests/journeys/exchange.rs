//! Another programme subscribes: it asks, somebody else approves, and it gets what it asked for, in order, without a gap, and no more.

mod cut_off;
mod delivering;
mod endpoint;
mod examples;
mod linking;
mod over_http;
mod over_nats;
mod requesting;
mod standing_still;
mod webhooks;

use contracts::{
    exchange::v1::{DeliverResponse, GetSubscriptionResponse},
    ledger::v1::{Entry, ReadEventsRequest},
};
use serde_json::{Value, json};
use testkit::{SeparateProcesses, TestHub, eventually, request_id};
use tonic::Streaming;

use crate::reach::{Reach, program, request};

/// A programme that subscribes, and one that has nothing to do with it.
const PROGRAMME: &str = "leeroverzicht-skills";
const OTHER: &str = "nolai";
/// Who decides.
const COORDINATOR: &str = "national-coordinator";

#[tokio::test(flavor = "multi_thread")]
async fn a_programme_subscribes_and_misses_nothing_in_one_process() {
    let names = ["programme", "ledger", "exchange"].map(str::to_owned);
    let mut hub = TestHub::start(schakelpunt::blocks::named(&names).unwrap().leak()).await;
    {
        let reach = Reach::whole(&hub);
        subscribe(&reach).await;
        over_http::pages_lead_on_to_everything(&hub, &reach).await;
        over_http::whoever_is_cut_off_goes_on_by_the_last_id(&hub, &reach).await;
        over_http::nobody_else_is_let_in_and_faults_are_told(&hub).await;
    }
    hub.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_programme_subscribes_and_misses_nothing_with_every_block_its_own_process() {
    let hub = SeparateProcesses::start(program(), &["programme", "ledger", "exchange"]).await;
    subscribe(&Reach::separate(&hub)).await;
}

async fn subscribe(hub: &Reach<'_>) {
    hub.clock("2023-12-01T09:00:00Z").await;
    hub.load_reference_data().await;
    hub.clock("2024-01-02T09:00:00Z").await;
    hub.running_project("llo-1").await;
    the_programme_is_known(hub).await;
    requesting::bad_requests_are_told_what_is_wrong(hub).await;
    requesting::somebody_else_approves_what_was_looked_at(hub).await;
    requesting::a_preview_says_what_would_come(hub).await;
    delivering::everything_comes_in_order_and_goes_on_as_it_comes(hub).await;
    delivering::what_was_not_acknowledged_comes_again(hub).await;
    delivering::no_more_is_under_way_than_was_asked_for(hub).await;
    delivering::what_is_refused_is_tried_again_parked_or_passed_over(hub).await;
    delivering::what_stops_goes_on_where_it_was(hub).await;
    delivering::only_the_newest_stream_is_served(hub).await;
    delivering::another_programme_gets_nothing_of_it(hub).await;
    delivering::nothing_comes_that_the_class_does_not_cover(hub).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_subscription_that_stands_still_is_a_signal_until_it_goes_on() {
    let names = ["programme", "ledger", "exchange", "insight"].map(str::to_owned);
    let hub = TestHub::start(schakelpunt::blocks::named(&names).unwrap().leak()).await;
    let reach = Reach::whole(&hub);
    reach.clock("2023-12-01T09:00:00Z").await;
    reach.load_reference_data().await;
    reach.clock("2024-01-02T09:00:00Z").await;
    reach.running_project("llo-1").await;
    the_programme_is_known(&reach).await;
    standing_still::it_is_a_signal_until_it_goes_on(&reach).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_cut_off_at_random_gets_the_same_as_the_ledger_has() {
    let names = ["programme", "ledger", "exchange"].map(str::to_owned);
    let hub = TestHub::start(schakelpunt::blocks::named(&names).unwrap().leak()).await;
    {
        let reach = Reach::whole(&hub);
        reach.load_reference_data().await;
        the_programme_is_known(&reach).await;
        cut_off::everyone_has_what_the_ledger_has(&reach).await;
    }
    // What was delivered is known to the next process, too.
    let hub = hub.restart().await;
    cut_off::nothing_is_left_to_deliver(&Reach::whole(&hub)).await;
}

/// Waits until the exchange has heard of the programme.
async fn the_programme_is_known(hub: &Reach<'_>) {
    let asked = json!({"requestId": request_id(), "subscription": wanted("eerste")});
    let mut subscriptions = hub.exchange(&subscriber()).subscriptions();
    eventually("the programme is known", async || {
        subscriptions
            .request_subscription(request(asked.clone()))
            .await
            .ok()
    })
    .await;
}

/// What a programme asks for: events of projects, from the first on.
fn wanted(id: &str) -> Value {
    json!({
        "subscriptionId": id, "programmeId": PROGRAMME, "purpose": "Het aanbod in het leeroverzicht bijhouden.",
        "filters": [{"prefix": {"values": {"type": "nl.projects."}}}],
        "dataClass": "AUDIENCE_PROGRAMMES", "start": {"beginning": true},
    })
}

fn subscriber() -> String {
    format!("subscriber-programme:{PROGRAMME}")
}

async fn ask(hub: &Reach<'_>, subscription: Value) {
    let asked = json!({"requestId": request_id(), "subscription": subscription});
    let mut subscriptions = hub.exchange(&subscriber()).subscriptions();
    subscriptions.request_subscription(request(asked)).await.unwrap();
}

async fn approve(hub: &Reach<'_>, id: &str) -> u64 {
    let approved = json!({"requestId": request_id(), "subscriptionId": id, "revision": 1});
    let mut subscriptions = hub.exchange(COORDINATOR).subscriptions();
    let answer = subscriptions
        .approve_subscription(request(approved))
        .await
        .unwrap();
    answer.into_inner().from_position
}

/// A subscription that is active.
async fn active(hub: &Reach<'_>, subscription: Value) {
    let id = subscription["subscriptionId"].as_str().unwrap().to_owned();
    ask(hub, subscription).await;
    approve(hub, &id).await;
}

async fn get(hub: &Reach<'_>, id: &str) -> GetSubscriptionResponse {
    let mut subscriptions = hub.exchange(&subscriber()).subscriptions();
    let found = subscriptions
        .get_subscription(request(json!({"subscriptionId": id})))
        .await;
    found.unwrap().into_inner()
}

/// The ledger's entries of these types, as the ledger itself answers them.
async fn of_ledger(hub: &Reach<'_>, prefix: &str) -> Vec<Entry> {
    let mut ledger = hub.ledger("auditor").ledger();
    let mut messages = ledger
        .read_events(ReadEventsRequest::default())
        .await
        .unwrap()
        .into_inner();
    let mut entries = Vec::new();
    while let Some(message) = messages.message().await.unwrap() {
        entries.extend(
            message
                .entries
                .into_iter()
                .filter(|it| it.r#type.starts_with(prefix)),
        );
    }
    entries
}

/// A stream of a subscription.
struct Stream(Streaming<DeliverResponse>);

impl Stream {
    async fn of(hub: &Reach<'_>, id: &str, in_flight: u32) -> Self {
        let open = json!({"programmeId": PROGRAMME, "subscriptionId": id, "inFlight": in_flight});
        let mut deliveries = hub.exchange(&subscriber()).deliveries();
        Self(deliveries.deliver(request(open)).await.unwrap().into_inner())
    }

    /// The next events, at least so many.
    async fn take(&mut self, least: usize) -> Vec<Entry> {
        let mut events = Vec::new();
        while events.len() < least {
            events.extend(self.0.message().await.unwrap().unwrap().events);
        }
        events
    }

    /// What ends it.
    async fn end(&mut self) -> tonic::Status {
        loop {
            if let Err(status) = self.0.message().await {
                return status;
            }
        }
    }
}

async fn acknowledge(hub: &Reach<'_>, id: &str, position: u64) -> (u64, u64) {
    let taken = json!({"programmeId": PROGRAMME, "subscriptionId": id, "position": position.to_string()});
    let mut deliveries = hub.exchange(&subscriber()).deliveries();
    let answer = deliveries.acknowledge(request(taken)).await.unwrap().into_inner();
    (answer.position, answer.acknowledged)
}

fn positions(entries: &[Entry]) -> Vec<u64> {
    entries.iter().map(|it| it.position).collect()
}
