//! What events do to bottlenecks and demands.

use contracts::transitions::v1::{
    BottleneckRecorded, BottleneckResolved, DemandAdvanced, DemandDropped, DemandPhase, DemandSignalled,
};
use eventing::{ProjectionError, clock::dutch_date};

use super::Rows;
use crate::{
    projections::{
        events::{day, required, unreadable},
        fold::Place,
    },
    rows::{BottleneckRow, DemandRow, remember},
};

/// A bottleneck that is recorded again reads otherwise from now on.
pub(super) fn recorded(rows: &mut Rows, event: BottleneckRecorded, at: Place) -> Result<(), ProjectionError> {
    let it = required(at.position, "bottleneck", event.bottleneck)?;
    let known = rows.bottlenecks.take(|_| true);
    let mut row = BottleneckRow {
        observed_on: day(at.position, "bottleneck.observed_on", &it.observed_on)?,
        bottleneck_id: it.bottleneck_id,
        region_id: it.region_id,
        sector: it.sector,
        theme_id: it.theme_id,
        skills: it.skills,
        target_group: it.target_group,
        people: it.people,
        source: it.source,
        revision: event.revision,
        resolved_on: known.as_ref().and_then(|known| known.resolved_on),
        positions: known.map(|known| known.positions.clone()).unwrap_or_default(),
    };
    remember(&mut row.positions, at.position);
    rows.bottlenecks.push(row);
    Ok(())
}

pub(super) fn resolved(
    rows: &mut Rows,
    event: &BottleneckResolved,
    at: Place,
) -> Result<(), ProjectionError> {
    let unknown = || {
        unreadable(
            at.position,
            format!("there is no bottleneck '{}'", event.bottleneck_id),
        )
    };
    let row = rows.bottlenecks.find_mut(|_| true).ok_or_else(unknown)?;
    row.resolved_on = Some(day(at.position, "resolved_on", &event.resolved_on)?);
    remember(&mut row.positions, at.position);
    Ok(())
}

pub(super) fn signalled(rows: &mut Rows, event: DemandSignalled, at: Place) -> Result<(), ProjectionError> {
    let it = required(at.position, "demand", event.demand)?;
    rows.demands.push(DemandRow {
        signalled_on: day(at.position, "demand.signalled_on", &it.signalled_on)?,
        demand_id: it.demand_id,
        title: it.title,
        region_ids: it.region_ids,
        sector: it.sector,
        theme_id: it.theme_id,
        skills: it.skills,
        target_group: it.target_group,
        bottleneck_ids: it.bottleneck_ids,
        phase: DemandPhase::Signal,
        explored_on: None,
        understood_on: None,
        dropped_on: None,
        positions: vec![at.position],
    });
    Ok(())
}

pub(super) fn advanced(rows: &mut Rows, event: &DemandAdvanced, at: Place) -> Result<(), ProjectionError> {
    let reached_on = day(at.position, "reached_on", &event.reached_on)?;
    let row = demand(rows, &event.demand_id, at)?;
    row.phase = event.phase();
    match row.phase {
        DemandPhase::Explore => row.explored_on = Some(reached_on),
        DemandPhase::Understand => row.understood_on = Some(reached_on),
        DemandPhase::Signal | DemandPhase::Dropped | DemandPhase::Unspecified => {}
    }
    Ok(())
}

/// The event names no day: it is the one on which it was told.
pub(super) fn dropped(rows: &mut Rows, event: &DemandDropped, at: Place) -> Result<(), ProjectionError> {
    let row = demand(rows, &event.demand_id, at)?;
    row.phase = DemandPhase::Dropped;
    row.dropped_on = Some(dutch_date(at.at));
    Ok(())
}

/// The row of a demand, with this event remembered.
fn demand<'a>(rows: &'a mut Rows, demand_id: &str, at: Place) -> Result<&'a mut DemandRow, ProjectionError> {
    let unknown = || unreadable(at.position, format!("there is no demand '{demand_id}'"));
    let row = rows.demands.find_mut(|_| true).ok_or_else(unknown)?;
    remember(&mut row.positions, at.position);
    Ok(row)
}
