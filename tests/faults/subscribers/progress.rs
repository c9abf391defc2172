//! Whether every subscriber has everything, and the hub knows it.

use std::sync::Arc;

use anyhow::Context;
use contracts::exchange::v1::SubscriptionStatus;
use serde_json::json;
use testkit::Client;
use tokio::sync::Mutex;

use super::{Door, Subscriber, role, wanted::WANTED};
use crate::{checks::connect, workload::request, world::World};

/// How far the ledger was looked through, and what each subscriber should have by then.
#[derive(Debug, Clone, Default)]
pub(super) struct Progress(Arc<Mutex<Due>>);

#[derive(Debug, Default)]
struct Due {
    looked_to: u64,
    counts: [u64; WANTED.len()],
}

/// Who lacks something, or of whom the hub believes it; none when all is well.
pub(crate) async fn behind(world: &World) -> anyhow::Result<Option<String>> {
    let due = world.subscribers.progress.look(world).await?;
    for (subscriber, due) in world.subscribers.all.iter().zip(due) {
        let (have, _) = subscriber.notes.counts();
        if have < due {
            return Ok(Some(format!(
                "{} has {have} events of {due}, the newest at {}; last trouble: {}",
                subscriber.wanted.id,
                subscriber.notes.last_but(0),
                subscriber.notes.last_trouble()
            )));
        }
        if let Some(what) = unknown_to_the_hub(world, subscriber, due).await? {
            return Ok(Some(what));
        }
    }
    Ok(None)
}

impl Progress {
    /// Looks through what is new in the ledger.
    async fn look(&self, world: &World) -> anyhow::Result<[u64; WANTED.len()]> {
        let mut due = self.0.lock().await;
        let mut database = connect(world).await?;
        for entry in super::ledger_after(&mut database, due.looked_to).await? {
            due.looked_to = entry.event.position;
            for (count, wanted) in due.counts.iter_mut().zip(WANTED) {
                *count += u64::from(wanted.filter.holds(&entry));
            }
        }
        Ok(due.counts)
    }
}

/// What the hub says otherwise of what a subscriber acknowledged, where it keeps that.
async fn unknown_to_the_hub(
    world: &World,
    subscriber: &Subscriber,
    due: u64,
) -> anyhow::Result<Option<String>> {
    if subscriber.wanted.door == Door::Sent {
        return Ok(None);
    }
    let status = match status(world, subscriber.wanted.id).await {
        Ok(status) => status,
        Err(error) => {
            return Ok(Some(format!(
                "the hub does not say how {} fares: {error:#}",
                subscriber.wanted.id
            )));
        }
    };
    let (waiting, acknowledged) = (status.waiting, status.acknowledged);
    Ok(((waiting, acknowledged, status.parked) != (0, due, 0)).then(|| {
        format!(
            "of {} events of {} the hub says that {acknowledged} are acknowledged, {waiting} wait and {} are parked; \
             last failure: {}; last trouble: {}",
            due,
            subscriber.wanted.id,
            status.parked,
            status.last_failure,
            subscriber.notes.last_trouble()
        )
    }))
}

/// How the hub says that a subscription fares.
async fn status(world: &World, id: &str) -> anyhow::Result<SubscriptionStatus> {
    let process = &world.processes[world.running("exchange")[0]];
    let client = Client::in_roles(&process.address(), &world.servers.development_key(), &role());
    let asked = request(json!({"subscriptionId": id}))?;
    let answer = client.subscriptions().get_subscription(asked).await?;
    let kept = answer.into_inner().subscription.context("no subscription")?;
    kept.status.context("no status")
}
