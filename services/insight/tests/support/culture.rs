//! What becomes of a measurement and of an intervention, and what reports tell, told event by event. Everything carries the same
//! identifier: kinds of things do not get mixed up by it.

use contracts::{culture::v1 as api, hub::v1::LocalText};

use super::MemoryLedger;

/// Events until the story begins again, with another version of all that has versions.
const STORY: u32 = 14;

/// Tells the event that comes after `told` others.
pub fn tell_next(ledger: &MemoryLedger, id: &str, told: u32) {
    let (round, step) = (told / STORY, told % STORY);
    match step {
        0..6 => tell_measurement(ledger, id, round, step),
        6..10 => tell_intervention(ledger, id, round, step),
        _ => tell_answer(ledger, id, round, step),
    }
}

fn tell_measurement(ledger: &MemoryLedger, id: &str, round: u32, step: u32) {
    let wave_id = format!("{id}-w{round}");
    let cell = |suppressed| api::Cell {
        categories: vec![api::Category {
            variable: "region".into(),
            category_id: "AM01".into(),
        }],
        suppressed,
        ..Default::default()
    };
    match step {
        0 => {
            let instrument = api::Instrument {
                instrument_id: id.into(),
                version: round + 1,
                items: vec![api::Item {
                    item_id: "q1".into(),
                    definition_id: "deelname".into(),
                    ..Default::default()
                }],
                ..Default::default()
            };
            let released = api::InstrumentReleased {
                instrument: Some(instrument),
                released_on: "2025-01-01".into(),
            };
            ledger.tell("nl.culture-instruments.instrument-released.v1", "", &released);
        }
        1 => {
            let planned = api::MeasurementPlanned {
                measurement: Some(api::Measurement {
                    wave_id,
                    instrument_id: id.into(),
                    instrument_version: round + 1,
                    region_ids: vec!["AM01".into()],
                    ..Default::default()
                }),
                revision: 1,
            };
            ledger.tell("nl.culture-measurements.measurement-planned.v1", "", &planned);
        }
        2 => {
            let closed = api::FieldworkClosed {
                wave_id,
                responses: 800 + round,
                closed_on: "2025-02-01".into(),
            };
            ledger.tell("nl.culture-measurements.fieldwork-closed.v1", "", &closed);
        }
        3 => {
            let estimated = api::MeasurementEstimated {
                wave_id,
                summary: Some(api::Summary {
                    method: "weging \"1\" \u{1F600}".into(),
                    ..Default::default()
                }),
                whole: Some(cell(false)),
                parts: 1,
                ..Default::default()
            };
            ledger.tell("nl.culture-measurements.measurement-estimated.v1", "", &estimated);
        }
        4 => {
            let published = api::EstimatesPublished {
                wave_id,
                part: 1,
                parts: 1,
                cells: vec![cell(false), cell(true)],
            };
            ledger.tell("nl.culture-measurements.estimates-published.v1", "", &published);
        }
        _ => tell_withdrawal_or_figure(ledger, id, &wave_id, round),
    }
}

/// Every other measurement is withdrawn; the others stand beside a figure.
fn tell_withdrawal_or_figure(ledger: &MemoryLedger, id: &str, wave_id: &str, round: u32) {
    if round % 2 == 1 {
        let withdrawn = api::MeasurementWithdrawn {
            wave_id: wave_id.into(),
            reason: "een fout in de steekproef".into(),
            had_been_estimated: true,
            withdrawn_on: "2025-02-20".into(),
        };
        ledger.tell("nl.culture-measurements.measurement-withdrawn.v1", "", &withdrawn);
        return;
    }
    let recorded = api::ReferenceFigureRecorded {
        figure: Some(api::KeptFigure {
            figure: Some(api::ReferenceFigure {
                figure_id: id.into(),
                definition_id: "deelname".into(),
                count: 2_434_000,
                out_of: 9_219_000,
                ..Default::default()
            }),
            revision: round + 1,
            share: 2_434_000.0 / 9_219_000.0,
            ..Default::default()
        }),
    };
    ledger.tell("nl.reference-figures.reference-figure-recorded.v1", "", &recorded);
}

fn tell_intervention(ledger: &MemoryLedger, id: &str, round: u32, step: u32) {
    let intervention_id = format!("{id}-i{round}");
    match step {
        6 => {
            let planned = api::InterventionPlanned {
                intervention: Some(api::Intervention {
                    intervention_id,
                    title: Some(LocalText {
                        nl: "Leertijd".into(),
                        en: "Time to learn".into(),
                    }),
                    region_ids: vec!["AM01".into()],
                    planned_cents: 100_000,
                    ..Default::default()
                }),
                revision: 1,
            };
            ledger.tell("nl.culture-interventions.intervention-planned.v1", id, &planned);
        }
        7 => {
            let started = api::InterventionStarted {
                intervention_id,
                started_on: "2025-01-15".into(),
                ..Default::default()
            };
            ledger.tell("nl.culture-interventions.intervention-started.v1", id, &started);
        }
        8 => {
            let effect = api::Effect {
                effect_id: "e1".into(),
                design: api::EffectDesign::BeforeAfter.into(),
                ..Default::default()
            };
            let observed = api::EffectObserved {
                intervention_id,
                effect: Some(api::KeptEffect {
                    effect: Some(effect),
                    estimate: 0.1 + f64::from(round) / 3.0,
                    ..Default::default()
                }),
                ..Default::default()
            };
            ledger.tell("nl.culture-interventions.effect-observed.v1", id, &observed);
        }
        _ => {
            let stopped = api::InterventionStopped {
                intervention_id,
                reason: "geen tijd".into(),
                realised_cents: 40_000,
                stopped_on: "2025-02-15".into(),
                ..Default::default()
            };
            ledger.tell("nl.culture-interventions.intervention-stopped.v1", id, &stopped);
        }
    }
}

fn tell_answer(ledger: &MemoryLedger, id: &str, round: u32, step: u32) {
    if step == 10 {
        let scheme = api::CodingScheme {
            scheme_id: id.into(),
            version: round + 1,
            codes: vec![api::Code {
                code_id: "tijd".into(),
                component: api::Component::StimulatingFactors.into(),
                ..Default::default()
            }],
            ..Default::default()
        };
        let defined = api::CodingSchemeDefined { scheme: Some(scheme) };
        ledger.tell("nl.culture-codings.coding-scheme-defined.v1", "", &defined);
        return;
    }
    let coded = api::AnswerCoded {
        project_id: id.into(),
        report_id: format!("{id}-r1"),
        revision: step,
        scheme_id: id.into(),
        scheme_version: round + 1,
        code_ids: vec!["tijd".into(); usize::from(step.is_multiple_of(2))],
        coders: 2,
        settled: true,
        ..Default::default()
    };
    ledger.tell("nl.culture-codings.answer-coded.v1", id, &coded);
}
