//! The radar (building block 1).
pub mod domain;
pub mod trends;
