//! The statement that appends.

use std::collections::BTreeSet;

use eventing::event_id::event_id;
use jiff::Timestamp;
use jiff_sqlx::ToSqlx;
use sqlx::{PgConnection, Postgres, QueryBuilder};
use transparency::{Edge, FullTile, Hash};

use super::heads::NOTIFY_CHANNEL;
use super::rows::{COLUMNS, SELECTED, push_appends};
use super::tree::{Columns, Growth};
use super::{damaged, to_sql};
use crate::plan::Plan;

/// Where the ledger must stand for a batch to be written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Behind {
    size: u64,
    root: Hash,
    knows_of_held: bool,
}

impl Behind {
    /// Behind this edge, with nothing held.
    pub(super) fn edge(edge: &Edge) -> Self {
        Self {
            size: edge.size(),
            root: edge.root(),
            knows_of_held: false,
        }
    }

    /// Behind this edge, whatever is held.
    pub(super) fn edge_beside_held(edge: &Edge) -> Self {
        Self {
            knows_of_held: true,
            ..Self::edge(edge)
        }
    }
}

/// The head has moved although it is locked.
#[derive(Debug, thiserror::Error)]
#[error("the ledger's head was changed by somebody who does not wait for its lock")]
struct HeadMoved;

/// Writes what a batch adds, in a transaction that has locked the head.
pub(super) async fn insert_locked(
    tx: &mut PgConnection,
    behind: Behind,
    plan: &Plan<'_>,
    growth: &Growth,
    recorded_at: Timestamp,
) -> Result<(), sqlx::Error> {
    if insert(tx, behind, plan, growth, recorded_at).await? {
        Ok(())
    } else {
        Err(damaged(HeadMoved))
    }
}

/// Writes what a batch adds; false, and nothing is written, when the ledger does not stand where it has to.
pub(super) async fn insert(
    connection: &mut PgConnection,
    behind: Behind,
    plan: &Plan<'_>,
    growth: &Growth,
    recorded_at: Timestamp,
) -> Result<bool, sqlx::Error> {
    let written = statement(behind, plan, growth, recorded_at)
        .build()
        .fetch_optional(connection)
        .await?;
    Ok(written.is_some())
}

/// Entries, heads and tree in one statement, and the news of it; nothing at all when the head is not where the tree that
/// grew had it, or when events are held of which the writer does not know. Without any ON CONFLICT on entries: a conflict
/// there is a fault that must stop the writer, not one to be passed over.
fn statement<'q>(
    behind: Behind,
    plan: &Plan<'q>,
    growth: &'q Growth,
    recorded_at: Timestamp,
) -> QueryBuilder<'q, Postgres> {
    let mut sql = QueryBuilder::new("WITH head AS (UPDATE ledger_head SET position = ");
    sql.push_bind(to_sql(plan.heads.position));
    sql.push(", recorded_at = ").push_bind(recorded_at.to_sqlx());
    sql.push(", root = ").push_bind(growth.root.0);
    sql.push(" WHERE position = ").push_bind(to_sql(behind.size));
    sql.push(" AND root = ").push_bind(behind.root.0);
    if !behind.knows_of_held {
        sql.push(" AND NOT EXISTS (SELECT FROM held_heads)");
    }
    sql.push(" RETURNING position), appended AS (INSERT INTO entries (")
        .push(COLUMNS)
        .push(", position, recorded_at) SELECT ")
        .push(SELECTED)
        .push(", new.position, ")
        .push_bind(recorded_at.to_sqlx());
    sql.push(" FROM head, ");
    push_appends(&mut sql, &plan.appends);
    sql.push(")");
    push_heads(&mut sql, plan);
    push_tiles(&mut sql, &growth.tiles);
    sql.push(" SELECT pg_notify(").push_bind(NOTIFY_CHANNEL);
    sql.push(", position::text) FROM head");
    sql
}

/// `, moved AS (INSERT INTO block_heads ...)`, for the blocks that the batch is of.
fn push_heads<'q>(sql: &mut QueryBuilder<'q, Postgres>, plan: &Plan<'q>) {
    let blocks: BTreeSet<_> = plan
        .appends
        .iter()
        .map(|append| append.event.block.as_str())
        .collect();
    sql.push(", moved AS (INSERT INTO block_heads (block, sequence, log_position, event_id) SELECT new.* FROM head, (");
    sql.push_values(blocks, |mut row, block| {
        let head = plan.heads.block(block);
        row.push_bind(block)
            .push_bind(to_sql(head.sequence))
            .push_bind(to_sql(head.log_position))
            .push_bind(event_id(block, head.log_position, head.part));
    });
    sql.push(
        ") AS new ON CONFLICT (block) DO UPDATE SET sequence = excluded.sequence, log_position = excluded.log_position, \
         event_id = excluded.event_id)",
    );
}

/// `, tiled AS (INSERT INTO tiles ...)`, when a tile is complete.
fn push_tiles(sql: &mut QueryBuilder<'_, Postgres>, tiles: &[FullTile]) {
    if tiles.is_empty() {
        return;
    }
    let tiles = Columns::of(tiles);
    sql.push(", tiled AS (INSERT INTO tiles (level, index, root, hashes) SELECT new.* FROM head, UNNEST(");
    sql.separated(", ")
        .push_bind(tiles.levels)
        .push_bind(tiles.indices)
        .push_bind(tiles.roots)
        .push_bind(tiles.hashes);
    sql.push(") AS new)");
}
