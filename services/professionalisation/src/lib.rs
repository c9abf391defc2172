//! The professionalisation block (building block 3): education providers and how mature they are in teaching adults, what they
//! offer, which microcredentials they issue, and the skills passports of those who hold them.
//!
//! It **owns** instruments and quality frameworks with their versions, providers, offers, credential classes, keyrings, issuances, the
//! counting, and erasures: each an aggregate in [`domain`], pure, with its rules beside it. What is secret or personal is none of them: it
//! lies in the [`vault`], outside the log, and can be erased.
//!
//! It **accepts** the calls of six services, in [`grpc`]: rules, providers, offers, classes, issuing and passports; and serves over plain
//! HTTP what credentials refer to.
//!
//! It **publishes** what [`mod@publish`] makes of each fact, in the words of the contract ([`contract`]). Issuing and revoking are not
//! published: the ledger gets counts, once a month is over ([`domain::counting`]).
//!
//! It **listens** to reference data and to projects, as the programme block publishes them.
//!
//! # To add
//!
//! - a **decision**: a variant of the aggregate's `Command`, its arm in `decide`, a call in `grpc/`;
//! - a **fact**: a variant of the aggregate's `Fact`, its form in `publish/`, a golden file in `golden/`;
//! - a **rule on microcredentials** that differs by framework: a field of [`domain::framework::Version`] and its line in
//!   `domain/class/content.rs`;
//! - something that a **credential says**: `issuing/documents.rs`, and `libs/credentials` if it cannot say it yet;
//! - a **processing of personal data**: a variant of [`vault::Activity`], and its row in `docs/verwerkingen.md`;
//! - a **rejection**: a variant with its code, and a page `docs/errors/<CODE>.md`.

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
