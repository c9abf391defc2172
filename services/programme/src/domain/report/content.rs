//! What a report says. A draft may say it halfway: what must be complete is checked when it is submitted.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::domain::values::Id;

/// What a report says, by section.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Content {
    /// Highlights.
    pub highlights: String,
    /// Activities.
    pub activities: Vec<Activity>,
    /// Deliverables.
    pub deliverables: Vec<Deliverable>,
    /// One line per milestone of the plan.
    pub milestones: Vec<MilestoneLine>,
    /// One line per target of the plan.
    pub results: Vec<ResultLine>,
    /// Target groups.
    pub target_groups: Vec<TargetGroup>,
    /// Problems between partners.
    pub partner_problems: String,
    /// Deviations from the plan.
    pub deviations: String,
    /// Risks.
    pub risks: Vec<Risk>,
    /// One line per category of the plan's budget.
    pub budget: Vec<CostLine>,
    /// Co-financing realised from the start, in euro cents.
    pub cofinancing_realised_cents: i64,
    /// Why that is lower than before.
    pub cofinancing_correction_reason: String,
    /// Answers to attention points.
    pub answers: Vec<AnswerLine>,
    /// Evidence.
    pub evidence: Vec<Evidence>,
    /// How the project worked on the learning culture (block 4's question).
    pub learning_culture: String,
    /// In a final report: how far the goals were reached (doelbereik).
    pub goal_attainment: String,
}

/// How an activity or deliverable stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WorkState {
    /// Not started.
    NotStarted,
    /// Under way and on schedule.
    OnSchedule,
    /// Under way and behind.
    Behind,
    /// Done.
    Done,
    /// Dropped.
    Dropped,
}

/// An activity.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Activity {
    /// Identifier within the project.
    pub activity_id: Id,
    /// Title.
    pub title: String,
    /// How it stood in the last accepted report; filled by the hub.
    pub before: Option<WorkState>,
    /// How it stands now; required on submission.
    pub now: Option<WorkState>,
    /// What was done.
    pub progress: String,
}

/// A deliverable.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Deliverable {
    /// Identifier within the project.
    pub deliverable_id: Id,
    /// Title.
    pub title: String,
    /// How it stands; required on submission.
    pub state: Option<WorkState>,
    /// Where it is, as a URI; empty when nowhere yet.
    pub uri: String,
}

/// A milestone of the plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MilestoneLine {
    /// Milestone.
    pub milestone_id: Id,
    /// Title; filled by the hub.
    pub title: String,
    /// Day it is due under the plan; filled by the hub.
    pub due_on: Option<Date>,
    /// Whether it was achieved.
    pub achieved: bool,
    /// Day it was achieved.
    pub achieved_on: Option<Date>,
    /// Day it is expected, when not on the planned day.
    pub expected_on: Option<Date>,
    /// Explanation.
    pub explanation: String,
}

/// An output or result.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ResultLine {
    /// Indicator.
    pub indicator_id: Id,
    /// Value before the project; filled by the hub.
    pub baseline_value: f64,
    /// Target; filled by the hub.
    pub target_value: f64,
    /// Value last accepted; filled by the hub, absent before the first.
    pub previous_value: Option<f64>,
    /// Value at the end of the period; absent when it was not measured.
    pub current_value: Option<f64>,
    /// The items counted, for an indicator that counts different things.
    pub items: Vec<String>,
    /// Explanation.
    pub explanation: String,
    /// Why a cumulative value is lower than before.
    pub correction_reason: String,
}

/// A target group.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TargetGroup {
    /// Name.
    pub name: String,
    /// Persons planned over the whole project.
    pub planned: u32,
    /// Persons reached so far.
    pub reached: u32,
    /// Why fewer were reached than before.
    pub correction_reason: String,
}

/// A risk.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Risk {
    /// The risk.
    pub description: String,
    /// What is done about it.
    pub measure: String,
    /// Likelihood, 1 to 5; 0 when not given yet.
    pub likelihood: u32,
    /// Impact, 1 to 5; 0 when not given yet.
    pub impact: u32,
}

/// Costs of one category.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CostLine {
    /// Category of the plan's budget.
    pub category: String,
    /// Planned over the whole project, in euro cents; filled by the hub.
    pub planned_cents: i64,
    /// Realised from the start to the end of the period, in euro cents.
    pub cumulative_cents: i64,
    /// Realised in the last accepted report, in euro cents; filled by the hub.
    pub previous_cents: i64,
    /// Why more was realised than planned.
    pub deviation_note: String,
    /// Why the amount is lower than before.
    pub correction_reason: String,
}

/// The answer to an attention point.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AnswerLine {
    /// Attention point.
    pub point_id: Id,
    /// Its text; filled by the hub.
    pub question: String,
    /// The answer.
    pub answer: String,
}

/// Evidence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// Title.
    pub title: String,
    /// Where it is, as a URI.
    pub uri: String,
}
