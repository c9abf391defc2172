//! The log against real PostgreSQL: what it promises under concurrency, repeats and faults.
#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "in tests, panicking is how a failure is told"
)]

mod counter;
mod flights;
mod limits;
mod lost;
mod memory;
mod model;
mod postgres_es;
mod projection;
mod relay;
mod store;
