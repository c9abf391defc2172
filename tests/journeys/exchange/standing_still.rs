//! A subscription that stands still is a signal, until it goes on.

use contracts::insight::v1::{ListSignalsResponse, Signal, signal::About};
use serde_json::json;
use testkit::eventually;

use super::{PROGRAMME, Stream, acknowledge, active, get, of_ledger, subscriber, wanted};
use crate::reach::{Reach, request};

/// So many failures in a row are too many.
const FAILURES: u32 = 10;
const STALLED: &str = "nl.subscriptions.subscription-stalled.v1";
const RECOVERED: &str = "nl.subscriptions.subscription-recovered.v1";

async fn signals(hub: &Reach<'_>, also_over: bool) -> Vec<Signal> {
    let asked = request(json!({"alsoOver": also_over}));
    let answer: ListSignalsResponse = hub
        .insight("national-coordinator")
        .insight()
        .list_signals(asked)
        .await
        .unwrap()
        .into_inner();
    answer.signals
}

async fn fail(hub: &Reach<'_>, id: &str, position: u64) {
    let refused = json!({
        "programmeId": PROGRAMME, "subscriptionId": id, "position": position.to_string(),
        "refusal": "REFUSAL_RETRY", "reason": "Niet te verwerken.", "afterSeconds": 1,
    });
    let mut deliveries = hub.exchange(&subscriber()).deliveries();
    deliveries.refuse(request(refused)).await.unwrap();
}

pub(super) async fn it_is_a_signal_until_it_goes_on(hub: &Reach<'_>) {
    active(hub, wanted("stilstand")).await;
    let due = of_ledger(hub, "nl.projects.").await;
    let mut stream = Stream::of(hub, "stilstand", 0).await;
    let taken = stream.take(due.len()).await;
    for _ in 0..FAILURES {
        fail(hub, "stilstand", taken[0].position).await;
    }
    let signal = eventually("it is noticed", async || {
        signals(hub, false).await.into_iter().next()
    })
    .await;
    let since = get(hub, "stilstand").await.subscription.unwrap().status.unwrap();
    assert_eq!(signal.since, since.stalled_since, "the exchange says the same");
    let Some(About::StalledSubscription(about)) = signal.about else {
        panic!("it is about {:?}", signal.about);
    };
    assert_eq!(
        (about.subscription_id.as_str(), about.programme_id.as_str()),
        ("stilstand", PROGRAMME)
    );
    assert_eq!(about.failures_in_a_row, FAILURES);
    assert_eq!(
        about.waiting,
        due.len() as u64,
        "what waits is among the evidence"
    );
    let stalled = of_ledger(hub, STALLED).await;
    assert_eq!(signal.positions, [stalled[0].position]);

    // It comes again, and is taken this time.
    let again = stream.take(due.len()).await;
    assert_eq!(again, due);
    acknowledge(hub, "stilstand", due.last().unwrap().position).await;
    let over = eventually("it is over", async || {
        let all = signals(hub, true).await;
        all.into_iter().find(|it| it.over_at.is_some())
    })
    .await;
    assert_eq!(over.since, signal.since);
    assert!(signals(hub, false).await.is_empty());
    let recovered = of_ledger(hub, RECOVERED).await;
    assert_eq!(
        (of_ledger(hub, STALLED).await.len(), recovered.len()),
        (1, 1),
        "each is said once"
    );
    assert_eq!(over.positions, [stalled[0].position, recovered[0].position]);
    let status = get(hub, "stilstand").await.subscription.unwrap().status.unwrap();
    assert_eq!(
        (status.stalled_since, status.failures_in_a_row, status.waiting),
        (None, 0, 0)
    );
}
