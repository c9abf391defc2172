//! The relay: follows a block's committed log and publishes what the block declares public.
//!
//! It starts from where *the ledger* says it is, never from what the broker acknowledged: an acknowledgement of JetStream is
//! not durable. Each published event carries its number among the block's published events (`blocksequence`) and its place in
//! the log (`logposition`). When the ledger stops moving while events are under way, the relay starts again from the ledger.

use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use async_nats::jetstream::context::PublishAckFuture;
use async_trait::async_trait;
use futures::stream::{FuturesOrdered, StreamExt};
use tokio_util::sync::CancellationToken;
use tracing::Instrument;

use crate::{
    breakpoint::{self, Step},
    bus::{self, Bus, BusError},
    cloudevent::CloudEvent,
    failure::error_chain,
    lease::Lease,
    recorded::{CorruptFact, Recorded},
    store::Store,
    trace::SharedTraceLink,
};

/// Most facts read from the log at once.
const BATCH_FACTS: u32 = 500;
/// Most events published and not yet acknowledged by the broker.
const UNACKNOWLEDGED_MAX: usize = 256;
/// How long the ledger may stand still with events under way before they are sent again, in seconds.
const STALLED_SECONDS: u64 = 5;
/// How often the ledger is asked while events are under way, in milliseconds.
const ASK_MILLIS: u64 = 250;
/// Wait after a failure, in milliseconds, doubled each time up to the longest.
const RETRY_MILLIS: u64 = 200;
const RETRY_LONGEST_MILLIS: u64 = 10_000;

/// What a block makes public of a fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// CloudEvents type.
    pub event_type: String,
    /// What the event is about.
    pub subject: String,
    /// The contract message in its JSON form.
    pub data: Vec<u8>,
    /// Who may see it: `public`, `programmes` or `hub`.
    pub audience: &'static str,
}

/// Turns facts into what is published: exhaustive, so that a new fact forces the choice between public and private.
pub trait Publisher: Send + Sync + 'static {
    /// The published form, or `None` when the fact stays private.
    ///
    /// # Errors
    /// The stored fact does not parse.
    fn publish(&self, fact: &Recorded) -> Result<Option<Published>, CorruptFact>;
}

/// What the ledger has of a block.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct BlockHead {
    /// Number of its newest published event; 0 when none.
    pub sequence: u64,
    /// That event's place in the block's log; 0 when none.
    pub log_position: u64,
}

/// Asks the ledger what it has.
#[async_trait]
pub trait LedgerHead: Send + Sync + 'static {
    /// What the ledger has of `block`.
    ///
    /// # Errors
    /// The ledger cannot be asked.
    async fn block_head(&self, block: &str) -> Result<BlockHead, Box<dyn std::error::Error + Send + Sync>>;
}

/// How far the relay is, for metrics.
#[derive(Debug, Default)]
pub struct RelayStatus {
    /// Facts in the log that are not yet looked at.
    pub backlog: AtomicU64,
    /// Log time of the oldest of them in Unix seconds; 0 without any.
    pub oldest_unix_seconds: AtomicU64,
    /// Events published since the start.
    pub published: AtomicU64,
    /// Times it started again from the ledger.
    pub rewinds: AtomicU64,
}

/// Everything a relay works with.
pub struct Relay {
    /// The log it follows.
    pub store: Store,
    /// What it publishes of it.
    pub publisher: Arc<dyn Publisher>,
    /// The carrier.
    pub bus: Bus,
    /// Who knows where to start.
    pub ledger: Arc<dyn LedgerHead>,
    /// CloudEvents `source`.
    pub source: String,
    /// How traces are tied together.
    pub trace: SharedTraceLink,
    /// How far it is.
    pub status: Arc<RelayStatus>,
}

/// Why a run of the relay ended early. All of them are tried again, except a fact that cannot be read.
#[derive(Debug, thiserror::Error)]
enum Interrupted {
    #[error("the ledger cannot be asked where to start")]
    Ledger(#[source] Box<dyn std::error::Error + Send + Sync>),
    #[error("the log cannot be read")]
    Log(#[from] sqlx::Error),
    #[error(transparent)]
    Bus(#[from] BusError),
    #[error("an event was not taken by the broker")]
    Publish(#[source] async_nats::jetstream::context::PublishError),
    #[error("the ledger stands still at {0} while newer events are under way")]
    Stalled(u64),
    #[error(
        "the ledger has events up to place {ledger} of the log, and the log ends at {log}: it was restored from an older \
         state; nothing is published until it has been brought up to date"
    )]
    LogBehindLedger { ledger: u64, log: u64 },
    #[error("the lease was lost")]
    LeaseLost,
    #[error(transparent)]
    Corrupt(#[from] CorruptFact),
}

/// Where a run stands.
struct Cursor {
    log_position: u64,
    sequence: u64,
    confirmed: u64,
    confirmed_at: tokio::time::Instant,
    asked_at: tokio::time::Instant,
    /// Tells runs apart in message ids, so that an event that is sent again is not taken for a repeat by the broker.
    run: String,
}

impl Relay {
    /// Runs until `shutdown`.
    ///
    /// # Errors
    /// A stored fact cannot be read: publishing anything after it would leave a gap.
    pub async fn run(self, shutdown: CancellationToken) -> Result<(), CorruptFact> {
        let mut wait = RETRY_MILLIS;
        while !shutdown.is_cancelled() {
            let Some(lease) = Lease::acquire(self.store.pool(), "relay", &shutdown).await else {
                break;
            };
            let started = tokio::time::Instant::now();
            let interrupted = tokio::select! {
                () = shutdown.cancelled() => break,
                () = lease.lost() => Interrupted::LeaseLost,
                interrupted = self.follow() => interrupted,
            };
            if let Interrupted::Corrupt(corrupt) = interrupted {
                return Err(corrupt);
            }
            self.status.rewinds.fetch_add(1, Ordering::Relaxed);
            tracing::warn!(block = self.store.block(), error = %error_chain(&interrupted), "the relay starts again from the ledger");
            wait = if started.elapsed() > Duration::from_secs(60) {
                RETRY_MILLIS
            } else {
                (wait * 2).min(RETRY_LONGEST_MILLIS)
            };
            drop(lease);
            tokio::select! {
                () = shutdown.cancelled() => break,
                () = tokio::time::sleep(Duration::from_millis(wait)) => {}
            }
        }
        Ok(())
    }

    async fn follow(&self) -> Interrupted {
        match self.try_follow().await {
            Ok(never) => match never {},
            Err(interrupted) => interrupted,
        }
    }

    async fn try_follow(&self) -> Result<std::convert::Infallible, Interrupted> {
        let block = self.store.block();
        let head = self.ledger.block_head(block).await.map_err(Interrupted::Ledger)?;
        // Facts written at places the ledger is past would never be published, and nobody would notice.
        let log = self.store.head().await?;
        if log < head.log_position {
            return Err(Interrupted::LogBehindLedger {
                ledger: head.log_position,
                log,
            });
        }
        self.bus.ensure_stream(block).await?;
        tracing::info!(
            block,
            sequence = head.sequence,
            log_position = head.log_position,
            "the relay follows the log"
        );
        let mut cursor = Cursor {
            log_position: head.log_position,
            sequence: head.sequence,
            confirmed: head.sequence,
            confirmed_at: tokio::time::Instant::now(),
            asked_at: tokio::time::Instant::now(),
            run: uuid::Uuid::now_v7().simple().to_string(),
        };
        let mut newest = self.store.watch_head();
        loop {
            let batch = self.store.read(cursor.log_position, BATCH_FACTS).await?;
            self.note_backlog(&batch, *newest.borrow(), &cursor);
            if batch.is_empty() {
                self.store.wait_beyond(cursor.log_position, &mut newest).await;
            } else {
                self.publish_batch(&batch, &mut cursor).await?;
            }
            self.check_ledger(&mut cursor).await?;
        }
    }

    fn note_backlog(&self, batch: &[Recorded], newest: u64, cursor: &Cursor) {
        let backlog = newest.saturating_sub(cursor.log_position).max(batch.len() as u64);
        let oldest = batch
            .first()
            .map_or(0, |fact| fact.at.as_second().max(0).cast_unsigned());
        self.status.backlog.store(backlog, Ordering::Relaxed);
        self.status.oldest_unix_seconds.store(oldest, Ordering::Relaxed);
    }

    /// Publishes in order, with a bounded number of acknowledgements outstanding, and waits for all of them.
    async fn publish_batch(&self, batch: &[Recorded], cursor: &mut Cursor) -> Result<(), Interrupted> {
        let mut outstanding = FuturesOrdered::new();
        for fact in batch {
            if let Some(published) = self.publisher.publish(fact)? {
                cursor.sequence += 1;
                outstanding.push_back(self.send(fact, published, cursor).await?.into_future());
                self.status.published.fetch_add(1, Ordering::Relaxed);
            }
            if outstanding.len() >= UNACKNOWLEDGED_MAX
                && let Some(acknowledged) = outstanding.next().await
            {
                acknowledged.map_err(Interrupted::Publish)?;
            }
            cursor.log_position = fact.position;
        }
        if !outstanding.is_empty() {
            breakpoint::pass(Step::RelayPublished);
        }
        while let Some(acknowledged) = outstanding.next().await {
            acknowledged.map_err(Interrupted::Publish)?;
        }
        breakpoint::pass(Step::RelayAcknowledged);
        Ok(())
    }

    async fn send(
        &self,
        fact: &Recorded,
        published: Published,
        cursor: &Cursor,
    ) -> Result<PublishAckFuture, Interrupted> {
        let subject = bus::subject(self.store.block(), &published.event_type);
        let span = tracing::info_span!("publish", otel.name = %format!("publish {subject}"), otel.kind = "producer",
            messaging.system = "nats", messaging.destination.name = %subject, messaging.operation.name = "publish");
        if let Some(origin) = &fact.meta.traceparent {
            self.trace.set_parent(&span, origin);
        }
        let event = self.event(fact, published, cursor.sequence);
        let mut headers = event.to_headers();
        headers.insert("Nats-Msg-Id", format!("{}:{}", event.id, cursor.run));
        if let Some(hop) = self.trace.traceparent(&span) {
            headers.insert("traceparent", hop);
        }
        self.bus
            .jetstream()
            .publish_with_headers(subject, headers, event.data)
            .instrument(span)
            .await
            .map_err(Interrupted::Publish)
    }

    fn event(&self, fact: &Recorded, published: Published, sequence: u64) -> CloudEvent {
        let block = self.store.block();
        let context = &fact.meta.context;
        let mut extensions = BTreeMap::from([
            ("block".to_owned(), block.to_owned()),
            ("blocksequence".to_owned(), sequence.to_string()),
            ("logposition".to_owned(), fact.position.to_string()),
            ("audience".to_owned(), published.audience.to_owned()),
        ]);
        let mut put = |name: &str, value: Option<&String>| {
            if let Some(value) = value {
                extensions.insert(name.to_owned(), value.clone());
            }
        };
        put("buildingblock", context.building_block.as_ref());
        put("project", context.project.as_ref());
        put("theme", context.theme.as_ref());
        put("traceparent", fact.meta.traceparent.as_ref());
        let regions = context.regions.join(",");
        put("regions", Some(&regions).filter(|regions| !regions.is_empty()));
        CloudEvent {
            id: format!("{block}-{:012}", fact.position),
            source: self.source.clone(),
            event_type: published.event_type,
            subject: published.subject,
            time: fact.at,
            extensions,
            data: published.data.into(),
        }
    }

    /// While events are under way: asks the ledger how far it is, and gives up this run when it stands still.
    async fn check_ledger(&self, cursor: &mut Cursor) -> Result<(), Interrupted> {
        if cursor.confirmed >= cursor.sequence {
            cursor.confirmed_at = tokio::time::Instant::now();
            return Ok(());
        }
        if cursor.asked_at.elapsed() < Duration::from_millis(ASK_MILLIS) {
            return Ok(());
        }
        cursor.asked_at = tokio::time::Instant::now();
        let head = self
            .ledger
            .block_head(self.store.block())
            .await
            .map_err(Interrupted::Ledger)?;
        if head.sequence > cursor.confirmed {
            cursor.confirmed = head.sequence;
            cursor.confirmed_at = tokio::time::Instant::now();
        } else if cursor.confirmed_at.elapsed() > Duration::from_secs(STALLED_SECONDS) {
            return Err(Interrupted::Stalled(head.sequence));
        }
        Ok(())
    }
}
