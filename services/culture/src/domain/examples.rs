//! Examples that tests of this block share.

use blocks::values::{Cents, LocalText, Period};
use jiff::civil::{Date, date};

use super::{
    answer,
    component::{Component, PerComponent},
    figure, finding,
    instrument::{self, AnswerOption, Bridge, Item, Line, Scale},
    intervention::{self, Effect, Numbers, Outcome},
    scheme::{self, Code},
    wave::{FirmSize, Margin, MarginCategory, Mode, Plan, Sampling},
};

/// The day on which tests decide.
pub(crate) const TODAY: Date = Date::constant(2025, 6, 1);

/// The fields a refusal names.
pub(crate) fn fields(refusal: &impl eventing::Rejection) -> Vec<String> {
    let faults = refusal.faults().into_iter();
    faults.map(|fault| fault.field).collect()
}

fn text(word: &str) -> LocalText {
    LocalText::new(word, word)
}

/// An instrument with two items for each component, the second reversed, and one of a definition.
pub(crate) fn instrument() -> instrument::Version {
    let option = |value| AnswerOption {
        value,
        label: text(&format!("antwoord {value}")),
    };
    let scale = |id: &str, values: std::ops::RangeInclusive<i32>| Scale {
        scale_id: id.into(),
        options: values.map(option).collect(),
    };
    let item = |id: &str, component, reversed| Item {
        item_id: id.into(),
        text: text(id),
        component,
        scale_id: "eens".into(),
        reversed,
        definition_id: None,
    };
    let mut items = vec![
        item("gedrag-1", Component::LearningBehaviour, false),
        item("gedrag-2", Component::LearningBehaviour, true),
        item("urgentie-1", Component::Urgency, false),
        item("urgentie-2", Component::Urgency, true),
        item("ruimte-1", Component::StimulatingFactors, false),
        item("ruimte-2", Component::StimulatingFactors, true),
    ];
    items.push(Item {
        scale_id: "ja-nee".into(),
        definition_id: Some("deelname-4-weken".into()),
        ..item("deelname", Component::LearningBehaviour, false)
    });
    instrument::Version {
        instrument_id: "leercultuur".into(),
        version: 1,
        name: text("Leercultuur"),
        source: "verzonnen".into(),
        scales: vec![scale("eens", 1..=5), scale("ja-nee", 0..=1)],
        items,
        least_cell: 10,
        example: true,
    }
}

/// A bridge from version 1 to 2 of it.
pub(crate) fn bridge() -> Bridge {
    let line = Line {
        slope: 0.9,
        slope_error: 0.02,
        shift: 4.0,
        shift_error: 1.0,
        correlation: -0.8,
    };
    Bridge {
        instrument_id: "leercultuur".into(),
        from_version: 1,
        to_version: 2,
        lines: PerComponent::of_each(|_| line),
        n: 400,
        method: "linear equating, one group".into(),
        study: "Overgangsmeting 2025".into(),
    }
}

fn category(category_id: &str, population: u64) -> MarginCategory {
    MarginCategory {
        category_id: category_id.into(),
        population,
    }
}

/// A plan over two regions, two sectors and two firm sizes.
pub(crate) fn plan() -> Plan {
    let margin = |variable: &str, categories| Margin {
        variable: variable.into(),
        categories,
        source: "verzonnen tabel, 2025".into(),
    };
    Plan {
        wave_id: "w1".into(),
        title: text("Meting 2025"),
        instrument_id: "leercultuur".into(),
        instrument_version: 1,
        population_id: "werkenden".into(),
        population: text("Werkenden van 25 tot 65"),
        frame_date: date(2025, 1, 1),
        sampling: Sampling::Stratified,
        mode: Mode::Online,
        fieldwork: Period {
            label: "2025-Q2".into(),
            starts_on: date(2025, 4, 1),
            ends_on: date(2025, 5, 31),
        },
        region_ids: vec!["AM01".into(), "AM02".into()],
        sector_ids: vec!["C".into(), "F".into()],
        firm_sizes: vec![FirmSize::Small, FirmSize::Large],
        margins: vec![
            margin("region", vec![category("AM01", 600), category("AM02", 400)]),
            margin("age", vec![category("25-44", 500), category("45-64", 500)]),
        ],
        crossings: vec![vec!["region".into(), "sector".into()]],
        organisation_id: "o1".into(),
        project_id: None,
        example: true,
    }
}

/// A reference figure.
pub(crate) fn figure() -> figure::Content {
    figure::Content {
        figure_id: "deelname-nl".into(),
        name: text("Deelname"),
        definition_id: "deelname-4-weken".into(),
        definition: text("Deelname in de vier weken ervoor"),
        population_id: "nl-25-64".into(),
        population: text("Personen van 25 tot 65"),
        unit: "persons".into(),
        count: 2_434_000,
        out_of: 9_219_000,
        period: Period {
            label: "2023".into(),
            starts_on: date(2023, 1, 1),
            ends_on: date(2023, 12, 31),
        },
        publisher: "CBS".into(),
        table: "85315NED".into(),
        url: "https://opendata.example/85315NED".into(),
        retrieved_on: date(2025, 5, 1),
        example: false,
    }
}

/// A finding.
pub(crate) fn finding() -> finding::Content {
    finding::Content {
        finding_id: "b1".into(),
        workgroup_id: "wg-culture".into(),
        statement: text("Leertijd in het rooster helpt"),
        components: vec![Component::StimulatingFactors],
        study: finding::Study {
            title: "Leren op het werk".into(),
            year: 2024,
            publisher: "Voorbeeldinstituut".into(),
            url: "https://doi.example/10.1".into(),
        },
        strength: finding::Strength::Comparison,
        direction: finding::Direction::Improves,
        population: text("Werknemers in de industrie"),
        intervention_ids: vec!["i1".into()],
        example: true,
    }
}

/// An intervention.
pub(crate) fn intervention() -> intervention::Content {
    intervention::Content {
        intervention_id: "i1".into(),
        workgroup_id: "wg-culture".into(),
        title: text("Leertijd in het rooster"),
        description: text("Twee uur per week"),
        organisation_ids: vec!["o1".into()],
        region_ids: vec!["AM01".into()],
        sector_ids: vec!["C".into()],
        theme_id: Some("energy-raw-materials".into()),
        target_group: text("operators"),
        components: vec![Component::StimulatingFactors],
        project_id: Some("p1".into()),
        starts_on: date(2025, 1, 1),
        ends_on: date(2025, 12, 31),
        planned: Cents(2_500_000),
        example: true,
    }
}

/// A mean of 64 respondents.
pub(crate) fn outcome(mean: f64) -> Outcome {
    Outcome::Mean {
        n: 64,
        mean,
        standard_deviation: 16.0,
    }
}

/// An effect with these numbers.
pub(crate) fn effect(numbers: Numbers) -> Effect {
    Effect {
        effect_id: "e1".into(),
        component: Component::StimulatingFactors,
        numbers,
        instrument: Some(("leercultuur".into(), 1)),
        source: "Tussenrapport".into(),
        observed_on: date(2025, 5, 1),
        example: true,
    }
}

/// A coding scheme with three codes.
pub(crate) fn scheme() -> scheme::Version {
    let code = |id: &str, component| Code {
        code_id: id.into(),
        label: text(id),
        description: text(id),
        component,
    };
    scheme::Version {
        scheme_id: "leercultuur".into(),
        version: 1,
        name: text("Codeerschema"),
        source: "verzonnen".into(),
        codes: vec![
            code("leren", Component::LearningBehaviour),
            code("noodzaak", Component::Urgency),
            code("ruimte", Component::StimulatingFactors),
        ],
        example: true,
    }
}

/// An answer of a report.
pub(crate) fn source() -> answer::Source {
    answer::Source {
        report_id: "p1_2024-H2_progress".into(),
        project_id: "p1".into(),
        revision: 1,
        block_id: "transitions".into(),
        theme_id: Some("energy-raw-materials".into()),
        region_ids: vec!["AM01".into()],
        answered: true,
        ledger_position: 40,
    }
}
