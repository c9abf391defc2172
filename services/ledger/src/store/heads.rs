//! Where the ledger stands, as committed.

use std::collections::BTreeMap;

use eventing::event_id::part_of;
use jiff::Timestamp;
use sqlx::PgConnection;

use transparency::Hash;

use super::checkpoints::Signed;
use super::tiles::hash;
use super::{LedgerStore, from_sql};
use crate::plan::Heads;
use crate::sequence::BlockHead;

/// PostgreSQL's channel on which the writer tells the newest position.
pub(crate) const NOTIFY_CHANNEL: &str = "schakelpunt_ledger_head";

/// The newest entry.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Newest {
    /// Its position; 0 when the ledger is empty.
    pub(crate) position: u64,
    /// When it was recorded.
    pub(crate) recorded_at: Option<Timestamp>,
}

/// Where the ledger stands, and how far that is signed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Standing {
    /// The newest entry.
    pub(crate) newest: Newest,
    /// The newest checkpoint, if there is one.
    pub(crate) signed: Option<Signed>,
}

/// The heads, as long as a transaction keeps every other writer waiting.
pub(super) struct Locked {
    /// The newest entry.
    pub(super) newest: Newest,
    /// Root of the tree over all entries; `None` while the tree of an old ledger is not built.
    pub(super) root: Option<Hash>,
    /// Newest position, and newest event of each block.
    pub(super) heads: Heads,
    /// Newest event of each block that is held; empty unless a restored ledger is filled again.
    held: BTreeMap<String, BlockHead>,
}

impl Locked {
    /// Whether events are held.
    pub(super) fn holds(&self) -> bool {
        !self.held.is_empty()
    }

    /// The heads as arriving events meet them: what is held has arrived.
    pub(super) fn arrived(&self) -> Heads {
        let mut heads = self.heads.clone();
        heads.blocks.extend(self.held.clone());
        heads
    }
}

type HeadRow = (i64, Option<jiff_sqlx::Timestamp>);
type LockedRow = (i64, Option<jiff_sqlx::Timestamp>, Option<Vec<u8>>);
type StandingRow = (
    i64,
    Option<jiff_sqlx::Timestamp>,
    Option<i64>,
    Option<jiff_sqlx::Timestamp>,
);
type BlockRow = (String, i64, i64, String, bool);

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

    /// The newest entry and the newest checkpoint.
    pub(crate) async fn standing(&self) -> Result<Standing, sqlx::Error> {
        let (position, recorded_at, size, at): StandingRow = sqlx::query_as(
            "SELECT position, recorded_at, size, signed_at FROM ledger_head
             LEFT JOIN LATERAL (SELECT size, signed_at FROM checkpoints ORDER BY size DESC LIMIT 1) newest ON true",
        )
        .fetch_one(&self.pool)
        .await?;
        let signed = size.zip(at).map(|(size, at)| Signed {
            size: from_sql(size),
            at: at.to_jiff(),
        });
        Ok(Standing {
            newest: (position, recorded_at).into(),
            signed,
        })
    }

    /// What there is of one block, the events that wait for their place included; `None` when nothing.
    pub(crate) async fn block_head(&self, block: &str) -> Result<Option<BlockHead>, sqlx::Error> {
        let row: Option<(i64, i64, String)> = sqlx::query_as(
            "SELECT sequence, log_position, event_id FROM block_heads WHERE block = $1
             UNION ALL SELECT sequence, log_position, event_id FROM held_heads WHERE block = $1
             ORDER BY sequence DESC LIMIT 1",
        )
        .bind(block)
        .fetch_optional(&self.pool)
        .await?;
        Ok(row.map(|(sequence, log_position, id)| head_of(block, sequence, log_position, &id)))
    }
}

/// Reads the heads and keeps every other writer waiting until the transaction ends.
pub(super) async fn lock(tx: &mut PgConnection) -> Result<Locked, sqlx::Error> {
    // Two statements: the second must see what a writer committed for whom the first had to wait.
    let (position, recorded_at, root): LockedRow =
        sqlx::query_as("SELECT position, recorded_at, root FROM ledger_head FOR UPDATE")
            .fetch_one(&mut *tx)
            .await?;
    let blocks: Vec<BlockRow> = sqlx::query_as(
        "SELECT block, sequence, log_position, event_id, false FROM block_heads
         UNION ALL SELECT block, sequence, log_position, event_id, true FROM held_heads",
    )
    .fetch_all(tx)
    .await?;
    let (held, blocks): (Vec<_>, Vec<_>) = blocks.into_iter().partition(|(.., held)| *held);
    let newest = Newest::from((position, recorded_at));
    Ok(Locked {
        newest,
        root: root.map(|root| hash(&root)).transpose()?,
        heads: Heads {
            position: newest.position,
            blocks: by_block(blocks),
        },
        held: by_block(held),
    })
}

fn by_block(rows: Vec<BlockRow>) -> BTreeMap<String, BlockHead> {
    rows.into_iter()
        .map(|(block, sequence, log_position, id, _)| {
            let head = head_of(&block, sequence, log_position, &id);
            (block, head)
        })
        .collect()
}

/// An event of a block, as its columns tell it.
pub(super) fn head_of(block: &str, sequence: i64, log_position: i64, event_id: &str) -> BlockHead {
    let log_position = from_sql(log_position);
    BlockHead {
        sequence: from_sql(sequence),
        log_position,
        // What is appended has the id that follows from its place.
        part: part_of(event_id, block, log_position).unwrap_or(1),
    }
}
