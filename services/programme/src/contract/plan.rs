//! Delivery plans and their changes.

use contracts::programme::v1::{self, plan_change::Change};
use runtime::parse::Faults;

use super::values::{NAME_CHARS_MAX, day, read_given};
use crate::domain::{
    project::{
        BudgetLine, Milestone, MilestoneState, Plan, PlanChange, PlanRevision, PlannedMilestone,
        RevisedValue, Target,
    },
    values::Cents,
};

/// Most elements of a list in a plan that are looked at; the plan's own rules allow fewer.
const LIST_MAX: usize = 500;

/// Reads a plan as someone sets it; what the hub fills in is passed over.
pub fn read_plan(faults: &mut Faults, plan: Option<v1::Plan>) -> Plan {
    let v1::Plan {
        milestones,
        targets,
        budget,
        cofinancing_cents,
    } = read_given(faults, "plan", plan);
    Plan {
        milestones: read_list(faults, "plan.milestones", milestones, |faults, field, it| {
            read_milestone(faults, field, &it.milestone_id, &it.title, &it.due_on).map(Milestone::from)
        }),
        targets: read_list(faults, "plan.targets", targets, |faults, field, it| {
            Some(read_target(faults, field, &it))
        }),
        budget: read_list(faults, "plan.budget", budget, |faults, field, it| {
            Some(read_budget_line(faults, field, &it.category, it.planned_cents))
        }),
        cofinancing: Cents(faults.cents("plan.cofinancing_cents", cofinancing_cents)),
    }
}

fn read_list<W, T>(
    faults: &mut Faults,
    field: &str,
    list: Vec<W>,
    read: impl Fn(&mut Faults, &str, W) -> Option<T>,
) -> Vec<T> {
    faults.at_most(field, &list, LIST_MAX);
    let items = list.into_iter().take(LIST_MAX).enumerate();
    items
        .filter_map(|(index, item)| read(faults, &format!("{field}[{index}]"), item))
        .collect()
}

fn read_milestone(
    faults: &mut Faults,
    field: &str,
    milestone_id: &str,
    title: &str,
    due_on: &str,
) -> Option<PlannedMilestone> {
    let milestone_id = faults.id(&format!("{field}.milestone_id"), milestone_id);
    let title = faults.text(&format!("{field}.title"), title, NAME_CHARS_MAX, true);
    let due_on = faults.date(&format!("{field}.due_on"), due_on);
    Some(PlannedMilestone {
        milestone_id,
        title,
        due_on: due_on?,
    })
}

fn read_target(faults: &mut Faults, field: &str, it: &v1::Target) -> Target {
    Target {
        indicator_id: faults.id(&format!("{field}.indicator_id"), &it.indicator_id),
        baseline_value: faults.number(&format!("{field}.baseline_value"), it.baseline_value),
        target_value: faults.number(&format!("{field}.target_value"), it.target_value),
    }
}

fn read_budget_line(faults: &mut Faults, field: &str, category: &str, cents: i64) -> BudgetLine {
    BudgetLine {
        category: faults.text(&format!("{field}.category"), category, 100, true),
        planned: Cents(faults.cents(&format!("{field}.planned_cents"), cents)),
    }
}

/// Reads changes; `changes` is the path of their fields.
pub fn read_changes(faults: &mut Faults, changes: Vec<v1::PlanChange>) -> Vec<PlanChange> {
    faults.check("changes", !changes.is_empty(), "at least one change");
    read_list(faults, "changes", changes, |faults, field, it| {
        faults.check(field, it.change.is_some(), "one of the kinds of change");
        read_change(faults, field, it.change?)
    })
}

fn read_change(faults: &mut Faults, field: &str, change: Change) -> Option<PlanChange> {
    Some(match change {
        Change::RescheduleMilestone(it) => {
            let milestone_id = faults.id(
                &format!("{field}.reschedule_milestone.milestone_id"),
                &it.milestone_id,
            );
            let due_on = faults.date(&format!("{field}.reschedule_milestone.due_on"), &it.due_on);
            PlanChange::RescheduleMilestone {
                milestone_id,
                due_on: due_on?,
            }
        }
        Change::DropMilestone(it) => PlanChange::DropMilestone {
            milestone_id: faults.id(&format!("{field}.drop_milestone.milestone_id"), &it.milestone_id),
        },
        Change::AddMilestone(it) => {
            let field = format!("{field}.add_milestone");
            PlanChange::AddMilestone(read_milestone(
                faults,
                &field,
                &it.milestone_id,
                &it.title,
                &it.due_on,
            )?)
        }
        Change::ChangeTarget(it) => PlanChange::ChangeTarget {
            indicator_id: faults.id(&format!("{field}.change_target.indicator_id"), &it.indicator_id),
            target_value: faults.number(&format!("{field}.change_target.target_value"), it.target_value),
        },
        Change::ChangeBudget(it) => {
            let field = format!("{field}.change_budget");
            let BudgetLine { category, planned } =
                read_budget_line(faults, &field, &it.category, it.planned_cents);
            PlanChange::ChangeBudget { category, planned }
        }
        Change::ChangeEnd(it) => PlanChange::ChangeEnd {
            ends_on: faults.date(&format!("{field}.change_end.ends_on"), &it.ends_on)?,
        },
    })
}

/// Writes a plan.
#[must_use]
pub fn plan(plan: &Plan) -> v1::Plan {
    v1::Plan {
        milestones: plan.milestones.iter().map(milestone).collect(),
        targets: plan.targets.iter().map(target).collect(),
        budget: plan.budget.iter().map(budget_line).collect(),
        cofinancing_cents: plan.cofinancing.0,
    }
}

fn milestone(it: &Milestone) -> v1::Milestone {
    v1::Milestone {
        milestone_id: it.milestone_id.clone(),
        title: it.title.clone(),
        due_on: it.due_on.to_string(),
        baseline_due_on: it.baseline_due_on.to_string(),
        state: milestone_state(it.state).into(),
        achieved_on: day(it.achieved_on),
    }
}

/// Writes the state of a milestone.
#[must_use]
pub fn milestone_state(state: MilestoneState) -> v1::MilestoneState {
    match state {
        MilestoneState::Planned => v1::MilestoneState::Planned,
        MilestoneState::Rescheduled => v1::MilestoneState::Rescheduled,
        MilestoneState::Achieved => v1::MilestoneState::Achieved,
        MilestoneState::Dropped => v1::MilestoneState::Dropped,
    }
}

fn target(it: &Target) -> v1::Target {
    v1::Target {
        indicator_id: it.indicator_id.clone(),
        baseline_value: it.baseline_value,
        target_value: it.target_value,
    }
}

fn budget_line(it: &BudgetLine) -> v1::BudgetLine {
    v1::BudgetLine {
        category: it.category.clone(),
        planned_cents: it.planned.0,
    }
}

/// Writes a change.
#[must_use]
pub fn change(change: &PlanChange) -> v1::PlanChange {
    let change = match change.clone() {
        PlanChange::RescheduleMilestone { milestone_id, due_on } => {
            Change::RescheduleMilestone(v1::RescheduleMilestone {
                milestone_id,
                due_on: due_on.to_string(),
            })
        }
        PlanChange::DropMilestone { milestone_id } => {
            Change::DropMilestone(v1::DropMilestone { milestone_id })
        }
        PlanChange::AddMilestone(PlannedMilestone {
            milestone_id,
            title,
            due_on,
        }) => Change::AddMilestone(v1::AddMilestone {
            milestone_id,
            title,
            due_on: due_on.to_string(),
        }),
        PlanChange::ChangeTarget {
            indicator_id,
            target_value,
        } => Change::ChangeTarget(v1::ChangeTarget {
            indicator_id,
            target_value,
        }),
        PlanChange::ChangeBudget { category, planned } => Change::ChangeBudget(v1::ChangeBudget {
            category,
            planned_cents: planned.0,
        }),
        PlanChange::ChangeEnd { ends_on } => Change::ChangeEnd(v1::ChangeEnd {
            ends_on: ends_on.to_string(),
        }),
    };
    v1::PlanChange { change: Some(change) }
}

/// Writes a replaced value.
#[must_use]
pub fn revised_value(it: &RevisedValue) -> v1::RevisedValue {
    v1::RevisedValue {
        path: it.path.clone(),
        old_value: it.old_value.clone(),
        new_value: it.new_value.clone(),
    }
}

/// Writes a revision.
#[must_use]
pub fn revision(it: &PlanRevision) -> v1::PlanRevision {
    v1::PlanRevision {
        plan_version: it.plan_version,
        values: it.values.iter().map(revised_value).collect(),
        reason: it.reason.clone(),
        decision: it.decision.clone(),
        change_request_id: it.change_request_id.clone().unwrap_or_default(),
        recorded_at: Some(runtime::receipt::proto_time(it.revised_at)),
    }
}
