//! Between the words of the contract and those of the domain.

pub mod door;
pub mod filter;
pub mod link;
pub mod reported;
pub mod subscription;
