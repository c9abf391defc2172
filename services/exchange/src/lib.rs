//! The exchange: other programmes subscribe to what the hub publishes, and miss nothing.
//!
//! It **owns** subscriptions, links of other programmes and their linked projects, aggregates in [`domain`] with their rules beside them. How far each was delivered lies in a table beside the log
//! ([`delivery::cursor`]): it changes with every event.
//!
//! It **accepts** the calls of five services, in [`grpc`]: who may have which events, their delivery, what programmes connect with, their links,
//! and the catalogue of event types. The same events are there over plain HTTP ([`mod@http`]), as pages of JSON and as server-sent events.
//!
//! It **sends** what is asked for by [`webhook`] or lies ready in [`nats`], with a courier for each subscription (`sending/`).
//!
//! It **takes in** what programmes with a link report of their own projects, by gRPC, plain HTTP or NATS (`reporting.rs`).
//!
//! It **publishes** to the hub who has which events and for what, and to programmes what was reported ([`mod@publish`]).
//!
//! It **listens** to reference data and projects, for what requests name, and follows the whole ledger once per process ([`blocks::feed`]).
//!
//! # To add
//!
//! - an **attribute** for filters: a variant of [`domain::filter::Attribute`], and where an event has it in `delivery/event.rs`;
//! - a **dialect**: a variant of [`domain::filter::Filter`] and of the contract's `Filter`, and its form in [`contract::filter`];
//! - a **rejection**: a variant with its code, and a page `docs/errors/<CODE>.md`.

pub mod config;
pub mod contract;
pub mod delivery;
pub mod domain;
#[cfg(test)]
mod golden;
pub mod grpc;
pub mod http;
pub mod keys;
pub mod nats;
pub mod projections;
pub mod publish;
mod reporting;
mod sending;
pub mod webhook;
mod wiring;

pub use config::Config;
pub use projections::rebuild;
pub use wiring::block;

/// The block's tables.
pub static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!();
