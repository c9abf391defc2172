//! Following the ledger: one task per projection, each at its own pace.
//!
//! A passing failure (the ledger or the database is away) is waited out; while only the database is away, views go on from
//! memory. An event that cannot be understood stops its projection just before it, and only that one, visibly: in the log, in
//! the health check and in the freshness of every answer.

mod kept;

use std::{collections::HashMap, time::Duration};

use blocks::{
    feed::Feed,
    ledger::{Batch, Batches},
};
use contracts::ledger::v1::Entry;
use eventing::ProjectionError;
use futures::StreamExt;
use runtime::{fault::error_chain, telemetry::consumer_span};
use sqlx::PgPool;
use tokio::{
    sync::{
        broadcast::{self, error::RecvError},
        watch,
    },
    time::Instant,
};
use tokio_util::sync::CancellationToken;
use tonic::Status;

use crate::{
    checkpoint::{self, Checkpoint, Gap},
    generations::Generations,
    projections::Registered,
    rebuild,
    views::{Seat, Views},
};
use kept::Kept;

/// First and longest wait after a failure, in milliseconds; it doubles in between.
const RETRY_FIRST_MILLIS: u64 = 200;
const RETRY_LONGEST_MILLIS: u64 = 5_000;
/// How often what lies behind is shown while it is taken, in milliseconds.
const SHOW_MILLIS: u64 = 250;
/// Entries that are folded at a time.
const SLICE_ENTRIES: usize = 100;
/// Longest wait for the last write when the process stops, in milliseconds.
const LAST_SAVE_MILLIS: u64 = 3_000;

/// How far a projection is, as this process knows it.
#[derive(Debug, Clone, Default)]
pub struct Progress {
    /// Its checkpoint.
    pub checkpoint: Checkpoint,
    /// The ledger's newest position when it last said something.
    pub head: u64,
    /// Why it stopped for good, if it did.
    pub failed: Option<String>,
}

impl Progress {
    /// Whether there are rows to answer from.
    #[must_use]
    pub fn is_shown(&self) -> bool {
        !self.checkpoint.projection.is_empty()
    }

    /// Events that are in the ledger and not in the projection.
    #[must_use]
    pub fn lag_events(&self) -> u64 {
        self.head.saturating_sub(self.checkpoint.position)
    }
}

/// Why following stopped.
#[derive(Debug, thiserror::Error)]
pub enum Stopped {
    /// The ledger is away or refuses.
    #[error("the ledger does not answer")]
    Ledger(#[from] Status),
    /// The ledger sent something else than what comes next.
    #[error(transparent)]
    Gap(#[from] Gap),
    /// Events were not applied, or rows not read or written.
    #[error(transparent)]
    Projection(#[from] ProjectionError),
    /// Another rebuild of the same projection is going on.
    #[error("the projection is being rebuilt elsewhere")]
    RebuiltElsewhere,
}

impl From<sqlx::Error> for Stopped {
    fn from(error: sqlx::Error) -> Self {
        Self::Projection(error.into())
    }
}

impl Stopped {
    /// The event that would stop it again, whenever it is tried.
    fn unreadable(&self) -> Option<u64> {
        match self {
            Self::Projection(ProjectionError::Unreadable { position, .. }) => Some(*position),
            Self::Projection(ProjectionError::Corrupt(_) | ProjectionError::Database(_)) => None,
            Self::Ledger(_) | Self::Gap(_) | Self::RebuiltElsewhere => None,
        }
    }
}

/// Why no more entries are taken from where they came from.
enum End {
    /// There are no more there, or some were missed: what comes next is read from the ledger.
    Elsewhere,
    /// Other rows were swapped in.
    Swapped,
    /// The next event cannot be understood.
    Unreadable,
}

/// Where entries come from.
enum Source {
    Ledger(Batches),
    Feed(broadcast::Receiver<Batch>),
}

/// Feeds one projection.
pub struct Tail {
    registered: Registered,
    pool: PgPool,
    feed: Feed,
    generations: Generations,
    seat: Seat,
}

impl Tail {
    /// A tail that shows what it knows to `views`, and where its progress is told.
    #[must_use]
    pub fn new(
        registered: Registered,
        pool: PgPool,
        feed: Feed,
        generations: Generations,
        views: &Views,
    ) -> (Self, watch::Receiver<Progress>) {
        let (seat, seen) = views.seat();
        let tail = Self {
            registered,
            pool,
            feed,
            generations,
            seat,
        };
        (tail, seen)
    }

    /// Follows until the process stops; then writes what is not written yet.
    ///
    /// # Errors
    /// None so far: a failure is waited out, or kept for the health check.
    pub async fn run(self, shutdown: CancellationToken) -> anyhow::Result<()> {
        let mut kept = None;
        tokio::select! {
            () = shutdown.cancelled() => {}
            () = self.follow_for_ever(&mut kept) => {}
        }
        let last = Duration::from_millis(LAST_SAVE_MILLIS);
        let written = tokio::time::timeout(last, save_rest(kept)).await;
        if !matches!(written, Ok(Ok(()))) {
            let projection = self.registered.name();
            tracing::info!(
                projection,
                "stopped before its newest rows were written; they are made again"
            );
        }
        Ok(())
    }

    async fn follow_for_ever(&self, kept: &mut Option<Kept>) {
        let (mut wait, mut unreadable) = (RETRY_FIRST_MILLIS, None::<Stopped>);
        loop {
            let before = self.seat.shown_position();
            let until = unreadable.as_ref().and_then(Stopped::unreadable);
            match self.follow(kept, until).await {
                Ok(End::Unreadable) => return self.give_up(kept, unreadable).await,
                Ok(End::Elsewhere | End::Swapped) => continue,
                Err(error) if error.unreadable().is_some() => unreadable = Some(error),
                Err(error) => {
                    self.tell_failure(&error);
                    let moved = self.seat.shown_position() > before;
                    wait = if moved {
                        RETRY_FIRST_MILLIS
                    } else {
                        (wait * 2).min(RETRY_LONGEST_MILLIS)
                    };
                    tokio::time::sleep(Duration::from_millis(wait)).await;
                }
            }
        }
    }

    /// A database that refuses rather than being away is no passing matter, though it may be mended.
    fn tell_failure(&self, error: &Stopped) {
        let projection = self.registered.name();
        tracing::warn!(projection, error = %error_chain(error), "the projection waits and tries again");
        let failed = match error {
            Stopped::Projection(error) if !error.is_passing() => {
                is_refusal(error).then(|| error_chain(error))
            }
            Stopped::Projection(_) | Stopped::Ledger(_) | Stopped::Gap(_) | Stopped::RebuiltElsewhere => None,
        };
        self.seat.tell(|progress| progress.failed = failed);
    }

    /// What failed before has been mended, also when no event comes that would show it.
    fn tell_success(&self) {
        if self.seat.has_failed() {
            self.seat.tell(|progress| progress.failed = None);
        }
    }

    /// Stays where it is for good, with what came before written.
    async fn give_up(&self, kept: &mut Option<Kept>, why: Option<Stopped>) {
        let projection = self.registered.name();
        let reason = why.map(|why| error_chain(&why)).unwrap_or_default();
        tracing::error!(projection, %reason, "the projection stopped: an event cannot be understood");
        self.seat.tell(|progress| progress.failed = Some(reason));
        if let Err(error) = save_rest(kept.take()).await {
            self.tell_failure(&error);
        }
        std::future::pending().await
    }

    /// Follows from what the tables hold until something else has to be done. Nothing at or after `until` is applied.
    async fn follow(&self, kept: &mut Option<Kept>, until: Option<u64>) -> Result<End, Stopped> {
        *kept = None;
        let kept = kept.insert(self.prepare().await?);
        self.show(kept);
        loop {
            // Listening before reading: nothing that comes in between is missed.
            let live = self.feed.listen();
            let behind = self
                .feed
                .ledger()
                .read(kept.checkpoint.position + 1, false)
                .await?;
            match self.take_all(kept, Source::Ledger(behind), until).await? {
                End::Elsewhere => {}
                end @ (End::Swapped | End::Unreadable) => return Ok(end),
            }
            self.feed.start_at(kept.checkpoint.position + 1);
            match self.take_all(kept, Source::Feed(live), until).await? {
                End::Elsewhere => {}
                end @ (End::Swapped | End::Unreadable) => return Ok(end),
            }
        }
    }

    /// What to go on from. Rows that older code made are made anew first; until then the old ones are shown.
    async fn prepare(&self) -> Result<Kept, Stopped> {
        let Registered { version, .. } = self.registered;
        let begun =
            checkpoint::begin(&mut *self.pool.acquire().await?, self.registered.name(), version).await?;
        if begun.version != version && begun.position > 0 {
            if let Ok(mut old) = Kept::load(&self.pool, self.registered).await {
                self.show(&mut old);
            }
            let projection = self.registered.name();
            tracing::info!(projection, from = begun.version, to = version, "rebuilding");
            rebuild::rebuild_from(&self.pool, self.feed.ledger(), self.registered).await?;
        }
        let mut kept = Kept::load(&self.pool, self.registered).await?;
        kept.checkpoint.version = version;
        Ok(kept)
    }

    /// Takes entries until its source has no more, and sees to it that rows get written meanwhile.
    async fn take_all(
        &self,
        kept: &mut Kept,
        mut source: Source,
        until: Option<u64>,
    ) -> Result<End, Stopped> {
        let mut generations = self.generations.clone();
        let mut shown = Instant::now();
        loop {
            let (save_at, saving, generation) = (kept.save_at(), kept.is_saving(), kept.generation());
            tokio::select! {
                saved = kept.saved(), if saving => match saved {
                    Ok(true) => self.tell_success(),
                    Ok(false) => return Ok(End::Swapped),
                    // Views go on; writing is tried again.
                    Err(error) => self.tell_failure(&error),
                },
                () = until_time(save_at), if save_at.is_some() => kept.start_saving(),
                batch = source.next() => match batch? {
                    Some(batch) if source.is_live() && skips(&batch, kept.checkpoint.position) => {
                        return Ok(End::Elsewhere);
                    }
                    Some(batch) => {
                        if let Some(end) = self.take(kept, &batch, until).await? {
                            self.show(kept);
                            return Ok(end);
                        }
                        // What lies behind is shown now and then: each view is work, and the next one is not far.
                        let is_time = source.is_live() || shown.elapsed() >= Duration::from_millis(SHOW_MILLIS);
                        if is_time && !batch.entries.is_empty() {
                            self.show(kept);
                            shown = Instant::now();
                        }
                    }
                    None => {
                        self.show(kept);
                        return Ok(End::Elsewhere);
                    }
                },
                () = self.swapped(&mut generations, generation) => return Ok(End::Swapped),
            }
        }
    }

    /// Waits until rows of a newer generation are in the tables.
    async fn swapped(&self, generations: &mut Generations, generation: i64) {
        let is_newer = |known: &HashMap<String, i64>| {
            known
                .get(self.registered.name())
                .is_some_and(|found| *found > generation)
        };
        if generations.wait_for(is_newer).await.is_err() {
            // The process is stopping.
            std::future::pending().await
        }
    }

    /// Applies what is new in a batch. May be broken off: what is applied and the checkpoint move together.
    async fn take(&self, kept: &mut Kept, batch: &Batch, until: Option<u64>) -> Result<Option<End>, Stopped> {
        self.tell_head(batch.head_position);
        let next = kept.checkpoint.position + 1;
        let readable = |entry: &Entry| until.is_none_or(|until| entry.position < until);
        let start = batch.entries.partition_point(|entry| entry.position < next);
        let end = batch.entries.partition_point(readable).max(start);
        let entries = &batch.entries[start..end];
        if !entries.is_empty() {
            let _spans = self.spans(entries);
            for slice in entries.chunks(SLICE_ENTRIES) {
                let reached = kept.checkpoint.after(slice)?;
                kept.state.apply(slice)?;
                kept.checkpoint = reached;
                kept.note_change();
                // Whoever asks something does not wait until a projection that catches up has folded a large batch.
                tokio::task::yield_now().await;
            }
        }
        Ok(until
            .filter(|until| kept.checkpoint.position + 1 >= *until)
            .map(|_| End::Unreadable))
    }

    fn tell_head(&self, head: u64) {
        if self.seat.told_head() < head {
            self.seat.tell(|progress| progress.head = head);
        }
    }

    /// Nobody's view ever goes back: rows that were swapped in are shown from where the others were.
    fn show(&self, kept: &mut Kept) {
        if kept.checkpoint.position >= self.seat.shown_position() {
            self.seat.show(kept.state.as_mut(), &kept.checkpoint);
        }
    }

    /// Spans that continue the traces of the calls that caused events.
    fn spans(&self, entries: &[Entry]) -> Vec<tracing::Span> {
        let traced = entries.iter().filter(|entry| !entry.traceparent.is_empty());
        let name = self.registered.name();
        traced
            .map(|entry| consumer_span("project", name, Some(&entry.traceparent)))
            .collect()
    }
}

impl Source {
    /// Whether what is missing from it may be found elsewhere.
    fn is_live(&self) -> bool {
        matches!(self, Self::Feed(_))
    }

    /// The next batch; none when what comes next must be read from the ledger.
    async fn next(&mut self) -> Result<Option<Batch>, Status> {
        match self {
            Self::Ledger(batches) => batches.next().await.transpose(),
            Self::Feed(batches) => match batches.recv().await {
                Ok(batch) => Ok(Some(batch)),
                Err(RecvError::Lagged(_)) => Ok(None),
                // The process is stopping.
                Err(RecvError::Closed) => std::future::pending().await,
            },
        }
    }
}

/// Whether entries are missing between a position and the first entry of a batch.
fn skips(batch: &Batch, position: u64) -> bool {
    batch
        .entries
        .first()
        .is_some_and(|first| first.position > position + 1)
}

async fn until_time(at: Option<Instant>) {
    match at {
        Some(at) => tokio::time::sleep_until(at).await,
        None => std::future::pending().await,
    }
}

/// Writes what is not written yet.
async fn save_rest(kept: Option<Kept>) -> Result<(), Stopped> {
    let Some(mut kept) = kept else { return Ok(()) };
    kept.saved().await?;
    kept.start_saving();
    kept.saved().await.map(drop)
}

/// Whether the database answered, and said no.
fn is_refusal(error: &ProjectionError) -> bool {
    matches!(
        error,
        ProjectionError::Database(sqlx::Error::Database(_) | sqlx::Error::Decode(_))
    )
}
