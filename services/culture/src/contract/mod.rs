//! Domain values as the contract writes them, and back: one file per aggregate, used by the calls and by `publish`.

pub use blocks::contract as values;

pub mod coding;
pub mod component;
pub mod figure;
pub mod finding;
pub mod instrument;
pub mod intervention;
pub mod measurement;
pub mod responses;
