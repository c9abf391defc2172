//! What can have happened to a measurement.

use blocks::values::Id;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Cell, Plan, Summary};

/// A batch of responses: how many, and nothing of what they say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Batch {
    /// The request in which it came.
    pub batch_id: Uuid,
    /// Responses.
    pub count: u32,
    /// Keyed digest of the responses, in hexadecimal. Its key goes with the responses: after that it tells nothing.
    pub digest: String,
}

/// What a reader of estimates has to know of the plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// Instrument.
    pub instrument_id: Id,
    /// Its version.
    pub instrument_version: u32,
    /// Population.
    pub population_id: Id,
    /// Project.
    pub project_id: Option<Id>,
    /// True for invented data.
    pub example: bool,
}

impl About {
    pub(super) fn of(plan: &Plan) -> Self {
        Self {
            instrument_id: plan.instrument_id.clone(),
            instrument_version: plan.instrument_version,
            population_id: plan.population_id.clone(),
            project_id: plan.project_id.clone(),
            example: plan.example,
        }
    }
}

/// What can have happened to a measurement.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Fact {
    /// It was planned.
    Planned {
        /// The plan.
        plan: Plan,
    },
    /// The plan reads otherwise now.
    Revised {
        /// The plan.
        plan: Plan,
        /// How often it was planned or revised.
        revision: u32,
    },
    /// The fieldwork began.
    FieldworkStarted {
        /// Day.
        started_on: Date,
    },
    /// Responses were taken.
    BatchTaken {
        /// How many.
        batch: Batch,
    },
    /// The fieldwork ended.
    FieldworkClosed {
        /// Responses in all.
        responses: u32,
        /// Day.
        closed_on: Date,
    },
    /// It was estimated; all cells but the first follow in parts.
    Estimated {
        /// What it is of.
        about: About,
        /// As a whole.
        summary: Summary,
        /// The cell of the whole population.
        whole: Cell,
        /// How many parts follow.
        parts: u32,
        /// Day.
        estimated_on: Date,
    },
    /// Cells of it.
    CellsEstimated {
        /// Which part, counting from 1.
        part: u32,
        /// How many there are.
        parts: u32,
        /// The cells.
        cells: Vec<Cell>,
    },
    /// It was withdrawn.
    Withdrawn {
        /// Why.
        reason: String,
        /// Whether it had been estimated.
        had_been_estimated: bool,
        /// Day.
        withdrawn_on: Date,
    },
}

impl eventing::Fact for Fact {
    fn event_type(&self) -> String {
        match self {
            Self::Planned { .. } => "MeasurementPlanned",
            Self::Revised { .. } => "MeasurementRevised",
            Self::FieldworkStarted { .. } => "FieldworkStarted",
            Self::BatchTaken { .. } => "BatchTaken",
            Self::FieldworkClosed { .. } => "FieldworkClosed",
            Self::Estimated { .. } => "MeasurementEstimated",
            Self::CellsEstimated { .. } => "CellsEstimated",
            Self::Withdrawn { .. } => "MeasurementWithdrawn",
        }
        .to_owned()
    }

    fn event_version(&self) -> String {
        "1".to_owned()
    }
}
