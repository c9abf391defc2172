//! Projection `reporting`: obligations, reports, and the values that accepted reports carry.

mod fold;
mod obligation;
mod report;
mod values;

pub(in crate::projections) use fold::Rows;

#[cfg(test)]
mod tests;
