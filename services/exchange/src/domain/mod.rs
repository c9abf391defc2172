//! The decisions of the block: pure.

#[cfg(test)]
pub(crate) mod examples;
pub mod filter;
pub mod subscription;
