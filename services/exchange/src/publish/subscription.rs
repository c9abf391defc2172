//! What is published of subscriptions, without who did it.

use blocks::publish::event;
use contracts::exchange::v1;
use eventing::Published;
use runtime::receipt::proto_time;

use crate::{
    contract::subscription::{content, rule as written},
    domain::subscription::Fact,
};

/// The message for a fact of a subscription, without who did it.
pub(super) fn message(subscription_id: &str, fact: Fact) -> Result<Vec<Published>, serde_json::Error> {
    let id = subscription_id.to_owned();
    match fact {
        Fact::Requested {
            content: asked,
            revision,
            by: _,
            requested_on,
        } => {
            let message = v1::SubscriptionRequested {
                subscription: Some(content(&asked)),
                revision,
                requested_on: requested_on.to_string(),
            };
            event(subscription_id, &message)
        }
        Fact::Approved {
            content: approved,
            from_position,
            by: _,
            approved_on,
        } => {
            let message = v1::SubscriptionApproved {
                subscription: Some(content(&approved)),
                from_position,
                approved_on: approved_on.to_string(),
            };
            event(subscription_id, &message)
        }
        Fact::Refused {
            programme_id,
            reason,
            by: _,
            refused_on,
        } => {
            let message = v1::SubscriptionRefused {
                subscription_id: id,
                programme_id,
                reason,
                refused_on: refused_on.to_string(),
            };
            event(subscription_id, &message)
        }
        Fact::Suspended {
            programme_id,
            reason,
            by_hub,
            by: _,
            suspended_on,
        } => {
            let message = v1::SubscriptionSuspended {
                subscription_id: id,
                programme_id,
                reason,
                by_hub,
                suspended_on: suspended_on.to_string(),
            };
            event(subscription_id, &message)
        }
        Fact::Resumed {
            programme_id,
            by: _,
            resumed_on,
        } => {
            let message = v1::SubscriptionResumed {
                subscription_id: id,
                programme_id,
                resumed_on: resumed_on.to_string(),
            };
            event(subscription_id, &message)
        }
        Fact::Stalled {
            programme_id,
            rule,
            evidence,
            stalled_at,
        } => {
            let message = v1::SubscriptionStalled {
                subscription_id: id,
                programme_id,
                rule: written(rule).into(),
                position: evidence.position,
                waiting: evidence.waiting,
                waiting_since: evidence.waiting_since.map(proto_time),
                last_acknowledged_at: evidence.last_acknowledged_at.map(proto_time),
                failures_in_a_row: evidence.failures_in_a_row,
                stalled_at: Some(proto_time(stalled_at)),
            };
            event(subscription_id, &message)
        }
        Fact::Recovered {
            programme_id,
            recovered_at,
        } => {
            let message = v1::SubscriptionRecovered {
                subscription_id: id,
                programme_id,
                recovered_at: Some(proto_time(recovered_at)),
            };
            event(subscription_id, &message)
        }
        Fact::Ended {
            programme_id,
            reason,
            by: _,
            ended_on,
        } => {
            let message = v1::SubscriptionEnded {
                subscription_id: id,
                programme_id,
                reason,
                ended_on: ended_on.to_string(),
            };
            event(subscription_id, &message)
        }
        Fact::Replayed { .. } | Fact::KeysRotated { .. } => Ok(Vec::new()),
    }
}
