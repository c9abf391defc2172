use contracts::culture::v1::{
    AnswerCoded, Cell, EffectObserved, EstimatesPublished, FieldworkClosed, Intervention,
    InterventionFinished, InterventionPlanned, InterventionStarted, InterventionState, KeptEffect,
    KeptFigure, Measurement, MeasurementEstimated, MeasurementPlanned, MeasurementState,
    MeasurementWithdrawn, ReferenceFigure, ReferenceFigureRecorded,
};

use super::*;

/// The rows after events at positions 1, 2, 3 and so on.
fn told(events: impl IntoIterator<Item = CultureEvent>) -> Result<Rows, ProjectionError> {
    let mut rows = Rows::default();
    for (event, position) in events.into_iter().zip(1..) {
        let at = jiff::Timestamp::UNIX_EPOCH;
        rows.apply(event, Place { position, at })?;
    }
    Ok(rows)
}

fn planned() -> CultureEvent {
    CultureEvent::MeasurementPlanned(MeasurementPlanned {
        measurement: Some(Measurement {
            wave_id: "w1".into(),
            ..Measurement::default()
        }),
        revision: 1,
    })
}

fn estimated() -> [CultureEvent; 3] {
    let closed = FieldworkClosed {
        wave_id: "w1".into(),
        responses: 812,
        closed_on: "2025-03-01".into(),
    };
    let estimated = MeasurementEstimated {
        wave_id: "w1".into(),
        whole: Some(Cell::default()),
        parts: 1,
        ..MeasurementEstimated::default()
    };
    let part = EstimatesPublished {
        wave_id: "w1".into(),
        part: 1,
        parts: 1,
        cells: vec![Cell {
            suppressed: true,
            ..Cell::default()
        }],
    };
    [
        CultureEvent::FieldworkClosed(closed),
        CultureEvent::MeasurementEstimated(estimated),
        CultureEvent::EstimatesPublished(part),
    ]
}

#[test]
fn a_measurement_is_known_with_what_was_estimated_and_what_is_not_shown() {
    let rows = told([planned()].into_iter().chain(estimated())).unwrap();
    let wave = rows.waves.only().unwrap();
    assert_eq!((wave.state, wave.responses), (MeasurementState::Estimated, 812));
    assert!(wave.is_estimated() && wave.whole.is_some());
    assert_eq!(
        (wave.positions.as_slice(), rows.estimates[0].position),
        (&[1, 2, 3][..], 4)
    );
    assert!(rows.estimates[0].cells[0].suppressed);
}

#[test]
fn estimates_of_a_measurement_that_is_withdrawn_do_not_hold() {
    let withdrawn = CultureEvent::MeasurementWithdrawn(MeasurementWithdrawn {
        wave_id: "w1".into(),
        had_been_estimated: true,
        withdrawn_on: "2025-04-01".into(),
        ..MeasurementWithdrawn::default()
    });
    let rows = told([planned()].into_iter().chain(estimated()).chain([withdrawn])).unwrap();
    let wave = rows.waves.only().unwrap();
    assert_eq!(wave.state, MeasurementState::Withdrawn);
    assert!(wave.whole.is_none() && rows.estimates.is_empty());
}

#[test]
fn a_figure_reads_as_it_was_recorded_last() {
    let figure = |revision, share| {
        CultureEvent::ReferenceFigureRecorded(ReferenceFigureRecorded {
            figure: Some(KeptFigure {
                figure: Some(ReferenceFigure {
                    figure_id: "cbs".into(),
                    ..ReferenceFigure::default()
                }),
                revision,
                share,
                ..KeptFigure::default()
            }),
        })
    };
    let rows = told([figure(1, 0.25), figure(2, 0.264)]).unwrap();
    let row = rows.figures.only().unwrap();
    assert_eq!((row.figure.revision, row.figure.share), (2, 0.264));
    assert_eq!(row.positions, [1, 2]);
}

#[test]
fn an_intervention_keeps_where_it_stands_when_it_is_planned_otherwise() {
    let planned = |planned_cents| {
        CultureEvent::InterventionPlanned(InterventionPlanned {
            intervention: Some(Intervention {
                intervention_id: "n1".into(),
                planned_cents,
                ..Intervention::default()
            }),
            revision: 1,
        })
    };
    let started = CultureEvent::InterventionStarted(InterventionStarted {
        intervention_id: "n1".into(),
        started_on: "2025-02-01".into(),
        ..InterventionStarted::default()
    });
    let effect = CultureEvent::EffectObserved(EffectObserved {
        intervention_id: "n1".into(),
        effect: Some(KeptEffect {
            effect: Some(contracts::culture::v1::Effect {
                effect_id: "e1".into(),
                ..Default::default()
            }),
            ..KeptEffect::default()
        }),
        ..EffectObserved::default()
    });
    let finished = CultureEvent::InterventionFinished(InterventionFinished {
        intervention_id: "n1".into(),
        realised_cents: 900,
        finished_on: "2025-06-01".into(),
        ..InterventionFinished::default()
    });
    let rows = told([planned(500), started.clone(), planned(700)]).unwrap();
    let row = rows.interventions.only().unwrap();
    assert_eq!(
        (row.state, row.intervention.planned_cents),
        (InterventionState::Running, 700)
    );
    let rows = told([planned(500), started, effect, finished]).unwrap();
    let row = rows.interventions.only().unwrap();
    assert_eq!(
        (row.state, row.realised_cents),
        (InterventionState::Finished, Some(900))
    );
    assert_eq!(
        (rows.effects[0].effect_id.as_str(), rows.effects[0].position),
        ("e1", 3)
    );
}

#[test]
fn what_was_coded_of_a_correction_takes_the_place_of_what_was_coded_before() {
    let coded = |revision, code: &str| {
        CultureEvent::AnswerCoded(AnswerCoded {
            report_id: "r1".into(),
            project_id: "p1".into(),
            revision,
            code_ids: vec![code.into()],
            ..AnswerCoded::default()
        })
    };
    let rows = told([coded(1, "tijd"), coded(2, "plan")]).unwrap();
    let row = rows.coded.only().unwrap();
    assert_eq!((rows.coded.len(), row.revision, row.position), (1, 2, 2));
    assert_eq!(row.code_ids, ["plan"]);
}

#[test]
fn what_happens_to_nothing_cannot_be_understood() {
    let [closed, ..] = estimated();
    let error = told([closed]).unwrap_err();
    assert!(error.to_string().contains("no measurement 'w1'"), "{error}");
}
