//! Following the committed log in order.

use serde_json::value::RawValue;
use sqlx::{Executor, Postgres, Row, postgres::PgRow};
use tokio::sync::watch;

use super::Store;
use crate::{
    failure::is_about_the_statement,
    recorded::{Recorded, RecordedMeta},
};

impl Store {
    /// Up to `limit` facts after place `after`, oldest first. Places are gapless, so nothing can appear before them later.
    ///
    /// # Errors
    /// The database cannot be reached, or metadata does not parse.
    pub async fn read(&self, after: u64, limit: u32) -> Result<Vec<Recorded>, sqlx::Error> {
        self.timed("read", async {
            // Few read at a time, mostly one. Whoever finds the connection for it taken, or broken, takes one of the pool.
            if let Ok(mut reader) = self.inner.reader.try_lock() {
                let read = reader.run(async |connection| facts(connection, after, limit).await);
                match read.await {
                    Err(error) if !is_about_the_statement(&error) => {}
                    read => return read,
                }
            }
            facts(self.pool(), after, limit).await
        })
        .await
    }

    /// Waits until there is something after `after`.
    pub async fn wait_beyond(&self, after: u64, head: &mut watch::Receiver<u64>) {
        if head.wait_for(|position| *position > after).await.is_err() {
            // The log is closed: nothing will come any more, and whoever waits is told to stop by others.
            std::future::pending::<()>().await;
        }
    }
}

async fn facts(
    database: impl Executor<'_, Database = Postgres>,
    after: u64,
    limit: u32,
) -> Result<Vec<Recorded>, sqlx::Error> {
    sqlx::query(
        "SELECT position, aggregate_type, aggregate_id, sequence, event_type, event_version, payload::text, metadata::text, timestamp
         FROM events WHERE position > $1 ORDER BY position LIMIT $2",
    )
    // A place beyond what the log can ever have has nothing after it.
    .bind(i64::try_from(after).unwrap_or(i64::MAX))
    .bind(i64::from(limit))
    .try_map(|row: PgRow| recorded(&row))
    .fetch_all(database)
    .await
}

fn recorded(row: &PgRow) -> Result<Recorded, sqlx::Error> {
    Ok(Recorded {
        position: row.try_get::<i64, _>(0)?.cast_unsigned(),
        stream_type: row.try_get(1)?,
        stream_id: row.try_get(2)?,
        version: row.try_get::<i64, _>(3)?.cast_unsigned(),
        name: row.try_get(4)?,
        shape_version: row.try_get(5)?,
        payload: RawValue::from_string(row.try_get(6)?).map_err(decode)?,
        meta: serde_json::from_str::<RecordedMeta>(row.try_get(7)?).map_err(decode)?,
        at: row.try_get::<jiff_sqlx::Timestamp, _>(8)?.to_jiff(),
    })
}

fn decode(error: serde_json::Error) -> sqlx::Error {
    sqlx::Error::Decode(Box::new(error))
}
