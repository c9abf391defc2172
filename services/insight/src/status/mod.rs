//! The status of one project: its rows put together as facts, judged, and answered as the contract has it.

mod answer;
mod facts;
mod indicators;

pub(crate) use answer::attention_point;
pub use answer::{obligation_of, obligation_status, status, summary};
pub use facts::{Depth, facts_of};

#[cfg(test)]
mod tests;
