//! The tables of a ledger as an auditor reads them: one state of all of them, with several readers, changing nothing.

mod remembered;
mod rows;
mod stated;
mod verify;

use std::path::Path;

use async_trait::async_trait;
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::{Connection, Executor, PgConnection};
use tokio::task::JoinError;
use transparency::TileId;

use super::drive::tiles;
use super::{KeptTile, Part, Source};
pub use remembered::Remembered;
pub use verify::{Proven, Request, verify};

/// Why tables could not be read.
#[derive(Debug, thiserror::Error)]
pub enum TablesError {
    /// The database refused or did not answer.
    #[error("the tables of the ledger cannot be read")]
    Database(#[from] sqlx::Error),
    /// What the hub remembers outside its database cannot be read.
    #[error("what the hub remembers beside its database cannot be read")]
    Memory(#[from] std::io::Error),
    /// A part of the work broke off.
    #[error("a reader broke off")]
    Broken(#[from] JoinError),
}

/// One state of a ledger's tables.
#[derive(Debug)]
pub struct Tables {
    /// Every connection of it sees the same state.
    pool: PgPool,
    /// Keeps that state alive for connections that are made later.
    _keeper: PgConnection,
    remembered: Option<Remembered>,
    /// Newest position by the head.
    head: u64,
}

impl Tables {
    /// Takes hold of the present state of the tables that `options` reach by their search path, for so many readers.
    ///
    /// # Errors
    /// The database refuses or does not answer, or the memory cannot be read.
    pub async fn open(
        options: PgConnectOptions,
        readers: u32,
        memory: Option<&Path>,
    ) -> Result<Self, TablesError> {
        // First the memory: what it knows by now is in whatever state of the tables comes after.
        let remembered = memory.map(Remembered::open).transpose()?.flatten();
        let mut keeper = PgConnection::connect_with(&options).await?;
        keeper
            .execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            .await?;
        let snapshot: String = sqlx::query_scalar("SELECT pg_export_snapshot()")
            .fetch_one(&mut keeper)
            .await?;
        let head: Option<i64> = sqlx::query_scalar("SELECT position FROM ledger_head")
            .fetch_optional(&mut keeper)
            .await?;
        let enter = format!(
            "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET TRANSACTION SNAPSHOT '{}'",
            snapshot.replace('\'', "")
        );
        let pool = PgPoolOptions::new()
            .max_connections(readers.max(1))
            .idle_timeout(None)
            .max_lifetime(None)
            .test_before_acquire(false)
            .after_connect(move |connection, _| {
                let enter = enter.clone();
                Box::pin(async move { connection.execute(enter.as_str()).await.map(|_| ()) })
            })
            .connect_with(options)
            .await?;
        Ok(Self {
            pool,
            _keeper: keeper,
            remembered,
            // A head that is gone speaks of no entry.
            head: head.unwrap_or_default().unsigned_abs(),
        })
    }
}

#[async_trait]
impl Source for Tables {
    type Error = TablesError;

    async fn parts(&self, first: u64, last: u64) -> Result<Vec<Part>, TablesError> {
        let mut connection = self.pool.acquire().await?;
        let mut rows = rows::entries(&mut connection, first, last)
            .await?
            .into_iter()
            .peekable();
        let mut kept = rows::leaf_tiles(&mut connection, first, last).await?;
        let mut parts = Vec::new();
        for range in tiles(first, last) {
            let (first, last) = (*range.start(), *range.end());
            let mut of_tile = Vec::new();
            while let Some(row) = rows.next_if(|row| row.position <= last) {
                of_tile.push(row);
            }
            parts.push(Part {
                tile: self.kept(kept.remove(&((first - 1) / 256)), last),
                remembered: match &self.remembered {
                    Some(remembered) => remembered.leaves(first, last)?,
                    None => Vec::new(),
                },
                ..Part::new(first, last, of_tile)
            });
        }
        Ok(parts)
    }

    async fn tile(&self, id: TileId) -> Result<KeptTile, TablesError> {
        let mut connection = self.pool.acquire().await?;
        Ok(rows::tile(&mut connection, id).await?.unwrap_or_else(missing))
    }
}

impl Tables {
    /// A full tile must be there. An entry beyond the head may be looked at too, and has none.
    fn kept(&self, tile: Option<KeptTile>, last: u64) -> KeptTile {
        let is_full = last <= self.head / 256 * 256;
        match tile {
            Some(tile) if is_full => tile,
            None if is_full => missing(),
            _ => KeptTile::NotKept,
        }
    }
}

fn missing() -> KeptTile {
    KeptTile::Unusable("missing".to_owned())
}
