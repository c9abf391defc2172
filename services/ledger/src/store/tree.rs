//! Growing the tree, within the transaction that appends.

use std::sync::{Arc, Mutex, PoisonError};

use futures::TryStreamExt;
use jiff::Timestamp;
use sqlx::PgConnection;
use transparency::{Edge, FullTile, Hash};

use super::heads::Locked;
use super::tiles::{TreeHead, edge_at, hash};
use super::{damaged, from_sql, to_sql};
use crate::memory::{ExamineError, Keeper, MemoryError, Refill, Verdict, examine};
use crate::plan::{Heads, Plan};

/// Most tiles in one statement while a tree is built: 8 MiB.
const TILES_MAX: usize = 1_000;

/// The edge of the tree as this process last left it. It is only used when the head, as locked, is where the edge ends:
/// so whatever another process, a restored backup or a person did to the tables, the tree goes on from the tables.
#[derive(Debug, Clone, Default)]
pub(super) struct Known {
    tree: Arc<Mutex<Option<Tree>>>,
    keeper: Option<Keeper>,
}

/// The tree to append to.
#[derive(Debug)]
pub(super) struct Tree {
    /// Its right edge.
    pub(super) edge: Edge,
    /// What belongs behind it, when the tables were restored from an older state.
    pub(super) refill: Option<Refill>,
    /// Where the blocks stand at it, once this process has appended; `None` while events are held.
    pub(super) end: Option<End>,
}

/// Where the ledger stands at the tree's edge.
#[derive(Debug, Clone)]
pub(super) struct End {
    /// Newest position, and newest event of each block.
    pub(super) heads: Heads,
    /// When the newest entry was recorded.
    pub(super) recorded_at: Option<Timestamp>,
}

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
    /// Nothing known yet; the tables are compared with what `keeper` keeps.
    pub(super) fn remembered_by(keeper: Keeper) -> Self {
        Self {
            keeper: Some(keeper),
            ..Self::default()
        }
    }

    /// The tree at the locked head. Whoever takes it gives it back with [`Known::keep`] once the batch is committed;
    /// otherwise it is read anew the next time.
    pub(super) async fn take(&self, tx: &mut PgConnection, locked: &Locked) -> Result<Tree, sqlx::Error> {
        let known = self.tree.lock().unwrap_or_else(PoisonError::into_inner).take();
        let size = locked.newest.position;
        if let Some(tree) = known
            && tree.edge.size() == size
            && locked.root == Some(tree.edge.root())
        {
            return Ok(tree);
        }
        let edge = match locked.root {
            Some(root) => read(tx, size, root).await?,
            None => build(tx, size).await?,
        };
        let refill = self.missing(tx, &edge).await?;
        Ok(Tree {
            edge,
            refill,
            end: None,
        })
    }

    /// What was signed and is missing behind the tables' end.
    async fn missing(&self, tx: &mut PgConnection, edge: &Edge) -> Result<Option<Refill>, sqlx::Error> {
        let Some(keeper) = &self.keeper else {
            return Ok(None);
        };
        let memory = keeper.open().await.map_err(unusable)?;
        let head = TreeHead {
            size: edge.size(),
            root: Some(edge.root()),
        };
        match examine(tx, head, &memory).await {
            Ok(Verdict::Behind(refill)) => {
                tracing::error!(
                    first = edge.size() + 1,
                    last = refill.last(),
                    "the ledger was restored from an older state; its entries are put back where they were signed"
                );
                Ok(Some(refill))
            }
            Ok(Verdict::GoesOn(_) | Verdict::Differs(_)) => Ok(None),
            Err(ExamineError::Tables(error)) => Err(error),
            Err(ExamineError::Memory(error)) => Err(unusable(error)),
        }
    }

    /// The tree and where the ledger stood when this process last appended, if that is known and nothing is to be refilled.
    /// Whoever takes it gives it back with [`Known::keep`], or it is read anew the next time.
    pub(super) fn take_unseen(&self) -> Option<(Tree, End)> {
        let mut known = self.tree.lock().unwrap_or_else(PoisonError::into_inner);
        let tree = known.take_if(|tree| tree.refill.is_none() && tree.end.is_some())?;
        let end = tree.end.clone()?;
        Some((tree, end))
    }

    /// Notes the tree as it is committed.
    pub(super) fn keep(&self, tree: Tree) {
        *self.tree.lock().unwrap_or_else(PoisonError::into_inner) = Some(tree);
    }
}

/// Without what is remembered nobody can say where the next entry belongs.
fn unusable(error: MemoryError) -> sqlx::Error {
    sqlx::Error::Io(std::io::Error::other(error))
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
    let rows = leaves_with_positions(connection, from, to).await?;
    Ok(rows.into_iter().map(|(_, leaf)| leaf).collect())
}

/// The same with their positions.
pub(crate) async fn leaves_with_positions(
    connection: &mut PgConnection,
    from: u64,
    to: u64,
) -> Result<Vec<(u64, Hash)>, sqlx::Error> {
    let rows = sqlx::query_as::<_, (i64, Vec<u8>)>(
        "SELECT position, leaf_hash FROM entries WHERE position > $1 AND position <= $2 ORDER BY position",
    )
    .bind(to_sql(from))
    .bind(to_sql(to));
    rows.fetch(connection)
        .and_then(|(position, leaf)| std::future::ready(hash(&leaf).map(|leaf| (from_sql(position), leaf))))
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
