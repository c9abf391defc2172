//! The transitions block (building block 2): what regions lack, how demand is articulated, who applies for a grant to answer it,
//! what the agency decided, and which learning solutions came of it.
//!
//! It **owns** bottlenecks, demands, applications with their assessment, the awards of each call, and solutions: each an aggregate
//! in [`domain`], pure, with its rules beside it.
//!
//! It **accepts** the calls of four services, in [`grpc`]: demand, applications, awards and solutions.
//!
//! It **publishes** what [`mod@publish`] makes of each fact, in the words of the contract ([`contract`]). A granted application
//! becomes a project by a listener of the programme block.
//!
//! It **listens** to reference data (schemes with their versions, calls, organisations, regions) and to projects, as the programme
//! block publishes them, and keeps what it needs of them ([`known`]).
//!
//! # To add
//!
//! - a **decision**: a variant of the aggregate's `Command`, its arm in `decide`, a call in `grpc/`;
//! - a **fact**: a variant of the aggregate's `Fact`, its form in `publish/`, a golden file in `golden/`;
//! - a **rule of the hub's own on applications**: a function in `domain/application/check.rs` and a line in `check`;
//! - a **requirement on consortia**: a variant of `domain::rules::Requirement` and of the programme's contract, and its arm in
//!   `check.rs`;
//! - a **rejection**: a variant with its code, and a page `docs/errors/<CODE>.md`.

pub mod contract;
pub mod domain;
#[cfg(test)]
mod golden;
pub mod grpc;
pub mod known;
pub mod projections;
pub mod publish;
mod wiring;

pub use projections::rebuild;
pub use wiring::block;

/// The block's tables.
pub static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!();
