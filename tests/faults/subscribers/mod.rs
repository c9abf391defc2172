//! Other programmes, which read what the hub publishes while it is broken, and are cut off themselves: one file for each door. Each notes
//! what it got, in the order in which it came.

mod event;
mod grpc;
mod ledger;
mod nats;
mod notes;
mod opening;
mod progress;
mod seat;
mod sent;
mod wanted;
mod webhook;

use std::{collections::BTreeMap, sync::Arc, time::Instant};

use sqlx::Row;
use tokio::{sync::watch, task::JoinSet};

pub(crate) use event::Event;
pub(crate) use ledger::after as ledger_after;
pub(crate) use notes::{Arrival, Notes};
pub(crate) use progress::behind;
pub(crate) use wanted::{Door, Wanted};

use crate::{checks::connect, world::World};

/// The programme whose subscriptions these are.
pub(crate) const PROGRAMME: &str = "leeroverzicht-skills";

fn role() -> String {
    format!("subscriber-programme:{PROGRAMME}")
}

/// A subscription and the notes of who has it.
#[derive(Debug, Clone)]
pub(crate) struct Subscriber {
    pub(crate) wanted: Wanted,
    pub(crate) notes: Arc<Notes>,
}

/// All subscribers of a world; they end with this value.
#[derive(Default)]
pub(crate) struct Subscribers {
    all: Vec<Subscriber>,
    is_rough: Arc<watch::Sender<bool>>,
    progress: progress::Progress,
    _tasks: JoinSet<()>,
}

impl Subscribers {
    pub(crate) fn all(&self) -> &[Subscriber] {
        &self.all
    }

    /// Lets things go wrong on their side, too, until it is dropped.
    pub(crate) fn rough(&self) -> Rough {
        self.is_rough.send_replace(true);
        Rough(self.is_rough.clone())
    }

    /// PostgreSQL broke down: acknowledgements from this moment on need not have been on its disk.
    pub(crate) fn database_broke_down(&self, moment: Instant) {
        self.forget(Door::Grpc, moment);
    }

    /// The NATS for programmes was killed: acknowledgements from this moment on need not have been on its disk.
    pub(crate) fn nats_was_killed(&self, moment: Instant) {
        self.forget(Door::Nats, moment);
    }

    fn forget(&self, door: Door, moment: Instant) {
        for subscriber in self.all.iter().filter(|it| it.wanted.door == door) {
            subscriber.notes.forget_since(moment);
        }
    }

    /// The NATS for programmes lost everything: what the hub has not read off it by now was acknowledged in vain.
    pub(crate) async fn nats_lost_everything(&self, world: &World) -> anyhow::Result<()> {
        let mut database = connect(world).await?;
        let rows = sqlx::query("SELECT subscription_id, position FROM exchange.cursors")
            .fetch_all(&mut database)
            .await?;
        let mut positions = BTreeMap::new();
        for row in rows {
            positions.insert(
                row.try_get::<String, _>(0)?,
                row.try_get::<i64, _>(1)?.cast_unsigned(),
            );
        }
        for subscriber in self.all.iter().filter(|it| it.wanted.door == Door::Nats) {
            let known = positions.get(subscriber.wanted.id);
            subscriber.notes.forget_after(known.copied().unwrap_or(0));
        }
        Ok(())
    }

    /// Different events and arrivals so far, of the subscriber of each door that got most.
    pub(crate) fn counts(&self) -> BTreeMap<&'static str, (u64, u64)> {
        let mut counts = BTreeMap::new();
        for subscriber in &self.all {
            let most: &mut (u64, u64) = counts.entry(subscriber.wanted.door.name()).or_default();
            *most = (*most).max(subscriber.notes.counts());
        }
        counts
    }
}

/// As long as it lives subscribers fail and are cut off.
pub(crate) struct Rough(Arc<watch::Sender<bool>>);

impl Drop for Rough {
    fn drop(&mut self) {
        self.0.send_replace(false);
    }
}
