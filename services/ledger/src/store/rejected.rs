//! Messages that are no events of ours: kept for the operator, in bounded number and size.

use bytes::Bytes;
use jiff::Timestamp;
use jiff_sqlx::ToSqlx;
use sha2::{Digest, Sha256};
use sqlx::PgConnection;

use super::to_sql;
use crate::event::Malformed;

/// Most rows kept; the oldest go first.
const MAX_ROWS: i64 = 10_000;

/// Most bytes kept of one message.
const MAX_SAMPLE_BYTES: usize = 4 * 1024;

/// A message that is no event of ours.
#[derive(Debug, Clone)]
pub(crate) struct Rejected {
    /// Block on whose subject it came.
    pub(crate) block: String,
    /// The id it claims to have, if it can be read and stored.
    pub(crate) event_id: Option<String>,
    /// What is wrong with it.
    pub(crate) why: Malformed,
    /// Its data, or all of it.
    pub(crate) content: Bytes,
}

impl Rejected {
    /// The same for the same message, so that one that is sent again and again takes one row.
    fn digest(&self) -> [u8; 32] {
        let mut digest = Sha256::new();
        for part in [
            self.block.as_str(),
            self.event_id.as_deref().unwrap_or_default(),
            &self.why.to_string(),
        ] {
            digest.update(Sha256::digest(part));
        }
        digest.chain_update(&self.content).finalize().into()
    }

    fn sample(&self) -> &[u8] {
        &self.content[..self.content.len().min(MAX_SAMPLE_BYTES)]
    }
}

/// Keeps messages, and drops the oldest beyond the bound.
pub(super) async fn keep(
    tx: &mut PgConnection,
    messages: &[&Rejected],
    now: Timestamp,
) -> Result<(), sqlx::Error> {
    if messages.is_empty() {
        return Ok(());
    }
    for message in messages {
        // One by one: they are rare, and the same message may come twice in a batch.
        sqlx::query(
            "INSERT INTO rejected (digest, first_at, last_at, block, reason, detail, event_id, size, sample)
             VALUES ($1, $2, $2, $3, $4, $5, $6, $7, $8)
             ON CONFLICT (digest) DO UPDATE SET last_at = excluded.last_at, times = rejected.times + 1",
        )
        .bind(message.digest())
        .bind(now.to_sqlx())
        .bind(&message.block)
        .bind(message.why.reason.code())
        .bind(&message.why.detail)
        .bind(&message.event_id)
        .bind(to_sql(message.content.len() as u64))
        .bind(message.sample())
        .execute(&mut *tx)
        .await?;
    }
    sqlx::query("DELETE FROM rejected WHERE id <= (SELECT max(id) FROM rejected) - $1")
        .bind(MAX_ROWS)
        .execute(tx)
        .await?;
    Ok(())
}
