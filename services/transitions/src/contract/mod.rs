//! Domain values as the contract writes them, and back: one file per aggregate, used by the calls and by `publish`.

pub use blocks::contract as values;

pub mod application;
pub mod award;
pub mod demand;
pub mod rules;
pub mod skill;
pub mod solution;
