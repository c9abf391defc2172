//! The reporting rows of one project, and which event goes where.

use std::collections::BTreeMap;

use async_trait::async_trait;
use contracts::{ledger::v1::Entry, programme::v1::ReportState};
use eventing::ProjectionError;
use sqlx::PgConnection;

use super::{obligation, report};
use crate::{
    projections::{
        events::{ReportingEvent, unreadable},
        fold::{Fold, Place, hand_out},
    },
    rows::{self, IndicatorValueRow, ObligationRow, ReportRow},
};

/// The rows of one project.
#[derive(Debug, Default)]
pub(super) struct Rows {
    pub(super) obligations: Vec<ObligationRow>,
    pub(super) reports: Vec<ReportRow>,
    pub(super) values: Vec<IndicatorValueRow>,
}

#[async_trait]
impl Fold for Rows {
    type Event = ReportingEvent;

    fn decode(entry: &Entry) -> Result<Option<ReportingEvent>, ProjectionError> {
        ReportingEvent::decode(entry)
    }

    fn project_id(event: &ReportingEvent) -> &str {
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

    async fn load(db: &mut PgConnection, ids: &[String]) -> Result<BTreeMap<String, Self>, sqlx::Error> {
        let mut all = BTreeMap::new();
        hand_out(
            &mut all,
            rows::read_of(db, "obligations", ids).await?,
            of_obligation,
            |rows: &mut Self| &mut rows.obligations,
        );
        hand_out(
            &mut all,
            rows::read_of(db, "reports", ids).await?,
            of_report,
            |rows| &mut rows.reports,
        );
        hand_out(
            &mut all,
            rows::read_of(db, "indicator_values", ids).await?,
            of_value,
            |rows| &mut rows.values,
        );
        Ok(all)
    }

    async fn save(db: &mut PgConnection, ids: &[String], all: Vec<Self>) -> Result<(), sqlx::Error> {
        let mut rows = Self::default();
        for one in all {
            rows.obligations.extend(one.obligations);
            rows.reports.extend(one.reports);
            rows.values.extend(one.values);
        }
        rows::replace(db, "obligations", ids, &rows.obligations).await?;
        rows::replace(db, "reports", ids, &rows.reports).await?;
        rows::replace(db, "indicator_values", ids, &rows.values).await
    }
}

fn of_obligation(row: &ObligationRow) -> &str {
    &row.project_id
}
fn of_report(row: &ReportRow) -> &str {
    &row.project_id
}
fn of_value(row: &IndicatorValueRow) -> &str {
    &row.project_id
}

impl Rows {
    /// The obligation an event is about, with the event added to its history.
    pub(super) fn obligation(&mut self, id: &str, at: Place) -> Result<&mut ObligationRow, ProjectionError> {
        let row = self.obligations.iter_mut().find(|row| row.obligation_id == id);
        let row =
            row.ok_or_else(|| unreadable(at.position, format!("obligation '{id}' was never scheduled")))?;
        row.positions.push(at.position);
        Ok(row)
    }

    /// The report an event is about, with the event added to its history.
    pub(super) fn report(&mut self, id: &str, at: Place) -> Result<&mut ReportRow, ProjectionError> {
        let row = self.reports.iter_mut().find(|row| row.report_id == id);
        let row = row.ok_or_else(|| unreadable(at.position, format!("report '{id}' was never started")))?;
        row.positions.push(at.position);
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
