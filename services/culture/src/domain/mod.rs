//! The decisions of the block: pure, one aggregate per file or folder.

pub use blocks::{findings, lists, values, versions};

pub mod across;
pub mod answer;
pub mod comparison;
pub mod component;
pub mod estimation;
#[cfg(test)]
pub(crate) mod examples;
pub mod figure;
pub mod finding;
pub mod instrument;
pub mod intervention;
pub mod response;
pub mod scheme;
pub mod wave;
