//! What the tables state beside the entries.

use std::collections::BTreeMap;

use eventing::event_id::part_of;
use sqlx::postgres::PgConnection;
use transparency::{Edge, Hash, TILE_WIDTH, TileId};

use super::rows::{At, tile};
use super::{Tables, TablesError};
use crate::audit::notes::KeptNote;
use crate::audit::{KeptTile, Stated};
use crate::sequence::BlockHead;
use crate::store::to_sql;

/// Most tiles beyond the head that are named; the first is what counts.
const TILES_BEYOND_MAX: i64 = 100;

type HeadRow = (Option<Vec<u8>>, Option<At>);
type NoteRow = (i64, Option<String>, Option<At>);

impl Tables {
    /// Heads, the end of the entries, and tiles that should not be there.
    pub(super) async fn stated(&self) -> Result<Stated, TablesError> {
        let mut connection = self.pool.acquire().await?;
        let head: Option<HeadRow> = sqlx::query_as("SELECT root, recorded_at FROM ledger_head")
            .fetch_optional(&mut *connection)
            .await?;
        let (root, recorded_at) = head.unwrap_or_default();
        let newest: Option<i64> = sqlx::query_scalar("SELECT max(position) FROM entries")
            .fetch_one(&mut *connection)
            .await?;
        Ok(Stated {
            position: self.head,
            root: root.and_then(|root| Hash::from_slice(&root).ok()),
            recorded_at: recorded_at.map(|At(at)| at),
            blocks: blocks(&mut connection).await?,
            newest_entry: newest.unwrap_or_default().unsigned_abs(),
            tiles_beyond: tiles_beyond(&mut connection, self.head).await?,
        })
    }

    /// The signed checkpoints, by size.
    pub(super) async fn notes(&self) -> Result<Vec<KeptNote>, TablesError> {
        let mut connection = self.pool.acquire().await?;
        let rows: Vec<NoteRow> =
            sqlx::query_as("SELECT size, note, signed_at FROM checkpoints ORDER BY size")
                .fetch_all(&mut *connection)
                .await?;
        let note = |(size, note, signed_at): NoteRow| KeptNote {
            size,
            note: note.unwrap_or_default(),
            signed_at: signed_at.map(|At(at)| at),
        };
        Ok(rows.into_iter().map(note).collect())
    }

    /// Events that wait for their place, while a restored ledger is filled again.
    pub(super) async fn held(&self) -> Result<u64, TablesError> {
        let mut connection = self.pool.acquire().await?;
        let held: i64 = sqlx::query_scalar("SELECT count(*) FROM held")
            .fetch_one(&mut *connection)
            .await?;
        Ok(held.unsigned_abs())
    }

    /// The edge of the tree at an earlier size, as the tables have it; `None` when they do not have all of it. Whether it
    /// is right shows in its root.
    pub(super) async fn edge(&self, size: u64) -> Result<Option<Edge>, TablesError> {
        if size > self.head {
            return Ok(None);
        }
        let mut connection = self.pool.acquire().await?;
        let mut levels = Vec::new();
        for id in TileId::unfinished(size) {
            levels.resize_with(usize::from(id.level()) + 1, Vec::new);
            levels[usize::from(id.level())] = beginning(&mut connection, id).await?;
        }
        Ok(Edge::restore(size, levels).ok())
    }
}

/// The first hashes of a tile that may be full by now.
async fn beginning(connection: &mut PgConnection, id: TileId) -> Result<Vec<Hash>, sqlx::Error> {
    if let Some(KeptTile::There { mut hashes, .. }) = tile(connection, id).await? {
        hashes.truncate(usize::from(id.width()));
        return Ok(hashes);
    }
    let first = id.index().saturating_mul(u64::from(TILE_WIDTH));
    let below = "SELECT root FROM tiles WHERE level = $3 AND index >= $1 AND index < $2 ORDER BY index";
    let leaves =
        "SELECT leaf_hash FROM entries WHERE position > $1 AND position <= $2 AND $3 < 0 ORDER BY position";
    let rows: Vec<Option<Vec<u8>>> = sqlx::query_scalar(if id.level() == 0 { leaves } else { below })
        .bind(to_sql(first))
        .bind(to_sql(first + u64::from(id.width())))
        .bind(i16::from(id.level()) - 1)
        .fetch_all(connection)
        .await?;
    let hashes = rows.into_iter().flatten().map(|row| Hash::from_slice(&row).ok());
    Ok(hashes.collect::<Option<Vec<_>>>().unwrap_or_default())
}

/// Block, sequence, log position and event id, as they may be in tables that were tampered with.
type BlockRow = (String, Option<i64>, Option<i64>, Option<String>);

async fn blocks(connection: &mut PgConnection) -> Result<BTreeMap<String, BlockHead>, sqlx::Error> {
    let rows: Vec<BlockRow> =
        sqlx::query_as("SELECT block, sequence, log_position, event_id FROM block_heads")
            .fetch_all(connection)
            .await?;
    let number = |number: Option<i64>| number.unwrap_or_default().unsigned_abs();
    let head = |(block, sequence, log_position, id): BlockRow| {
        let log_position = number(log_position);
        let head = BlockHead {
            sequence: number(sequence),
            log_position,
            // 0 is never right.
            part: part_of(&id.unwrap_or_default(), &block, log_position).unwrap_or(0),
        };
        (block, head)
    };
    Ok(rows.into_iter().map(head).collect())
}

async fn tiles_beyond(connection: &mut PgConnection, size: u64) -> Result<Vec<TileId>, sqlx::Error> {
    let rows: Vec<(i16, i64)> = sqlx::query_as(
        "SELECT level, index FROM tiles WHERE index < 0 OR level NOT BETWEEN 0 AND 7
             OR index >= $1 >> (8 * (level::int + 1)) ORDER BY index, level LIMIT $2",
    )
    .bind(to_sql(size))
    .bind(TILES_BEYOND_MAX)
    .fetch_all(connection)
    .await?;
    let id = |(level, index): (i16, i64)| {
        TileId::new(u8::try_from(level).ok()?, index.unsigned_abs(), TILE_WIDTH).ok()
    };
    Ok(rows.into_iter().filter_map(id).collect())
}
