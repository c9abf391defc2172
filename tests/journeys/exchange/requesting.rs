//! Asking, looking at what was asked, and deciding on it.

use serde_json::{Value, json};
use testkit::{reason, request_id};
use tonic::Code;

use super::{COORDINATOR, OTHER, PROGRAMME, active, ask, get, of_ledger, subscriber, wanted};
use crate::{
    bad_input::fields,
    reach::{Reach, request},
};

async fn asked(hub: &Reach<'_>, roles: &str, subscription: Value) -> Result<(), tonic::Status> {
    let asked = json!({"requestId": request_id(), "subscription": subscription});
    let mut subscriptions = hub.exchange(roles).subscriptions();
    subscriptions.request_subscription(request(asked)).await.map(drop)
}

pub(super) async fn bad_requests_are_told_what_is_wrong(hub: &Reach<'_>) {
    let faulty = json!({
        "subscriptionId": "een naam met spaties", "programmeId": PROGRAMME, "purpose": "",
        "filters": [{"exact": {"values": {"colour": "red"}}}, {"any": {"filters": []}}],
        "dataClass": "AUDIENCE_HUB", "start": {"date": "31-12-2024"},
    });
    let refused = asked(hub, &subscriber(), faulty).await.unwrap_err();
    let mut faulty = fields(&refused);
    faulty.sort();
    assert_eq!(
        faulty,
        [
            "subscription.data_class",
            "subscription.filters[0].exact.values[colour]",
            "subscription.filters[1].any.filters",
            "subscription.purpose",
            "subscription.start.date",
            "subscription.subscription_id",
        ]
    );
    let mut unknown = wanted("onbekend");
    unknown["programmeId"] = json!("niet-bekend");
    let refused = asked(hub, "subscriber-programme:niet-bekend", unknown)
        .await
        .unwrap_err();
    assert_eq!(fields(&refused), ["subscription.programme_id"]);
    let refused = asked(
        hub,
        &format!("subscriber-programme:{OTHER}"),
        wanted("voor-een-ander"),
    )
    .await
    .unwrap_err();
    assert_eq!(refused.code(), Code::PermissionDenied);
}

pub(super) async fn somebody_else_approves_what_was_looked_at(hub: &Reach<'_>) {
    ask(hub, wanted("bekeken")).await;
    let again = asked(hub, &subscriber(), wanted("bekeken")).await.unwrap_err();
    assert_eq!(reason(&again), "SUBSCRIPTION_EXISTS");
    let mut revised = wanted("bekeken");
    revised["purpose"] = json!("Iets anders.");
    let revise = json!({"requestId": request_id(), "subscription": revised});
    let mut own = hub.exchange(&subscriber()).subscriptions();
    own.revise_subscription(request(revise)).await.unwrap();
    let approve =
        |revision: u32| json!({"requestId": request_id(), "subscriptionId": "bekeken", "revision": revision});
    let mut deciding = hub.exchange(COORDINATOR).subscriptions();
    let refused = own.approve_subscription(request(approve(2))).await.unwrap_err();
    assert_eq!(refused.code(), Code::PermissionDenied);
    let refused = deciding
        .approve_subscription(request(approve(1)))
        .await
        .unwrap_err();
    assert_eq!(reason(&refused), "SUBSCRIPTION_REVISED");
    let approved = deciding.approve_subscription(request(approve(2))).await.unwrap();
    assert_eq!(approved.into_inner().from_position, 1);
    let found = get(hub, "bekeken").await;
    let kept = found.subscription.unwrap();
    assert_eq!(
        (found.revision, kept.subscription.unwrap().purpose.as_str()),
        (2, "Iets anders.")
    );
    let status = kept.status.unwrap();
    let due = of_ledger(hub, "nl.projects.").await.len() as u64;
    assert_eq!(
        (status.waiting, status.position, status.acknowledged),
        (due, 0, 0)
    );
    ends_for_good(hub).await;
}

async fn ends_for_good(hub: &Reach<'_>) {
    let end = json!({"requestId": request_id(), "programmeId": PROGRAMME, "subscriptionId": "bekeken", "reason": "Klaar."});
    let mut own = hub.exchange(&subscriber()).subscriptions();
    own.end_subscription(request(end)).await.unwrap();
    let open = json!({"programmeId": PROGRAMME, "subscriptionId": "bekeken"});
    let refused = hub
        .exchange(&subscriber())
        .deliveries()
        .deliver(request(open))
        .await
        .unwrap_err();
    assert_eq!(reason(&refused), "SUBSCRIPTION_STAGE");
}

pub(super) async fn a_preview_says_what_would_come(hub: &Reach<'_>) {
    let mut own = hub.exchange(&subscriber()).subscriptions();
    let preview = own
        .preview_subscription(request(json!({"subscription": wanted("proef")})))
        .await
        .unwrap()
        .into_inner();
    let events: u64 = preview.types.iter().map(|it| it.events).sum();
    let due = of_ledger(hub, "nl.projects.").await;
    assert_eq!(events, due.len() as u64);
    let newest = due.iter().rev().take(10).rev();
    assert!(
        preview
            .samples
            .iter()
            .map(|it| &it.event_id)
            .eq(newest.map(|it| &it.event_id))
    );
    // Nothing came of it: it is asked for as if it had never been.
    active(hub, wanted("proef")).await;
}
