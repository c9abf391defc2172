//! Rows of the projection `culture`: instruments, measurements with what was estimated, figures of official statistics, interventions
//! with the effects that were observed, and what reports tell of the learning culture. Each is kept by its own identifier, the coding
//! of an answer by its report.

use std::{collections::BTreeMap, sync::Arc};

use contracts::culture::v1::{
    Cell, CodingScheme, Instrument, Intervention, InterventionState, KeptEffect, KeptFigure, Measurement,
    MeasurementState, Summary,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{List, table::table};

table!(InstrumentRow, "culture_instruments", of instrument_id = "instrument_id", [version = "version"], by [version]);
table!(WaveRow, "culture_waves", of wave_id = "wave_id", [], by []);
table!(EstimatesRow, "culture_estimates", of wave_id = "wave_id", [part = "part"], by [part]);
table!(FigureRow, "reference_figures", of figure_id = "figure_id", [], by []);
table!(InterventionRow, "culture_interventions", of intervention_id = "intervention_id", [], by []);
table!(EffectRow, "culture_effects", of intervention_id = "intervention_id", [effect_id = "effect_id"], by [position]);
table!(SchemeRow, "coding_schemes", of scheme_id = "scheme_id", [version = "version"], by [version]);
table!(CodedRow, "coded_answers", of report_id = "report_id", [], by []);

/// Rows by identifier. Versions share it as long as nothing in it changes.
type ById<T> = Arc<BTreeMap<String, T>>;

/// What is known of the learning culture, by identifier.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Culture {
    /// Versions of instruments, by instrument.
    pub instruments: ById<List<InstrumentRow>>,
    /// Measurements, withdrawn ones included.
    pub waves: ById<Arc<WaveRow>>,
    /// What was estimated beside the whole, by measurement.
    pub estimates: ById<List<EstimatesRow>>,
    /// Figures of official statistics as they read now.
    pub figures: ById<Arc<FigureRow>>,
    /// Interventions.
    pub interventions: ById<Arc<InterventionRow>>,
    /// Observed effects, by intervention.
    pub effects: ById<List<EffectRow>>,
    /// Versions of coding schemes, by scheme.
    pub schemes: ById<List<SchemeRow>>,
    /// Answers that were coded, by report.
    pub coded: ById<Arc<CodedRow>>,
}

impl Culture {
    /// A version of an instrument.
    #[must_use]
    pub fn instrument(&self, instrument_id: &str, version: u32) -> Option<&Instrument> {
        let mut versions = self.instruments.get(instrument_id)?.iter();
        let row = versions.find(|row| row.version == version)?;
        Some(&row.instrument)
    }

    /// A version of a coding scheme; the newest for version 0.
    #[must_use]
    pub fn scheme(&self, scheme_id: &str, version: u32) -> Option<&SchemeRow> {
        let mut newest_first = self.schemes.get(scheme_id)?.newest_first();
        newest_first.find(|row| version == 0 || row.version == version)
    }

    /// The effects of an intervention that were observed, oldest first.
    pub fn effects_of(&self, intervention_id: &str) -> impl Iterator<Item = &EffectRow> {
        self.effects.get(intervention_id).into_iter().flatten()
    }

    /// Cells of a measurement that was estimated, that of the whole population left out.
    pub fn cells_of(&self, wave_id: &str) -> impl Iterator<Item = &Cell> {
        let parts = self.estimates.get(wave_id).into_iter().flatten();
        parts.flat_map(|part| &part.cells)
    }
}

/// A version of an instrument that was released.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct InstrumentRow {
    /// Instrument.
    pub instrument_id: String,
    /// Version.
    pub version: u32,
    /// The version.
    pub instrument: Instrument,
    /// Ledger position.
    pub position: u64,
}

/// A measurement.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WaveRow {
    /// Measurement.
    pub wave_id: String,
    /// Its plan as it reads now.
    pub measurement: Measurement,
    /// How far it is.
    pub state: MeasurementState,
    /// Responses, once the fieldwork has ended.
    pub responses: u32,
    /// What is known of it as a whole, once it was estimated.
    pub summary: Option<Summary>,
    /// The whole population, once it was estimated.
    pub whole: Option<Cell>,
    /// Day it was withdrawn.
    pub withdrawn_on: Option<Date>,
    /// Ledger positions, oldest first.
    pub positions: Vec<u64>,
}

impl WaveRow {
    /// Whether what was estimated holds.
    #[must_use]
    pub fn is_estimated(&self) -> bool {
        self.state == MeasurementState::Estimated
    }
}

/// A part of what was estimated.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EstimatesRow {
    /// Measurement.
    pub wave_id: String,
    /// Which part, from 1.
    pub part: u32,
    /// The cells.
    pub cells: Vec<Cell>,
    /// Ledger position.
    pub position: u64,
}

/// A figure of official statistics.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FigureRow {
    /// Figure.
    pub figure_id: String,
    /// The figure as it reads now.
    pub figure: KeptFigure,
    /// Ledger positions, oldest first.
    pub positions: Vec<u64>,
}

/// An intervention.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct InterventionRow {
    /// Intervention.
    pub intervention_id: String,
    /// The intervention as it reads now.
    pub intervention: Intervention,
    /// Where it stands.
    pub state: InterventionState,
    /// Day it was started.
    pub started_on: Option<Date>,
    /// Day it was stopped or finished.
    pub ended_on: Option<Date>,
    /// Why it was stopped; empty when it was not.
    pub stopped_because: String,
    /// Cost that was realised, in euro cents, once it has ended.
    pub realised_cents: Option<i64>,
    /// Ledger positions, oldest first.
    pub positions: Vec<u64>,
}

/// An effect that was observed. It never says more than its design allows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EffectRow {
    /// Intervention.
    pub intervention_id: String,
    /// Identifier within it.
    pub effect_id: String,
    /// The effect with its estimate and claim.
    pub effect: KeptEffect,
    /// Ledger position.
    pub position: u64,
}

/// A version of a coding scheme.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SchemeRow {
    /// Scheme.
    pub scheme_id: String,
    /// Version.
    pub version: u32,
    /// The version.
    pub scheme: CodingScheme,
    /// Ledger position.
    pub position: u64,
}

/// What a report says of the learning culture, as it was coded last.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CodedRow {
    /// Report.
    pub report_id: String,
    /// Project.
    pub project_id: String,
    /// Round of correction of the report that was read.
    pub revision: u32,
    /// Scheme.
    pub scheme_id: String,
    /// Its version.
    pub scheme_version: u32,
    /// Codes; none when no code applies.
    pub code_ids: Vec<String>,
    /// How many coded it.
    pub coders: u32,
    /// Whether they did not agree and it was settled.
    pub settled: bool,
    /// Ledger position.
    pub position: u64,
}
