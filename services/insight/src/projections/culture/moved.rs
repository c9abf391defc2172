//! What events do to interventions and to what was seen of them.

use contracts::culture::v1::{
    EffectObserved, InterventionFinished, InterventionPlanned, InterventionStarted, InterventionState,
    InterventionStopped,
};
use eventing::ProjectionError;

use super::{Rows, unknown};
use crate::{
    projections::{
        events::{day, required},
        fold::Place,
    },
    rows::{EffectRow, InterventionRow, remember},
};

/// An intervention may be planned otherwise while it runs: where it stands stays.
pub(super) fn planned(rows: &mut Rows, event: InterventionPlanned, at: Place) -> Result<(), ProjectionError> {
    let intervention = required(at.position, "intervention", event.intervention)?;
    match rows.interventions.find_mut(|_| true) {
        Some(row) => {
            row.intervention = intervention;
            remember(&mut row.positions, at.position);
        }
        None => rows.interventions.push(InterventionRow {
            intervention_id: intervention.intervention_id.clone(),
            intervention,
            state: InterventionState::Planned,
            started_on: None,
            ended_on: None,
            stopped_because: String::new(),
            realised_cents: None,
            positions: vec![at.position],
        }),
    }
    Ok(())
}

pub(super) fn started(
    rows: &mut Rows,
    event: &InterventionStarted,
    at: Place,
) -> Result<(), ProjectionError> {
    let started_on = day(at.position, "started_on", &event.started_on)?;
    let row = intervention(rows, &event.intervention_id, at)?;
    row.state = InterventionState::Running;
    row.started_on = Some(started_on);
    Ok(())
}

pub(super) fn stopped(rows: &mut Rows, event: InterventionStopped, at: Place) -> Result<(), ProjectionError> {
    let stopped_on = day(at.position, "stopped_on", &event.stopped_on)?;
    let row = intervention(rows, &event.intervention_id, at)?;
    row.state = InterventionState::Stopped;
    row.ended_on = Some(stopped_on);
    row.stopped_because = event.reason;
    row.realised_cents = Some(event.realised_cents);
    Ok(())
}

pub(super) fn finished(
    rows: &mut Rows,
    event: &InterventionFinished,
    at: Place,
) -> Result<(), ProjectionError> {
    let finished_on = day(at.position, "finished_on", &event.finished_on)?;
    let row = intervention(rows, &event.intervention_id, at)?;
    row.state = InterventionState::Finished;
    row.ended_on = Some(finished_on);
    row.realised_cents = Some(event.realised_cents);
    Ok(())
}

pub(super) fn effect_observed(
    rows: &mut Rows,
    event: EffectObserved,
    at: Place,
) -> Result<(), ProjectionError> {
    let kept = required(at.position, "effect", event.effect)?;
    let effect = required(at.position, "effect.effect", kept.effect.as_ref())?;
    rows.effects.push(EffectRow {
        intervention_id: event.intervention_id,
        effect_id: effect.effect_id.clone(),
        effect: kept,
        position: at.position,
    });
    Ok(())
}

/// The row of an intervention, with this event remembered.
fn intervention<'a>(
    rows: &'a mut Rows,
    intervention_id: &str,
    at: Place,
) -> Result<&'a mut InterventionRow, ProjectionError> {
    let row = rows.interventions.find_mut(|_| true);
    let row = row.ok_or_else(|| unknown(at, "intervention", intervention_id))?;
    remember(&mut row.positions, at.position);
    Ok(row)
}
