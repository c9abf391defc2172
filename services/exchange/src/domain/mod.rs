//! The decisions of the block: pure.

#[cfg(test)]
pub(crate) mod examples;
pub mod filter;
pub mod link;
pub mod linked_project;
pub mod subscription;
