//! The decisions of the block: pure, one aggregate per file or folder.

pub use blocks::{findings, values};

pub mod application;
pub mod award;
pub mod bottleneck;
pub mod demand;
#[cfg(test)]
pub(crate) mod examples;
pub mod lists;
pub mod rules;
pub mod skill;
pub mod solution;
