//! Documents as others see them: equal by both ways to the canonical form, against published examples, exchanged with
//! another implementation, and attacked.
#![expect(
    clippy::panic,
    clippy::unwrap_used,
    reason = "in tests, panicking is how a failure is told"
)]

mod endorsements;
mod hostile;
mod interop;
mod public_examples;
mod quads;
mod reasons;
mod samples;
mod verifying;
