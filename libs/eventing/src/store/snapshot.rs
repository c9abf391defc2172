//! Snapshots: the state of long streams, kept so that what is not in memory need not be replayed from its first fact.
//!
//! One per stream, written after the commit and by the way: losing one costs nothing but time. A snapshot counts only for the
//! shape it was made with; a block that changes what its state looks like or how facts change it changes the shape.

use sqlx::PgPool;
use tokio::sync::mpsc;

use super::{Store, cache::Known};
use crate::{decider::Decider, failure::error_chain};

/// Snapshots waiting to be written; beyond this they are not taken.
pub(super) const WAITING_MAX: usize = 64;

/// A snapshot on its way.
pub(super) struct Snapshot {
    stream_type: &'static str,
    stream_id: String,
    version: u64,
    shape: &'static str,
    state: String,
}

impl Store {
    /// Takes a snapshot, if the aggregate's kind has them and there is room.
    pub(super) fn keep_snapshot<D: Decider>(&self, id: &str, known: &Known<D>) {
        let (Some(rule), Ok(room)) = (D::SNAPSHOTS, self.inner.snapshots.try_reserve()) else {
            return;
        };
        match serde_json::to_string(&*known.state) {
            Ok(state) => room.send(Snapshot {
                stream_type: D::TYPE,
                stream_id: id.to_owned(),
                version: known.version,
                shape: rule.shape,
                state,
            }),
            Err(error) => tracing::warn!(aggregate = D::TYPE, %error, "a snapshot cannot be written"),
        }
    }
}

/// Writes snapshots until the log is closed.
pub(super) async fn run(pool: PgPool, mut waiting: mpsc::Receiver<Snapshot>) {
    while let Some(snapshot) = waiting.recv().await {
        if let Err(error) = write(&pool, &snapshot).await {
            tracing::debug!(error = error_chain(&error), "a snapshot was not written");
        }
    }
}

/// Writes one, unless the log does not have what it is made of: PostgreSQL may have come back with less than it had.
async fn write(pool: &PgPool, snapshot: &Snapshot) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO snapshots AS kept (aggregate_type, aggregate_id, version, shape, state)
         SELECT $1, $2, $3, $4, $5::json
         WHERE EXISTS (SELECT FROM events WHERE aggregate_type = $1 AND aggregate_id = $2 AND sequence = $3)
         ON CONFLICT (aggregate_type, aggregate_id) DO UPDATE
         SET version = excluded.version, shape = excluded.shape, state = excluded.state
         WHERE kept.version < excluded.version OR kept.shape <> excluded.shape",
    )
    .bind(snapshot.stream_type)
    .bind(&snapshot.stream_id)
    .bind(snapshot.version.cast_signed())
    .bind(snapshot.shape)
    .bind(&snapshot.state)
    .execute(pool)
    .await?;
    Ok(())
}
