//! What events do to applications and to what was decided on them.

use contracts::transitions::v1::{
    AdvancePaid, ApplicationAssessed, ApplicationState, ApplicationSubmitted, ApplicationWithdrawn,
    AwardChangeDecided, AwardOutcome, AwardRecorded, AwardState, ConditionDecided, GrantDetermined,
};
use eventing::{ProjectionError, clock::dutch_date};

use super::Rows;
use crate::{
    projections::{
        events::{day, optional_day, required, unreadable},
        fold::Place,
    },
    rows::{ApplicationRow, AwardRow, remember},
};

pub(super) fn submitted(
    rows: &mut Rows,
    event: ApplicationSubmitted,
    at: Place,
) -> Result<(), ProjectionError> {
    let it = required(at.position, "application", event.application)?;
    let size_class = it.size_class();
    rows.applications.push(ApplicationRow {
        application_id: it.application_id,
        call_id: it.call_id,
        tranche_id: event.tranche_id,
        scheme_id: event.scheme_id,
        scheme_version: event.scheme_version,
        name: it.name,
        workgroup_id: it.workgroup_id,
        theme_id: it.theme_id,
        size_class,
        regions: it.regions,
        skills: it.skills,
        target_group: it.target_group,
        demand_ids: it.demand_ids,
        requested_cents: it.requested_cents,
        example: it.example,
        state: ApplicationState::Submitted,
        submitted_on: day(at.position, "submitted_on", &event.submitted_on)?,
        assessed_on: None,
        positions: vec![at.position],
    });
    Ok(())
}

/// Drafts are not published: one that is withdrawn was never known.
pub(super) fn withdrawn(
    rows: &mut Rows,
    event: &ApplicationWithdrawn,
    at: Place,
) -> Result<(), ProjectionError> {
    if !event.had_been_submitted {
        return Ok(());
    }
    application(rows, &event.application_id, at)?.state = ApplicationState::Withdrawn;
    Ok(())
}

/// The event names no day: it is the one on which it was told.
pub(super) fn assessed(
    rows: &mut Rows,
    event: &ApplicationAssessed,
    at: Place,
) -> Result<(), ProjectionError> {
    let row = application(rows, &event.application_id, at)?;
    row.assessed_on = row.assessed_on.or(Some(dutch_date(at.at)));
    Ok(())
}

/// A decision that is recorded again, such as after an objection, takes the place of the one before.
pub(super) fn recorded(rows: &mut Rows, event: AwardRecorded, at: Place) -> Result<(), ProjectionError> {
    let (outcome, size_class) = (event.outcome(), event.size_class());
    let known = rows.awards.take(|_| true);
    let it = event.application.unwrap_or_default();
    let mut row = AwardRow {
        application_id: event.application_id,
        call_id: event.call_id,
        tranche_id: event.tranche_id,
        block_id: event.block_id,
        theme_id: event.theme_id,
        workgroup_id: it.workgroup_id,
        size_class,
        outcome,
        state: state_of(outcome),
        awarded_cents: event.awarded_cents,
        determined_cents: None,
        paid_cents: known.as_ref().map_or(0, |known| known.paid_cents),
        decided_on: day(at.position, "decided_on", &event.decided_on)?,
        conditions_due_on: optional_day(at.position, "conditions_due_on", &event.conditions_due_on)?,
        regions: it.regions,
        demand_ids: it.demand_ids,
        example: it.example,
        determined_position: None,
        positions: known.map(|known| known.positions.clone()).unwrap_or_default(),
    };
    remember(&mut row.positions, at.position);
    rows.awards.push(row);
    Ok(())
}

fn state_of(outcome: AwardOutcome) -> AwardState {
    match outcome {
        AwardOutcome::Granted => AwardState::Granted,
        AwardOutcome::Conditional => AwardState::Conditional,
        AwardOutcome::Rejected => AwardState::Rejected,
        AwardOutcome::Unspecified => AwardState::Unspecified,
    }
}

pub(super) fn condition_decided(
    rows: &mut Rows,
    event: &ConditionDecided,
    at: Place,
) -> Result<(), ProjectionError> {
    let row = award(rows, &event.application_id, at)?;
    row.state = event.state();
    row.awarded_cents = event.awarded_cents;
    Ok(())
}

pub(super) fn paid(rows: &mut Rows, event: &AdvancePaid, at: Place) -> Result<(), ProjectionError> {
    award(rows, &event.application_id, at)?.paid_cents = event.total_cents;
    Ok(())
}

/// A change that was refused changes nothing.
pub(super) fn changed(rows: &mut Rows, event: &AwardChangeDecided, at: Place) -> Result<(), ProjectionError> {
    if event.approved {
        award(rows, &event.application_id, at)?.awarded_cents = event.awarded_cents;
    }
    Ok(())
}

pub(super) fn determined(rows: &mut Rows, event: &GrantDetermined, at: Place) -> Result<(), ProjectionError> {
    let row = award(rows, &event.application_id, at)?;
    row.state = AwardState::Determined;
    row.determined_cents = Some(event.determined_cents);
    row.determined_position = Some(at.position);
    Ok(())
}

/// The row of an application, with this event remembered.
fn application<'a>(
    rows: &'a mut Rows,
    application_id: &str,
    at: Place,
) -> Result<&'a mut ApplicationRow, ProjectionError> {
    let unknown = || unreadable(at.position, format!("'{application_id}' was never submitted"));
    let row = rows.applications.find_mut(|_| true).ok_or_else(unknown)?;
    remember(&mut row.positions, at.position);
    Ok(row)
}

/// The row of an award, with this event remembered.
fn award<'a>(
    rows: &'a mut Rows,
    application_id: &str,
    at: Place,
) -> Result<&'a mut AwardRow, ProjectionError> {
    let unknown = || unreadable(at.position, format!("nothing was decided on '{application_id}'"));
    let row = rows.awards.find_mut(|_| true).ok_or_else(unknown)?;
    remember(&mut row.positions, at.position);
    Ok(row)
}
