//! One subscriber that has everything to catch up with.

use std::{future::IntoFuture, sync::Arc};

use async_trait::async_trait;
use contracts::{exchange::v1::start::At, ledger::v1::ReadEventsRequest};
use tokio::{task::JoinSet, time::Instant};

use super::{crowd::SUBSCRIPTIONS, ground::Ground, sent};
use crate::{
    hub::Patience,
    measure::{Contender, Effort},
    servers::Servers,
};

/// Events that are caught up with.
const EVENTS: u64 = 100_000;
/// Events that the broker has not acknowledged.
const UNDER_WAY_MAX: usize = 1_000;
/// Entries in a message where the ledger is read by itself, as the exchange reads it.
const BATCH_ENTRIES: u32 = 1_000;

/// A hub with a ledger full of events.
pub(super) struct Behind {
    ground: Arc<Ground>,
    /// Events that are measured.
    events: u64,
}

impl Behind {
    /// Fills the ledger.
    pub(super) async fn begin(servers: &Servers, effort: &Effort) -> anyhow::Result<Arc<Self>> {
        let ground = Ground::begin(servers, "exchange_behind").await?;
        let events = effort.size(EVENTS);
        let mut under_way = JoinSet::new();
        for _ in 0..events {
            let acknowledged = ground.carrier.publish().await?;
            under_way.spawn(acknowledged.into_future());
            while under_way.len() >= UNDER_WAY_MAX {
                under_way.join_next().await.transpose()?.transpose()?;
            }
        }
        while let Some(ended) = under_way.join_next().await {
            ended??;
        }
        let patience = Patience::with("the ledger to have all events");
        while ground.head().await? < events {
            patience.pause().await?;
        }
        Ok(Arc::new(Self { ground, events }))
    }
}

/// How fast one gets everything.
pub(super) struct CaughtUp {
    behind: Arc<Behind>,
    is_sent: bool,
    rounds: usize,
}

impl CaughtUp {
    /// Over gRPC, acknowledged.
    pub(super) fn over_grpc(behind: &Arc<Behind>) -> Self {
        Self {
            behind: behind.clone(),
            is_sent: false,
            rounds: 0,
        }
    }

    /// As server-sent events.
    pub(super) fn server_sent(behind: &Arc<Behind>) -> Self {
        Self {
            is_sent: true,
            ..Self::over_grpc(behind)
        }
    }
}

#[async_trait]
impl Contender for CaughtUp {
    async fn round(&mut self, _effort: &Effort) -> anyhow::Result<f64> {
        let ground = &self.behind.ground;
        // Each round has a subscription of its own, which has got nothing yet.
        let number = SUBSCRIPTIONS + 2 * self.rounds + usize::from(self.is_sent);
        self.rounds += 1;
        ground.subscribe(number, Some(At::Beginning(true))).await?;
        let subscriber = ground.subscriber(number)?;
        let taken = subscriber.taken.clone();
        let started = Instant::now();
        let running = if self.is_sent {
            ground.spawn(sent::read(subscriber, ground.hub.address().to_owned(), 0))
        } else {
            ground.spawn(subscriber.acknowledging())
        };
        let patience = Patience::with("one to have caught up");
        while (taken.count() as u64) < self.behind.events {
            anyhow::ensure!(!running.is_finished(), "the subscriber was cut off");
            patience.pause().await?;
        }
        let rate = per_second(self.behind.events, started);
        running.abort();
        Ok(rate)
    }
}

/// The limit: the ledger read by itself over one call, without subscription, filter or acknowledgement.
pub(super) struct Alone(pub(super) Arc<Behind>);

#[async_trait]
impl Contender for Alone {
    async fn round(&mut self, _effort: &Effort) -> anyhow::Result<f64> {
        let Behind { ground, events } = &*self.0;
        let started = Instant::now();
        let request = ReadEventsRequest {
            from_position: 1,
            batch_size: BATCH_ENTRIES,
            limit: *events,
            ..Default::default()
        };
        let mut messages = ground
            .coordinator
            .ledger(0)
            .read_events(request)
            .await?
            .into_inner();
        let mut read = 0;
        while let Some(message) = messages.message().await? {
            read += message.entries.len() as u64;
        }
        anyhow::ensure!(read == *events, "{read} of {events} events were read");
        Ok(per_second(read, started))
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "counts of a benchmark are far below 2^52"
)]
fn per_second(count: u64, since: Instant) -> f64 {
    count as f64 / since.elapsed().as_secs_f64()
}
