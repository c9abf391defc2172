//! Projection `projects`: projects with their plans, milestones, money and dependencies.

mod change;
mod fold;
mod plan;

pub(in crate::projections) use fold::Rows;

#[cfg(test)]
mod tests;
