//! Entries as they were hashed.

use contracts::options::v1::Audience;

use super::{LedgerStore, from_sql, to_sql};

/// An entry's exact bytes, and where they stand.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
struct Row {
    position: i64,
    entry: Vec<u8>,
}

/// An entry to prove.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Proven {
    /// Its position, from 1.
    pub(crate) position: u64,
    /// The bytes that were hashed.
    pub(crate) entry: Vec<u8>,
}

impl From<Row> for Proven {
    fn from(row: Row) -> Self {
        Self {
            position: from_sql(row.position),
            entry: row.entry,
        }
    }
}

impl LedgerStore {
    /// The bytes at a position, if the reader may see them.
    pub(crate) async fn bytes_at(
        &self,
        position: u64,
        audience: Audience,
    ) -> Result<Option<Proven>, sqlx::Error> {
        let row: Option<Row> =
            sqlx::query_as("SELECT position, entry FROM entries WHERE position = $1 AND audience <= $2")
                .bind(to_sql(position))
                .bind(audience as i16)
                .fetch_optional(&self.pool)
                .await?;
        Ok(row.map(Proven::from))
    }

    /// The bytes of an event, if the reader may see them.
    pub(crate) async fn bytes_of(
        &self,
        event_id: &str,
        audience: Audience,
    ) -> Result<Option<Proven>, sqlx::Error> {
        let row: Option<Row> =
            sqlx::query_as("SELECT position, entry FROM entries WHERE event_id = $1 AND audience <= $2")
                .bind(event_id)
                .bind(audience as i16)
                .fetch_optional(&self.pool)
                .await?;
        Ok(row.map(Proven::from))
    }

    /// The bytes of all entries after position `from` up to position `to`, whoever may see them.
    pub(crate) async fn bytes_between(&self, from: u64, to: u64) -> Result<Vec<Vec<u8>>, sqlx::Error> {
        sqlx::query_scalar(
            "SELECT entry FROM entries WHERE position > $1 AND position <= $2 ORDER BY position",
        )
        .bind(to_sql(from))
        .bind(to_sql(to))
        .fetch_all(&self.pool)
        .await
    }
}
