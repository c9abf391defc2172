//! Fetches one block's events, for ever.

use std::sync::Arc;

use eventing::bus::Bus;
use futures::StreamExt;
use runtime::fault::error_chain;
use tokio::sync::{Semaphore, mpsc};

use super::WAITING_KIB_MAX;
use super::arrival::Arrival;
use super::subscription::{Broken, Subscription};
use crate::backoff::Backoff;
use crate::health::{Concern, Health};

/// Fetches one block's events and hands them to the writer.
pub(super) struct Pull {
    pub(super) bus: Bus,
    pub(super) block: Arc<str>,
    pub(super) arrivals: mpsc::Sender<Arrival>,
    pub(super) room: Arc<Semaphore>,
    pub(super) health: Health,
}

impl Pull {
    /// Runs until the writer is gone. Whatever the broker does, it is tried again.
    pub(super) async fn run(self) {
        let mut backoff = Backoff::default();
        loop {
            let broken = match Subscription::open(&self.bus, &self.block).await {
                Ok(subscription) => {
                    backoff = Backoff::default();
                    self.well();
                    self.pump(subscription).await
                }
                Err(broken) => Some(broken),
            };
            let Some(broken) = broken else { return };
            self.trouble(&broken);
            backoff.pause().await;
        }
    }

    /// Hands over messages until something breaks, or, without an error, until the writer is gone.
    async fn pump(&self, mut subscription: Subscription) -> Option<Broken> {
        while let Some(message) = subscription.messages.next().await {
            let message = match message {
                Ok(message) => message,
                Err(error) => return Some(error.into()),
            };
            let kib = u32::try_from(message.length / 1024)
                .unwrap_or(u32::MAX)
                .clamp(1, WAITING_KIB_MAX);
            let room = self.room.clone().acquire_many_owned(kib).await.ok()?;
            let arrival = Arrival::new(&self.block, message, &subscription.current, room);
            self.arrivals.send(arrival).await.ok()?;
        }
        Some(Broken::Ended)
    }

    fn concern(&self) -> Concern {
        Concern::Intake(self.block.to_string())
    }

    fn well(&self) {
        if self.health.well(&self.concern()) {
            tracing::info!(block = %self.block, "events are fetched from the broker again");
        }
    }

    fn trouble(&self, broken: &Broken) {
        let what = error_chain(broken);
        if self.health.trouble(self.concern(), what.clone()) {
            tracing::warn!(block = %self.block, error = what, "events cannot be fetched from the broker; trying again");
        }
    }
}
