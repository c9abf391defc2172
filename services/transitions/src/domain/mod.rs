//! The decisions of the block: pure, one aggregate per file or folder.

pub use blocks::{findings, lists, skill, values};

pub mod application;
pub mod award;
pub mod bottleneck;
pub mod demand;
#[cfg(test)]
pub(crate) mod examples;
pub mod rules;
pub mod solution;
