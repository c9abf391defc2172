//! Projection `culture`: measurements and what they found, interventions and what was seen of them, and what reports tell.

mod measured;
mod moved;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use contracts::{
    culture::v1::{AnswerCoded, CodingSchemeDefined},
    ledger::v1::Entry,
};
use eventing::ProjectionError;

use super::{
    events::{CultureEvent, required, unreadable},
    fold::{Fold, Place, put, stored},
};
use crate::{
    rows::{
        CodedRow, EffectRow, EstimatesRow, FigureRow, InstrumentRow, InterventionRow, List, SchemeRow,
        WaveRow,
    },
    views::Gathered,
};

/// The rows kept by one identifier: those of an instrument, a measurement, a figure, an intervention, a scheme or a report.
#[derive(Debug, Clone, Default)]
pub(super) struct Rows {
    instruments: List<InstrumentRow>,
    waves: List<WaveRow>,
    estimates: List<EstimatesRow>,
    figures: List<FigureRow>,
    interventions: List<InterventionRow>,
    effects: List<EffectRow>,
    schemes: List<SchemeRow>,
    coded: List<CodedRow>,
}

impl Fold for Rows {
    type Event = CultureEvent;

    fn decode(entry: &Entry) -> Result<Option<CultureEvent>, ProjectionError> {
        CultureEvent::decode(entry)
    }

    fn kept_by(event: &CultureEvent) -> &str {
        use CultureEvent as Event;
        match event {
            Event::InstrumentReleased(event) => event.instrument.as_ref().map_or("", |it| &it.instrument_id),
            Event::MeasurementPlanned(event) => event.measurement.as_ref().map_or("", |it| &it.wave_id),
            Event::FieldworkStarted(event) => &event.wave_id,
            Event::FieldworkClosed(event) => &event.wave_id,
            Event::MeasurementEstimated(event) => &event.wave_id,
            Event::EstimatesPublished(event) => &event.wave_id,
            Event::MeasurementWithdrawn(event) => &event.wave_id,
            Event::ReferenceFigureRecorded(event) => {
                let figure = event.figure.as_ref().and_then(|it| it.figure.as_ref());
                figure.map_or("", |it| &it.figure_id)
            }
            Event::InterventionPlanned(event) => {
                event.intervention.as_ref().map_or("", |it| &it.intervention_id)
            }
            Event::InterventionStarted(event) => &event.intervention_id,
            Event::InterventionStopped(event) => &event.intervention_id,
            Event::InterventionFinished(event) => &event.intervention_id,
            Event::EffectObserved(event) => &event.intervention_id,
            Event::CodingSchemeDefined(event) => event.scheme.as_ref().map_or("", |it| &it.scheme_id),
            Event::AnswerCoded(event) => &event.report_id,
        }
    }

    fn apply(&mut self, event: CultureEvent, at: Place) -> Result<(), ProjectionError> {
        use CultureEvent as Event;
        match event {
            Event::InstrumentReleased(event) => measured::instrument_released(self, event, at),
            Event::MeasurementPlanned(event) => measured::planned(self, event, at),
            Event::FieldworkStarted(event) => measured::started(self, &event, at),
            Event::FieldworkClosed(event) => measured::closed(self, &event, at),
            Event::MeasurementEstimated(event) => measured::estimated(self, event, at),
            Event::EstimatesPublished(event) => {
                measured::estimates_published(self, event, at);
                Ok(())
            }
            Event::MeasurementWithdrawn(event) => measured::withdrawn(self, &event, at),
            Event::ReferenceFigureRecorded(event) => measured::figure_recorded(self, event, at),
            Event::InterventionPlanned(event) => moved::planned(self, event, at),
            Event::InterventionStarted(event) => moved::started(self, &event, at),
            Event::InterventionStopped(event) => moved::stopped(self, event, at),
            Event::InterventionFinished(event) => moved::finished(self, &event, at),
            Event::EffectObserved(event) => moved::effect_observed(self, event, at),
            Event::CodingSchemeDefined(event) => self.scheme_defined(event, at),
            Event::AnswerCoded(event) => {
                self.answer_coded(event, at);
                Ok(())
            }
        }
    }

    fn show(&self, id: &str, views: &mut Gathered) {
        let known = views.culture();
        put(
            &mut known.instruments,
            id,
            some(&self.instruments),
            List::is_copy_of,
        );
        put(&mut known.waves, id, self.waves.only(), Arc::ptr_eq);
        put(&mut known.estimates, id, some(&self.estimates), List::is_copy_of);
        put(&mut known.figures, id, self.figures.only(), Arc::ptr_eq);
        put(
            &mut known.interventions,
            id,
            self.interventions.only(),
            Arc::ptr_eq,
        );
        put(&mut known.effects, id, some(&self.effects), List::is_copy_of);
        put(&mut known.schemes, id, some(&self.schemes), List::is_copy_of);
        put(&mut known.coded, id, self.coded.only(), Arc::ptr_eq);
    }

    fn shown(views: &Gathered) -> Vec<String> {
        views.culture_ids()
    }
}

/// A list with anything in it.
fn some<T>(rows: &List<T>) -> Option<List<T>> {
    Some(rows.clone()).filter(|rows| !rows.is_empty())
}

impl Rows {
    fn scheme_defined(&mut self, event: CodingSchemeDefined, at: Place) -> Result<(), ProjectionError> {
        let scheme = required(at.position, "scheme", event.scheme)?;
        self.schemes.push(SchemeRow {
            scheme_id: scheme.scheme_id.clone(),
            version: scheme.version,
            scheme,
            position: at.position,
        });
        Ok(())
    }

    /// What was coded of a corrected report takes the place of what was coded before.
    fn answer_coded(&mut self, event: AnswerCoded, at: Place) {
        self.coded.retain(|_| false);
        self.coded.push(CodedRow {
            report_id: event.report_id,
            project_id: event.project_id,
            revision: event.revision,
            scheme_id: event.scheme_id,
            scheme_version: event.scheme_version,
            code_ids: event.code_ids,
            coders: event.coders,
            settled: event.settled,
            position: at.position,
        });
    }
}

/// There is no such thing that anything could have happened to.
fn unknown(at: Place, what: &str, id: &str) -> ProjectionError {
    unreadable(at.position, format!("there is no {what} '{id}'"))
}

stored!(Rows {
    instruments: InstrumentRow,
    waves: WaveRow,
    estimates: EstimatesRow,
    figures: FigureRow,
    interventions: InterventionRow,
    effects: EffectRow,
    schemes: SchemeRow,
    coded: CodedRow,
});
