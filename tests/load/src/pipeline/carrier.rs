//! The broker: what goes to it, and when all of it is there.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use async_nats::jetstream::context::PublishAckFuture;
use async_trait::async_trait;
use eventing::{
    Store,
    bus::{Bus, stream_name, subject},
    relay::{BlockHead, LedgerHead, Relay, RelayStatus},
    trace::NoTraceLink,
};
use sqlx::PgPool;
use tokio::{sync::mpsc, task::JoinSet, time::Instant};
use tokio_util::sync::CancellationToken;

use super::facts::{BLOCK, Progress, SOURCE, backlog, event};
use crate::{
    measure::{Contender, Effort},
    servers::Servers,
};

/// How often it is looked whether everything has arrived.
const LOOK: Duration = Duration::from_millis(5);
/// How long anything may take before the measure fails.
const PATIENCE: Duration = Duration::from_secs(600);
/// Acknowledgements that wait to be taken in the measure of raw publishing.
const UNACKNOWLEDGED_MAX: usize = 4_096;

/// A relay that runs; stops when dropped.
pub(super) struct RunningRelay {
    _running: JoinSet<()>,
}

impl RunningRelay {
    /// Starts the relay of a log.
    pub(super) fn start(store: &Store, bus: &Bus, ledger: Arc<dyn LedgerHead>) -> Self {
        let relay = Relay {
            store: store.clone(),
            publisher: Arc::new(Progress),
            bus: bus.clone(),
            ledger,
            source: SOURCE.to_owned(),
            trace: Arc::new(NoTraceLink),
            status: Arc::new(RelayStatus::default()),
        };
        let mut running = JoinSet::new();
        running.spawn(async move {
            if let Err(error) = relay.run(CancellationToken::new()).await {
                eprintln!("the relay gave up: {error}");
            }
        });
        Self { _running: running }
    }
}

/// A ledger that has nothing at first, and then gets on whenever it is asked.
#[derive(Default)]
struct Obliging(AtomicU64);

#[async_trait]
impl LedgerHead for Obliging {
    async fn block_head(&self, _: &str) -> Result<BlockHead, Box<dyn std::error::Error + Send + Sync>> {
        Ok(BlockHead {
            sequence: self.0.fetch_add(1, Ordering::Relaxed),
            log_position: 0,
            part: 0,
        })
    }
}

/// The ledger's own tables.
pub(super) struct Tables(pub(super) PgPool);

#[async_trait]
impl LedgerHead for Tables {
    async fn block_head(&self, block: &str) -> Result<BlockHead, Box<dyn std::error::Error + Send + Sync>> {
        let row: Option<(i64, i64)> =
            sqlx::query_as("SELECT sequence, log_position FROM block_heads WHERE block = $1")
                .bind(block)
                .fetch_optional(&self.0)
                .await?;
        let (sequence, log_position) = row.unwrap_or_default();
        Ok(BlockHead {
            sequence: sequence.unsigned_abs(),
            log_position: log_position.unsigned_abs(),
            // Each fact of these logs is told as one event.
            part: u32::from(log_position > 0),
        })
    }
}

/// Waiting for something, not for ever.
pub(super) struct Waiting {
    what: &'static str,
    since: Instant,
}

impl Waiting {
    /// Begins to wait until `what` holds.
    pub(super) fn until(what: &'static str) -> Self {
        Self {
            what,
            since: Instant::now(),
        }
    }

    /// A moment until the next look.
    pub(super) async fn a_moment(&self) -> anyhow::Result<()> {
        anyhow::ensure!(
            self.since.elapsed() < PATIENCE,
            "waited in vain until {}",
            self.what
        );
        tokio::time::sleep(LOOK).await;
        Ok(())
    }
}

/// Waits until the broker has so many events of the block.
async fn arrived(bus: &Bus, count: u64) -> anyhow::Result<()> {
    let waiting = Waiting::until("the broker has all events");
    let mut stream = bus.ensure_stream(BLOCK).await?;
    while stream.info().await?.state.messages < count {
        waiting.a_moment().await?;
    }
    Ok(())
}

/// Makes the broker forget the block.
pub(super) async fn forget(bus: &Bus) -> anyhow::Result<()> {
    bus.ensure_stream(BLOCK).await?;
    bus.jetstream().delete_stream(stream_name(BLOCK)).await?;
    Ok(())
}

/// What a rate is.
#[expect(
    clippy::cast_precision_loss,
    reason = "counts of a benchmark are far below 2^52"
)]
pub(super) fn per_second(count: u64, since: Instant) -> f64 {
    count as f64 / since.elapsed().as_secs_f64()
}

/// The relay alone: a backlog in the log, and a broker that has nothing of it.
pub(super) struct Carried {
    store: Store,
    bus: Bus,
    count: u64,
}

impl Carried {
    /// Fills the log.
    pub(super) async fn new(servers: &Servers, count: u64) -> anyhow::Result<Self> {
        let pool = servers.pool(&servers.database("relay_log").await?, 10).await?;
        Ok(Self {
            store: backlog(&pool, count).await?,
            bus: Bus::connect(&servers.nats(), "bench-relay").await?,
            count,
        })
    }
}

#[async_trait]
impl Contender for Carried {
    async fn round(&mut self, _effort: &Effort) -> anyhow::Result<f64> {
        forget(&self.bus).await?;
        let started = Instant::now();
        let relay = RunningRelay::start(&self.store, &self.bus, Arc::new(Obliging::default()));
        arrived(&self.bus, self.count).await?;
        let rate = per_second(self.count, started);
        drop(relay);
        Ok(rate)
    }
}

/// The limit: the same messages from memory, one behind the other, with the client's own publishing.
pub(super) struct Published {
    bus: Bus,
    count: u64,
}

impl Published {
    /// A connection of its own.
    pub(super) async fn new(servers: &Servers, count: u64) -> anyhow::Result<Self> {
        Ok(Self {
            bus: Bus::connect(&servers.nats(), "bench-raw").await?,
            count,
        })
    }
}

#[async_trait]
impl Contender for Published {
    async fn round(&mut self, _effort: &Effort) -> anyhow::Result<f64> {
        forget(&self.bus).await?;
        self.bus.ensure_stream(BLOCK).await?;
        let template = event(1);
        let (subject, data, headers) = (
            subject(BLOCK, &template.event_type),
            template.data.clone(),
            template.to_headers(),
        );
        let started = Instant::now();
        let (sent, mut unacknowledged) = mpsc::channel::<PublishAckFuture>(UNACKNOWLEDGED_MAX);
        let acknowledged = tokio::spawn(async move {
            while let Some(acknowledgement) = unacknowledged.recv().await {
                acknowledgement.await?;
            }
            anyhow::Ok(())
        });
        for n in 1..=self.count {
            let (mut headers, number) = (headers.clone(), n.to_string());
            headers.insert("ce-blocksequence", number.as_str());
            headers.insert("ce-logposition", number.as_str());
            headers.insert("ce-id", format!("{BLOCK}-{n:012}"));
            headers.insert(
                "Nats-Msg-Id",
                format!("{BLOCK}-{n:012}:0190163d8694739baea5966c26f8ad91"),
            );
            let jetstream = self.bus.jetstream();
            let acknowledgement = jetstream
                .publish_with_headers(subject.clone(), headers, data.clone())
                .await?;
            if sent.send(acknowledgement).await.is_err() {
                break;
            }
        }
        drop(sent);
        acknowledged.await??;
        arrived(&self.bus, self.count).await?;
        Ok(per_second(self.count, started))
    }
}
