//! What events do to solutions and their reuse.

use contracts::transitions::v1::{
    SolutionDesigned, SolutionPiloted, SolutionReused, SolutionScaled, SolutionState,
};
use eventing::ProjectionError;

use super::Rows;
use crate::{
    projections::{
        events::{day, required, unreadable},
        fold::Place,
    },
    rows::{ReuseRow, SolutionRow, remember},
};

pub(super) fn designed(rows: &mut Rows, event: SolutionDesigned, at: Place) -> Result<(), ProjectionError> {
    let it = required(at.position, "solution", event.solution)?;
    rows.solutions.push(SolutionRow {
        designed_on: day(at.position, "solution.designed_on", &it.designed_on)?,
        solution_id: it.solution_id,
        project_id: it.project_id,
        name: it.name,
        skills: it.skills,
        region_ids: it.region_ids,
        target_group: it.target_group,
        demand_ids: it.demand_ids,
        state: SolutionState::Designed,
        piloted_on: None,
        pilot_learners: 0,
        scaled_on: None,
        places_per_year: 0,
        positions: vec![at.position],
    });
    Ok(())
}

pub(super) fn piloted(rows: &mut Rows, event: &SolutionPiloted, at: Place) -> Result<(), ProjectionError> {
    let piloted_on = day(at.position, "piloted_on", &event.piloted_on)?;
    let row = solution(rows, &event.solution_id, at)?;
    row.state = SolutionState::Piloted;
    row.piloted_on = Some(piloted_on);
    row.pilot_learners = event.learners;
    Ok(())
}

pub(super) fn scaled(rows: &mut Rows, event: &SolutionScaled, at: Place) -> Result<(), ProjectionError> {
    let scaled_on = day(at.position, "scaled_on", &event.scaled_on)?;
    let row = solution(rows, &event.solution_id, at)?;
    row.state = SolutionState::Scaled;
    row.scaled_on = Some(scaled_on);
    row.places_per_year = event.places_per_year;
    Ok(())
}

pub(super) fn reused(rows: &mut Rows, event: SolutionReused, at: Place) -> Result<(), ProjectionError> {
    let it = required(at.position, "reuse", event.reuse)?;
    rows.reuse.push(ReuseRow {
        solution_id: event.solution_id,
        reuse_id: it.reuse_id,
        organisation_id: it.organisation_id,
        region_id: it.region_id,
        since: day(at.position, "reuse.since", &it.since)?,
        adaptation: it.adaptation,
        position: at.position,
    });
    Ok(())
}

/// The row of a solution, with this event remembered.
fn solution<'a>(
    rows: &'a mut Rows,
    solution_id: &str,
    at: Place,
) -> Result<&'a mut SolutionRow, ProjectionError> {
    let unknown = || unreadable(at.position, format!("there is no solution '{solution_id}'"));
    let row = rows.solutions.find_mut(|_| true).ok_or_else(unknown)?;
    remember(&mut row.positions, at.position);
    Ok(row)
}
