//! The log against real PostgreSQL: what it promises under concurrency, repeats and faults.
#![expect(
    clippy::unwrap_used,
    reason = "a log that cannot be opened has failed the test"
)]

mod counter;
mod memory;
mod postgres_es;
mod relay;
mod store;
