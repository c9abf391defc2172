//! A subscriber over gRPC, as a careful program is one: it takes message after message, and acknowledges beside that.

use std::time::Duration;

use anyhow::Context;
use contracts::{
    exchange::v1::{AcknowledgeRequest, DeliverRequest},
    ledger::v1::{Entry, ReadEventsRequest},
};
use jiff::Timestamp;
use tokio::{sync::watch, time::Instant};

use super::taken::{Arrival, Taken};
use crate::hub::Caller;

/// Most events under way.
const IN_FLIGHT: u32 = 1_000;
/// How often is acknowledged what has come, unless so many events have come before that.
const ACKNOWLEDGED_EVERY: Duration = Duration::from_millis(100);
const ACKNOWLEDGED_AT: u64 = IN_FLIGHT as u64 / 2;

/// A subscriber with a connection of its own.
#[derive(Clone)]
pub(super) struct Subscriber {
    pub(super) caller: Caller,
    pub(super) programme_id: String,
    pub(super) subscription_id: String,
    pub(super) taken: Taken,
}

/// What has come, for whoever acknowledges.
#[derive(Debug, Clone, Copy, Default)]
struct Come {
    position: u64,
    events: u64,
}

impl Subscriber {
    /// Takes and acknowledges for ever.
    pub(super) async fn acknowledging(self) -> anyhow::Result<()> {
        let (come, seen) = watch::channel(Come::default());
        tokio::try_join!(self.take(come), self.acknowledge(seen))?;
        Ok(())
    }

    /// Takes for ever, and acknowledges nothing.
    pub(super) async fn silent(self) -> anyhow::Result<()> {
        self.take(watch::channel(Come::default()).0).await
    }

    /// Reads the ledger itself for ever, from a position on.
    pub(super) async fn following(self, from_position: u64) -> anyhow::Result<()> {
        let request = ReadEventsRequest {
            from_position,
            follow: true,
            ..Default::default()
        };
        let mut messages = self.caller.ledger(0).read_events(request).await?.into_inner();
        while let Some(message) = messages.message().await? {
            self.note(&message.entries);
            self.taken.read(message.read_to_position);
        }
        anyhow::bail!("the hub ended a reading")
    }

    fn note(&self, entries: &[Entry]) {
        let at = Timestamp::now();
        self.taken.connected();
        for entry in entries {
            self.taken.note(&entry.r#type, arrival(entry, at));
        }
    }

    async fn take(&self, come: watch::Sender<Come>) -> anyhow::Result<()> {
        let request = DeliverRequest {
            programme_id: self.programme_id.clone(),
            subscription_id: self.subscription_id.clone(),
            in_flight: IN_FLIGHT,
        };
        let mut messages = self.caller.deliveries(0).deliver(request).await?.into_inner();
        while let Some(message) = messages.message().await? {
            self.note(&message.events);
            self.taken.read(message.read_to_position);
            come.send_modify(|it| {
                it.position = it.position.max(message.read_to_position);
                it.events += message.events.len() as u64;
            });
        }
        anyhow::bail!("the hub ended a delivery")
    }

    async fn acknowledge(&self, mut come: watch::Receiver<Come>) -> anyhow::Result<()> {
        let mut done = Come::default();
        loop {
            let since = Instant::now();
            come.wait_for(|it| it.position > done.position)
                .await
                .context("nothing comes any more")?;
            let many = come.wait_for(|it| it.events >= done.events + ACKNOWLEDGED_AT);
            let _ = tokio::time::timeout_at(since + ACKNOWLEDGED_EVERY, many).await;
            done = *come.borrow_and_update();
            let request = AcknowledgeRequest {
                programme_id: self.programme_id.clone(),
                subscription_id: self.subscription_id.clone(),
                position: done.position,
            };
            self.caller.deliveries(0).acknowledge(request).await?;
        }
    }
}

fn arrival(entry: &Entry, at: Timestamp) -> Arrival {
    let recorded_at = entry.recorded_at.as_ref();
    Arrival {
        position: entry.position,
        recorded_at: recorded_at.and_then(|it| Timestamp::new(it.seconds, it.nanos).ok()),
        at,
    }
}
