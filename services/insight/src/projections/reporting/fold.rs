//! The reporting rows of one project, and which event goes where.

use contracts::{ledger::v1::Entry, programme::v1::ReportState};
use eventing::ProjectionError;

use super::{obligation, report};
use crate::{
    projections::{
        events::{ReportingEvent, unreadable},
        fold::{Fold, Place, stored},
    },
    rows::{IndicatorValueRow, List, ObligationRow, ReportRow, remember},
    views::Gathered,
};

/// The rows of one project.
#[derive(Debug, Clone, Default)]
pub(in crate::projections) struct Rows {
    pub(super) obligations: List<ObligationRow>,
    pub(super) reports: List<ReportRow>,
    pub(super) values: List<IndicatorValueRow>,
}

impl Fold for Rows {
    type Event = ReportingEvent;

    fn decode(entry: &Entry) -> Result<Option<ReportingEvent>, ProjectionError> {
        ReportingEvent::decode(entry)
    }

    fn kept_by(event: &ReportingEvent) -> &str {
        match event {
            ReportingEvent::ObligationScheduled(event) => {
                event.obligation.as_ref().map_or("", |it| &it.project_id)
            }
            ReportingEvent::ObligationReminderDue(event) => &event.project_id,
            ReportingEvent::ObligationBecameOverdue(event) => &event.project_id,
            ReportingEvent::ObligationFulfilled(event) => &event.project_id,
            ReportingEvent::ObligationWaived(event) => &event.project_id,
            ReportingEvent::ReportStarted(event) => &event.project_id,
            ReportingEvent::ReportSubmitted(event) => &event.project_id,
            ReportingEvent::ReportReviewStarted(event) => &event.project_id,
            ReportingEvent::ReportReturned(event) => &event.project_id,
            ReportingEvent::ReportAccepted(event) => &event.project_id,
            ReportingEvent::ReportApproved(event) => &event.project_id,
            ReportingEvent::ReportReopened(event) => &event.project_id,
            ReportingEvent::ResponseBecameOverdue(event) => &event.project_id,
        }
    }

    fn apply(&mut self, event: ReportingEvent, at: Place) -> Result<(), ProjectionError> {
        match event {
            ReportingEvent::ObligationScheduled(event) => obligation::scheduled(self, event, at),
            ReportingEvent::ObligationReminderDue(event) => obligation::reminder_due(self, &event, at),
            ReportingEvent::ObligationBecameOverdue(event) => obligation::became_overdue(self, &event, at),
            ReportingEvent::ObligationFulfilled(event) => obligation::fulfilled(self, event, at),
            ReportingEvent::ObligationWaived(event) => obligation::waived(self, event, at),
            ReportingEvent::ReportStarted(event) => report::started(self, event, at),
            ReportingEvent::ReportSubmitted(event) => report::submitted(self, event, at),
            ReportingEvent::ReportReviewStarted(event) => {
                self.step(&event.report_id, ReportState::InReview, at).map(drop)
            }
            ReportingEvent::ReportReturned(event) => report::returned(self, event, at),
            ReportingEvent::ReportAccepted(event) => report::accepted(self, event, at),
            ReportingEvent::ReportApproved(event) => {
                self.step(&event.report_id, ReportState::Approved, at).map(drop)
            }
            ReportingEvent::ReportReopened(event) => report::reopened(self, event, at),
            ReportingEvent::ResponseBecameOverdue(event) => report::response_became_overdue(self, &event, at),
        }
    }

    fn show(&self, project_id: &str, views: &mut Gathered) {
        let facts = views.project(project_id);
        facts.obligations.clone_from(&self.obligations);
        facts.reports.clone_from(&self.reports);
        facts.values.clone_from(&self.values);
    }
}

stored!(Rows {
    obligations: ObligationRow,
    reports: ReportRow,
    values: IndicatorValueRow,
});

impl Rows {
    /// The obligation an event is about, with the event added to its history.
    pub(super) fn obligation(&mut self, id: &str, at: Place) -> Result<&mut ObligationRow, ProjectionError> {
        let row = self.obligations.find_mut(|row| row.obligation_id == id);
        let row =
            row.ok_or_else(|| unreadable(at.position, format!("obligation '{id}' was never scheduled")))?;
        remember(&mut row.positions, at.position);
        Ok(row)
    }

    /// The report an event is about, with the event added to its history.
    pub(super) fn report(&mut self, id: &str, at: Place) -> Result<&mut ReportRow, ProjectionError> {
        let row = self.reports.find_mut(|row| row.report_id == id);
        let row = row.ok_or_else(|| unreadable(at.position, format!("report '{id}' was never started")))?;
        remember(&mut row.positions, at.position);
        Ok(row)
    }

    /// Brings a report into its next state.
    pub(super) fn step(
        &mut self,
        id: &str,
        state: ReportState,
        at: Place,
    ) -> Result<&mut ReportRow, ProjectionError> {
        let row = self.report(id, at)?;
        row.state = state;
        row.state_since = at.at;
        row.state_position = at.position;
        Ok(row)
    }
}
