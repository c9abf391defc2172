//! Growing the tree, within the transaction that appends.

use std::sync::{Arc, Mutex, PoisonError};

use futures::TryStreamExt;
use sqlx::PgConnection;
use transparency::{Edge, FullTile, Hash};

use super::heads::Locked;
use super::tiles::{edge_at, hash};
use super::{damaged, to_sql};
use crate::plan::Plan;

/// Most tiles in one statement while a tree is built: 8 MiB.
const TILES_MAX: usize = 1_000;

/// The edge of the tree as this process last left it. It is only used when the head, as locked, is where the edge ends:
/// so whatever another process, a restored backup or a person did to the tables, the tree goes on from the tables.
#[derive(Debug, Clone, Default)]
pub(super) struct Known(Arc<Mutex<Option<Edge>>>);

/// What a batch adds to the tree.
pub(super) struct Growth {
    /// Tiles it completes.
    pub(super) tiles: Vec<FullTile>,
    /// The root after it.
    pub(super) root: Hash,
}

/// Tables that contradict each other: nothing can be appended to such a tree.
#[derive(Debug, thiserror::Error)]
enum Contradiction {
    /// The tree has another root than the head says.
    #[error(
        "the tiles of the ledger's first {size} entries give the root {found}, and its head says {expected}"
    )]
    Root { size: u64, expected: Hash, found: Hash },
    /// The head counts more entries than there are.
    #[error("the ledger's head says {expected} entries, and there are {found}")]
    Entries { expected: u64, found: u64 },
}

impl Known {
    /// The edge at the locked head. Whoever takes it gives it back with [`Known::keep`] once the batch is committed;
    /// otherwise it is read anew the next time.
    pub(super) async fn take(&self, tx: &mut PgConnection, locked: &Locked) -> Result<Edge, sqlx::Error> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        let size = locked.newest.position;
        if let Some(edge) = known
            && edge.size() == size
            && locked.root == Some(edge.root())
        {
            return Ok(edge);
        }
        match locked.root {
            Some(root) => read(tx, size, root).await,
            None => build(tx, size).await,
        }
    }

    /// Notes the edge as it is committed.
    pub(super) fn keep(&self, edge: Edge) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(edge);
    }
}

/// Appends a batch to the tree in memory.
pub(super) fn grow(edge: &mut Edge, plan: &Plan<'_>) -> Growth {
    let tiles = edge.extend(plan.appends.iter().map(|append| Hash(append.event.leaf_hash())));
    Growth {
        tiles,
        root: edge.root(),
    }
}

async fn read(tx: &mut PgConnection, size: u64, expected: Hash) -> Result<Edge, sqlx::Error> {
    let edge = edge_at(tx, size).await?;
    let found = edge.root();
    if found == expected {
        return Ok(edge);
    }
    Err(damaged(Contradiction::Root {
        size,
        expected,
        found,
    }))
}

/// Builds the tree of a ledger that has entries from before there was one.
async fn build(tx: &mut PgConnection, size: u64) -> Result<Edge, sqlx::Error> {
    tracing::info!(entries = size, "building the ledger's tree, once");
    let (mut edge, mut tiles) = (Edge::default(), Vec::new());
    let mut from = 0;
    while from < size {
        // In stretches: writing tiles needs the connection that the rows come over.
        let to = size.min(from + (TILES_MAX as u64) * 256);
        for leaf in leaves(tx, from, to).await? {
            edge.push(leaf, &mut tiles);
        }
        insert_tiles(tx, &tiles).await?;
        tiles.clear();
        from = to;
    }
    if edge.size() != size {
        let (expected, found) = (size, edge.size());
        return Err(damaged(Contradiction::Entries { expected, found }));
    }
    sqlx::query("UPDATE ledger_head SET root = $1")
        .bind(edge.root().as_bytes().as_slice())
        .execute(tx)
        .await?;
    Ok(edge)
}

/// The leaf hashes of the entries after position `from` up to position `to`.
pub(super) async fn leaves(
    connection: &mut PgConnection,
    from: u64,
    to: u64,
) -> Result<Vec<Hash>, sqlx::Error> {
    let rows = sqlx::query_scalar::<_, Vec<u8>>(
        "SELECT leaf_hash FROM entries WHERE position > $1 AND position <= $2 ORDER BY position",
    )
    .bind(to_sql(from))
    .bind(to_sql(to));
    rows.fetch(connection)
        .and_then(|row| std::future::ready(hash(&row)))
        .try_collect()
        .await
}

async fn insert_tiles(tx: &mut PgConnection, tiles: &[FullTile]) -> Result<(), sqlx::Error> {
    let columns = Columns::of(tiles);
    sqlx::query(
        "INSERT INTO tiles (level, index, root, hashes)
         SELECT * FROM UNNEST($1::smallint[], $2::bigint[], $3::bytea[], $4::bytea[])",
    )
    .bind(columns.levels)
    .bind(columns.indices)
    .bind(columns.roots)
    .bind(columns.hashes)
    .execute(tx)
    .await?;
    Ok(())
}

/// Tiles as UNNEST wants them.
pub(super) struct Columns {
    pub(super) levels: Vec<i16>,
    pub(super) indices: Vec<i64>,
    pub(super) roots: Vec<[u8; 32]>,
    pub(super) hashes: Vec<Vec<u8>>,
}

impl Columns {
    pub(super) fn of(tiles: &[FullTile]) -> Self {
        Self {
            levels: tiles.iter().map(|tile| i16::from(tile.level)).collect(),
            indices: tiles.iter().map(|tile| to_sql(tile.index)).collect(),
            roots: tiles.iter().map(|tile| tile.root.0).collect(),
            hashes: tiles.iter().map(FullTile::bytes).collect(),
        }
    }
}
