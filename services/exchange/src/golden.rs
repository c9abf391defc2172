//! Every stored fact has its golden file, see [`testkit::golden`]; and the largest one that is published is still an event.

use std::path::PathBuf;

use testkit::golden::{event_bytes, walk};

use crate::{
    domain::{
        examples::{TODAY, content},
        link::{self, Link},
        linked_project::{self, LinkedProject, News},
        subscription::{CONTENT_BYTES_MAX, Content, Door, Fact, Subscription},
    },
    publish::ExchangePublisher,
};

#[test]
fn facts_of_subscriptions_are_stored_as_ever() {
    walk::<Subscription>(&golden(), &ExchangePublisher, |fact| match fact {
        Some(Fact::Requested { content, .. }) if content.door != Door::Fetched => match content.door {
            Door::Webhook { .. } => Some("SubscriptionRequested.nats"),
            Door::Nats { .. } | Door::Fetched => None,
        },
        None => Some("SubscriptionRequested"),
        Some(Fact::Requested { .. }) => Some("SubscriptionApproved"),
        Some(Fact::Approved { .. }) => Some("SubscriptionRefused"),
        Some(Fact::Refused { .. }) => Some("SubscriptionSuspended"),
        Some(Fact::Suspended { .. }) => Some("SubscriptionResumed"),
        Some(Fact::Resumed { .. }) => Some("SubscriptionStalled"),
        Some(Fact::Stalled { .. }) => Some("SubscriptionRecovered"),
        Some(Fact::Recovered { .. }) => Some("SubscriptionEnded"),
        Some(Fact::Ended { .. }) => Some("SubscriptionReplayed"),
        Some(Fact::Replayed { .. }) => Some("SubscriptionKeysRotated"),
        Some(Fact::KeysRotated { .. }) => Some("SubscriptionRequested.webhook"),
    });
}

#[test]
fn facts_of_links_are_stored_as_ever() {
    walk::<Link>(&golden(), &ExchangePublisher, |fact| match fact {
        None => Some("LinkRequested"),
        Some(link::Fact::Requested { .. }) => Some("LinkApproved"),
        Some(link::Fact::Approved { .. }) => Some("LinkEnded"),
        Some(link::Fact::Ended { .. }) => None,
    });
}

#[test]
fn facts_of_linked_projects_are_stored_as_ever() {
    use linked_project::Fact;
    walk::<LinkedProject>(&golden(), &ExchangePublisher, |fact| match fact {
        None => Some("LinkedProjectDescribed"),
        Some(Fact::Described { .. }) => Some("LinkedProjectRemoved"),
        Some(Fact::Removed { .. }) => Some("LinkedProjectReported.milestone"),
        Some(Fact::Reported { reported, .. }) => match reported.news {
            News::MilestoneReached { .. } => Some("LinkedProjectReported.participants"),
            News::ParticipantsCounted { .. } => Some("LinkedProjectReported.progress"),
            News::ProgressDescribed { .. } => Some("LinkedProjectReported.finished"),
            News::Finished { .. } => None,
        },
    });
}

fn golden() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("golden")
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
    assert!(event_bytes::<Subscription>(&ExchangePublisher, "s", &fact) < 60_000);
}
