//! Rows of the projections `reporting`, `attention` and `observations`.

use contracts::{
    hub::v1::Period,
    programme::v1::{
        AttentionPointState, BudgetProgress, ObligationState, ReportKind, ReportState, TargetGroup,
    },
};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use super::table::table;

table!(ObligationRow, "obligations", [obligation_id = "obligation_id"], by [due_on, obligation_id]);
table!(ReportRow, "reports", [report_id = "report_id"], by [period_ends_on, report_id]);
table!(
    IndicatorValueRow, "indicator_values",
    [indicator_id = "indicator_id", report_id = "report_id"],
    by [indicator_id, period_ends_on, report_id]
);
table!(
    AttentionPointRow, "attention_points",
    [attention_point_id = "attention_point_id"],
    by [raised_at, attention_point_id]
);
table!(ObservationRow, "observations", [event_type = "type", key = "key"], by [position, key]);

/// An obligation to hand in a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ObligationRow {
    /// Project.
    pub project_id: String,
    /// Obligation: project, period and kind; the same as its report's identifier.
    pub obligation_id: String,
    /// Kind of report.
    pub kind: ReportKind,
    /// Label of the period.
    pub period_label: String,
    /// First day of the period.
    pub period_starts_on: Date,
    /// Last day of the period.
    pub period_ends_on: Date,
    /// Day the reminder falls due.
    pub reminder_on: Option<Date>,
    /// Day the report is due.
    pub due_on: Date,
    /// State as the programme block recorded it.
    pub state: ObligationState,
    /// Day it was fulfilled.
    pub fulfilled_on: Option<Date>,
    /// Report that fulfilled it.
    pub report_id: Option<String>,
    /// Days late when it was fulfilled.
    pub days_late: u32,
    /// Why it was waived; empty otherwise.
    pub waiver_reason: String,
    /// Ledger positions, oldest first.
    pub positions: Vec<u64>,
}

impl ObligationRow {
    /// The period.
    #[must_use]
    pub fn period(&self) -> Period {
        period(&self.period_label, self.period_starts_on, self.period_ends_on)
    }

    /// Still to be fulfilled.
    #[must_use]
    pub fn is_open(&self) -> bool {
        match self.state {
            ObligationState::Scheduled | ObligationState::ReminderDue | ObligationState::Overdue => true,
            ObligationState::Fulfilled | ObligationState::Waived | ObligationState::Unspecified => false,
        }
    }

    /// Open and past its due day, seen on `today`. The due day itself is still in time.
    #[must_use]
    pub fn is_late(&self, today: Date) -> bool {
        self.is_open() && self.due_on < today
    }
}

/// A report with where it stands, and what it said when it was last accepted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReportRow {
    /// Project.
    pub project_id: String,
    /// Report.
    pub report_id: String,
    /// Kind.
    pub kind: ReportKind,
    /// Label of the period.
    pub period_label: String,
    /// First day of the period.
    pub period_starts_on: Date,
    /// Last day of the period.
    pub period_ends_on: Date,
    /// State.
    pub state: ReportState,
    /// Since when it is in that state (time of the programme block's log).
    pub state_since: Timestamp,
    /// Ledger position of the event that brought it there.
    pub state_position: u64,
    /// Round of correction, from 1.
    pub revision: u32,
    /// Plan version it was made against.
    pub plan_version: u32,
    /// Day it is due.
    pub due_on: Option<Date>,
    /// Day it was first submitted.
    pub first_submitted_on: Option<Date>,
    /// Day it was last submitted.
    pub submitted_on: Option<Date>,
    /// Ledger position of the last submission.
    pub submitted_position: Option<u64>,
    /// Days late at its first submission.
    pub days_late: u32,
    /// Day by which the hub must answer the last submission.
    pub response_due_on: Option<Date>,
    /// Ledger position of the event that says the hub let that day pass.
    pub response_overdue_position: Option<u64>,
    /// Why it was last returned or reopened.
    pub return_reason: String,
    /// Ledger position of the newest acceptance; its content is what counts.
    pub accepted_position: Option<u64>,
    /// Round of correction that was accepted last.
    pub accepted_revision: Option<u32>,
    /// Ledger position of the first acceptance.
    pub first_accepted_position: Option<u64>,
    /// Realised from the start over all categories, in euro cents, in the newest acceptance.
    pub realised_cents: Option<i64>,
    /// Co-financing realised from the start, in euro cents, in the newest acceptance.
    pub cofinancing_realised_cents: Option<i64>,
    /// Costs by category in the newest acceptance.
    pub budget: Vec<BudgetProgress>,
    /// Target groups reached in the newest acceptance.
    pub target_groups: Vec<TargetGroup>,
    /// Learning culture answer in the newest acceptance.
    pub learning_culture: String,
    /// Ledger positions of everything that happened to it, oldest first.
    pub positions: Vec<u64>,
}

impl ReportRow {
    /// The period.
    #[must_use]
    pub fn period(&self) -> Period {
        period(&self.period_label, self.period_starts_on, self.period_ends_on)
    }

    /// Submitted or in review: waits for the hub's answer.
    #[must_use]
    pub fn waits_for_answer(&self) -> bool {
        matches!(self.state, ReportState::Submitted | ReportState::InReview)
    }

    /// The hub let its response term pass and has still not answered, seen on `today`.
    #[must_use]
    pub fn response_is_overdue(&self, today: Date) -> bool {
        self.waits_for_answer() && self.response_due_on.is_some_and(|day| day < today)
    }

    /// The accepted report with the highest key is the newest: by end of period, a final report after a progress report.
    #[must_use]
    pub fn recency(&self) -> (Date, bool, &str) {
        (
            self.period_ends_on,
            self.kind == ReportKind::Final,
            &self.report_id,
        )
    }
}

/// The value of an indicator in one accepted report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct IndicatorValueRow {
    /// Project.
    pub project_id: String,
    /// Indicator.
    pub indicator_id: String,
    /// Report.
    pub report_id: String,
    /// Label of the period.
    pub period_label: String,
    /// First day of the period.
    pub period_starts_on: Date,
    /// Last day of the period.
    pub period_ends_on: Date,
    /// Value when the report was first accepted with it.
    pub as_reported: f64,
    /// Value as it reads now; none when a correction withdrew it.
    pub as_corrected: Option<f64>,
    /// The items counted, for an indicator with aggregation `distinct`.
    pub items: Vec<String>,
    /// Ledger positions of the acceptances that set or changed it, oldest first; the last one holds.
    pub positions: Vec<u64>,
}

impl IndicatorValueRow {
    /// The period.
    #[must_use]
    pub fn period(&self) -> Period {
        period(&self.period_label, self.period_starts_on, self.period_ends_on)
    }
}

/// An attention point.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttentionPointRow {
    /// Project.
    pub project_id: String,
    /// Attention point, unique within the project.
    pub attention_point_id: String,
    /// Report it was raised on; may be empty.
    pub report_id: String,
    /// What is asked.
    pub text: String,
    /// State.
    pub state: AttentionPointState,
    /// The newest answer; may be empty.
    pub answer: String,
    /// Report that gave it; may be empty.
    pub answered_in_report_id: String,
    /// Why it is settled; may be empty.
    pub close_note: String,
    /// When it was raised.
    pub raised_at: Timestamp,
    /// When it was last answered.
    pub answered_at: Option<Timestamp>,
    /// When it was closed.
    pub closed_at: Option<Timestamp>,
    /// Ledger positions, oldest first.
    pub positions: Vec<u64>,
}

impl AttentionPointRow {
    /// Not closed: raised or answered.
    #[must_use]
    pub fn is_open(&self) -> bool {
        matches!(
            self.state,
            AttentionPointState::Raised | AttentionPointState::Answered
        )
    }
}

/// What events of one type show about one thing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ObservationRow {
    /// CloudEvents type.
    #[serde(rename = "type")]
    pub event_type: String,
    /// The thing observed; the newest event about it holds.
    pub key: String,
    /// Project; empty when the event belongs to none.
    pub project_id: String,
    /// Quantity it adds; 0 when nothing is observed any more.
    pub quantity: f64,
    /// What it counts, for `distinct`.
    pub item: String,
    /// When the block logged it.
    pub logged_at: Timestamp,
    /// Day it happened, as the event says.
    pub happened_on: Date,
    /// Ledger position of the newest event about the thing.
    pub position: u64,
}

fn period(label: &str, starts_on: Date, ends_on: Date) -> Period {
    Period {
        label: label.to_owned(),
        starts_on: starts_on.to_string(),
        ends_on: ends_on.to_string(),
    }
}
