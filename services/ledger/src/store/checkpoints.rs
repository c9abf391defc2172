//! Signed checkpoints.

use jiff::Timestamp;
use jiff_sqlx::ToSqlx;
use sqlx::PgConnection;

use super::{LedgerStore, from_sql, to_sql};

/// PostgreSQL's channel on which a process asks the one that signs for a checkpoint. Its payload is not used.
pub(crate) const SIGN_CHANNEL: &str = "schakelpunt_ledger_sign";

/// How many of the newest checkpoints are kept; of those before them the last of each day.
const KEEP_NEWEST: i64 = 500;

/// How far the ledger is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Signed {
    /// Number of entries covered.
    pub(crate) size: u64,
    /// When it was signed.
    pub(crate) at: Timestamp,
}

/// A checkpoint as it is kept and served.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Kept {
    /// Number of entries covered.
    pub(crate) size: u64,
    /// The signed note.
    pub(crate) note: String,
    /// When it was signed.
    pub(crate) signed_at: Timestamp,
}

type Row = (i64, String, jiff_sqlx::Timestamp);

fn kept((size, note, signed_at): Row) -> Kept {
    Kept {
        size: from_sql(size),
        note,
        signed_at: signed_at.to_jiff(),
    }
}

impl LedgerStore {
    /// The newest checkpoint.
    pub(crate) async fn newest_checkpoint(&self) -> Result<Option<Kept>, sqlx::Error> {
        let row: Option<Row> =
            sqlx::query_as("SELECT size, note, signed_at FROM checkpoints ORDER BY size DESC LIMIT 1")
                .fetch_optional(&self.pool)
                .await?;
        Ok(row.map(kept))
    }

    /// The checkpoint of a size.
    pub(crate) async fn checkpoint_of(&self, size: u64) -> Result<Option<Kept>, sqlx::Error> {
        let row: Option<Row> =
            sqlx::query_as("SELECT size, note, signed_at FROM checkpoints WHERE size = $1")
                .bind(to_sql(size))
                .fetch_optional(&self.pool)
                .await?;
        Ok(row.map(kept))
    }

    /// Keeps a checkpoint, in place of an earlier one of that size.
    pub(crate) async fn keep_checkpoint(&self, kept: &Kept) -> Result<(), sqlx::Error> {
        sqlx::query(
            "INSERT INTO checkpoints (size, note, signed_at) VALUES ($1, $2, $3)
             ON CONFLICT (size) DO UPDATE SET note = excluded.note, signed_at = excluded.signed_at",
        )
        .bind(to_sql(kept.size))
        .bind(&kept.note)
        .bind(kept.signed_at.to_sqlx())
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Changes the note of a kept checkpoint; meanwhile nobody else does. Gives what `change` gives, `None` when there is
    /// no checkpoint of that size; when `change` refuses, everything stays as it is.
    pub(crate) async fn change_checkpoint<E: From<sqlx::Error>>(
        &self,
        size: u64,
        change: impl FnOnce(&str) -> Result<String, E>,
    ) -> Result<Option<String>, E> {
        let mut tx = self.pool.begin().await?;
        let note: Option<String> =
            sqlx::query_scalar("SELECT note FROM checkpoints WHERE size = $1 FOR UPDATE")
                .bind(to_sql(size))
                .fetch_optional(&mut *tx)
                .await?;
        let Some(note) = note else { return Ok(None) };
        let note = change(&note)?;
        sqlx::query("UPDATE checkpoints SET note = $2 WHERE size = $1")
            .bind(to_sql(size))
            .bind(&note)
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok(Some(note))
    }

    /// Removes checkpoints of a log of another name, which this ledger was before.
    pub(crate) async fn forget_checkpoints_of_others(&self, origin: &str) -> Result<(), sqlx::Error> {
        sqlx::query("DELETE FROM checkpoints WHERE split_part(note, E'\n', 1) <> $1")
            .bind(origin)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Removes checkpoints that need not be kept. Gives how many.
    pub(crate) async fn prune_checkpoints(&self) -> Result<u64, sqlx::Error> {
        let done = sqlx::query(
            "DELETE FROM checkpoints
             WHERE size NOT IN (SELECT size FROM checkpoints ORDER BY size DESC LIMIT $1)
               AND size NOT IN (SELECT max(size) FROM checkpoints GROUP BY (signed_at AT TIME ZONE 'UTC')::date)",
        )
        .bind(KEEP_NEWEST)
        .execute(&self.pool)
        .await?;
        Ok(done.rows_affected())
    }

    /// Asks whichever process signs for a checkpoint.
    pub(crate) async fn ask_to_sign(&self) -> Result<(), sqlx::Error> {
        sqlx::query("SELECT pg_notify($1, '')")
            .bind(SIGN_CHANNEL)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Leaf hashes of the entries after position `from` up to position `to`.
    pub(crate) async fn leaves(&self, from: u64, to: u64) -> Result<Vec<transparency::Hash>, sqlx::Error> {
        let connection: &mut PgConnection = &mut *self.pool.acquire().await?;
        super::tree::leaves(connection, from, to).await
    }
}
