//! The rows of a projection in memory, and how they get into its tables.
//!
//! Views are answered from memory, so writing waits for nobody and nobody waits for it: what changed within a tenth of a
//! second, or longer where writing takes long, is written at once, rows and checkpoint in one transaction. That transaction need not reach the disk before it is
//! answered, because whatever a crash takes with it, rows and checkpoint together, is folded again from the ledger.

use std::time::Duration;

use eventing::breakpoint::{self, Step};
use futures::future::BoxFuture;
use sqlx::{PgConnection, PgPool};
use tokio::time::Instant;

use super::Stopped;
use crate::{
    checkpoint::{self, Checkpoint},
    projections::{Registered, State, Unsaved},
    rows::Onto,
};

/// How long changed rows are gathered before they are written, in milliseconds.
const SAVE_MILLIS: u64 = 100;
/// The same for a checkpoint that moved without changing rows.
const SAVE_CHECKPOINT_MILLIS: u64 = 1_000;
/// Writing takes at most one part in so many of the time: who catches up with much changes the same rows again and again.
const SAVE_SHARE: u32 = 10;
/// Longest time that changed rows are gathered, in seconds.
const SAVE_SECONDS_MAX: u64 = 10;
/// How long another process that writes the same rows is left alone, in milliseconds.
const LEAVE_ALONE_MILLIS: u64 = 1_000;
/// First and longest wait after a failure, in milliseconds; it doubles in between.
const RETRY_FIRST_MILLIS: u64 = 200;
const RETRY_LONGEST_MILLIS: u64 = 5_000;

/// How writing ended.
pub(super) enum Saved {
    /// Everything handed out is in the tables.
    Done,
    /// Somebody else moved the checkpoint meanwhile, to here.
    MovedTo(Checkpoint),
}

/// A projection's rows at a checkpoint.
pub(super) struct Kept {
    pool: PgPool,
    pub(super) state: Box<dyn State>,
    /// How far the rows in memory are.
    pub(super) checkpoint: Checkpoint,
    /// How far the tables are, as last known.
    tables: Checkpoint,
    /// What the tables hold: perhaps what another process wrote.
    onto: Onto,
    saving: Option<Saving>,
    save_at: Option<Instant>,
    /// How long changed rows are gathered now.
    gather: Duration,
    retry_millis: u64,
}

struct Saving {
    to: Checkpoint,
    since: Instant,
    writes: BoxFuture<'static, Result<Saved, sqlx::Error>>,
}

impl Kept {
    /// What the tables hold, read at one moment.
    pub(super) async fn load(pool: &PgPool, registered: Registered) -> Result<Self, sqlx::Error> {
        loop {
            let mut tx = pool.begin().await?;
            sqlx::query("set transaction isolation level repeatable read, read only")
                .execute(&mut *tx)
                .await?;
            let found = checkpoint::read(&mut tx, registered.name()).await?;
            let state = registered.load(&mut tx).await?;
            tx.commit().await?;
            // A table that a rebuild swapped in meanwhile is not part of the transaction's moment.
            let now = checkpoint::read(&mut *pool.acquire().await?, registered.name()).await?;
            if now.generation == found.generation {
                return Ok(Self::new(pool.clone(), state, found));
            }
        }
    }

    fn new(pool: PgPool, state: Box<dyn State>, at: Checkpoint) -> Self {
        Self {
            pool,
            state,
            checkpoint: at.clone(),
            tables: at,
            onto: Onto::Known,
            saving: None,
            save_at: None,
            gather: Duration::from_millis(SAVE_MILLIS),
            retry_millis: RETRY_FIRST_MILLIS,
        }
    }

    /// Which rebuild the rows come from.
    pub(super) fn generation(&self) -> i64 {
        self.tables.generation
    }

    /// Sees to it that what is new gets written before long.
    pub(super) fn note_change(&mut self) {
        let after = if self.state.is_unsaved() {
            self.gather
        } else {
            Duration::from_millis(SAVE_CHECKPOINT_MILLIS)
        };
        let at = Instant::now() + after;
        self.save_at = Some(self.save_at.map_or(at, |set| set.min(at)));
    }

    /// When to write next; none while writing or without anything to write.
    pub(super) fn save_at(&self) -> Option<Instant> {
        self.save_at.filter(|_| self.saving.is_none())
    }

    /// Begins to write what the tables lack.
    pub(super) fn start_saving(&mut self) {
        self.save_at = None;
        if self.checkpoint.position <= self.tables.position {
            // Another process is further: the tables have it all already.
            self.save_later(LEAVE_ALONE_MILLIS);
            return;
        }
        let (pool, from, to) = (self.pool.clone(), self.tables.clone(), self.checkpoint.clone());
        let (unsaved, onto, target) = (self.state.save(), self.onto, to.clone());
        let writes = async move { write(&pool, &from, &target, unsaved.as_ref(), onto).await };
        self.saving = Some(Saving {
            to,
            since: Instant::now(),
            writes: Box::pin(writes),
        });
    }

    fn save_later(&mut self, millis: u64) {
        self.save_at = Some(Instant::now() + Duration::from_millis(millis));
    }

    /// Whether a write is under way.
    pub(super) fn is_saving(&self) -> bool {
        self.saving.is_some()
    }

    /// Waits for the write under way. False when other rows were swapped in, or some were lost, so that the tables are to be
    /// read again.
    ///
    /// # Errors
    /// The database's; it is tried again a little later.
    pub(super) async fn saved(&mut self) -> Result<bool, Stopped> {
        let Some(saving) = self.saving.as_mut() else {
            return Ok(true);
        };
        let outcome = (&mut saving.writes).await;
        let saving = self.saving.take();
        if let Some(saving) = &saving {
            let gather = saving.since.elapsed().saturating_mul(SAVE_SHARE - 1);
            self.gather = gather.clamp(
                Duration::from_millis(SAVE_MILLIS),
                Duration::from_secs(SAVE_SECONDS_MAX),
            );
        }
        let to = saving.map(|saving| saving.to);
        self.state.saved(matches!(outcome, Ok(Saved::Done)));
        match outcome {
            Ok(Saved::Done) => {
                self.tables = to.unwrap_or_else(|| self.tables.clone());
                (self.onto, self.retry_millis) = (Onto::Known, RETRY_FIRST_MILLIS);
                Ok(true)
            }
            Ok(Saved::MovedTo(other)) => {
                // A crash of the database took writes with it that were answered, and nobody knows any more what they were.
                let went_back = other.position < self.tables.position;
                let same_rows = other.generation == self.tables.generation && !went_back;
                (self.tables, self.onto) = (other, Onto::Unknown);
                self.save_later(LEAVE_ALONE_MILLIS);
                Ok(same_rows)
            }
            Err(error) => {
                self.save_later(self.retry_millis);
                self.retry_millis = (self.retry_millis * 2).min(RETRY_LONGEST_MILLIS);
                Err(error.into())
            }
        }
    }
}

/// Writes what changed and moves the checkpoint, in one transaction.
async fn write(
    pool: &PgPool,
    from: &Checkpoint,
    to: &Checkpoint,
    unsaved: &dyn Unsaved,
    onto: Onto,
) -> Result<Saved, sqlx::Error> {
    let mut tx = pool.begin().await?;
    sqlx::query("set local synchronous_commit to off")
        .execute(&mut *tx)
        .await?;
    // First the checkpoint: whoever holds it is the only writer of these rows.
    if !checkpoint::advance(&mut tx, from, to).await? {
        return moved(&mut tx, from).await;
    }
    unsaved.write(&mut tx, onto).await?;
    breakpoint::pass(Step::InsightApplied);
    tx.commit().await?;
    Ok(Saved::Done)
}

async fn moved(db: &mut PgConnection, from: &Checkpoint) -> Result<Saved, sqlx::Error> {
    Ok(Saved::MovedTo(checkpoint::read(db, &from.projection).await?))
}
