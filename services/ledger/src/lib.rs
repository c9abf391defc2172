//! The ledger: what the blocks of the Landelijk Schakelpunt made public, in what order.
//!
//! It **owns** the [`entries`](crate::event::Event): each published event once, at a gapless position, with the very
//! bytes that were hashed. It **accepts** no commands; it takes what the blocks' relays publish. It **publishes** nothing:
//! others read it, from any position, and then live.
//!
//! # The way of an event
//!
//! 1. A block's relay publishes it to the stream `EVENTS_<BLOCK>`, with its number among the block's published events.
//! 2. [`intake`] fetches it, as the durable consumer `ledger`, into one bounded channel for all blocks.
//! 3. [`event`] checks it. What can never be an entry goes to the table `rejected`; nothing that arrives stops the rest.
//! 4. [`plan`](mod@plan) decides by [`sequence`]: the next one of its block is appended, one the ledger is past is a
//!    repeat, one that skips others is refused. The relay asks `GetBlockHead` and sends again from there.
//! 5. [`store`] writes entries, heads and Merkle tree in one transaction, giving out positions under a lock on the head.
//! 6. [`writer`] acknowledges the batch, and tells the new [`head`] to whoever follows.
//! 7. [`grpc`] serves it: in order, filtered, and only to those for whom it is meant ([`filter`]).
//! 8. [`checkpoint`] signs how far the ledger is, after [`memory`] has made sure that it goes on from what was signed
//!    before; [`grpc`] proves it, and [`http`] serves the tree as files.
//!
//! Whoever trusts none of this checks it: [`audit`] works everything out again from the bytes.
//!
//! Of all replicas one writes, the one with the lease; all of them serve. Broker and database may go away at any
//! moment: what was not committed is not acknowledged, and what the broker loses the relay sends again.
//!
//! # To add
//!
//! - a **filter field**: `EventFilter` in the contract, a column with an index in `migrations/`, [`filter::Filter`],
//!   `grpc/request.rs` and one line in `store/read.rs`;
//! - a **check of arriving events**: `event/parse.rs`, and a reason in `event/malformed.rs` if it is of a new kind;
//! - a **block**: its name in [`Config::blocks`].

pub mod audit;
mod backoff;
mod checkpoint;
mod config;
#[cfg(test)]
mod end_to_end;
pub mod event;
pub mod filter;
#[cfg(test)]
mod fixture;
mod grpc;
mod head;
mod health;
mod http;
mod intake;
mod memory;
mod metrics;
pub mod plan;
#[cfg(test)]
mod proofs;
#[cfg(test)]
mod restored;
pub mod sequence;
pub mod stage;
mod store;
mod tail;
mod trace;
mod wiring;
mod writer;

pub use checkpoint::Log;
pub use config::Config;
pub use store::MIGRATIONS;
pub use wiring::{block, block_with};
