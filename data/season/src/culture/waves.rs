//! Two waves of the survey, two years apart, in the same regions and sectors.

use contracts::{
    culture::v1::{
        Category, CloseFieldworkRequest, Crossing, EstimateMeasurementRequest, ItemAnswer, Margin,
        MarginCategory, Measurement, PlanMeasurementRequest, Response, SamplingMethod, StartFieldworkRequest,
        SubmitResponsesRequest, SurveyMode,
    },
    hub::v1::{LocalText, Period},
};
use jiff::civil::{Date, date};

use super::{BLOCK, COORDINATOR, RESEARCHER};
use crate::{
    calendar::plus,
    line::{Call, Line},
    rng::Rng,
};

/// Responses of a wave, and of one call.
const RESPONSES: usize = 240;
const BATCH: usize = 120;
/// Regions with their share of the responses in percent, and their population.
const REGIONS: [(&str, i64, u64); 3] = [
    ("AM01", 45, 520_000),
    ("AM05", 35, 340_000),
    ("AM12", 20, 410_000),
];
/// Sectors (SBI) with their share of the responses in percent.
const SECTORS: [(&str, i64); 3] = [("C", 40), ("F", 35), ("Q", 25)];
/// Ages with their population.
const AGES: [(&str, u64); 2] = [("25-44", 610_000), ("45-64", 660_000)];
/// Items with the lowest and highest answer, and by how much answers lie above the middle, in hundredths, in the first wave.
const ITEMS: [(&str, i64, i64, i64); 11] = [
    ("took-part", 0, 1, -20),
    ("learn-at-work", 1, 5, 10),
    ("ask-feedback", 1, 5, -30),
    ("plan-learning", 1, 5, -60),
    ("work-changes", 1, 5, 50),
    ("skills-suffice", 1, 5, 30),
    ("learning-matters", 1, 5, 40),
    ("time-to-learn", 1, 5, -50),
    ("manager-supports", 1, 5, 0),
    ("offer-fits", 1, 5, -40),
    ("costs-hinder", 1, 5, 10),
];

/// A wave: identifier, year, and how much higher answers are than in the first one, in hundredths.
const WAVES: [(&str, i16, i64); 2] = [("leercultuur-2024", 2024, 0), ("leercultuur-2026", 2026, 35)];

/// Both waves from plan to estimate.
#[must_use]
pub fn lines() -> Vec<Line> {
    WAVES
        .iter()
        .flat_map(|(id, year, lift)| wave(id, *year, *lift))
        .collect()
}

fn wave(id: &str, year: i16, lift: i64) -> Vec<Line> {
    let begins = date(year, 3, 4);
    let ends = plus(begins, 56);
    let plan = PlanMeasurementRequest {
        block_id: BLOCK.into(),
        measurement: Some(measurement(id, begins, ends)),
        ..Default::default()
    };
    let start = StartFieldworkRequest {
        block_id: BLOCK.into(),
        wave_id: id.into(),
        ..Default::default()
    };
    let close = CloseFieldworkRequest {
        block_id: BLOCK.into(),
        wave_id: id.into(),
        ..Default::default()
    };
    let estimate = EstimateMeasurementRequest {
        block_id: BLOCK.into(),
        wave_id: id.into(),
        ..Default::default()
    };
    let mut lines = vec![
        Line::new(plus(begins, -21), Call::PlanMeasurement, RESEARCHER, &plan),
        Line::new(begins, Call::StartFieldwork, RESEARCHER, &start),
    ];
    for (batch, first) in (0..RESPONSES).step_by(BATCH).enumerate() {
        let days = i64::try_from(batch).unwrap_or(0) * 21 + 14;
        let request = SubmitResponsesRequest {
            block_id: BLOCK.into(),
            wave_id: id.into(),
            responses: (first..first + BATCH)
                .map(|number| response(id, number, lift))
                .collect(),
            ..Default::default()
        };
        lines.push(Line::new(
            plus(begins, days),
            Call::SubmitResponses,
            RESEARCHER,
            &request,
        ));
    }
    lines.push(Line::new(plus(ends, 3), Call::CloseFieldwork, RESEARCHER, &close));
    lines.push(Line::new(
        plus(ends, 31),
        Call::EstimateMeasurement,
        COORDINATOR,
        &estimate,
    ));
    lines
}

fn measurement(id: &str, begins: Date, ends: Date) -> Measurement {
    let margin = |variable: &str, categories: Vec<(&str, u64)>| Margin {
        variable: variable.into(),
        categories: categories
            .into_iter()
            .map(|(category_id, population)| MarginCategory {
                category_id: category_id.into(),
                population,
            })
            .collect(),
        source: "Verzonnen aantallen voor het voorbeeldseizoen".into(),
    };
    Measurement {
        wave_id: id.into(),
        title: Some(LocalText {
            nl: format!("Voorbeeld: leercultuur {}", begins.year()),
            en: format!("Example: learning culture {}", begins.year()),
        }),
        instrument_id: "learning-culture".into(),
        instrument_version: 1,
        population_id: "voorbeeld-werkenden-25-65".into(),
        population: Some(LocalText {
            nl: "Verzonnen: werkenden van 25 tot 65 jaar in drie regio's".into(),
            en: "Invented: working people aged 25 to 65 in three regions".into(),
        }),
        frame_date: date(begins.year(), 1, 1).to_string(),
        sampling_method: SamplingMethod::Stratified.into(),
        mode: SurveyMode::Online.into(),
        fieldwork: Some(Period {
            label: format!("{}-voorjaar", begins.year()),
            starts_on: begins.to_string(),
            ends_on: ends.to_string(),
        }),
        region_ids: REGIONS.iter().map(|it| it.0.to_owned()).collect(),
        sector_ids: SECTORS.iter().map(|it| it.0.to_owned()).collect(),
        firm_sizes: Vec::new(),
        margins: vec![
            margin("region", REGIONS.iter().map(|it| (it.0, it.2)).collect()),
            margin("age", AGES.to_vec()),
        ],
        crossings: vec![Crossing {
            variables: vec!["region".into(), "sector".into()],
        }],
        organisation_id: "vb-hs-westkust".into(),
        project_id: String::new(),
        example: true,
    }
}

fn response(wave: &str, number: usize, lift: i64) -> Response {
    let mut rng = Rng::named(&format!("{wave}/{number}"));
    let region = pick(&mut rng, REGIONS.iter().map(|it| (it.0, it.1)));
    let sector = pick(&mut rng, SECTORS.iter().copied());
    let age = if rng.chance(48) { AGES[0].0 } else { AGES[1].0 };
    // Whoever learns much has all answers a little higher.
    let own = rng.between(-60, 60);
    let mut answers = Vec::new();
    for (item_id, low, high, above) in ITEMS {
        // Some skip an item.
        if rng.chance(3) {
            continue;
        }
        let middle = (low + high) * 50;
        let spread = (high - low) * 45;
        let value = (middle + above + lift + own + rng.between(-spread, spread) + 50) / 100;
        answers.push(ItemAnswer {
            item_id: item_id.into(),
            value: i32::try_from(value.clamp(low, high)).unwrap_or_default(),
        });
    }
    Response {
        region_id: region.into(),
        sector_id: sector.into(),
        firm_size: 0,
        categories: vec![Category {
            variable: "age".into(),
            category_id: age.into(),
        }],
        answers,
    }
}

/// One of several, each in so many of a hundred cases.
fn pick<'a>(rng: &mut Rng, of: impl Iterator<Item = (&'a str, i64)>) -> &'a str {
    let mut drawn = rng.between(1, 100);
    let mut last = "";
    for (name, percent) in of {
        last = name;
        drawn -= percent;
        if drawn <= 0 {
            break;
        }
    }
    last
}
