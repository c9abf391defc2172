//! How a block starts, is called, is watched and stops: the only crate that knows OpenTelemetry and server set-up.
//!
//! A block hands over a [`block::Block`]: its routes, background tasks and checks. [`server::run`] runs one block or all of
//! them on one port; the wiring is the same.

pub mod access;
pub mod block;
pub mod call;
pub mod config;
pub mod database;
pub mod fault;
mod housekeeping;
pub mod http;
pub mod identity;
pub mod language;
pub mod layers;
pub mod operations;
pub mod outbound;
pub mod paging;
pub mod parse;
pub mod peers;
pub mod personal;
pub mod receipt;
mod rest;
pub mod server;
pub mod telemetry;

/// Largest message a call takes, in bytes: large enough that an oversized text is refused by name, not by size.
pub const MESSAGE_BYTES_MAX: usize = 16 * 1024 * 1024;
