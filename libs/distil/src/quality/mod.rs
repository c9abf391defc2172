//! How well a method finds what readers find, measured on the annotated set of this crate.
//!
//! A mention is right when it names the concept that a reader marked and shares words with the reader's span; each mark counts once. For the figures of
//! one manner the manner must be right too.

mod annotated;
mod scores;
#[cfg(test)]
mod tests;

pub use annotated::{AnnotatedSet, Mark, Part, Sample, Unreadable};
pub use scores::{Row, Scores, Slice, evaluate, rows, table};
