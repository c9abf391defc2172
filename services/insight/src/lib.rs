//! Insight: what the hub knows, put together from the ledger.
//!
//! It **owns** no facts: everything it shows can be made again from the ledger. It **accepts** no commands and **publishes**
//! nothing. It **listens** to every published event.
//!
//! # From an event to an answer
//!
//! 1. [`feed`] reads the ledger, and [`tail`] takes it from there, once per projection; none waits for another.
//! 2. [`projections`] fold events into [`rows`] in memory, which keep the positions of the events that made them. Rows and
//!    [`checkpoint`] are written together a moment later: what a process starts from.
//! 3. [`views`] puts the rows of all projections together, and knows up to which position they are true. A caller's own
//!    change is waited for there.
//! 4. Answers are pure functions over those rows: [`overview`] and [`explain`] both ask [`figure`], [`projects`] and
//!    [`calendar`] list, [`judgement`], [`status`] and [`feedback`] tell how a project does, [`coherence`] how demand, grants and
//!    solutions hang together, [`culture`] what is known of the learning culture, [`linked`] what other programmes report.
//! 5. [`grpc`] has one file per call.
//!
//! [`mod@rebuild`] makes a projection anew beside the live one.
//!
//! # To add
//!
//! - a **projection**: a file in `projections/`, its tables in `migrations/`, a line in [`projections::ALL`];
//! - an **observer**, so that an indicator can be observed from another event: a line in [`projections::OBSERVERS`];
//! - a **figure**: see [`figure`].

pub mod calendar;
pub mod checkpoint;
pub mod coherence;
pub mod culture;
pub mod explain;
pub mod feedback;
pub mod figure;
pub mod generations;
pub mod grpc;
mod health;
pub mod judgement;
pub mod linked;
pub mod overview;
pub mod projections;
pub mod projects;
pub mod rebuild;
pub mod rows;
mod scopes;
pub mod status;
pub mod tail;
pub mod together;
pub mod views;
mod wiring;

pub use rebuild::rebuild;
pub use wiring::block;

/// The tables of insight.
pub static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!();
