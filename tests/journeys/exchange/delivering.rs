//! Events as they are delivered, and what the subscriber says of them.

use contracts::options::v1::Audience;
use serde_json::{Value, json};
use testkit::{eventually, reason, request_id};
use tonic::Code;

use super::{OTHER, PROGRAMME, Stream, acknowledge, active, get, of_ledger, positions, subscriber, wanted};
use crate::reach::{Reach, request};

async fn refuse(hub: &Reach<'_>, id: &str, position: u64, refusal: &str) -> u64 {
    let refused = json!({
        "programmeId": PROGRAMME, "subscriptionId": id, "position": position.to_string(),
        "refusal": refusal, "reason": "Niet te verwerken.", "afterSeconds": 1,
    });
    let mut deliveries = hub.exchange(&subscriber()).deliveries();
    deliveries
        .refuse(request(refused))
        .await
        .unwrap()
        .into_inner()
        .position
}

/// Something of a project happens.
pub(super) async fn project_news(hub: &Reach<'_>, reference: &str) {
    let granted = json!({
        "requestId": request_id(), "projectId": "llo-1", "state": "MONEY_STATE_PAID", "totalCents": "1000",
        "reference": reference, "decidedOn": "2024-01-02",
    });
    let mut projects = hub.programme("agency-officer").projects();
    projects.record_money(request(granted)).await.unwrap();
}

pub(super) async fn everything_comes_in_order_and_goes_on_as_it_comes(hub: &Reach<'_>) {
    active(hub, wanted("alles")).await;
    let due = of_ledger(hub, "nl.projects.").await;
    let mut stream = Stream::of(hub, "alles", 0).await;
    let mut taken = stream.take(due.len()).await;
    assert_eq!(taken, due, "the same entries, in the order of the ledger");
    project_news(hub, "betaling-1").await;
    taken.extend(stream.take(1).await);
    assert_eq!(
        positions(&taken),
        positions(&of_ledger(hub, "nl.projects.").await)
    );
    let last = taken.last().unwrap().position;
    assert_eq!(acknowledge(hub, "alles", last).await, (last, taken.len() as u64));
    assert_eq!(
        acknowledge(hub, "alles", last).await,
        (last, taken.len() as u64),
        "what is said twice counts once"
    );
    let status = get(hub, "alles").await.subscription.unwrap().status.unwrap();
    assert_eq!((status.waiting, status.acknowledged), (0, taken.len() as u64));
}

pub(super) async fn what_was_not_acknowledged_comes_again(hub: &Reach<'_>) {
    active(hub, wanted("opnieuw")).await;
    let due = of_ledger(hub, "nl.projects.").await;
    let taken = Stream::of(hub, "opnieuw", 0).await.take(due.len()).await;
    assert_eq!(acknowledge(hub, "opnieuw", taken[0].position).await.1, 1);
    let again = Stream::of(hub, "opnieuw", 0).await.take(due.len() - 1).await;
    assert_eq!(again, due[1..]);
    let beyond = json!({"programmeId": PROGRAMME, "subscriptionId": "opnieuw", "position": "999999"});
    let mut deliveries = hub.exchange(&subscriber()).deliveries();
    let refused = deliveries.acknowledge(request(beyond)).await.unwrap_err();
    assert_eq!(
        crate::bad_input::fields(&refused),
        ["position"],
        "nobody has taken what was not sent"
    );
}

pub(super) async fn no_more_is_under_way_than_was_asked_for(hub: &Reach<'_>) {
    active(hub, wanted("stapvoets")).await;
    let due = of_ledger(hub, "nl.projects.").await;
    let mut stream = Stream::of(hub, "stapvoets", 2).await;
    let mut taken = Vec::new();
    while taken.len() < due.len() {
        let message = stream.0.message().await.unwrap().unwrap();
        assert!(message.events.len() <= 2, "{} at once", message.events.len());
        taken.extend(message.events);
        if let Some(last) = taken.last() {
            acknowledge(hub, "stapvoets", last.position).await;
        }
    }
    assert_eq!(taken, due);
}

pub(super) async fn what_is_refused_is_tried_again_parked_or_passed_over(hub: &Reach<'_>) {
    active(hub, wanted("lastig")).await;
    let due = of_ledger(hub, "nl.projects.").await;
    let mut stream = Stream::of(hub, "lastig", 1).await;
    let first = stream.take(1).await.remove(0);
    assert_eq!(
        refuse(hub, "lastig", first.position, "REFUSAL_RETRY").await,
        first.position - 1
    );
    let failing = get(hub, "lastig").await.subscription.unwrap().status.unwrap();
    assert_eq!(failing.failures_in_a_row, 1);
    assert_eq!(
        stream.take(1).await[0],
        first,
        "it comes again, before all others"
    );
    assert_eq!(
        refuse(hub, "lastig", first.position, "REFUSAL_PARK").await,
        first.position
    );
    let second = stream.take(1).await.remove(0);
    assert_eq!(second, due[1]);
    refuse(hub, "lastig", second.position, "REFUSAL_SKIP").await;
    let third = stream.take(1).await.remove(0);
    assert_eq!(third, due[2]);
    assert_eq!(
        acknowledge(hub, "lastig", third.position).await.1,
        1,
        "the others were not acknowledged"
    );
    let list = json!({"programmeId": PROGRAMME, "subscriptionId": "lastig"});
    let mut deliveries = hub.exchange(&subscriber()).deliveries();
    let parked = deliveries
        .list_parked(request(list))
        .await
        .unwrap()
        .into_inner()
        .parked;
    let parked: Vec<(u64, &str)> = parked
        .iter()
        .map(|it| (it.position, it.reason.as_str()))
        .collect();
    assert_eq!(parked, [(first.position, "Niet te verwerken.")]);
    let status = get(hub, "lastig").await.subscription.unwrap().status.unwrap();
    assert_eq!((status.parked, status.failures_in_a_row), (1, 0));
}

pub(super) async fn what_stops_goes_on_where_it_was(hub: &Reach<'_>) {
    active(hub, wanted("stopt")).await;
    let mut stream = Stream::of(hub, "stopt", 0).await;
    let taken = stream.take(2).await;
    refuse(hub, "stopt", taken[1].position, "REFUSAL_STOP").await;
    assert_eq!(reason(&stream.end().await), "SUBSCRIPTION_STAGE");
    let go_on = json!({"requestId": request_id(), "programmeId": PROGRAMME, "subscriptionId": "stopt"});
    let mut subscriptions = hub.exchange(&subscriber()).subscriptions();
    subscriptions.resume_subscription(request(go_on)).await.unwrap();
    let again = Stream::of(hub, "stopt", 0).await.take(1).await;
    assert_eq!(again[0], taken[1]);
}

pub(super) async fn only_the_newest_stream_is_served(hub: &Reach<'_>) {
    active(hub, wanted("tweemaal")).await;
    let mut older = Stream::of(hub, "tweemaal", 0).await;
    older.take(1).await;
    let mut newer = Stream::of(hub, "tweemaal", 0).await;
    assert_eq!(reason(&older.end().await), "DELIVERY_OVERTAKEN");
    newer.take(1).await;
}

pub(super) async fn another_programme_gets_nothing_of_it(hub: &Reach<'_>) {
    let other = format!("subscriber-programme:{OTHER}");
    let named = |programme: &str| json!({"programmeId": programme, "subscriptionId": "alles"});
    let mut deliveries = hub.exchange(&other).deliveries();
    let as_itself = deliveries.deliver(request(named(OTHER))).await.unwrap_err();
    assert_eq!(reason(&as_itself), "SUBSCRIPTION_UNKNOWN");
    let as_the_other = deliveries.deliver(request(named(PROGRAMME))).await.unwrap_err();
    assert_eq!(as_the_other.code(), Code::PermissionDenied);
    let parked = deliveries.list_parked(request(named(OTHER))).await.unwrap_err();
    assert_eq!(reason(&parked), "SUBSCRIPTION_UNKNOWN");
    let mut subscriptions = hub.exchange(&other).subscriptions();
    let found = subscriptions
        .get_subscription(request(json!({"subscriptionId": "alles"})))
        .await;
    assert_eq!(reason(&found.unwrap_err()), "SUBSCRIPTION_UNKNOWN");
    let listed = subscriptions
        .list_subscriptions(request(json!({})))
        .await
        .unwrap()
        .into_inner();
    assert!(listed.subscriptions.is_empty());
    let mut own = hub.exchange(&subscriber()).subscriptions();
    eventually("the list has them", async || {
        let listed = own
            .list_subscriptions(request(json!({})))
            .await
            .unwrap()
            .into_inner();
        (listed.subscriptions.len() == 9).then_some(())
    })
    .await;
}

pub(super) async fn nothing_comes_that_the_class_does_not_cover(hub: &Reach<'_>) {
    let mut public = wanted("openbaar");
    public["dataClass"] = json!("AUDIENCE_PUBLIC");
    public["filters"] = Value::Array(Vec::new());
    active(hub, public).await;
    let all = of_ledger(hub, "nl.").await;
    let due: Vec<_> = all
        .iter()
        .filter(|it| it.audience() == Audience::Public)
        .cloned()
        .collect();
    assert!(
        due.len() < all.len(),
        "there is something that is not for everyone"
    );
    let taken = Stream::of(hub, "openbaar", 1000).await.take(due.len()).await;
    assert_eq!(taken, due);
}
