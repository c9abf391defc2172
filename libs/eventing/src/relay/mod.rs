//! The relay: follows a block's committed log and publishes what the block declares public.
//!
//! It starts from where *the ledger* says it is, never from what the broker acknowledged: an acknowledgement of JetStream is
//! not durable. Each published event carries its number among the block's published events (`blocksequence`) and its place in
//! the log (`logposition`). When the ledger stops moving while events are under way, the relay starts again from the ledger.
//!
//! Three things go on at once: the log is read [`ahead`], facts are made into messages ([`outgoing`]) and sent, and the
//! acknowledgements of those before are taken. All of it is in the order of the log, and all of it is bounded.

mod ahead;
mod outgoing;
mod progress;

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use async_trait::async_trait;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::{
    breakpoint::{self, Step},
    bus::{Bus, BusError, NotTaken, Pipeline},
    failure::error_chain,
    lease::Lease,
    recorded::{CorruptFact, Recorded},
    store::Store,
    trace::SharedTraceLink,
};
use ahead::Ahead;
use outgoing::Envelopes;
use progress::{Answer, Progress};

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
    /// The published form; nothing when the fact stays private. Several when versions of a type stand side by side, the oldest
    /// first: of the same fact always the same ones, since the ledger may ask for them again.
    ///
    /// # Errors
    /// The stored fact does not parse.
    fn publish(&self, fact: &Recorded) -> Result<Vec<Published>, CorruptFact>;
}

/// What the ledger has of a block.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct BlockHead {
    /// Number of its newest published event; 0 when none.
    pub sequence: u64,
    /// That event's place in the block's log; 0 when none.
    pub log_position: u64,
    /// Which of the events at that place it is, from 1; 0 when none.
    pub part: u32,
}

impl BlockHead {
    /// Whether the ledger has an event of a fact.
    fn has(self, log_position: u64, part: u32) -> bool {
        (log_position, part) <= (self.log_position, self.part)
    }
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
    Publish(#[from] NotTaken),
    #[error("the ledger stands still at {0} while newer events are under way")]
    Stalled(u64),
    #[error("the ledger went back to {0}: it has less than it had")]
    WentBack(u64),
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

/// One run, from what the ledger had at its beginning.
struct Run {
    progress: Progress,
    /// What the ledger had: of the fact at that place perhaps not every event.
    begun: BlockHead,
    envelopes: Envelopes,
    pipeline: Pipeline,
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
            let started = Instant::now();
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
        let mut run = Run {
            progress: Progress::from(head),
            begun: head,
            envelopes: Envelopes::new(block, &self.source, self.trace.clone()),
            pipeline: self.bus.pipeline().await?,
        };
        let mut ahead = Ahead::start(&self.store, head.log_position.saturating_sub(1));
        loop {
            tokio::select! {
                batch = ahead.next() => self.publish(&batch?, &mut run).await?,
                taken = run.pipeline.acknowledged(), if !run.pipeline.is_idle() => {
                    taken?;
                    if run.pipeline.is_idle() {
                        breakpoint::pass(Step::RelayAcknowledged);
                    }
                }
                () = run.progress.time_to_ask() => self.check_ledger(&mut run.progress).await?,
            }
        }
    }

    /// Publishes what is public of a batch, in order. Does not wait for acknowledgements, unless too much is under way.
    async fn publish(&self, batch: &[Arc<Recorded>], run: &mut Run) -> Result<(), Interrupted> {
        self.note_backlog(batch.first().map(AsRef::as_ref), run);
        let before = run.progress.sequence;
        for fact in batch {
            for (published, part) in self.publisher.publish(fact)?.into_iter().zip(1..) {
                if run.begun.has(fact.position, part) {
                    continue;
                }
                let sequence = run.progress.next(Instant::now);
                let message = run.envelopes.seal(fact, published, part, sequence);
                run.pipeline
                    .send(message.subject, message.headers, message.data)
                    .await?;
            }
            run.progress.log_position = fact.position;
        }
        let published = run.progress.sequence - before;
        if published > 0 {
            breakpoint::pass(Step::RelayPublished);
            self.status.published.fetch_add(published, Ordering::Relaxed);
        }
        self.note_backlog(batch.last().map(AsRef::as_ref), run);
        Ok(())
    }

    /// Notes how much of the log is left. `at` is the oldest fact that is, if any is.
    fn note_backlog(&self, at: Option<&Recorded>, run: &Run) {
        let newest = *self.store.watch_head().borrow();
        let backlog = newest.saturating_sub(run.progress.log_position);
        let oldest = at
            .filter(|_| backlog > 0)
            .map_or(0, |fact| fact.at.as_second().max(0).cast_unsigned());
        self.status.backlog.store(backlog, Ordering::Relaxed);
        self.status.oldest_unix_seconds.store(oldest, Ordering::Relaxed);
    }

    /// Asks the ledger how far it is, and gives up this run when it stands still or went back.
    async fn check_ledger(&self, progress: &mut Progress) -> Result<(), Interrupted> {
        let head = match self.ledger.block_head(self.store.block()).await {
            Ok(head) => head,
            Err(error) if progress.is_unconfirmed() => return Err(Interrupted::Ledger(error)),
            // It has everything, and may be away for a while.
            Err(_) => {
                progress.asked(Instant::now());
                return Ok(());
            }
        };
        match progress.confirm(head.sequence, Instant::now()) {
            Answer::Follows => Ok(()),
            Answer::StandsStill => Err(Interrupted::Stalled(head.sequence)),
            Answer::WentBack => Err(Interrupted::WentBack(head.sequence)),
        }
    }
}
