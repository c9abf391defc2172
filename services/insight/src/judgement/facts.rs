//! What is known of one project on one day: the only thing rules, comparisons and reports look at.
//!
//! Assembled from the rows of the projections in `status::facts`; made by hand in tests. Days are calendar days in the
//! Netherlands, money is in euro cents, positions are ledger positions in rising order.

use contracts::hub::v1::LocalText;
use contracts::programme::v1::{
    AttentionPointState, ChangeRequestState, Direction, MilestoneState, MoneyState, ObligationState,
    ProjectState, RegionShare, ReportKind, ReportState, SizeClass,
};
use jiff::Timestamp;
use jiff::civil::Date;

/// Everything known of one project.
#[derive(Debug, Clone)]
pub struct Facts {
    /// Who it is.
    pub profile: Profile,
    /// Version of its plan; 0 without one.
    pub plan_version: u32,
    /// Milestones of the plan, dropped ones included.
    pub milestones: Vec<Milestone>,
    /// Obligations to report, waived ones included.
    pub obligations: Vec<Obligation>,
    /// Attention points, closed ones included.
    pub attention_points: Vec<AttentionPoint>,
    /// Change requests, decided ones included.
    pub change_requests: Vec<ChangeRequest>,
    /// Budget of the current plan with what accepted reports realised.
    pub budget: Vec<BudgetLine>,
    /// Money by state as the agency decided it.
    pub money: Vec<Money>,
    /// Indicators with a target or a value.
    pub indicators: Vec<Indicator>,
    /// Last day of the period of the newest accepted report: realised costs are true up to here.
    pub realised_until: Option<Date>,
    /// The last report accepted or milestone achieved.
    pub last_sign: Option<Sign>,
}

/// Who a project is.
#[derive(Debug, Clone)]
pub struct Profile {
    /// Identifier.
    pub project_id: String,
    /// Name.
    pub name: String,
    /// Building block.
    pub block_id: String,
    /// Workgroup it reports through.
    pub workgroup_id: String,
    /// Theme; may be empty.
    pub theme_id: String,
    /// Tranche.
    pub tranche_id: String,
    /// Scheme.
    pub scheme_id: String,
    /// Size class.
    pub size_class: SizeClass,
    /// Regions with shares.
    pub regions: Vec<RegionShare>,
    /// State.
    pub state: ProjectState,
    /// First day.
    pub starts_on: Date,
    /// Last day under the current plan.
    pub ends_on: Date,
    /// True for an invented project of the example season.
    pub example: bool,
    /// Position of its registration.
    pub positions: Vec<u64>,
}

/// A milestone.
#[derive(Debug, Clone)]
pub struct Milestone {
    /// Identifier within the project.
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
    /// The events that made it what it is.
    pub positions: Vec<u64>,
    /// Milestones of other projects it waits for.
    pub waits_for: Vec<Wait>,
}

/// A milestone of another project that is waited for.
#[derive(Debug, Clone)]
pub struct Wait {
    /// The other project.
    pub project_id: String,
    /// Its milestone.
    pub milestone_id: String,
    /// Title of that milestone; its identifier while it is not known.
    pub title: String,
    /// Day it is due under its plan; none while it is not known.
    pub due_on: Option<Date>,
    /// State of that milestone; unspecified while it is not known.
    pub state: MilestoneState,
    /// The declaration and the events of the milestone waited for.
    pub positions: Vec<u64>,
}

/// An obligation to report.
#[derive(Debug, Clone)]
pub struct Obligation {
    /// Identifier, the same as its report's.
    pub obligation_id: String,
    /// Kind of report.
    pub kind: ReportKind,
    /// Period.
    pub period: Period,
    /// Day the reminder falls due.
    pub reminder_on: Option<Date>,
    /// Day the report is due.
    pub due_on: Date,
    /// State.
    pub state: ObligationState,
    /// Day it was fulfilled.
    pub fulfilled_on: Option<Date>,
    /// Days late when it was fulfilled.
    pub days_late: u32,
    /// Why it was waived.
    pub waiver_reason: String,
    /// The events that made it what it is.
    pub positions: Vec<u64>,
    /// Its report, once started.
    pub report: Option<Report>,
}

/// A reporting period, both days included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Period {
    /// Short label, such as `2024-H2`.
    pub label: String,
    /// First day.
    pub starts_on: Date,
    /// Last day.
    pub ends_on: Date,
}

/// Where a report stands.
#[derive(Debug, Clone)]
pub struct Report {
    /// State.
    pub state: ReportState,
    /// Day it came into that state.
    pub since: Date,
    /// Day it was last submitted.
    pub submitted_on: Option<Date>,
    /// Day by which the hub must answer, while it must.
    pub response_due_on: Option<Date>,
    /// The events of its life.
    pub positions: Vec<u64>,
}

/// An attention point.
#[derive(Debug, Clone)]
pub struct AttentionPoint {
    /// Identifier within the project.
    pub attention_point_id: String,
    /// Report it was raised on; may be empty.
    pub report_id: String,
    /// What is asked.
    pub text: String,
    /// State.
    pub state: AttentionPointState,
    /// The answer; may be empty.
    pub answer: String,
    /// Report that gave the answer; may be empty.
    pub answered_in_report_id: String,
    /// When it was raised.
    pub raised_at: Timestamp,
    /// When it was last answered.
    pub answered_at: Option<Timestamp>,
    /// When it was closed.
    pub closed_at: Option<Timestamp>,
    /// The events that made it what it is.
    pub positions: Vec<u64>,
}

/// A change request.
#[derive(Debug, Clone)]
pub struct ChangeRequest {
    /// Identifier within the project.
    pub change_request_id: String,
    /// State.
    pub state: ChangeRequestState,
    /// Day it was asked for.
    pub requested_on: Date,
    /// The events that made it what it is.
    pub positions: Vec<u64>,
}

/// Planned and realised costs of one category.
#[derive(Debug, Clone)]
pub struct BudgetLine {
    /// Category.
    pub category: String,
    /// Planned over the whole project, in euro cents.
    pub planned_cents: i64,
    /// Realised according to accepted reports, in euro cents.
    pub realised_cents: i64,
    /// The plan and the reports behind both.
    pub positions: Vec<u64>,
}

/// An amount in one state.
#[derive(Debug, Clone)]
pub struct Money {
    /// State.
    pub state: MoneyState,
    /// Total in euro cents.
    pub cents: i64,
}

/// An indicator of a project.
#[derive(Debug, Clone)]
pub struct Indicator {
    /// Identifier.
    pub indicator_id: String,
    /// Name.
    pub name: LocalText,
    /// Unit.
    pub unit: String,
    /// Which way it should move.
    pub direction: Direction,
    /// Whether the project set a target; without one there is nothing to attain.
    pub target: Option<Target>,
    /// Newest value from an accepted report.
    pub reported: Option<Measured>,
    /// Value observed from events.
    pub observed: Option<Measured>,
    /// What was reported against what was observed up to the same day; none when the two are not compared.
    pub comparison: Option<Comparison>,
    /// Values by period, oldest first.
    pub series: Vec<Point>,
    /// The plan that set the target.
    pub positions: Vec<u64>,
}

/// From where to where an indicator should move.
#[derive(Debug, Clone, Copy)]
pub struct Target {
    /// Value before the project.
    pub baseline: f64,
    /// Value to be reached at the end.
    pub target: f64,
}

/// A value of an indicator.
#[derive(Debug, Clone)]
pub struct Measured {
    /// Value.
    pub value: f64,
    /// Day up to which it counts.
    pub until: Date,
    /// The events it comes from.
    pub positions: Vec<u64>,
}

/// The newest reported value against what events show for the same period.
#[derive(Debug, Clone)]
pub struct Comparison {
    /// As reported, up to the last day of its period.
    pub reported: Measured,
    /// As observed, up to the same day.
    pub observed: Measured,
    /// How far the two may be apart, in the unit of the indicator.
    pub absolute: u32,
    /// The same in percent of the larger of the two values.
    pub percent: u32,
}

/// A value as it was first accepted and as it reads now.
#[derive(Debug, Clone)]
pub struct Point {
    /// Period.
    pub period: Period,
    /// As first accepted.
    pub as_reported: f64,
    /// As it reads now; none when a correction withdrew it.
    pub as_corrected: Option<f64>,
}

/// A sign of life.
#[derive(Debug, Clone)]
pub struct Sign {
    /// Day.
    pub on: Date,
    /// The event.
    pub positions: Vec<u64>,
}
