//! The last stage by itself, fed from memory: what appending costs without broker and lease. For benchmarks.

use async_nats::HeaderMap;
use bytes::Bytes;
use jiff::Timestamp;
use sqlx::PgPool;

use crate::event::{self, Malformed};
use crate::store::{Batch, LedgerStore};

/// The ledger's tables.
#[derive(Debug, Clone)]
pub struct Stage(LedgerStore);

/// Events that are parsed and hashed, as they wait for the writer.
#[derive(Debug)]
pub struct Prepared(Batch);

impl Prepared {
    /// Parses messages of `block`.
    ///
    /// # Errors
    /// The first message that is no event.
    pub fn of(
        block: &str,
        messages: impl IntoIterator<Item = (HeaderMap, Bytes)>,
    ) -> Result<Self, Malformed> {
        let events = messages
            .into_iter()
            .map(|(headers, data)| event::parse(block, Some(&headers), data));
        Ok(Self(Batch {
            events: events.collect::<Result<_, _>>()?,
            rejected: Vec::new(),
        }))
    }
}

impl Stage {
    /// The tables that `pool` reaches by its search path; see [`MIGRATIONS`](crate::MIGRATIONS).
    #[must_use]
    pub fn new(pool: PgPool) -> Self {
        Self(LedgerStore::new(pool))
    }

    /// Appends a batch as the writer does, and tells the newest position.
    ///
    /// # Errors
    /// The database refuses or cannot be reached; nothing was appended.
    pub async fn append(&self, batch: &Prepared) -> Result<u64, sqlx::Error> {
        let outcome = self.0.append(&batch.0, Timestamp::now()).await?;
        Ok(outcome.newest.position)
    }
}
