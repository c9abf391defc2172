//! Measurements, as published: their plans, and what was found. Of responses nothing is, not even how many a batch had.

use contracts::culture::v1;
use eventing::Published;

use super::event;
use crate::{
    contract::{component::cell, measurement},
    domain::wave::{Fact, Plan},
};

/// The message for a fact of a measurement; none for a batch of responses.
pub(super) fn message(wave_id: &str, fact: Fact) -> Result<Vec<Published>, serde_json::Error> {
    let id = wave_id.to_owned();
    match fact {
        Fact::Planned { plan } => event(wave_id, &planned(&plan, 1)),
        Fact::Revised { plan, revision } => event(wave_id, &planned(&plan, revision)),
        Fact::BatchTaken { .. } => Ok(Vec::new()),
        Fact::FieldworkStarted { started_on } => {
            let started_on = started_on.to_string();
            let message = v1::FieldworkStarted {
                wave_id: id,
                started_on,
            };
            event(wave_id, &message)
        }
        Fact::FieldworkClosed { responses, closed_on } => {
            let message = v1::FieldworkClosed {
                wave_id: id,
                responses,
                closed_on: closed_on.to_string(),
            };
            event(wave_id, &message)
        }
        Fact::Estimated {
            about,
            summary,
            whole,
            parts,
            estimated_on,
        } => {
            let message = v1::MeasurementEstimated {
                wave_id: id,
                instrument_id: about.instrument_id,
                instrument_version: about.instrument_version,
                population_id: about.population_id,
                project_id: about.project_id.unwrap_or_default(),
                summary: Some(measurement::summary(&summary, estimated_on)),
                whole: Some(cell(&whole)),
                parts,
                example: about.example,
            };
            event(wave_id, &message)
        }
        Fact::CellsEstimated { part, parts, cells } => {
            let message = v1::EstimatesPublished {
                wave_id: id,
                part,
                parts,
                cells: cells.iter().map(cell).collect(),
            };
            event(wave_id, &message)
        }
        Fact::Withdrawn {
            reason,
            had_been_estimated,
            withdrawn_on,
        } => {
            let message = v1::MeasurementWithdrawn {
                wave_id: id,
                reason,
                had_been_estimated,
                withdrawn_on: withdrawn_on.to_string(),
            };
            event(wave_id, &message)
        }
    }
}

fn planned(plan: &Plan, revision: u32) -> v1::MeasurementPlanned {
    v1::MeasurementPlanned {
        measurement: Some(measurement::plan(plan)),
        revision,
    }
}
