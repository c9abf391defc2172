//! Every stored fact has its golden file, see [`testkit::golden`]; and the largest one that is published is still an event.

use std::path::PathBuf;

use eventing::Publisher as _;
use testkit::golden::{recorded, walk};

use crate::{
    domain::{
        examples::{TODAY, content},
        subscription::{CONTENT_BYTES_MAX, Content, Fact, Subscription},
    },
    publish::ExchangePublisher,
};

#[test]
fn facts_of_subscriptions_are_stored_as_ever() {
    let golden = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("golden");
    walk::<Subscription>(&golden, &ExchangePublisher, |fact| match fact {
        None => Some("SubscriptionRequested"),
        Some(Fact::Requested { .. }) => Some("SubscriptionApproved"),
        Some(Fact::Approved { .. }) => Some("SubscriptionRefused"),
        Some(Fact::Refused { .. }) => Some("SubscriptionSuspended"),
        Some(Fact::Suspended { .. }) => Some("SubscriptionResumed"),
        Some(Fact::Resumed { .. }) => Some("SubscriptionStalled"),
        Some(Fact::Stalled { .. }) => Some("SubscriptionRecovered"),
        Some(Fact::Recovered { .. }) => Some("SubscriptionEnded"),
        Some(Fact::Ended { .. }) => None,
    });
}

#[test]
fn the_largest_subscription_is_an_event() {
    let left = CONTENT_BYTES_MAX - blocks::size::json_bytes(&content());
    let fact = Fact::Requested {
        content: Content {
            purpose: content().purpose + &"x".repeat(left),
            ..content()
        },
        revision: 1,
        by: "programme".into(),
        requested_on: TODAY,
    };
    let published = ExchangePublisher
        .publish(&recorded::<Subscription>("s", &fact))
        .unwrap();
    assert!(published.unwrap().data.len() < 60_000);
}
