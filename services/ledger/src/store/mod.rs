//! The ledger's tables: what is written in one transaction per batch, and what is read from them.

mod append;
mod checkpoints;
mod conflicts;
mod heads;
mod held;
mod insert;
#[cfg(test)]
mod model_tests;
mod proven;
mod read;
mod refill;
mod rejected;
mod rows;
#[cfg(test)]
mod tests;
mod tiles;
mod tree;
#[cfg(test)]
mod tree_tests;

use std::sync::Arc;

use eventing::Session;
use sqlx::PgPool;
use sqlx::migrate::Migrator;
use tokio::sync::Mutex;

use crate::memory::Keeper;

pub(crate) use append::{Batch, Outcome};
pub(crate) use checkpoints::{Kept, SIGN_CHANNEL, Signed};
pub(crate) use heads::{NOTIFY_CHANNEL, Newest};
pub(crate) use proven::Proven;
pub(crate) use read::{Found, Query};
pub(crate) use rejected::Rejected;
pub(crate) use tiles::{TreeHead, edge_at, tile_hashes};
pub(crate) use tree::leaves_with_positions;

/// What makes the tables, in the schema that the search path names.
pub static MIGRATIONS: Migrator = sqlx::migrate!();

/// The ledger's tables in the ledger's own schema. Cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct LedgerStore {
    pool: PgPool,
    tree: tree::Known,
    session: Arc<Mutex<Session>>,
}

impl LedgerStore {
    /// The tables that `pool` reaches by its search path.
    pub(crate) fn new(pool: PgPool) -> Self {
        Self {
            session: Arc::new(Mutex::new(Session::new(&pool.connect_options()))),
            pool,
            tree: tree::Known::default(),
        }
    }

    /// The same tables, compared with what is remembered before anything is appended.
    #[must_use]
    pub(crate) fn remembered_by(&self, keeper: Keeper) -> Self {
        Self {
            pool: self.pool.clone(),
            tree: tree::Known::remembered_by(keeper),
            session: self.session.clone(),
        }
    }

    /// The connections it works with.
    pub(crate) fn pool(&self) -> &PgPool {
        &self.pool
    }
}

/// Positions and sequences as PostgreSQL has them. Everything that gets here was checked to fit; what did not
/// fit all the same would be refused by the tables' unique keys.
pub(crate) fn to_sql(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// And back: the tables hold no negative numbers.
fn from_sql(number: i64) -> u64 {
    number.unsigned_abs()
}

/// What is stored cannot be what was written.
fn damaged(error: impl std::error::Error + Send + Sync + 'static) -> sqlx::Error {
    sqlx::Error::Decode(Box::new(error))
}
