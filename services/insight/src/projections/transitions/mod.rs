//! Projection `transitions`: bottlenecks and demands, applications and awards, solutions and their reuse. The block's events are kept
//! by the identifier of what they are about; one that two kinds of things share means two rows, never a mixture.

mod award;
mod demand;
mod fold;
mod solution;
#[cfg(test)]
mod tests;

pub(super) use fold::Rows;
