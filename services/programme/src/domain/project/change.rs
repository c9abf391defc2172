//! Changes of a plan, and the plan they make.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{BudgetLine, Milestone, MilestoneState, Plan, PlannedMilestone, Rejection, Target};
use crate::domain::{
    findings::Findings,
    size::{REVISION_BYTES_MAX, json_bytes},
    values::{Cents, Id},
};

/// Most changes in one revision or change request.
const CHANGES_MAX: usize = 100;

/// One change of a plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlanChange {
    /// A milestone moves to another day.
    RescheduleMilestone {
        /// Milestone.
        milestone_id: Id,
        /// New day.
        due_on: Date,
    },
    /// A milestone is dropped.
    DropMilestone {
        /// Milestone.
        milestone_id: Id,
    },
    /// A milestone is added.
    AddMilestone(PlannedMilestone),
    /// A target is set or changed.
    ChangeTarget {
        /// Indicator.
        indicator_id: Id,
        /// New target value.
        target_value: f64,
    },
    /// The budget of one category is set or changed.
    ChangeBudget {
        /// Category.
        category: String,
        /// New planned costs.
        planned: Cents,
    },
    /// The project ends on another day.
    ChangeEnd {
        /// New last day.
        ends_on: Date,
    },
}

impl PlanChange {
    /// What it changes, such as `milestone/m1`; two changes of one revision never change the same.
    fn subject(&self) -> String {
        match self {
            Self::RescheduleMilestone { milestone_id, .. } | Self::DropMilestone { milestone_id } => {
                format!("milestone/{milestone_id}")
            }
            Self::AddMilestone(planned) => format!("milestone/{}", planned.milestone_id),
            Self::ChangeTarget { indicator_id, .. } => format!("target/{indicator_id}"),
            Self::ChangeBudget { category, .. } => format!("budget/{category}"),
            Self::ChangeEnd { .. } => "project".to_owned(),
        }
    }

    /// Its field in the contract.
    fn field(&self) -> &'static str {
        match self {
            Self::RescheduleMilestone { .. } => "reschedule_milestone",
            Self::DropMilestone { .. } => "drop_milestone",
            Self::AddMilestone(_) => "add_milestone",
            Self::ChangeTarget { .. } => "change_target",
            Self::ChangeBudget { .. } => "change_budget",
            Self::ChangeEnd { .. } => "change_end",
        }
    }

    /// An existing milestone that it moves or drops.
    fn moves(&self) -> Option<&str> {
        match self {
            Self::RescheduleMilestone { milestone_id, .. } | Self::DropMilestone { milestone_id } => {
                Some(milestone_id)
            }
            Self::AddMilestone(_)
            | Self::ChangeTarget { .. }
            | Self::ChangeBudget { .. }
            | Self::ChangeEnd { .. } => None,
        }
    }
}

/// One value that a revision replaced.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RevisedValue {
    /// What was revised, such as `milestone/m1/due_on` or `budget/personnel/planned_cents`.
    pub path: String,
    /// Old value; empty when there was none.
    pub old_value: String,
    /// New value; empty when it was dropped.
    pub new_value: String,
}

/// The span in which open milestones must lie, as it depends on the end of the project.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bounds {
    /// First day of the project.
    pub(super) starts_on: Date,
    /// Last day of the project before the changes.
    pub(super) ends_on: Date,
    /// Months the scheme version gives for the final report.
    pub(super) final_report_months: u32,
}

/// A plan as changes make it.
#[derive(Debug, Clone)]
pub(super) struct Revised {
    /// The new plan.
    pub(super) plan: Plan,
    /// The last day of the project under it.
    pub(super) ends_on: Date,
    /// What was replaced.
    pub(super) values: Vec<RevisedValue>,
}

/// Carries out changes on a plan.
///
/// # Errors
/// A milestone is achieved or dropped and cannot move, or the changes do not make a valid plan.
pub(super) fn apply(plan: &Plan, changes: &[PlanChange], bounds: Bounds) -> Result<Revised, Rejection> {
    refuse_settled_milestones(plan, changes)?;
    let mut findings = Findings::below("");
    findings.check(!changes.is_empty(), "changes", "at least one change");
    findings.check(
        changes.len() <= CHANGES_MAX,
        "changes",
        format!("at most {CHANGES_MAX} changes"),
    );
    findings.distinct("changes", "", changes.iter().map(PlanChange::subject));

    let mut revised = Revised {
        plan: plan.clone(),
        ends_on: bounds.ends_on,
        values: Vec::new(),
    };
    for (index, change) in changes.iter().enumerate() {
        let before = revised.values.len();
        let mut here = Findings::below(format!("changes[{index}].{}", change.field()));
        revised.take(change, &mut here);
        let unchanged = here.is_empty() && revised.values.len() == before;
        here.check(!unchanged, "", "a value other than the plan has");
        here.into_faults()
            .into_iter()
            .for_each(|fault| findings.fault(fault.field, fault.expected));
    }
    revised.check_days(changes, bounds, &mut findings);
    findings.check(
        revised.plan.total_budget().is_some(),
        "changes",
        "a budget whose sum is at most 2^63-1 cents",
    );
    let bytes = json_bytes(&(&revised.plan, &revised.values));
    findings.check(
        bytes <= REVISION_BYTES_MAX,
        "changes",
        format!("a plan of at most {REVISION_BYTES_MAX} bytes with the values replaced, not {bytes}"),
    );
    findings.refuse_with(Rejection::ChangesInvalid)?;
    Ok(revised)
}

fn refuse_settled_milestones(plan: &Plan, changes: &[PlanChange]) -> Result<(), Rejection> {
    let moved = changes.iter().filter_map(PlanChange::moves);
    let mut settled = moved.filter_map(|id| {
        plan.milestones
            .iter()
            .find(|one| one.milestone_id == id && !one.is_open())
    });
    match settled.next() {
        Some(milestone) => Err(Rejection::MilestoneSettled {
            milestone_id: milestone.milestone_id.clone(),
            state: milestone.state,
        }),
        None => Ok(()),
    }
}

impl Revised {
    fn take(&mut self, change: &PlanChange, findings: &mut Findings) {
        match change {
            PlanChange::RescheduleMilestone { milestone_id, due_on } => {
                self.reschedule(milestone_id, *due_on, findings);
            }
            PlanChange::DropMilestone { milestone_id } => self.drop_milestone(milestone_id, findings),
            PlanChange::AddMilestone(planned) => self.add_milestone(planned, findings),
            PlanChange::ChangeTarget {
                indicator_id,
                target_value,
            } => {
                self.change_target(indicator_id, *target_value, findings);
            }
            PlanChange::ChangeBudget { category, planned } => {
                self.change_budget(category, *planned, findings)
            }
            PlanChange::ChangeEnd { ends_on } => self.change_end(*ends_on),
        }
    }

    fn milestone(&mut self, milestone_id: &str, findings: &mut Findings) -> Option<&mut Milestone> {
        let found = self
            .plan
            .milestones
            .iter_mut()
            .find(|one| one.milestone_id == milestone_id);
        findings.check(
            found.is_some(),
            "milestone_id",
            format!("a milestone of the plan, found `{milestone_id}`"),
        );
        found
    }

    fn reschedule(&mut self, milestone_id: &str, due_on: Date, findings: &mut Findings) {
        let Some(milestone) = self.milestone(milestone_id, findings) else {
            return;
        };
        let old = std::mem::replace(&mut milestone.due_on, due_on);
        milestone.state = if milestone.due_on == milestone.baseline_due_on {
            MilestoneState::Planned
        } else {
            MilestoneState::Rescheduled
        };
        self.replaced(
            format!("milestone/{milestone_id}/due_on"),
            old.to_string(),
            due_on.to_string(),
        );
    }

    fn drop_milestone(&mut self, milestone_id: &str, findings: &mut Findings) {
        let Some(milestone) = self.milestone(milestone_id, findings) else {
            return;
        };
        milestone.state = MilestoneState::Dropped;
        let old = milestone.due_on.to_string();
        self.replaced(format!("milestone/{milestone_id}/due_on"), old, String::new());
    }

    fn add_milestone(&mut self, planned: &PlannedMilestone, findings: &mut Findings) {
        let id = &planned.milestone_id;
        let new = !self.plan.milestones.iter().any(|one| one.milestone_id == *id);
        findings.check(
            new,
            "milestone_id",
            format!("an identifier that the plan does not have, found `{id}`"),
        );
        if new {
            self.plan.milestones.push(planned.clone().into());
            self.replaced(
                format!("milestone/{id}/due_on"),
                String::new(),
                planned.due_on.to_string(),
            );
        }
    }

    fn change_target(&mut self, indicator_id: &str, target_value: f64, findings: &mut Findings) {
        findings.check(target_value.is_finite(), "target_value", "a finite number");
        let path = format!("target/{indicator_id}/target_value");
        let targets = &mut self.plan.targets;
        let old = match targets
            .iter_mut()
            .find(|target| target.indicator_id == indicator_id)
        {
            Some(target) => std::mem::replace(&mut target.target_value, target_value).to_string(),
            None => {
                // A target that is set later has no measured value from before the project.
                targets.push(Target {
                    indicator_id: indicator_id.to_owned(),
                    baseline_value: 0.0,
                    target_value,
                });
                String::new()
            }
        };
        self.replaced(path, old, target_value.to_string());
    }

    fn change_budget(&mut self, category: &str, planned: Cents, findings: &mut Findings) {
        findings.check(
            !planned.is_negative(),
            "planned_cents",
            "an amount that is not negative",
        );
        let budget = &mut self.plan.budget;
        let old = match budget.iter_mut().find(|line| line.category == category) {
            Some(line) => std::mem::replace(&mut line.planned, planned).to_string(),
            None => {
                budget.push(BudgetLine {
                    category: category.to_owned(),
                    planned,
                });
                String::new()
            }
        };
        self.replaced(
            format!("budget/{category}/planned_cents"),
            old,
            planned.to_string(),
        );
    }

    fn change_end(&mut self, ends_on: Date) {
        let old = std::mem::replace(&mut self.ends_on, ends_on);
        self.replaced("project/ends_on".to_owned(), old.to_string(), ends_on.to_string());
    }

    fn replaced(&mut self, path: String, old_value: String, new_value: String) {
        if old_value != new_value {
            self.values.push(RevisedValue {
                path,
                old_value,
                new_value,
            });
        }
    }

    /// All open milestones lie within the bounds, also those that a new end of the project leaves behind.
    fn check_days(&self, changes: &[PlanChange], bounds: Bounds, findings: &mut Findings) {
        let field_of = |subject: &str| {
            let mut found = changes
                .iter()
                .enumerate()
                .filter(|(_, change)| change.subject() == subject);
            found
                .next()
                .map(|(index, change)| format!("changes[{index}].{}", change.field()))
        };
        let end = field_of("project").unwrap_or_else(|| "changes".to_owned());
        let ordered = bounds.starts_on <= self.ends_on;
        findings.check(
            ordered,
            format!("{end}.ends_on"),
            format!("a day not before {}", bounds.starts_on),
        );

        let last = super::plan::last_milestone_day(self.ends_on, bounds.final_report_months);
        for one in self.plan.milestones.iter().filter(|one| one.is_open()) {
            let inside = bounds.starts_on <= one.due_on && one.due_on <= last;
            let own =
                field_of(&format!("milestone/{}", one.milestone_id)).map(|field| format!("{field}.due_on"));
            let field = own.unwrap_or_else(|| format!("{end}.ends_on"));
            let days = format!(
                "milestone {} due from {} to {last}",
                one.milestone_id, bounds.starts_on
            );
            findings.check(inside, field, format!("{days}, found {}", one.due_on));
        }
    }
}
