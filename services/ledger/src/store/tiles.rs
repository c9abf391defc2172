//! Reading the tree: its tiles, and what is computed from them.

use sqlx::{PgConnection, PgPool};
use transparency::{Edge, Hash, Plan, Proof, TILE_WIDTH, TileId, TileSet};

use super::{LedgerStore, damaged, to_sql};
use crate::memory::{ExamineError, Memory, Verdict, examine};

/// Hashes of a full tile.
const WIDTH: u64 = TILE_WIDTH as u64;

/// Where the ledger stands as a tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TreeHead {
    /// Number of entries.
    pub(crate) size: u64,
    /// Root over them; `None` while the tree of an old ledger is not built.
    pub(crate) root: Option<Hash>,
}

impl LedgerStore {
    /// Where the tree stands.
    pub(crate) async fn tree_head(&self) -> Result<TreeHead, sqlx::Error> {
        tree_head(&self.pool).await
    }

    /// What the tables are, by what is remembered.
    pub(crate) async fn examine(&self, memory: &Memory) -> Result<(TreeHead, Verdict), ExamineError> {
        let head = self.tree_head().await?;
        let mut connection = self.pool.acquire().await?;
        Ok((head, examine(&mut connection, head, memory).await?))
    }

    /// The root of the tree of its first `size` entries, which must be there.
    pub(crate) async fn root_at(&self, size: u64) -> Result<Hash, sqlx::Error> {
        Ok(self.edge_at(size).await?.root())
    }

    /// The right edge of the tree of its first `size` entries, which must be there.
    pub(crate) async fn edge_at(&self, size: u64) -> Result<Edge, sqlx::Error> {
        edge_at(&mut *self.pool.acquire().await?, size).await
    }

    /// A proof, made from tiles.
    pub(crate) async fn prove(&self, plan: &Plan) -> Result<Proof, sqlx::Error> {
        let mut connection = self.pool.acquire().await?;
        let mut tiles = full_tiles(&mut connection, plan.tiles()).await?;
        for id in plan.tiles().iter().filter(|id| !id.is_full()) {
            let hashes = unfinished(&mut connection, *id).await?;
            tiles.insert(*id, hashes).map_err(damaged)?;
        }
        plan.prove(&tiles).map_err(damaged)
    }

    /// A tile as its file; `None` when there is none.
    pub(crate) async fn tile(&self, id: TileId) -> Result<Option<Vec<u8>>, sqlx::Error> {
        let mut connection = self.pool.acquire().await?;
        if id.is_full() {
            return sqlx::query_scalar("SELECT hashes FROM tiles WHERE level = $1 AND index = $2")
                .bind(i16::from(id.level()))
                .bind(to_sql(id.index()))
                .fetch_optional(&mut *connection)
                .await;
        }
        let hashes = unfinished(&mut connection, id).await?;
        let whole = hashes.len() == usize::from(id.width());
        Ok(whole.then(|| hashes.iter().flat_map(|hash| hash.0).collect()))
    }
}

async fn tree_head(pool: &PgPool) -> Result<TreeHead, sqlx::Error> {
    let (size, root): (i64, Option<Vec<u8>>) = sqlx::query_as("SELECT position, root FROM ledger_head")
        .fetch_one(pool)
        .await?;
    Ok(TreeHead {
        size: super::from_sql(size),
        root: root.map(|root| hash(&root)).transpose()?,
    })
}

/// The right edge of the tree of the first `size` entries, from what is stored of it.
pub(crate) async fn edge_at(connection: &mut PgConnection, size: u64) -> Result<Edge, sqlx::Error> {
    let mut levels = Vec::new();
    for id in TileId::unfinished(size) {
        let level = usize::from(id.level());
        levels.resize_with(level + 1, Vec::new);
        levels[level] = unfinished(connection, id).await?;
    }
    Edge::restore(size, levels).map_err(damaged)
}

/// The hashes of a full tile over leaves, and the root over them; `None` when there is no such tile.
pub(crate) async fn tile_hashes(
    connection: &mut PgConnection,
    index: u64,
) -> Result<Option<(Vec<Hash>, Hash)>, sqlx::Error> {
    let row: Option<(Vec<u8>, Vec<u8>)> =
        sqlx::query_as("SELECT hashes, root FROM tiles WHERE level = 0 AND index = $1")
            .bind(to_sql(index))
            .fetch_optional(connection)
            .await?;
    let Some((hashes, root)) = row else {
        return Ok(None);
    };
    Ok(Some((Hash::many(&hashes).map_err(damaged)?, hash(&root)?)))
}

/// The full tiles among these.
async fn full_tiles(connection: &mut PgConnection, ids: &[TileId]) -> Result<TileSet, sqlx::Error> {
    let full = || ids.iter().filter(|id| id.is_full());
    let rows: Vec<(i16, i64, Vec<u8>)> = sqlx::query_as(
        "SELECT tiles.level, tiles.index, hashes FROM UNNEST($1::smallint[], $2::bigint[]) AS wanted (level, index)
         JOIN tiles ON tiles.level = wanted.level AND tiles.index = wanted.index",
    )
    .bind(full().map(|id| i16::from(id.level())).collect::<Vec<_>>())
    .bind(full().map(|id| to_sql(id.index())).collect::<Vec<_>>())
    .fetch_all(connection)
    .await?;
    let mut tiles = TileSet::default();
    for (level, index, hashes) in rows {
        let level = u8::try_from(level).map_err(damaged)?;
        let id = TileId::new(level, super::from_sql(index), TILE_WIDTH).map_err(damaged)?;
        tiles.insert_bytes(id, &hashes).map_err(damaged)?;
    }
    Ok(tiles)
}

/// The hashes of a tile that is not full in the tree it belongs to; fewer when they are not there.
async fn unfinished(connection: &mut PgConnection, id: TileId) -> Result<Vec<Hash>, sqlx::Error> {
    let first = id.index().saturating_mul(WIDTH);
    let after = first.saturating_add(u64::from(id.width()));
    let rows: Vec<Vec<u8>> = match id.level().checked_sub(1) {
        None => {
            sqlx::query_scalar(
                "SELECT leaf_hash FROM entries WHERE position > $1 AND position <= $2 ORDER BY position",
            )
            .bind(to_sql(first))
            .bind(to_sql(after))
            .fetch_all(connection)
            .await?
        }
        Some(below) => {
            sqlx::query_scalar(
                "SELECT root FROM tiles WHERE level = $1 AND index >= $2 AND index < $3 ORDER BY index",
            )
            .bind(i16::from(below))
            .bind(to_sql(first))
            .bind(to_sql(after))
            .fetch_all(connection)
            .await?
        }
    };
    rows.iter().map(|row| hash(row)).collect()
}

/// A hash as it is stored.
pub(super) fn hash(bytes: &[u8]) -> Result<Hash, sqlx::Error> {
    Hash::from_slice(bytes).map_err(damaged)
}
