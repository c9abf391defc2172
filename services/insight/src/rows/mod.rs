//! What the projections keep, as Rust: one struct per table, and [`Facts`], all of it put together: per project, and what is not of a
//! project by its own identifier.
//!
//! Rows travel as JSON between PostgreSQL and serde (`row_to_json`, `json_populate_recordset`), so a struct's fields are
//! exactly its table's columns. Views never query: they are pure functions over [`Facts`], which the projections keep up
//! to date in memory. Copies of facts share what did not change between them.

mod copy;
mod culture;
mod exchange;
mod history;
mod linked;
mod list;
mod professionalisation;
mod project;
mod radar;
mod reference;
mod reporting;
mod table;
mod transitions;

use std::{collections::BTreeMap, sync::Arc};

pub use culture::{
    CodedRow, Culture, EffectRow, EstimatesRow, FigureRow, InstrumentRow, InterventionRow, SchemeRow, WaveRow,
};
pub use exchange::{Exchange, StallRow};
pub use history::{POSITIONS_MAX, remember, remember_change};
pub use linked::{
    Linked, LinkedMilestoneRow, LinkedProjectRow, Participants, Progress, Reached, Told, linked_id,
};
pub use list::{List, Rows};
pub use professionalisation::{ClassRow, IssuedRow, OfferRow, Professionalisation, ProviderRow};
pub use project::{
    BudgetLineRow, ChangeRequestRow, DependencyRow, MilestoneRow, MoneyChange, MoneyRow, PlanRevisionRow,
    ProjectRow, TargetRow,
};
pub use radar::{EditionRow, Radar, RadarSkillRow};
pub use reference::{EntryRow, Reference, key as entry_key, same};
pub use reporting::{AttentionPointRow, IndicatorValueRow, ObligationRow, ObservationRow, ReportRow};
pub use table::{Difference, Onto, Row, delete_of, read};
pub use transitions::{
    ApplicationRow, AwardRow, BottleneckRow, DemandRow, ReuseRow, SolutionRow, Transitions,
};

/// Everything known of one project.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ProjectFacts {
    /// The project.
    pub project: ProjectRow,
    /// Its milestones, by identifier.
    pub milestones: List<MilestoneRow>,
    /// Its targets, by indicator.
    pub targets: List<TargetRow>,
    /// Its planned costs, by category.
    pub budget: List<BudgetLineRow>,
    /// Its money by state, REALISED not among them.
    pub money: List<MoneyRow>,
    /// What it waits for, by identifier; withdrawn ones included.
    pub dependencies: List<DependencyRow>,
    /// Revisions of its plan, oldest first.
    pub revisions: List<PlanRevisionRow>,
    /// Its change requests, by identifier.
    pub change_requests: List<ChangeRequestRow>,
    /// Its obligations, by due day.
    pub obligations: List<ObligationRow>,
    /// Its reports, by end of period.
    pub reports: List<ReportRow>,
    /// Values of its indicators, by indicator and end of period.
    pub values: List<IndicatorValueRow>,
    /// Its attention points, oldest first.
    pub attention_points: List<AttentionPointRow>,
    /// What events show about its indicators.
    pub observations: List<ObservationRow>,
}

impl ProjectFacts {
    /// A project of which nothing else is known.
    #[must_use]
    pub fn new(project: ProjectRow) -> Self {
        Self {
            project,
            ..Self::default()
        }
    }

    /// The report that an obligation is fulfilled with; it carries the obligation's identifier.
    #[must_use]
    pub fn report_of(&self, obligation: &ObligationRow) -> Option<&ReportRow> {
        let report_id = obligation
            .report_id
            .as_deref()
            .unwrap_or(&obligation.obligation_id);
        self.reports
            .newest_first()
            .find(|report| report.report_id == report_id)
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
        // In order of indicator, end of period and report.
        self.values_of(indicator_id)
            .rev()
            .find(|value| value.as_corrected.is_some())
    }

    /// The values of an indicator, by end of period.
    pub fn values_of(&self, indicator_id: &str) -> Rows<'_, IndicatorValueRow> {
        self.values.run(
            |row| row.indicator_id.as_str() < indicator_id,
            |row| row.indicator_id == indicator_id,
        )
    }
}

/// Everything known, at one moment.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Facts {
    /// Projects by identifier.
    pub projects: BTreeMap<String, Arc<ProjectFacts>>,
    /// Reference data.
    pub reference: Arc<Reference>,
    /// What events of no project show about indicators.
    pub observations: List<ObservationRow>,
    /// Demand, applications, awards and solutions.
    pub transitions: Arc<Transitions>,
    /// Providers, offers, credential classes and issued credentials.
    pub professionalisation: Arc<Professionalisation>,
    /// Skills that were published, and editions of the radar.
    pub radar: Arc<Radar>,
    /// What was measured of the learning culture, what is done about it, and what reports tell of it.
    pub culture: Arc<Culture>,
    /// Projects of other programmes.
    pub linked: Arc<Linked>,
    /// Subscriptions that stand still.
    pub exchange: Arc<Exchange>,
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
