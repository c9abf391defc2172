//! What events do to reports.

use contracts::{
    hub::v1::Period,
    programme::v1::{
        ReportAccepted, ReportKind, ReportReopened, ReportReturned, ReportStarted, ReportState,
        ResponseBecameOverdue,
    },
};
use eventing::ProjectionError;

use super::{fold::Rows, values};
use crate::{
    projections::{
        events::{ReportSubmitted, day, optional_day, required, unreadable},
        fold::Place,
    },
    rows::ReportRow,
};

pub(super) fn started(rows: &mut Rows, event: ReportStarted, at: Place) -> Result<(), ProjectionError> {
    let kind = event.kind();
    let period = required(at.position, "period", event.period)?;
    let mut row = draft(event.project_id, event.report_id, kind, period, at)?;
    row.plan_version = event.plan_version;
    row.due_on = optional_day(at.position, "due_on", &event.due_on)?;
    rows.reports.push(row);
    Ok(())
}

fn draft(
    project_id: String,
    report_id: String,
    kind: ReportKind,
    period: Period,
    at: Place,
) -> Result<ReportRow, ProjectionError> {
    Ok(ReportRow {
        project_id,
        report_id,
        kind,
        period_starts_on: day(at.position, "period.starts_on", &period.starts_on)?,
        period_ends_on: day(at.position, "period.ends_on", &period.ends_on)?,
        period_label: period.label,
        state: ReportState::Draft,
        state_since: at.at,
        state_position: at.position,
        revision: 1,
        plan_version: 0,
        due_on: None,
        first_submitted_on: None,
        submitted_on: None,
        submitted_position: None,
        days_late: 0,
        response_due_on: None,
        response_overdue_position: None,
        return_reason: String::new(),
        accepted_position: None,
        first_accepted_position: None,
        realised_cents: None,
        cofinancing_realised_cents: None,
        budget: Vec::new(),
        target_groups: Vec::new(),
        accepted_revision: None,
        learning_culture: String::new(),
        positions: vec![at.position],
    })
}

/// The day of the first submission decides whether it was late; the last one starts the hub's response term.
pub(super) fn submitted(rows: &mut Rows, event: ReportSubmitted, at: Place) -> Result<(), ProjectionError> {
    let day_of = day(at.position, "submitted_on", &event.submitted_on)?;
    let response_due_on = optional_day(at.position, "response_due_on", &event.response_due_on)?;
    let row = rows.step(&event.report_id, ReportState::Submitted, at)?;
    if row.first_submitted_on.is_none() {
        row.first_submitted_on = Some(day_of);
        row.days_late = event.days_late;
    }
    row.submitted_on = Some(day_of);
    row.submitted_position = Some(at.position);
    row.revision = event.revision;
    row.plan_version = event.plan_version;
    row.response_due_on = response_due_on;
    row.response_overdue_position = None;
    Ok(())
}

pub(super) fn returned(rows: &mut Rows, event: ReportReturned, at: Place) -> Result<(), ProjectionError> {
    let row = rows.step(&event.report_id, ReportState::Returned, at)?;
    row.return_reason = event.reason;
    row.response_due_on = None;
    Ok(())
}

/// From here on its content counts; that of an earlier acceptance of the same report does not any more.
pub(super) fn accepted(rows: &mut Rows, event: ReportAccepted, at: Place) -> Result<(), ProjectionError> {
    let realised = event
        .budget
        .iter()
        .try_fold(0_i64, |sum, line| sum.checked_add(line.cumulative_cents));
    let realised =
        realised.ok_or_else(|| unreadable(at.position, "its realised costs do not fit 64 bits"))?;
    let row = rows.step(&event.report_id, ReportState::Accepted, at)?;
    row.revision = event.revision;
    row.response_due_on = None;
    row.first_accepted_position.get_or_insert(at.position);
    row.accepted_position = Some(at.position);
    row.realised_cents = Some(realised);
    row.cofinancing_realised_cents = Some(event.cofinancing_realised_cents);
    row.budget = event.budget;
    row.target_groups = event.target_groups;
    row.accepted_revision = Some(event.revision);
    row.learning_culture = event.learning_culture;
    let report = row.clone();
    values::take_over(&mut rows.values, &report, event.results, at);
    Ok(())
}

/// Back at the project to be corrected; until it is accepted again what was accepted before stands.
pub(super) fn reopened(rows: &mut Rows, event: ReportReopened, at: Place) -> Result<(), ProjectionError> {
    let row = rows.step(&event.report_id, ReportState::Draft, at)?;
    row.revision = event.revision;
    row.return_reason = event.reason;
    Ok(())
}

pub(super) fn response_became_overdue(
    rows: &mut Rows,
    event: &ResponseBecameOverdue,
    at: Place,
) -> Result<(), ProjectionError> {
    rows.report(&event.report_id, at)?.response_overdue_position = Some(at.position);
    Ok(())
}
