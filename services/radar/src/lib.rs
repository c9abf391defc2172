//! The radar (building block 1): which skills are coming, distilled continuously from studies, vacancies and policy papers.
//!
//! It **owns** releases of skill taxonomies, sources, runs of methods over the archive with what they found, emerging skills, and
//! editions of the radar: each an aggregate in [`domain`], pure, with its rules beside it. Beside its log lie the contents of
//! releases ([`taxonomies`]), and texts with where mentions stand in them ([`archive`]).
//!
//! It **accepts** the calls of six services, in [`grpc`]: taxonomies, sources, distilling, curation, trends and editions.
//!
//! It **publishes** what [`mod@publish`] makes of each fact, in the words of the contract ([`contract`]). Texts, mentions and candidate
//! terms are never published, nor is any of them in its log: they may hold somebody's name. Only the terms of a skill are, which a person
//! chose to propose.
//!
//! It **listens** to reference data (regions, themes) and to projects, as the programme block publishes them.
//!
//! It **reads by itself**: [`distilling`] reads what comes in, by each run that is under way, one process at a time.
//!
//! # To add
//!
//! - a **decision**: a variant of the aggregate's `Command`, its arm in `decide`, a call in `grpc/`;
//! - a **fact**: a variant of the aggregate's `Fact`, its form in `publish/`, a golden file in `golden/`;
//! - a **method** of reading: `libs/distil/src/method.rs`; a run of it is begun with `StartRun`, beside the one in use;
//! - a **rule for rings**: a new version of [`trends::rings`]; editions keep the one they were made by;
//! - a **form of an edition**: a file in `export/`, a variant of [`export::Format`] and of the contract's `EditionFormat`;
//! - a **rejection**: a variant with its code, and a page `docs/errors/<CODE>.md`.

pub mod archive;
pub mod contract;
mod distilling;
pub mod domain;
pub mod export;
#[cfg(test)]
mod golden;
pub mod grpc;
pub mod projections;
pub mod publish;
pub mod taxonomies;
pub mod trends;
mod wiring;

pub use projections::rebuild;
pub use wiring::block;

/// The block's tables.
pub static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!();
