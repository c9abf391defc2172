//! Projections: read models that follow the log. Rows and checkpoint commit together, so a crash leaves no difference.

use std::{sync::Arc, time::Duration};

use async_trait::async_trait;
use sqlx::PgConnection;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::{
    breakpoint::{self, Step},
    checkpoint::save_checkpoint,
    failure,
    pace::Pace,
    recorded::{CorruptFact, Recorded},
    store::Store,
};

pub use crate::checkpoint::{FollowerHandle, checkpoint, move_checkpoint};

/// Wait after a failure, in milliseconds.
const RETRY_MILLIS: u64 = 500;
/// How often a projection looks at its checkpoint when the log has nothing new, in seconds: a rebuild sets it back.
const LOOK_AGAIN_SECONDS: u64 = 2;

/// Why a batch was not applied.
#[derive(Debug, thiserror::Error)]
pub enum ProjectionError {
    /// The database is away or refuses: tried again.
    #[error("the rows cannot be written")]
    Database(#[from] sqlx::Error),
    /// A fact does not parse: the projection stops, visibly.
    #[error(transparent)]
    Corrupt(#[from] CorruptFact),
    /// An event cannot be understood: the projection stops, visibly.
    #[error("the event at position {position} cannot be understood: {reason}")]
    Unreadable {
        /// Its place.
        position: u64,
        /// Why.
        reason: String,
    },
}

impl ProjectionError {
    /// Whether trying again may help.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        matches!(self, Self::Database(error) if failure::is_passing(error))
    }
}

/// A read model fed with the facts of a log, in order, each exactly once.
#[async_trait]
pub trait Projection: Send + Sync + 'static {
    /// Permanent name; its checkpoint is kept under it.
    fn name(&self) -> &'static str;

    /// Whether a fact may change its rows. A batch of which none does only moves the checkpoint.
    fn is_concerned(&self, fact: &Recorded) -> bool {
        let _ = fact;
        true
    }

    /// Writes what a batch changes. Commits together with the checkpoint.
    async fn apply(
        &self,
        batch: &[Arc<Recorded>],
        connection: &mut PgConnection,
    ) -> Result<(), ProjectionError>;

    /// Empties its rows, before a rebuild.
    async fn reset(&self, connection: &mut PgConnection) -> Result<(), ProjectionError>;
}

/// How far a projection is.
pub type ProjectionHandle = FollowerHandle;

/// Makes the follower of `store`'s log that feeds `projection` until `shutdown`: a handle, and what to run.
pub fn follow_log(
    store: Store,
    projection: Arc<dyn Projection>,
    shutdown: CancellationToken,
) -> (
    ProjectionHandle,
    impl Future<Output = Result<(), ProjectionError>> + Send + 'static,
) {
    let (sender, position) = watch::channel(0);
    let handle = FollowerHandle {
        name: projection.name(),
        pool: store.pool().clone(),
        position,
    };
    (handle, run(store, projection, sender, shutdown))
}

async fn run(
    store: Store,
    projection: Arc<dyn Projection>,
    position: watch::Sender<u64>,
    shutdown: CancellationToken,
) -> Result<(), ProjectionError> {
    let (mut newest, mut pace) = (store.watch_head(), Pace::default());
    let mut known = None;
    loop {
        let waiting = newest.borrow().saturating_sub(*position.borrow());
        let step = async {
            pace.look(waiting).await;
            match step(&store, projection.as_ref(), known).await {
                Ok((reached, applied)) => {
                    position.send_replace(reached);
                    let news = store.wait_beyond(reached, &mut newest);
                    let look_again = Duration::from_secs(LOOK_AGAIN_SECONDS);
                    // Nothing new is fine too: then it is looked whether the rows were emptied.
                    let news = tokio::time::timeout(look_again, news).await;
                    Ok((applied && news.is_ok()).then_some(reached))
                }
                Err(error) if error.is_passing() => {
                    tracing::warn!(projection = projection.name(), %error, "the projection waits and tries again");
                    tokio::time::sleep(Duration::from_millis(RETRY_MILLIS)).await;
                    Ok(None)
                }
                Err(error) => Err(error),
            }
        };
        known = tokio::select! {
            () = shutdown.cancelled() => return Ok(()),
            known = step => known?,
        };
    }
}

/// Applies one batch: rows and checkpoint in one transaction. `known` is the checkpoint where this process just left it; else
/// it is looked up. Answers the position reached and whether anything was applied.
async fn step(
    store: &Store,
    projection: &dyn Projection,
    known: Option<u64>,
) -> Result<(u64, bool), ProjectionError> {
    let name = projection.name();
    let known = match known {
        Some(known) => known,
        None => checkpoint(store.pool(), name).await?,
    };
    let batch = store.read_along(known).await?;
    let Some(last) = batch.last().map(|fact| fact.position) else {
        return Ok((known, false));
    };
    if !batch.iter().any(|fact| projection.is_concerned(fact)) {
        let moved = move_checkpoint(store.pool(), name, known, last).await?;
        return Ok(if moved { (last, true) } else { (known, false) });
    }
    let mut tx = store.pool().begin().await?;
    // Another replica may be at it too: whoever comes second finds the checkpoint moved and looks again.
    let found = claim_checkpoint(&mut tx, name).await?;
    if found != known {
        return Ok((found, false));
    }
    projection.apply(&batch, &mut tx).await?;
    breakpoint::pass(Step::ProjectionApplied);
    save_checkpoint(&mut tx, name, last).await?;
    tx.commit().await?;
    Ok((last, true))
}

/// Locks the checkpoint row for this transaction, and answers where it is.
async fn claim_checkpoint(connection: &mut PgConnection, name: &str) -> Result<u64, sqlx::Error> {
    // The transaction need not be on the disk before it is answered: what a crash of PostgreSQL takes with it, rows and
    // checkpoint together, is applied again from the log. So followers do not wait in line with the log's own commits.
    const CLAIM: &str = "SELECT position, set_config('synchronous_commit', 'off', true) FROM checkpoints WHERE name = $1 FOR UPDATE";
    let claim = || sqlx::query_as::<_, (i64, String)>(CLAIM).bind(name);
    if let Some((position, _)) = claim().fetch_optional(&mut *connection).await? {
        return Ok(position.cast_unsigned());
    }
    sqlx::query("INSERT INTO checkpoints (name, position) VALUES ($1, 0) ON CONFLICT DO NOTHING")
        .bind(name)
        .execute(&mut *connection)
        .await?;
    let (position, _) = claim().fetch_one(connection).await?;
    Ok(position.cast_unsigned())
}

/// Empties a projection and lets its follower fill it again from the first fact, in one transaction.
///
/// # Errors
/// The database refuses or cannot be reached.
pub async fn reset(pool: &sqlx::PgPool, projection: &dyn Projection) -> Result<(), ProjectionError> {
    let mut tx = pool.begin().await?;
    save_checkpoint(&mut tx, projection.name(), 0).await?;
    projection.reset(&mut tx).await?;
    tx.commit().await?;
    Ok(())
}
