//! Following the ledger: one task per projection, each at its own pace.
//!
//! A passing failure (the ledger or the database is away) is waited out. An event that cannot be understood stops its
//! projection, and only that one, visibly: in the log, in the health check and in the freshness of every answer.

use std::time::Duration;

use async_trait::async_trait;
use contracts::ledger::v1::{
    Entry, ReadEventsRequest, ReadEventsResponse, ledger_service_client::LedgerServiceClient,
};
use eventing::{
    ProjectionError,
    breakpoint::{self, Step},
};
use futures::{StreamExt, stream::BoxStream};
use runtime::{fault::error_chain, peers::PeerChannel, telemetry::consumer_span};
use sqlx::{Connection, PgConnection, PgPool};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use tonic::Status;

use crate::{
    checkpoint::{self, Checkpoint, Gap},
    projections::Registered,
    rebuild,
};

/// Entries asked for in one message.
const BATCH_ENTRIES: u32 = 500;
/// First and longest wait after a failure, in milliseconds; it doubles in between.
const RETRY_FIRST_MILLIS: u64 = 200;
const RETRY_LONGEST_MILLIS: u64 = 5_000;

/// Messages of the ledger, oldest first.
pub type Batches = BoxStream<'static, Result<ReadEventsResponse, Status>>;

/// Where entries are read from.
#[async_trait]
pub trait Ledger: Send + Sync + 'static {
    /// Entries from a position on; with `follow` the stream goes on as new ones come.
    ///
    /// # Errors
    /// The ledger is away or refuses.
    async fn read(&self, from_position: u64, follow: bool) -> Result<Batches, Status>;
}

#[async_trait]
impl Ledger for LedgerServiceClient<PeerChannel> {
    async fn read(&self, from_position: u64, follow: bool) -> Result<Batches, Status> {
        let request = ReadEventsRequest {
            from_position,
            follow,
            batch_size: BATCH_ENTRIES,
            ..Default::default()
        };
        Ok(self.clone().read_events(request).await?.into_inner().boxed())
    }
}

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
    /// The batch was not applied.
    #[error(transparent)]
    Projection(#[from] ProjectionError),
    /// Another rebuild of the same projection is going on, or the rows could not be swapped.
    #[error("the projection is being rebuilt elsewhere")]
    RebuiltElsewhere,
}

impl From<sqlx::Error> for Stopped {
    fn from(error: sqlx::Error) -> Self {
        Self::Projection(error.into())
    }
}

impl Stopped {
    /// Whether the same event would stop it again.
    fn is_for_good(&self) -> bool {
        match self {
            Self::Projection(ProjectionError::Corrupt(_) | ProjectionError::Unreadable { .. }) => true,
            Self::Projection(ProjectionError::Database(_)) | Self::Ledger(_) | Self::Gap(_) => false,
            Self::RebuiltElsewhere => false,
        }
    }
}

/// Feeds one projection.
pub struct Tail<L> {
    registered: Registered,
    pool: PgPool,
    ledger: L,
    progress: watch::Sender<Progress>,
}

impl<L: Ledger> Tail<L> {
    /// A tail and the place where its progress is told.
    #[must_use]
    pub fn new(registered: Registered, pool: PgPool, ledger: L) -> (Self, watch::Receiver<Progress>) {
        let (progress, seen) = watch::channel(Progress::default());
        (
            Self {
                registered,
                pool,
                ledger,
                progress,
            },
            seen,
        )
    }

    /// Follows until the process stops.
    ///
    /// # Errors
    /// None so far: a failure is waited out, or kept for the health check.
    pub async fn run(self, shutdown: CancellationToken) -> anyhow::Result<()> {
        let mut wait = RETRY_FIRST_MILLIS;
        loop {
            let before = self.progress.borrow().checkpoint.position;
            let stopped = tokio::select! {
                () = shutdown.cancelled() => return Ok(()),
                stopped = self.follow() => stopped,
            };
            let Err(error) = stopped else { continue };
            if error.is_for_good() {
                self.give_up(&error);
                shutdown.cancelled().await;
                return Ok(());
            }
            self.tell_failure(&error);
            let projection = self.registered.name();
            tracing::warn!(projection, error = %error_chain(&error), "the projection waits and tries again");
            let moved = self.progress.borrow().checkpoint.position > before;
            wait = if moved {
                RETRY_FIRST_MILLIS
            } else {
                (wait * 2).min(RETRY_LONGEST_MILLIS)
            };
            tokio::select! {
                () = shutdown.cancelled() => return Ok(()),
                () = tokio::time::sleep(Duration::from_millis(wait)) => {}
            }
        }
    }

    /// A database that refuses rather than being away is no passing matter, though it may be mended.
    fn tell_failure(&self, error: &Stopped) {
        let failed = match error {
            Stopped::Projection(error) if !error.is_passing() => {
                is_refusal(error).then(|| error_chain(error))
            }
            Stopped::Projection(_) | Stopped::Ledger(_) | Stopped::Gap(_) | Stopped::RebuiltElsewhere => None,
        };
        self.progress.send_modify(|progress| progress.failed = failed);
    }

    fn give_up(&self, error: &Stopped) {
        let (projection, reason) = (self.registered.name(), error_chain(error));
        tracing::error!(projection, %reason, "the projection stopped: an event cannot be understood");
        self.progress
            .send_modify(|progress| progress.failed = Some(reason));
    }

    /// Follows from the checkpoint until the stream ends or something fails.
    async fn follow(&self) -> Result<(), Stopped> {
        let mut checkpoint = self.prepare().await?;
        self.progress
            .send_modify(|progress| progress.checkpoint = checkpoint.clone());
        let mut batches = self.ledger.read(checkpoint.position + 1, true).await?;
        while let Some(batch) = batches.next().await {
            let batch = batch?;
            self.progress
                .send_modify(|progress| progress.head = batch.head_position.max(progress.head));
            if batch.entries.is_empty() {
                continue;
            }
            let _spans: Vec<_> = batch
                .entries
                .iter()
                .filter_map(|entry| self.span(entry))
                .collect();
            let mut db = self.pool.acquire().await?;
            let Some(next) = apply(&mut db, self.registered, &checkpoint, &batch.entries).await? else {
                // Another process or a rebuild moved the checkpoint: begin again from there.
                return Ok(());
            };
            checkpoint = next;
            self.progress.send_modify(|progress| {
                progress.checkpoint = checkpoint.clone();
                progress.failed = None;
            });
        }
        Ok(())
    }

    /// The checkpoint to go on from. Rows that older code made are made anew first; until then the old ones are shown.
    async fn prepare(&self) -> Result<Checkpoint, Stopped> {
        let Registered { version, .. } = self.registered;
        let mut db = self.pool.acquire().await?;
        let found = checkpoint::begin(&mut db, self.registered.name(), version).await?;
        if found.version == version || found.position == 0 {
            return Ok(Checkpoint { version, ..found });
        }
        self.progress
            .send_modify(|progress| progress.checkpoint = found.clone());
        tracing::info!(
            projection = self.registered.name(),
            from = found.version,
            to = version,
            "rebuilding"
        );
        drop(db);
        rebuild::rebuild_from(&self.pool, &self.ledger, self.registered).await
    }

    /// A span that continues the trace of the call that caused an event.
    fn span(&self, entry: &Entry) -> Option<tracing::Span> {
        let parent = Some(entry.traceparent.as_str()).filter(|parent| !parent.is_empty())?;
        Some(consumer_span("project", self.registered.name(), Some(parent)))
    }
}

/// Whether the database answered, and said no.
fn is_refusal(error: &ProjectionError) -> bool {
    matches!(
        error,
        ProjectionError::Database(sqlx::Error::Database(_) | sqlx::Error::Decode(_))
    )
}

/// Applies a batch: rows and checkpoint in one transaction. None when the checkpoint was moved by somebody else.
///
/// # Errors
/// The batch does not follow on, cannot be understood, or cannot be written.
pub async fn apply(
    db: &mut PgConnection,
    registered: Registered,
    from: &Checkpoint,
    entries: &[Entry],
) -> Result<Option<Checkpoint>, Stopped> {
    let next = from.after(entries)?;
    let mut tx = db.begin().await?;
    // First the checkpoint: whoever holds it is the only writer of these rows.
    if !checkpoint::advance(&mut tx, from, &next).await? {
        return Ok(None);
    }
    registered.projection.apply(entries, &mut tx).await?;
    breakpoint::pass(Step::InsightApplied);
    tx.commit().await?;
    Ok(Some(next))
}
