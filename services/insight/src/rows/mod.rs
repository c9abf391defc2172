//! What the projections keep, as Rust: one struct per table, and [`Facts`], all of it put together per project.
//!
//! Rows travel as JSON between PostgreSQL and serde (`row_to_json`, `json_populate_recordset`), so a struct's fields are
//! exactly its table's columns. Views never query on their own: they are pure functions over [`Facts`], which
//! `crate::views` loads at one ledger position and keeps until a projection moves on.

mod load;
mod project;
mod reference;
mod reporting;

use std::collections::BTreeMap;

pub use load::{insert, load_all, load_projects, read, read_of, replace};
pub use project::{
    BudgetLineRow, ChangeRequestRow, DependencyRow, MilestoneRow, MoneyChange, MoneyRow, PlanRevisionRow,
    ProjectRow, TargetRow,
};
pub use reference::{EntryRow, Reference, key as entry_key, same};
pub use reporting::{AttentionPointRow, IndicatorValueRow, ObligationRow, ObservationRow, ReportRow};

/// Everything known of one project.
#[derive(Debug, Clone, PartialEq)]
pub struct ProjectFacts {
    /// The project.
    pub project: ProjectRow,
    /// Its milestones, by identifier.
    pub milestones: Vec<MilestoneRow>,
    /// Its targets, by indicator.
    pub targets: Vec<TargetRow>,
    /// Its planned costs, by category.
    pub budget: Vec<BudgetLineRow>,
    /// Its money by state, REALISED not among them.
    pub money: Vec<MoneyRow>,
    /// What it waits for, by identifier; withdrawn ones included.
    pub dependencies: Vec<DependencyRow>,
    /// Revisions of its plan, oldest first.
    pub revisions: Vec<PlanRevisionRow>,
    /// Its change requests, by identifier.
    pub change_requests: Vec<ChangeRequestRow>,
    /// Its obligations, by due day.
    pub obligations: Vec<ObligationRow>,
    /// Its reports, by end of period.
    pub reports: Vec<ReportRow>,
    /// Values of its indicators, by indicator and end of period.
    pub values: Vec<IndicatorValueRow>,
    /// Its attention points, oldest first.
    pub attention_points: Vec<AttentionPointRow>,
    /// What events show about its indicators.
    pub observations: Vec<ObservationRow>,
}

impl ProjectFacts {
    /// A project of which nothing else is known.
    #[must_use]
    pub fn new(project: ProjectRow) -> Self {
        Self {
            project,
            milestones: Vec::new(),
            targets: Vec::new(),
            budget: Vec::new(),
            money: Vec::new(),
            dependencies: Vec::new(),
            revisions: Vec::new(),
            change_requests: Vec::new(),
            obligations: Vec::new(),
            reports: Vec::new(),
            values: Vec::new(),
            attention_points: Vec::new(),
            observations: Vec::new(),
        }
    }

    /// The report that an obligation is fulfilled with; it carries the obligation's identifier.
    #[must_use]
    pub fn report_of(&self, obligation: &ObligationRow) -> Option<&ReportRow> {
        let report_id = obligation
            .report_id
            .as_deref()
            .unwrap_or(&obligation.obligation_id);
        self.reports.iter().find(|report| report.report_id == report_id)
    }

    /// The newest accepted report by end of period: where REALISED money comes from.
    #[must_use]
    pub fn newest_accepted_report(&self) -> Option<&ReportRow> {
        self.reports
            .iter()
            .filter(|report| report.accepted_position.is_some())
            .max_by(|a, b| a.recency().cmp(&b.recency()))
    }

    /// The newest value of an indicator that still stands, by end of period.
    #[must_use]
    pub fn newest_value(&self, indicator_id: &str) -> Option<&IndicatorValueRow> {
        self.values
            .iter()
            .filter(|value| value.indicator_id == indicator_id && value.as_corrected.is_some())
            .max_by(|a, b| (a.period_ends_on, &a.report_id).cmp(&(b.period_ends_on, &b.report_id)))
    }
}

/// Everything known, at one moment.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Facts {
    /// Projects by identifier.
    pub projects: BTreeMap<String, ProjectFacts>,
    /// Reference data.
    pub reference: Reference,
    /// What events of no project show about indicators.
    pub observations: Vec<ObservationRow>,
}

impl Facts {
    /// A milestone of any project, such as one that another project waits for.
    #[must_use]
    pub fn milestone(&self, project_id: &str, milestone_id: &str) -> Option<&MilestoneRow> {
        self.projects
            .get(project_id)?
            .milestones
            .iter()
            .find(|row| row.milestone_id == milestone_id)
    }
}
