//! What events do to instruments, measurements and reference figures.

use contracts::culture::v1::{
    EstimatesPublished, FieldworkClosed, FieldworkStarted, InstrumentReleased, MeasurementEstimated,
    MeasurementPlanned, MeasurementState, MeasurementWithdrawn, ReferenceFigureRecorded,
};
use eventing::ProjectionError;

use super::{Rows, unknown};
use crate::{
    projections::{
        events::{day, required},
        fold::Place,
    },
    rows::{EstimatesRow, FigureRow, InstrumentRow, WaveRow, remember},
};

pub(super) fn instrument_released(
    rows: &mut Rows,
    event: InstrumentReleased,
    at: Place,
) -> Result<(), ProjectionError> {
    let instrument = required(at.position, "instrument", event.instrument)?;
    rows.instruments.push(InstrumentRow {
        instrument_id: instrument.instrument_id.clone(),
        version: instrument.version,
        instrument,
        position: at.position,
    });
    Ok(())
}

/// A measurement that is planned again reads otherwise from now on.
pub(super) fn planned(rows: &mut Rows, event: MeasurementPlanned, at: Place) -> Result<(), ProjectionError> {
    let measurement = required(at.position, "measurement", event.measurement)?;
    let known = rows.waves.take(|_| true);
    let mut row = WaveRow {
        wave_id: measurement.wave_id.clone(),
        measurement,
        state: MeasurementState::Planned,
        responses: 0,
        summary: None,
        whole: None,
        withdrawn_on: None,
        positions: known.map(|known| known.positions.clone()).unwrap_or_default(),
    };
    remember(&mut row.positions, at.position);
    rows.waves.push(row);
    Ok(())
}

pub(super) fn started(rows: &mut Rows, event: &FieldworkStarted, at: Place) -> Result<(), ProjectionError> {
    wave(rows, &event.wave_id, at)?.state = MeasurementState::Fielding;
    Ok(())
}

pub(super) fn closed(rows: &mut Rows, event: &FieldworkClosed, at: Place) -> Result<(), ProjectionError> {
    let row = wave(rows, &event.wave_id, at)?;
    row.state = MeasurementState::Closed;
    row.responses = event.responses;
    Ok(())
}

pub(super) fn estimated(
    rows: &mut Rows,
    event: MeasurementEstimated,
    at: Place,
) -> Result<(), ProjectionError> {
    let row = wave(rows, &event.wave_id, at)?;
    row.state = MeasurementState::Estimated;
    row.summary = event.summary;
    row.whole = event.whole;
    Ok(())
}

/// Each part is told once.
pub(super) fn estimates_published(rows: &mut Rows, event: EstimatesPublished, at: Place) {
    rows.estimates.retain(|row| row.part != event.part);
    rows.estimates.push(EstimatesRow {
        wave_id: event.wave_id,
        part: event.part,
        cells: event.cells,
        position: at.position,
    });
}

/// What was estimated does not hold any more.
pub(super) fn withdrawn(
    rows: &mut Rows,
    event: &MeasurementWithdrawn,
    at: Place,
) -> Result<(), ProjectionError> {
    let withdrawn_on = day(at.position, "withdrawn_on", &event.withdrawn_on)?;
    let row = wave(rows, &event.wave_id, at)?;
    row.state = MeasurementState::Withdrawn;
    row.withdrawn_on = Some(withdrawn_on);
    (row.summary, row.whole) = (None, None);
    rows.estimates.retain(|_| false);
    Ok(())
}

/// A figure that was corrected reads otherwise from now on.
pub(super) fn figure_recorded(
    rows: &mut Rows,
    event: ReferenceFigureRecorded,
    at: Place,
) -> Result<(), ProjectionError> {
    let kept = required(at.position, "figure", event.figure)?;
    let figure = required(at.position, "figure.figure", kept.figure.as_ref())?;
    let known = rows.figures.take(|_| true);
    let mut row = FigureRow {
        figure_id: figure.figure_id.clone(),
        figure: kept,
        positions: known.map(|known| known.positions.clone()).unwrap_or_default(),
    };
    remember(&mut row.positions, at.position);
    rows.figures.push(row);
    Ok(())
}

/// The row of a measurement, with this event remembered.
fn wave<'a>(rows: &'a mut Rows, wave_id: &str, at: Place) -> Result<&'a mut WaveRow, ProjectionError> {
    let row = rows.waves.find_mut(|_| true);
    let row = row.ok_or_else(|| unknown(at, "measurement", wave_id))?;
    remember(&mut row.positions, at.position);
    Ok(row)
}
