//! Domain values as the contract writes them, and back: one file per aggregate, used by the calls and by `publish`.

pub use blocks::{contract as values, skill};

pub mod class;
pub mod issuing;
pub mod offer;
pub mod provider;
pub mod rules;
