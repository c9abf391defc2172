//! The private servers, as real processes. Every test has its own.

#![expect(
    clippy::unwrap_used,
    reason = "panicking is how a test, and what it calls, fails"
)]

mod machine;
mod nats;
mod orphans;
mod postgres;
