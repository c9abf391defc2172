//! Documents as others see them: equal by both ways to the canonical form, against published examples, exchanged with
//! another implementation, and attacked.

mod public_examples;
mod quads;
mod samples;
mod verifying;
