//! The professionalisation block (building block 3): education providers and how mature they are in teaching adults, what they
//! offer, which microcredentials they issue, and the skills passports of those who hold them.

pub mod config;
pub mod contract;
pub mod domain;
#[cfg(test)]
mod golden;
pub mod grpc;
mod http;
pub mod issuing;
pub mod projections;
pub mod publish;
mod scheduler;
pub mod vault;
mod wiring;

pub use projections::rebuild;
pub use wiring::block;

/// The block's tables.
pub static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!();
