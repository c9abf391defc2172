//! Subscriptions and how they fare.

use std::ops::ControlFlow;

use blocks::{
    contract::read_choice,
    freshness::of_projection,
    office::{cut, one_more, parse_id, parse_page},
};
use contracts::exchange::v1;
use jiff::Timestamp;
use runtime::{access::Caller, fault::Fault, parse::Faults, receipt::proto_time};

use super::Subscriptions;
use crate::{
    contract::subscription::{kept, known_state},
    delivery::{cursor, waiting::WAITING_MAX, waits::Found, wants},
    domain::subscription::{Stage, Subscription},
    grpc::{programmes, unknown},
    projections::subscriptions::{self, Wanted},
};

/// Most events of the ledger that are looked through for what waits, after those that were counted as they came.
const LOOKED_MAX: u64 = 100_000;

impl Subscriptions {
    pub(super) async fn get(
        &self,
        caller: &Caller,
        given: &v1::GetSubscriptionRequest,
    ) -> Result<v1::GetSubscriptionResponse, Fault> {
        let id = parse_id("subscription_id", &given.subscription_id)?;
        let subscription = self.0.office.store.load::<Subscription>(&id).await?.state;
        let programme = subscription.content().map(|it| it.programme_id.clone());
        let programme = programme.ok_or_else(unknown)?;
        if programmes(caller).is_some_and(|own| !own.contains(&programme)) {
            return Err(unknown());
        }
        let mut shown = self.shown(&id, &subscription).await?;
        self.count_waiting(&subscription, &mut shown).await?;
        Ok(v1::GetSubscriptionResponse {
            subscription: Some(shown),
            revision: subscription.revision(),
        })
    }

    pub(super) async fn list(
        &self,
        caller: &Caller,
        given: &v1::ListSubscriptionsRequest,
    ) -> Result<v1::ListSubscriptionsResponse, Fault> {
        let mut faults = Faults::new();
        let programme = faults.optional_id("programme_id", &given.programme_id);
        let stage = match given.state {
            0 => None,
            state => read_choice(&mut faults, "state", state, known_state),
        };
        let arguments = format!("{}/{}", given.programme_id, given.state);
        let page = parse_page(given.page_size, &given.page_token, &arguments);
        let (page, (programme, stage)) = runtime::fault::together(page, faults.finish((programme, stage)))?;
        let programmes = match (programme, programmes(caller)) {
            (Some(one), None) => Some(vec![one]),
            (Some(one), Some(own)) => Some(own.into_iter().filter(|it| *it == one).collect()),
            (None, own) => own,
        };
        let wanted = Wanted {
            programmes: programmes.as_deref(),
            stage,
        };
        let office = &self.0.office;
        let mut ids = subscriptions::list(
            office.store.pool(),
            &wanted,
            page.after.as_deref().unwrap_or_default(),
            one_more(&page),
        )
        .await?;
        let next_page_token = cut(&page, &mut ids, String::as_str);
        let mut found = Vec::with_capacity(ids.len());
        for id in ids {
            let subscription = office.store.load::<Subscription>(&id).await?.state;
            found.push(self.shown(&id, &subscription).await?);
        }
        let freshness = of_projection(&office.store, &*office.clock, subscriptions::NAME).await?;
        Ok(v1::ListSubscriptionsResponse {
            subscriptions: found,
            next_page_token,
            freshness: Some(freshness),
        })
    }

    async fn shown(&self, id: &str, subscription: &Subscription) -> Result<v1::KeptSubscription, Fault> {
        let mut shown = kept(subscription).ok_or_else(unknown)?;
        let pool = self.0.office.store.pool();
        let parked = cursor::parked_count(pool, id).await?;
        let cursor = cursor::of(pool, id).await?;
        let before = subscription.from_position().saturating_sub(1);
        let status = shown.status.get_or_insert_default();
        status.parked = parked;
        status.position = cursor.as_ref().map_or(before, |it| it.position);
        status.head_position = self.0.archive.head().await?;
        if let Some(cursor) = cursor {
            status.acknowledged = cursor.acknowledged;
            status.last_acknowledged_at = cursor.last_acknowledged_at.map(proto_time);
            status.failures_in_a_row = cursor.failures_in_a_row;
            let next = cursor.next_attempt_at.filter(|it| *it > Timestamp::now());
            status.next_attempt_at = next.map(proto_time);
            status.last_failure = cursor.last_failure;
            status.replay_to_position = cursor.replay_to.unwrap_or_default();
        }
        if let Some(counted) = self.0.waits.of(id, status.position) {
            tell_waiting(status, counted.count, counted.oldest_second);
        }
        Ok(shown)
    }

    /// Counts what waits for a subscription that was approved and is not over: what was counted as it came, and what came since.
    async fn count_waiting(
        &self,
        subscription: &Subscription,
        shown: &mut v1::KeptSubscription,
    ) -> Result<(), Fault> {
        let is_open = matches!(subscription.stage(), Stage::Active | Stage::Suspended);
        let (Some(content), true) = (subscription.content(), is_open) else {
            return Ok(());
        };
        let status = shown.status.get_or_insert_default();
        let counted = self.0.waits.of(&content.subscription_id, status.position);
        let Found {
            looked_to,
            count: mut waiting,
            oldest_second: mut oldest,
        } = counted.unwrap_or(Found {
            looked_to: status.position,
            count: 0,
            oldest_second: None,
        });
        let most = WAITING_MAX as u64;
        let has_room = waiting < most;
        let to = status.head_position.min(looked_to.saturating_add(LOOKED_MAX));
        let look = |entry: &contracts::ledger::v1::Entry| {
            if wants(content, entry) {
                waiting += 1;
                oldest = oldest.or(entry.recorded_at.as_ref().map(|it| it.seconds));
            }
            if waiting < most {
                ControlFlow::Continue(())
            } else {
                ControlFlow::Break(())
            }
        };
        if has_room {
            self.0.archive.look_through(looked_to + 1, to, look).await?;
        }
        tell_waiting(status, waiting, oldest);
        Ok(())
    }
}

/// `oldest` is the second in which the oldest was logged.
fn tell_waiting(status: &mut v1::SubscriptionStatus, waiting: u64, oldest: Option<i64>) {
    status.waiting = waiting;
    let since = oldest.map_or(0, |it| Timestamp::now().as_second() - it);
    status.waiting_seconds = u64::try_from(since).unwrap_or(0);
}
