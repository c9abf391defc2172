//! The culture block (building block 4): how the learning culture is measured, what studies found to help it, what is done about it and
//! what came of that, and how it appears inside the projects of the other blocks.
//!
//! It **owns** instruments with their versions and bridges, measurements, reference figures, findings, interventions with their effects,
//! coding schemes and answers: each an aggregate in [`domain`], pure, with its rules beside it. Responses are none of them: they lie in
//! tables of their own ([`responses`]), outside the log, until a measurement is estimated.
//!
//! It **accepts** the calls of six services, in [`grpc`]: instruments, measurements, reference figures, findings, interventions and coding.
//!
//! It **publishes** what [`mod@publish`] makes of each fact, in the words of the contract ([`contract`]). Of responses nothing is published
//! but what was estimated from them, always all three components, and nothing of groups that are too small.
//!
//! It **listens** to reference data, to projects, and to reports that were accepted, as the programme block publishes them ([`listeners`]).
//!
//! # To add
//!
//! - a **decision**: a variant of the aggregate's `Command`, its arm in `decide`, a call in `grpc/`;
//! - a **fact**: a variant of the aggregate's `Fact`, its form in `publish/`, a golden file in `golden/`;
//! - a **statistic**: in `libs/statistics`; what is made of it here is in [`domain::estimation`], [`domain::comparison`],
//!   `domain/intervention/estimate.rs` and [`domain::across`]. A change of what is estimated raises [`domain::estimation::METHOD`];
//! - a **design** of effects: a variant of [`domain::intervention::Design`], and in `domain/intervention/claim.rs` what it allows to be said;
//! - a **rejection**: a variant with its code, and a page `docs/errors/<CODE>.md`.

pub mod contract;
pub mod domain;
#[cfg(test)]
mod golden;
pub mod grpc;
pub mod listeners;
pub mod projections;
pub mod publish;
mod reactions;
pub mod responses;
mod scheduler;
mod wiring;

pub use projections::rebuild;
pub use wiring::block;

/// The block's tables.
pub static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!();
