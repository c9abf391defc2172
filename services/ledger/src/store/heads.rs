//! Where the ledger stands, as committed.

use std::collections::BTreeMap;

use jiff::Timestamp;
use sqlx::PgConnection;

use super::{LedgerStore, from_sql};
use crate::plan::Heads;
use crate::sequence::BlockHead;

/// PostgreSQL's channel on which the writer says that there is more. Its payload is not used: who listens looks.
pub(crate) const NOTIFY_CHANNEL: &str = "schakelpunt_ledger_head";

/// The newest entry.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Newest {
    /// Its position; 0 when the ledger is empty.
    pub(crate) position: u64,
    /// When it was recorded.
    pub(crate) recorded_at: Option<Timestamp>,
}

type HeadRow = (i64, Option<jiff_sqlx::Timestamp>);
type BlockRow = (String, i64, i64);

impl From<HeadRow> for Newest {
    fn from((position, recorded_at): HeadRow) -> Self {
        Self {
            position: from_sql(position),
            recorded_at: recorded_at.map(|at| at.to_jiff()),
        }
    }
}

impl LedgerStore {
    /// The newest entry.
    pub(crate) async fn newest(&self) -> Result<Newest, sqlx::Error> {
        let row: HeadRow = sqlx::query_as("SELECT position, recorded_at FROM ledger_head")
            .fetch_one(&self.pool)
            .await?;
        Ok(row.into())
    }

    /// What there is of one block; `None` when nothing.
    pub(crate) async fn block_head(&self, block: &str) -> Result<Option<BlockHead>, sqlx::Error> {
        let row: Option<(i64, i64)> =
            sqlx::query_as("SELECT sequence, log_position FROM block_heads WHERE block = $1")
                .bind(block)
                .fetch_optional(&self.pool)
                .await?;
        Ok(row.map(|(sequence, log_position)| BlockHead {
            sequence: from_sql(sequence),
            log_position: from_sql(log_position),
        }))
    }
}

/// Reads the heads and keeps every other writer waiting until the transaction ends.
pub(super) async fn lock(tx: &mut PgConnection) -> Result<(Newest, Heads), sqlx::Error> {
    // Two statements: the second must see what a writer committed for whom the first had to wait.
    let newest: HeadRow = sqlx::query_as("SELECT position, recorded_at FROM ledger_head FOR UPDATE")
        .fetch_one(&mut *tx)
        .await?;
    let blocks: Vec<BlockRow> =
        sqlx::query_as("SELECT block, sequence, log_position FROM block_heads FOR UPDATE")
            .fetch_all(tx)
            .await?;
    let newest = Newest::from(newest);
    Ok((
        newest,
        Heads {
            position: newest.position,
            blocks: by_block(blocks),
        },
    ))
}

fn by_block(rows: Vec<BlockRow>) -> BTreeMap<String, BlockHead> {
    let head = |sequence, log_position| BlockHead {
        sequence: from_sql(sequence),
        log_position: from_sql(log_position),
    };
    rows.into_iter()
        .map(|(block, sequence, log_position)| (block, head(sequence, log_position)))
        .collect()
}
