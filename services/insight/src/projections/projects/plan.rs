//! Plans: the baseline and its revisions. The event carries the whole plan; rows remember which version changed them.

use std::sync::Arc;

use contracts::programme::v1::{
    ChangeRequestState, Milestone, MilestoneState, Plan, PlanBaselined, PlanRevised, ProjectState,
};
use eventing::ProjectionError;
use jiff::civil::Date;

use super::fold::Rows;
use crate::{
    projections::{
        events::{day, optional_day, required},
        fold::Place,
    },
    rows::{BudgetLineRow, List, MilestoneRow, PlanRevisionRow, TargetRow, remember},
};

/// The first plan; the project runs from here on.
pub(super) fn baselined(rows: &mut Rows, event: PlanBaselined, at: Place) -> Result<(), ProjectionError> {
    let plan = required(at.position, "plan", event.plan)?;
    rows.moved_to(ProjectState::Running, None, at)?;
    take_over(rows, &event.project_id, event.plan_version, plan, at)
}

/// A new version of the plan.
pub(super) fn revised(rows: &mut Rows, event: PlanRevised, at: Place) -> Result<(), ProjectionError> {
    let plan = required(at.position, "plan", event.plan)?;
    let ends_on = optional_day(at.position, "ends_on", &event.ends_on)?;
    let project = rows.project(at)?;
    project.ends_on = ends_on.unwrap_or(project.ends_on);
    remember(&mut project.positions, at.position);
    if !event.change_request_id.is_empty() {
        rows.change_request(&event.change_request_id, at)?.state = ChangeRequestState::CarriedOut;
    }
    take_over(rows, &event.project_id, event.plan_version, plan, at)?;
    rows.revisions.push(PlanRevisionRow {
        project_id: event.project_id,
        plan_version: event.plan_version,
        reason: event.reason,
        decision: event.decision,
        change_request_id: event.change_request_id,
        revised_at: at.at,
        position: at.position,
    });
    Ok(())
}

fn take_over(
    rows: &mut Rows,
    project_id: &str,
    version: u32,
    plan: Plan,
    at: Place,
) -> Result<(), ProjectionError> {
    let project = rows.project(at)?;
    project.plan_version = version;
    project.cofinancing_cents = plan.cofinancing_cents;
    milestones(rows, project_id, plan.milestones, at)?;
    let targets = plan.targets.into_iter().map(|target| TargetRow {
        project_id: project_id.to_owned(),
        indicator_id: target.indicator_id,
        baseline_value: target.baseline_value,
        target_value: target.target_value,
        positions: Vec::new(),
    });
    rows.targets = merged(&rows.targets, targets.collect(), at, same_target, |row| {
        &mut row.positions
    });
    let budget = plan.budget.into_iter().map(|line| BudgetLineRow {
        project_id: project_id.to_owned(),
        category: line.category,
        planned_cents: line.planned_cents,
        positions: Vec::new(),
    });
    rows.budget = merged(&rows.budget, budget.collect(), at, same_line, |row| {
        &mut row.positions
    });
    Ok(())
}

fn same_target(a: &TargetRow, b: &TargetRow) -> bool {
    a.indicator_id == b.indicator_id
}

fn same_line(a: &BudgetLineRow, b: &BudgetLineRow) -> bool {
    a.category == b.category
}

/// The new rows, each with the history of the old row it continues, and with this event where it differs.
fn merged<R: Clone + PartialEq>(
    old: &List<R>,
    new: Vec<R>,
    at: Place,
    same: fn(&R, &R) -> bool,
    positions: fn(&mut R) -> &mut Vec<u64>,
) -> List<R> {
    let continued = |mut row: R| {
        if let Some(known) = old.shared().iter().find(|before| same(before, &row)) {
            let mut before = R::clone(known);
            let history = std::mem::take(positions(&mut before));
            if before == row {
                return known.clone();
            }
            *positions(&mut row) = history;
        }
        remember(positions(&mut row), at.position);
        Arc::new(row)
    };
    new.into_iter().map(continued).collect()
}

/// Rows of milestones are never lost: one that the plan no longer names was dropped.
fn milestones(
    rows: &mut Rows,
    project_id: &str,
    plan: Vec<Milestone>,
    at: Place,
) -> Result<(), ProjectionError> {
    let gone = |row: &MilestoneRow| {
        !plan
            .iter()
            .any(|milestone| milestone.milestone_id == row.milestone_id)
    };
    rows.milestones.change(
        |row| gone(row) && row.is_open(),
        |row| {
            row.state = MilestoneState::Dropped;
            remember(&mut row.positions, at.position);
        },
    );
    for milestone in plan {
        let due_on = day(at.position, "plan.milestones.due_on", &milestone.due_on)?;
        let same = |row: &MilestoneRow| row.milestone_id == milestone.milestone_id;
        match rows.milestones.iter().find(|row| same(row)) {
            Some(row) if !changes(row, &milestone, due_on) => {}
            Some(_) => rows
                .milestones
                .change(same, |row| update(row, &milestone, due_on, at)),
            None => rows.milestones.push(planned(project_id, milestone, due_on, at)?),
        }
    }
    Ok(())
}

/// Whether the plan says something else about a milestone than is known.
fn changes(row: &MilestoneRow, milestone: &Milestone, due_on: Date) -> bool {
    (row.due_on, row.state, &row.title) != (due_on, state_after(row, milestone, due_on), &milestone.title)
}

fn update(row: &mut MilestoneRow, milestone: &Milestone, due_on: Date, at: Place) {
    row.state = state_after(row, milestone, due_on);
    row.title.clone_from(&milestone.title);
    row.due_on = due_on;
    remember(&mut row.positions, at.position);
}

/// Achieved comes from its own event, which carries the day; a plan that repeats it changes nothing.
fn state_after(row: &MilestoneRow, milestone: &Milestone, due_on: Date) -> MilestoneState {
    if milestone.state() == MilestoneState::Dropped {
        MilestoneState::Dropped
    } else if row.is_open() {
        open_state(due_on, row.baseline_due_on)
    } else {
        row.state
    }
}

fn planned(
    project_id: &str,
    milestone: Milestone,
    due_on: Date,
    at: Place,
) -> Result<MilestoneRow, ProjectionError> {
    let baseline = optional_day(
        at.position,
        "plan.milestones.baseline_due_on",
        &milestone.baseline_due_on,
    )?;
    let baseline_due_on = baseline.unwrap_or(due_on);
    let state = match milestone.state() {
        MilestoneState::Dropped => MilestoneState::Dropped,
        _ => open_state(due_on, baseline_due_on),
    };
    Ok(MilestoneRow {
        project_id: project_id.to_owned(),
        milestone_id: milestone.milestone_id,
        title: milestone.title,
        due_on,
        baseline_due_on,
        state,
        achieved_on: None,
        evidence: String::new(),
        achieved_position: None,
        positions: vec![at.position],
    })
}

fn open_state(due_on: Date, baseline_due_on: Date) -> MilestoneState {
    if due_on == baseline_due_on {
        MilestoneState::Planned
    } else {
        MilestoneState::Rescheduled
    }
}
