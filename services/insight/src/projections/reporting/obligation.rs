//! What events do to obligations.

use contracts::programme::v1::{
    ObligationBecameOverdue, ObligationFulfilled, ObligationReminderDue, ObligationScheduled,
    ObligationState, ObligationWaived,
};
use eventing::ProjectionError;

use super::fold::Rows;
use crate::{
    projections::{
        events::{day, optional_day, required},
        fold::Place,
    },
    rows::{ObligationRow, remember},
};

/// Owed from now on, or owed on other days than before: its history goes on.
pub(super) fn scheduled(
    rows: &mut Rows,
    event: ObligationScheduled,
    at: Place,
) -> Result<(), ProjectionError> {
    let owed = required(at.position, "obligation", event.obligation)?;
    let known = rows
        .obligations
        .take(|row| row.obligation_id == owed.obligation_id);
    let mut positions = known.map(|row| row.positions.clone()).unwrap_or_default();
    remember(&mut positions, at.position);
    let period = required(at.position, "obligation.period", owed.period.clone())?;
    let state = match owed.state() {
        ObligationState::Unspecified => ObligationState::Scheduled,
        state => state,
    };
    rows.obligations.push(ObligationRow {
        kind: owed.kind(),
        period_starts_on: day(at.position, "obligation.period.starts_on", &period.starts_on)?,
        period_ends_on: day(at.position, "obligation.period.ends_on", &period.ends_on)?,
        period_label: period.label,
        reminder_on: optional_day(at.position, "obligation.reminder_on", &owed.reminder_on)?,
        due_on: day(at.position, "obligation.due_on", &owed.due_on)?,
        state,
        fulfilled_on: optional_day(at.position, "obligation.fulfilled_on", &owed.fulfilled_on)?,
        report_id: None,
        days_late: owed.days_late,
        waiver_reason: owed.waiver_reason,
        project_id: owed.project_id,
        obligation_id: owed.obligation_id,
        positions,
    });
    Ok(())
}

pub(super) fn reminder_due(
    rows: &mut Rows,
    event: &ObligationReminderDue,
    at: Place,
) -> Result<(), ProjectionError> {
    rows.obligation(&event.obligation_id, at)?.state = ObligationState::ReminderDue;
    Ok(())
}

pub(super) fn became_overdue(
    rows: &mut Rows,
    event: &ObligationBecameOverdue,
    at: Place,
) -> Result<(), ProjectionError> {
    rows.obligation(&event.obligation_id, at)?.state = ObligationState::Overdue;
    Ok(())
}

pub(super) fn fulfilled(
    rows: &mut Rows,
    event: ObligationFulfilled,
    at: Place,
) -> Result<(), ProjectionError> {
    let row = rows.obligation(&event.obligation_id, at)?;
    row.state = ObligationState::Fulfilled;
    row.fulfilled_on = Some(day(at.position, "fulfilled_on", &event.fulfilled_on)?);
    row.report_id = Some(event.report_id);
    row.days_late = event.days_late;
    Ok(())
}

pub(super) fn waived(rows: &mut Rows, event: ObligationWaived, at: Place) -> Result<(), ProjectionError> {
    let row = rows.obligation(&event.obligation_id, at)?;
    row.state = ObligationState::Waived;
    row.waiver_reason = event.reason;
    Ok(())
}
