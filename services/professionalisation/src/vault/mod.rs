//! The vault: private keys of providers, and what the hub keeps of holders, each encrypted; and the log of who looked at what. It lies
//! outside every log and the ledger, so that it can be erased.

mod cipher;
mod holdings;
mod processing;
mod provider_keys;

use runtime::fault::Fault;
use sqlx::PgPool;

pub use cipher::{Locked, VaultKeys};
pub use holdings::{Held, Holding};
pub use processing::{Activity, Processing, Record};

/// The vault. Cheap to clone.
#[derive(Clone)]
pub struct Vault {
    pool: PgPool,
    keys: VaultKeys,
}

/// Why the vault does not answer.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// The database is away.
    #[error("the vault cannot be reached")]
    Database(#[from] sqlx::Error),
    /// What is in it cannot be read with the vault's keys.
    #[error("the vault cannot be opened")]
    Locked(#[from] Locked),
    /// What is in it is not what was put there.
    #[error("the vault holds something that cannot be read")]
    Unreadable(#[from] serde_json::Error),
}

impl From<VaultError> for Fault {
    fn from(error: VaultError) -> Self {
        match error {
            VaultError::Database(error) => error.into(),
            VaultError::Locked(_) | VaultError::Unreadable(_) => Self::internal("reading the vault", &error),
        }
    }
}

impl Vault {
    /// The vault in these tables.
    #[must_use]
    pub fn new(pool: PgPool, keys: VaultKeys) -> Self {
        Self { pool, keys }
    }

    /// A digest of what is personal in a request, which nobody can make without the vault's key.
    #[must_use]
    pub fn digest(&self, content: &[u8]) -> [u8; 32] {
        self.keys.digest(content)
    }
}
