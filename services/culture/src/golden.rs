//! Every stored fact has its golden file; see [`testkit::golden`].

use std::path::PathBuf;

use eventing::Decider;
use testkit::golden::{event_bytes, walk};

use crate::{
    domain::{
        answer::{self, Answer},
        component::PerComponent,
        examples,
        figure::{self, Figure},
        finding::{self, DISSENTS_MAX, Dissent, Finding},
        instrument::{self, Instrument},
        intervention::{self, Intervention},
        scheme::CodingScheme,
        versions,
        wave::{self, Category, Cell, Estimate, PART_BYTES_MAX, Shown, Wave},
    },
    publish::CulturePublisher,
};

fn golden() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("golden")
}

#[test]
fn facts_of_instruments_are_stored_as_ever() {
    use instrument::Fact;
    walk::<Instrument>(&golden(), &CulturePublisher, |fact| match fact {
        None => Some("InstrumentDrafted"),
        Some(Fact::Drafted { .. }) => Some("InstrumentReleased"),
        Some(Fact::Released { .. }) => Some("InstrumentRetired"),
        Some(Fact::Retired { .. }) => Some("BridgeRecorded"),
        Some(Fact::BridgeRecorded { .. }) => None,
    });
}

#[test]
fn facts_of_measurements_are_stored_as_ever() {
    use wave::Fact;
    walk::<Wave>(&golden(), &CulturePublisher, |fact| match fact {
        None => Some("MeasurementPlanned"),
        Some(Fact::Planned { .. }) => Some("MeasurementRevised"),
        Some(Fact::Revised { .. }) => Some("FieldworkStarted"),
        Some(Fact::FieldworkStarted { .. }) => Some("BatchTaken"),
        Some(Fact::BatchTaken { .. }) => Some("FieldworkClosed"),
        Some(Fact::FieldworkClosed { .. }) => Some("MeasurementEstimated"),
        Some(Fact::Estimated { .. }) => Some("CellsEstimated"),
        Some(Fact::CellsEstimated { .. }) => Some("MeasurementWithdrawn"),
        Some(Fact::Withdrawn { .. }) => None,
    });
}

#[test]
fn facts_of_figures_are_stored_as_ever() {
    walk::<Figure>(&golden(), &CulturePublisher, |fact| match fact {
        None => Some("ReferenceFigureRecorded"),
        Some(figure::Fact::Recorded { .. }) => None,
    });
}

#[test]
fn facts_of_findings_are_stored_as_ever() {
    use finding::Fact;
    walk::<Finding>(&golden(), &CulturePublisher, |fact| match fact {
        None => Some("FindingProposed"),
        Some(Fact::Proposed { .. }) => Some("FindingReviewed"),
        Some(Fact::Reviewed { .. }) => Some("FindingPublished"),
        Some(Fact::Published { .. }) => Some("FindingDisputed.published"),
        Some(Fact::Disputed { published: true, .. }) => Some("FindingDisputed.before"),
        Some(Fact::Disputed { .. }) => Some("FindingRetired.published"),
        Some(Fact::Retired {
            had_been_published: true,
            ..
        }) => Some("FindingRetired.before"),
        Some(Fact::Retired { .. }) => None,
    });
}

#[test]
fn facts_of_interventions_are_stored_as_ever() {
    use intervention::{Fact, Numbers};
    walk::<Intervention>(&golden(), &CulturePublisher, |fact| match fact {
        None => Some("InterventionPlanned"),
        Some(Fact::Planned { .. }) => Some("InterventionStarted"),
        Some(Fact::Started { .. }) => Some("InterventionStopped"),
        Some(Fact::Stopped { .. }) => Some("InterventionFinished"),
        Some(Fact::Finished { .. }) => Some("EffectObserved.before-after"),
        Some(Fact::EffectObserved { effect, .. }) => match effect.effect.numbers {
            Numbers::BeforeAfter { .. } => Some("EffectObserved.groups"),
            Numbers::Groups { .. } => Some("EffectObserved.four-ways"),
            Numbers::FourWays { .. } => Some("EffectObserved.reported"),
            Numbers::Reported { .. } => None,
        },
    });
}

#[test]
fn facts_of_codings_are_stored_as_ever() {
    use answer::Fact;
    walk::<CodingScheme>(&golden(), &CulturePublisher, |fact| match fact {
        None => Some("CodingSchemeDefined"),
        Some(versions::Fact::Defined { .. }) => None,
    });
    walk::<Answer>(&golden(), &CulturePublisher, |fact| match fact {
        None => Some("AnswerFiled"),
        Some(Fact::Filed { .. }) => Some("CodersAsked"),
        Some(Fact::CodersAsked { .. }) => Some("AnswerCoded"),
        Some(Fact::Coded { .. }) => Some("CodingSettled"),
        Some(Fact::Settled { .. }) => None,
    });
}

/// The largest things that are taken still travel.
#[test]
fn the_largest_events_are_within_their_size() {
    let filled = |short: usize, most: usize| "ë".repeat((most - short) / 2);
    let mut version = examples::instrument();
    let short = blocks::size::json_bytes(&version);
    version.items[0].text.nl = filled(short, instrument::VERSION_BYTES_MAX);
    let released_on = examples::TODAY;
    within::<Instrument>(&instrument::Fact::Released { version, released_on });

    let mut plan = examples::plan();
    let short = blocks::size::json_bytes(&plan);
    plan.population.nl = filled(short, wave::PLAN_BYTES_MAX);
    within::<Wave>(&wave::Fact::Planned { plan });

    let mut content = examples::intervention();
    let short = blocks::size::json_bytes(&content);
    content.description.nl = filled(short, intervention::CONTENT_BYTES_MAX);
    within::<Intervention>(&intervention::Fact::Planned { content, revision: 1 });

    let mut content = examples::finding();
    let short = blocks::size::json_bytes(&content);
    content.statement.nl = filled(short, finding::CONTENT_BYTES_MAX);
    let dissent = Dissent {
        dissent_id: "d".repeat(64),
        organisation_id: Some("o".repeat(64)),
        reason: "\u{1f600}".repeat(1_000),
        recorded_on: examples::TODAY,
    };
    within::<Finding>(&finding::Fact::Published {
        content,
        dissents: vec![dissent; DISSENTS_MAX],
        published_on: examples::TODAY,
    });
}

/// Numbers are written longer in a message than in a fact: a whole part of them travels all the same.
#[test]
fn a_part_with_as_many_cells_as_fit_travels() {
    let estimate = Estimate {
        n: u32::MAX,
        effective_n: 123.456_789_012_345_67,
        value: -98.765_432_109_876_54,
        standard_error: 0.123_456_789_012_345_67,
        lower: -98.765_432_109_876_54,
        upper: -98.765_432_109_876_54,
    };
    let category = Category {
        variable: "v".repeat(64),
        category_id: "c".repeat(64),
    };
    let cell = Cell {
        categories: vec![category; 3],
        shown: Some(Shown {
            components: PerComponent::of_each(|_| estimate),
            items: Vec::new(),
        }),
    };
    let with_items = Cell {
        shown: Some(Shown {
            components: PerComponent::of_each(|_| estimate),
            items: vec![
                wave::ItemEstimate {
                    item_id: "i".into(),
                    estimate: Some(estimate),
                };
                20
            ],
        }),
        ..cell.clone()
    };
    for cell in [cell, with_items] {
        let cells = vec![cell.clone(); PART_BYTES_MAX / blocks::size::json_bytes(&cell)];
        within::<Wave>(&wave::Fact::CellsEstimated {
            part: 1,
            parts: 1,
            cells,
        });
    }
}

fn within<D: Decider>(fact: &D::Fact) {
    let bytes = event_bytes::<D>(&CulturePublisher, "x", fact);
    assert!(bytes < 62_000, "{bytes}");
}
