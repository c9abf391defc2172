//! Whole hubs for tests. Every test has its own PostgreSQL and NATS, so tests run side by side and may break theirs.
//!
//! Nothing here sleeps for a guess: [`eventually`] waits for a condition.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot be set up has failed"
)]

mod callers;
pub mod golden;
mod hub;
mod network;
mod processes;
mod servers;

use std::time::{Duration, Instant};

pub use callers::{Bearer, Client, reason, request_id};
pub use hub::TestHub;
pub use network::{Network, Weather};
pub use processes::{SeparateProcesses, is_ready};
pub use servers::TestServers;

/// How long a condition may take to come true, in seconds. Generous, because test machines are shared; what holds is seen at once.
const EVENTUALLY_SECONDS: u64 = 60;
/// How often it is looked at, in milliseconds.
const LOOK_MILLIS: u64 = 20;

/// Waits until `look` answers something, and hands it over.
///
/// # Panics
/// When it does not within a minute; `what` says what was waited for.
pub async fn eventually<T>(what: &str, mut look: impl AsyncFnMut() -> Option<T>) -> T {
    let started = Instant::now();
    loop {
        if let Some(found) = look().await {
            return found;
        }
        assert!(
            started.elapsed() < Duration::from_secs(EVENTUALLY_SECONDS),
            "waited in vain for: {what}"
        );
        tokio::time::sleep(Duration::from_millis(LOOK_MILLIS)).await;
    }
}
