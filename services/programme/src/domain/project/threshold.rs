//! What goes above a scheme's revision threshold, and therefore needs an approved change request.
//!
//! Slips and budget shifts are measured from the plan as the last *decision* left it (the baseline, or a revision that carried
//! out a change request), not from the plan just before: otherwise many small revisions would pass where one large one does not.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{MilestoneState, Plan, change::Revised};
use crate::domain::{
    reference::{Direction, RevisionThreshold},
    values::days_between,
};

/// A plan with the end it belongs to, as a decision left it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Decided {
    /// The plan.
    pub(super) plan: Plan,
    /// Last day of the project.
    pub(super) ends_on: Date,
}

/// Everything in a revision that goes above the threshold, each in words; empty when it stays within.
pub(super) fn exceeded(
    decided: &Decided,
    current: &Plan,
    revised: &Revised,
    threshold: RevisionThreshold,
    direction: impl Fn(&str) -> Direction,
) -> Vec<String> {
    let mut reasons = late_milestones(decided, revised, threshold);
    reasons.extend(dropped_milestones(current, &revised.plan));
    reasons.extend(lowered_targets(current, &revised.plan, direction));
    reasons.extend(slipped(
        "the end of the project",
        decided.ends_on,
        revised.ends_on,
        threshold,
    ));
    reasons.extend(shifted_budget(&decided.plan, &revised.plan, threshold));
    reasons
}

fn slipped(what: &str, from: Date, to: Date, threshold: RevisionThreshold) -> Option<String> {
    let days = days_between(from, to);
    let allowed = threshold.slip_days;
    (days > i64::from(allowed))
        .then(|| format!("{what} moves {days} days later than decided, {allowed} are allowed"))
}

fn late_milestones(decided: &Decided, revised: &Revised, threshold: RevisionThreshold) -> Vec<String> {
    let open = revised
        .plan
        .milestones
        .iter()
        .filter(|milestone| milestone.is_open());
    open.filter_map(|milestone| {
        let id = &milestone.milestone_id;
        let before = decided.plan.milestones.iter().find(|one| one.milestone_id == *id);
        let from = before.map_or(milestone.baseline_due_on, |one| one.due_on);
        slipped(&format!("milestone {id}"), from, milestone.due_on, threshold)
    })
    .collect()
}

fn dropped_milestones(current: &Plan, new: &Plan) -> Vec<String> {
    let pairs = current.milestones.iter().zip(&new.milestones);
    pairs
        .filter(|(old, new)| old.state != MilestoneState::Dropped && new.state == MilestoneState::Dropped)
        .map(|(_, new)| format!("milestone {} is dropped", new.milestone_id))
        .collect()
}

/// A target is lowered when less is promised: a smaller value, or a larger one where less is better.
fn lowered_targets(current: &Plan, new: &Plan, direction: impl Fn(&str) -> Direction) -> Vec<String> {
    let pairs = current.targets.iter().zip(&new.targets);
    pairs
        .filter(|(old, new)| match direction(&new.indicator_id) {
            Direction::Up | Direction::Neutral => new.target_value < old.target_value,
            Direction::Down => new.target_value > old.target_value,
        })
        .map(|(old, new)| {
            format!(
                "the target for {} is lowered from {} to {}",
                new.indicator_id, old.target_value, new.target_value
            )
        })
        .collect()
}

/// The shift is what categories gain or what they lose, whichever is more, so that growth of the total counts too.
fn shifted_budget(decided: &Plan, new: &Plan, threshold: RevisionThreshold) -> Option<String> {
    let planned = |plan: &Plan, category: &str| {
        plan.budget
            .iter()
            .find(|line| line.category == category)
            .map_or(0, |line| i128::from(line.planned.0))
    };
    let differences: Vec<i128> = new
        .budget
        .iter()
        .map(|line| i128::from(line.planned.0) - planned(decided, &line.category))
        .collect();
    let gained: i128 = differences.iter().filter(|difference| **difference > 0).sum();
    let lost: i128 = differences.iter().filter(|difference| **difference < 0).sum();
    let shift = gained.max(-lost);
    let total: i128 = decided.budget.iter().map(|line| i128::from(line.planned.0)).sum();
    let allowed = threshold.budget_shift_percent;
    (shift * 100 > total * i128::from(allowed)).then(|| {
        format!("{shift} cents shift between categories of a budget of {total}, {allowed} percent is allowed")
    })
}
