//! Domain values as the contract writes them, and back: one file per aggregate, used by the calls and by `publish`.

pub use blocks::{contract as values, skill};

pub mod application;
pub mod award;
pub mod demand;
pub mod rules;
pub mod solution;
