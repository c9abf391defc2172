//! Rows of the projection `projects`: projects with their plans, money and dependencies.

use contracts::programme::v1::{
    ChangeRequestState, MilestoneState, MoneyState, ProjectState, RegionShare, SizeClass,
};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use super::table::table;

table!(ProjectRow, "projects", [], by []);
table!(
    MilestoneRow,
    "milestones",
    [milestone_id = "milestone_id"],
    by[milestone_id]
);
table!(
    TargetRow,
    "targets",
    [indicator_id = "indicator_id"],
    by[indicator_id]
);
table!(
    BudgetLineRow,
    "budget_lines",
    [category = "category"],
    by[category]
);
table!(MoneyRow, "money_totals", [state = "state"], by[state]);
table!(
    DependencyRow,
    "dependencies",
    [dependency_id = "dependency_id"],
    by[dependency_id]
);
table!(
    PlanRevisionRow,
    "plan_revisions",
    [plan_version = "plan_version"],
    by[plan_version]
);
table!(
    ChangeRequestRow,
    "change_requests",
    [change_request_id = "change_request_id"],
    by[change_request_id]
);

/// A project as registered, with what the current plan changed.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ProjectRow {
    /// Project.
    pub project_id: String,
    /// Name.
    pub name: String,
    /// What it is about.
    pub summary: String,
    /// Building block.
    pub block_id: String,
    /// Workgroup it reports through.
    pub workgroup_id: String,
    /// Theme.
    pub theme_id: String,
    /// Call window.
    pub call_id: String,
    /// Tranche of that window.
    pub tranche_id: String,
    /// Scheme.
    pub scheme_id: String,
    /// Version of the scheme's rules.
    pub scheme_version: u32,
    /// Size class.
    pub size_class: SizeClass,
    /// Lead applicant.
    pub lead_organisation_id: String,
    /// Regions with shares in percent; they add to 100.
    pub regions: Vec<RegionShare>,
    /// Linked programmes.
    pub linked_programme_ids: Vec<String>,
    /// First day.
    pub starts_on: Date,
    /// Last day under the current plan.
    pub ends_on: Date,
    /// Invented project of the example season.
    pub example: bool,
    /// State.
    pub state: ProjectState,
    /// Day the project was finished or stopped, as told; none otherwise.
    pub state_on: Option<Date>,
    /// Version of its plan; 0 without one.
    pub plan_version: u32,
    /// Co-financing planned, in euro cents.
    pub cofinancing_cents: i64,
    /// Ledger position of the registration.
    pub registered_position: u64,
    /// Ledger position of the event that brought it into its state.
    pub state_position: u64,
    /// Ledger positions of the events about the project itself and its plan versions, oldest first.
    pub positions: Vec<u64>,
}

impl ProjectRow {
    /// Share of a region in percent, when the project is active there.
    #[must_use]
    pub fn share(&self, region_id: &str) -> Option<u32> {
        self.regions
            .iter()
            .find(|share| share.region_id == region_id)
            .map(|share| share.share_percent)
    }
}

/// A milestone of the current plan, the dropped ones included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MilestoneRow {
    /// Project.
    pub project_id: String,
    /// Milestone, unique within the project.
    pub milestone_id: String,
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
    /// Where the evidence is, as a URI; may be empty.
    pub evidence: String,
    /// Ledger position of the event that says it was achieved.
    pub achieved_position: Option<u64>,
    /// Ledger positions of the events that planned, moved, dropped or achieved it, oldest first.
    pub positions: Vec<u64>,
}

impl MilestoneRow {
    /// Planned or rescheduled: still to be achieved.
    #[must_use]
    pub fn is_open(&self) -> bool {
        match self.state {
            MilestoneState::Planned | MilestoneState::Rescheduled => true,
            MilestoneState::Achieved | MilestoneState::Dropped | MilestoneState::Unspecified => false,
        }
    }

    /// Past its planned day and not achieved, seen on `today`. The planned day itself is still in time.
    #[must_use]
    pub fn is_late(&self, today: Date) -> bool {
        self.is_open() && self.due_on < today
    }
}

/// A target of the current plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TargetRow {
    /// Project.
    pub project_id: String,
    /// Indicator.
    pub indicator_id: String,
    /// Value before the project.
    pub baseline_value: f64,
    /// Value to be reached at the end.
    pub target_value: f64,
    /// Ledger positions of the plan versions that set or changed it, oldest first.
    pub positions: Vec<u64>,
}

/// Planned costs of one category in the current plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BudgetLineRow {
    /// Project.
    pub project_id: String,
    /// Category.
    pub category: String,
    /// Planned costs over the whole project, in euro cents.
    pub planned_cents: i64,
    /// Ledger positions of the plan versions that set or changed it, oldest first.
    pub positions: Vec<u64>,
}

/// What one event changed about an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct MoneyChange {
    /// Ledger position.
    pub position: u64,
    /// Change of the total, in euro cents; negative for a correction.
    pub cents: i64,
}

/// The total of one project in one state, as decided or paid by the agency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MoneyRow {
    /// Project.
    pub project_id: String,
    /// State; never REALISED, which comes from accepted reports.
    pub state: MoneyState,
    /// Total, in euro cents.
    pub total_cents: i64,
    /// Reference of the newest decision or payment.
    pub reference: String,
    /// Day of the newest decision or payment.
    pub decided_on: Date,
    /// The changes that add up to the total, oldest first.
    pub changes: Vec<MoneyChange>,
}

/// A milestone that waits for a milestone of another project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DependencyRow {
    /// The project that waits.
    pub project_id: String,
    /// Dependency, unique within the project.
    pub dependency_id: String,
    /// Its own milestone.
    pub milestone_id: String,
    /// The other project.
    pub on_project_id: String,
    /// The milestone it waits for.
    pub on_milestone_id: String,
    /// Why.
    pub note: String,
    /// True when it no longer holds.
    pub withdrawn: bool,
    /// Ledger positions, oldest first.
    pub positions: Vec<u64>,
}

/// A revision of the plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanRevisionRow {
    /// Project.
    pub project_id: String,
    /// Plan version it made.
    pub plan_version: u32,
    /// Why.
    pub reason: String,
    /// Decision it rests on; may be empty.
    pub decision: String,
    /// Change request it carries out; may be empty.
    pub change_request_id: String,
    /// When the programme block logged it.
    pub revised_at: Timestamp,
    /// Ledger position.
    pub position: u64,
}

/// A change request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeRequestRow {
    /// Project.
    pub project_id: String,
    /// Change request, unique within the project.
    pub change_request_id: String,
    /// Why.
    pub reason: String,
    /// State.
    pub state: ChangeRequestState,
    /// Decision, once decided.
    pub decision: String,
    /// When it was asked for.
    pub requested_at: Timestamp,
    /// When it was decided.
    pub decided_at: Option<Timestamp>,
    /// Ledger positions, oldest first.
    pub positions: Vec<u64>,
}
