//! A delivery plan: milestones, targets and budget.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::domain::{
    findings::Findings,
    reference::{Kind, Reference},
    size::{PLAN_BYTES_MAX, json_bytes},
    values::{Cents, Id, months_after},
};

/// Most milestones, targets or budget lines of one plan, so that one plan stays readable and one event small.
const LIST_MAX: usize = 200;

/// State of a milestone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MilestoneState {
    /// Planned.
    Planned,
    /// Planned on another day than at first.
    Rescheduled,
    /// Achieved.
    Achieved,
    /// Dropped.
    Dropped,
}

/// A milestone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Milestone {
    /// Identifier within the project.
    pub milestone_id: Id,
    /// Title.
    pub title: String,
    /// Day it is due under the current plan.
    pub due_on: Date,
    /// Day it was due in the baseline, or in the version that added it.
    pub baseline_due_on: Date,
    /// State.
    pub state: MilestoneState,
    /// Day it was achieved.
    pub achieved_on: Option<Date>,
}

impl Milestone {
    /// Whether it can still be achieved, moved or dropped.
    #[must_use]
    pub fn is_open(&self) -> bool {
        match self.state {
            MilestoneState::Planned | MilestoneState::Rescheduled => true,
            MilestoneState::Achieved | MilestoneState::Dropped => false,
        }
    }
}

/// A milestone as someone plans it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedMilestone {
    /// Identifier within the project.
    pub milestone_id: Id,
    /// Title.
    pub title: String,
    /// Day it is due.
    pub due_on: Date,
}

impl From<PlannedMilestone> for Milestone {
    fn from(planned: PlannedMilestone) -> Self {
        Self {
            milestone_id: planned.milestone_id,
            title: planned.title,
            due_on: planned.due_on,
            baseline_due_on: planned.due_on,
            state: MilestoneState::Planned,
            achieved_on: None,
        }
    }
}

/// A target (streefwaarde) for one indicator.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Target {
    /// Indicator.
    pub indicator_id: Id,
    /// Value before the project (nulmeting).
    pub baseline_value: f64,
    /// Value to be reached at the end.
    pub target_value: f64,
}

/// Planned costs of one category.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BudgetLine {
    /// Category, such as `personnel`.
    pub category: String,
    /// Planned costs over the whole project.
    pub planned: Cents,
}

/// A delivery plan.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// Milestones, at least one.
    pub milestones: Vec<Milestone>,
    /// Targets.
    pub targets: Vec<Target>,
    /// Budget by category, at least one line.
    pub budget: Vec<BudgetLine>,
    /// Co-financing planned.
    pub cofinancing: Cents,
}

impl Plan {
    /// Planned costs of all categories; absent when they overflow, which no accepted plan does.
    #[must_use]
    pub fn total_budget(&self) -> Option<Cents> {
        Cents::checked_sum(self.budget.iter().map(|line| line.planned))
    }

    /// The indicators its targets name; all must exist. `field` is the path of the targets in the request.
    #[must_use]
    pub fn references(&self, field: &str) -> Vec<Reference> {
        let targets = self.targets.iter().enumerate();
        targets
            .map(|(index, target)| {
                let field = format!("{field}[{index}].indicator_id");
                Reference::new(field, Kind::Indicator, &target.indicator_id)
            })
            .collect()
    }

    /// What is wrong with it by its own rules.
    pub(super) fn check(&self, findings: &mut Findings) {
        let lists = [
            ("milestones", self.milestones.len()),
            ("targets", self.targets.len()),
            ("budget", self.budget.len()),
        ];
        for (field, length) in lists {
            findings.check(length <= LIST_MAX, field, format!("at most {LIST_MAX} elements"));
        }
        findings.check(
            !self.milestones.is_empty(),
            "milestones",
            "at least one milestone",
        );
        findings.check(!self.budget.is_empty(), "budget", "at least one budget line");
        findings.distinct(
            "milestones",
            ".milestone_id",
            self.milestones.iter().map(|one| &one.milestone_id),
        );
        findings.distinct(
            "targets",
            ".indicator_id",
            self.targets.iter().map(|one| &one.indicator_id),
        );
        findings.distinct("budget", ".category", self.budget.iter().map(|one| &one.category));
        self.check_values(findings);
        self.check_money(findings);
        let bytes = json_bytes(self);
        findings.check(
            bytes <= PLAN_BYTES_MAX,
            "",
            format!("at most {PLAN_BYTES_MAX} bytes in all, not {bytes}"),
        );
    }

    fn check_values(&self, findings: &mut Findings) {
        for (index, target) in self.targets.iter().enumerate() {
            let values = [
                ("baseline_value", target.baseline_value),
                ("target_value", target.target_value),
            ];
            for (field, value) in values {
                findings.check(
                    value.is_finite(),
                    format!("targets[{index}].{field}"),
                    "a finite number",
                );
            }
        }
    }

    fn check_money(&self, findings: &mut Findings) {
        for (index, line) in self.budget.iter().enumerate() {
            let field = format!("budget[{index}].planned_cents");
            findings.check(
                !line.planned.is_negative(),
                field,
                "an amount that is not negative",
            );
        }
        findings.check(
            !self.cofinancing.is_negative(),
            "cofinancing_cents",
            "an amount that is not negative",
        );
        findings.check(
            self.total_budget().is_some(),
            "budget",
            "amounts whose sum is at most 2^63-1 cents",
        );
    }

    /// Milestones that are still open lie between the start of the project and the day its final report is due.
    pub(super) fn check_days(&self, starts_on: Date, last: Date, findings: &mut Findings) {
        for (index, milestone) in self.milestones.iter().enumerate() {
            let inside = starts_on <= milestone.due_on && milestone.due_on <= last;
            findings.check(
                inside || !milestone.is_open(),
                format!("milestones[{index}].due_on"),
                format!("a day from {starts_on} to {last}, found {}", milestone.due_on),
            );
        }
    }
}

/// Last day on which a milestone may be due: the end of the project and the months its final report may take.
pub(super) fn last_milestone_day(ends_on: Date, final_report_months: u32) -> Date {
    months_after(ends_on, final_report_months).unwrap_or(Date::MAX)
}
