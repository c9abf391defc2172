//! Documents as others see them: equal by both ways to the canonical form, against published vectors, exchanged with
//! another implementation, and attacked.

mod quads;
mod samples;
