//! The programme block: the Landelijk Schakelpunt's own administration of the programme.
//!
//! It **owns** reference data, projects with their delivery plans and money, reporting obligations, progress reports,
//! attention points and publications: each an aggregate in [`domain`], pure, with its rules beside it.
//!
//! It **accepts** the calls of six services, in [`grpc`]: reference data, projects, reporting, feedback, publications and the
//! development clock. A call is parsed into a command, the command is decided on the aggregate, and the facts that follow
//! are appended to the block's log; the caller gets a receipt.
//!
//! It **publishes** what [`mod@publish`] makes of each fact, in the words of the contract ([`contract`]).
//!
//! It **listens** to awards as other blocks publish them ([`listeners`]): a granted application becomes a project. Otherwise it follows
//! its own log: [`projections`] keep what its lists and access rules need, [`reactions`] say
//! "when this happened, do that" between its aggregates, and the [`scheduler`] records what the passing of time brings about.
//! From insight it asks one thing, the national overview, when that is to be published.
//!
//! # To add
//!
//! - a **decision**: a file in the aggregate's folder, a variant of its `Command`, a call in `grpc/`;
//! - a **fact**: a variant of the aggregate's `Fact`, its form in `publish/`, a golden file in `golden/`;
//! - a **projection**: a file in `projections/`, its table in `migrations/`, a line in [`projections::all`];
//! - a **reaction**: a file in `reactions/`, a line in [`reactions::all`];
//! - a **rejection**: a variant with its code, and a page `docs/errors/<CODE>.md`.

pub mod contract;
pub mod domain;
#[cfg(test)]
mod golden;
pub mod grpc;
pub mod listeners;
pub mod projections;
pub mod publish;
pub mod reactions;
pub mod scheduler;
mod wiring;

pub use projections::rebuild;
pub use wiring::block;

/// The block's tables.
pub static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!();
