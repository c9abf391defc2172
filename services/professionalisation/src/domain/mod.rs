//! The decisions of the block: pure, one aggregate per file or folder.

pub use blocks::{findings, lists, skill, values, versions};

pub mod class;
pub mod counting;
#[cfg(test)]
pub(crate) mod examples;
pub mod framework;
pub mod instrument;
pub mod issuance;
pub mod keyring;
pub mod offer;
pub mod passport;
pub mod provider;
