//! Plans of measurements, and measurements as they are kept.

use blocks::{lists::read_ids, values::Id};
use contracts::culture::v1;
use runtime::parse::Faults;

use super::{
    component::{LIST_MAX, component},
    values::{
        NAME_CHARS_MAX, REASON_CHARS_MAX, REFERENCE_CHARS_MAX, day, period, read_choice, read_given,
        read_period, read_text, text,
    },
};
use crate::domain::wave::{
    FirmSize, Margin, MarginCategory, Mode, Plan, Reliability, Sampling, Stage, Summary, Wave,
};

/// The firm size; none for the unspecified value.
#[must_use]
pub fn known_firm_size(it: v1::FirmSize) -> Option<FirmSize> {
    match it {
        v1::FirmSize::Unspecified => None,
        v1::FirmSize::One => Some(FirmSize::One),
        v1::FirmSize::Micro => Some(FirmSize::Micro),
        v1::FirmSize::Small => Some(FirmSize::Small),
        v1::FirmSize::Medium => Some(FirmSize::Medium),
        v1::FirmSize::Large => Some(FirmSize::Large),
    }
}

fn firm_size(it: FirmSize) -> v1::FirmSize {
    match it {
        FirmSize::One => v1::FirmSize::One,
        FirmSize::Micro => v1::FirmSize::Micro,
        FirmSize::Small => v1::FirmSize::Small,
        FirmSize::Medium => v1::FirmSize::Medium,
        FirmSize::Large => v1::FirmSize::Large,
    }
}

/// Reads a plan; `measurement` is the path of its fields.
pub fn read_plan(faults: &mut Faults, it: Option<v1::Measurement>) -> Option<Plan> {
    let it = read_given(faults, "measurement", it);
    let at = |field: &str| format!("measurement.{field}");
    let sampling = read_choice(faults, &at("sampling_method"), it.sampling_method, known_sampling);
    let mode = read_choice(faults, &at("mode"), it.mode, known_mode);
    let frame_date = faults.date(&at("frame_date"), &it.frame_date);
    let fieldwork = read_period(faults, &at("fieldwork"), it.fieldwork);
    faults.at_most(&at("firm_sizes"), &it.firm_sizes, LIST_MAX);
    let sizes = it.firm_sizes.iter().take(LIST_MAX).enumerate();
    let firm_sizes = sizes.filter_map(|(index, size)| {
        read_choice(
            faults,
            &at(&format!("firm_sizes[{index}]")),
            *size,
            known_firm_size,
        )
    });
    let firm_sizes = firm_sizes.collect();
    faults.at_most(&at("margins"), &it.margins, LIST_MAX);
    let margins = it.margins.iter().take(LIST_MAX).enumerate();
    let margins = margins.map(|(index, it)| read_margin(faults, &at(&format!("margins[{index}]")), it));
    let margins = margins.collect();
    faults.at_most(&at("crossings"), &it.crossings, LIST_MAX);
    let crossings = it.crossings.iter().take(LIST_MAX).enumerate();
    let crossings = crossings.map(|(index, it)| {
        let field = at(&format!("crossings[{index}].variables"));
        read_ids(faults, &field, &it.variables)
    });
    let crossings = crossings.collect();
    Some(Plan {
        wave_id: faults.id(&at("wave_id"), &it.wave_id),
        title: read_text(faults, &at("title"), it.title, NAME_CHARS_MAX, true),
        instrument_id: faults.id(&at("instrument_id"), &it.instrument_id),
        instrument_version: it.instrument_version,
        population_id: faults.id(&at("population_id"), &it.population_id),
        population: read_text(faults, &at("population"), it.population, REASON_CHARS_MAX, true),
        region_ids: read_ids(faults, &at("region_ids"), &it.region_ids),
        sector_ids: read_ids(faults, &at("sector_ids"), &it.sector_ids),
        organisation_id: faults.id(&at("organisation_id"), &it.organisation_id),
        project_id: faults.optional_id(&at("project_id"), &it.project_id),
        example: it.example,
        firm_sizes,
        margins,
        crossings,
        sampling: sampling?,
        mode: mode?,
        frame_date: frame_date?,
        fieldwork: fieldwork?,
    })
}

fn known_sampling(it: v1::SamplingMethod) -> Option<Sampling> {
    match it {
        v1::SamplingMethod::Unspecified => None,
        v1::SamplingMethod::Census => Some(Sampling::Census),
        v1::SamplingMethod::SimpleRandom => Some(Sampling::SimpleRandom),
        v1::SamplingMethod::Stratified => Some(Sampling::Stratified),
        v1::SamplingMethod::NonProbability => Some(Sampling::NonProbability),
    }
}

fn known_mode(it: v1::SurveyMode) -> Option<Mode> {
    match it {
        v1::SurveyMode::Unspecified => None,
        v1::SurveyMode::Online => Some(Mode::Online),
        v1::SurveyMode::Telephone => Some(Mode::Telephone),
        v1::SurveyMode::FaceToFace => Some(Mode::FaceToFace),
        v1::SurveyMode::Paper => Some(Mode::Paper),
        v1::SurveyMode::Mixed => Some(Mode::Mixed),
    }
}

fn read_margin(faults: &mut Faults, field: &str, it: &v1::Margin) -> Margin {
    let at = |name: &str| format!("{field}.{name}");
    faults.at_most(&at("categories"), &it.categories, LIST_MAX);
    let categories = it.categories.iter().take(LIST_MAX).enumerate();
    Margin {
        variable: faults.id(&at("variable"), &it.variable),
        categories: categories
            .map(|(index, it)| MarginCategory {
                category_id: faults.id(&at(&format!("categories[{index}].category_id")), &it.category_id),
                population: it.population,
            })
            .collect(),
        source: faults.text(&at("source"), &it.source, REFERENCE_CHARS_MAX, true),
    }
}

/// Writes a plan.
#[must_use]
pub fn plan(it: &Plan) -> v1::Measurement {
    let sampling = match it.sampling {
        Sampling::Census => v1::SamplingMethod::Census,
        Sampling::SimpleRandom => v1::SamplingMethod::SimpleRandom,
        Sampling::Stratified => v1::SamplingMethod::Stratified,
        Sampling::NonProbability => v1::SamplingMethod::NonProbability,
    };
    let mode = match it.mode {
        Mode::Online => v1::SurveyMode::Online,
        Mode::Telephone => v1::SurveyMode::Telephone,
        Mode::FaceToFace => v1::SurveyMode::FaceToFace,
        Mode::Paper => v1::SurveyMode::Paper,
        Mode::Mixed => v1::SurveyMode::Mixed,
    };
    let crossing = |it: &Vec<Id>| v1::Crossing {
        variables: it.clone(),
    };
    v1::Measurement {
        wave_id: it.wave_id.clone(),
        title: Some(text(&it.title)),
        instrument_id: it.instrument_id.clone(),
        instrument_version: it.instrument_version,
        population_id: it.population_id.clone(),
        population: Some(text(&it.population)),
        frame_date: it.frame_date.to_string(),
        sampling_method: sampling.into(),
        mode: mode.into(),
        fieldwork: Some(period(&it.fieldwork)),
        region_ids: it.region_ids.clone(),
        sector_ids: it.sector_ids.clone(),
        firm_sizes: it.firm_sizes.iter().map(|it| firm_size(*it).into()).collect(),
        margins: it.margins.iter().map(margin).collect(),
        crossings: it.crossings.iter().map(crossing).collect(),
        organisation_id: it.organisation_id.clone(),
        project_id: it.project_id.clone().unwrap_or_default(),
        example: it.example,
    }
}

fn margin(it: &Margin) -> v1::Margin {
    let category = |it: &MarginCategory| v1::MarginCategory {
        category_id: it.category_id.clone(),
        population: it.population,
    };
    v1::Margin {
        variable: it.variable.clone(),
        categories: it.categories.iter().map(category).collect(),
        source: it.source.clone(),
    }
}

/// The stage of a state that a list asks for; none for the unspecified value.
#[must_use]
pub fn known_stage(it: v1::MeasurementState) -> Option<Stage> {
    match it {
        v1::MeasurementState::Unspecified => None,
        v1::MeasurementState::Planned => Some(Stage::Planned),
        v1::MeasurementState::Fielding => Some(Stage::Fielding),
        v1::MeasurementState::Closed => Some(Stage::Closed),
        v1::MeasurementState::Estimated => Some(Stage::Estimated),
        v1::MeasurementState::Withdrawn => Some(Stage::Withdrawn),
    }
}

fn state(it: Stage) -> v1::MeasurementState {
    match it {
        Stage::Planned => v1::MeasurementState::Planned,
        Stage::Fielding => v1::MeasurementState::Fielding,
        Stage::Closed => v1::MeasurementState::Closed,
        Stage::Estimated => v1::MeasurementState::Estimated,
        Stage::Withdrawn => v1::MeasurementState::Withdrawn,
    }
}

/// Writes what is known of an estimated measurement as a whole.
#[must_use]
pub fn summary(it: &Summary, estimated_on: jiff::civil::Date) -> v1::Summary {
    let reliability = |it: &Reliability| v1::Reliability {
        component: component(it.component).into(),
        alpha: it.alpha,
        n: it.n,
    };
    let weighting = &it.weighting;
    v1::Summary {
        responses: it.responses,
        method: it.method.clone(),
        weighting: Some(v1::Weighting {
            variables: weighting.variables.clone(),
            left_out: weighting.left_out.clone(),
            rounds: weighting.rounds,
            smallest: weighting.smallest,
            greatest: weighting.greatest,
        }),
        reliabilities: it.reliabilities.iter().map(reliability).collect(),
        least_cell: it.least_cell,
        suppressed: it.suppressed,
        estimated_on: estimated_on.to_string(),
    }
}

/// Writes a measurement as it is kept; none when there is none. `version` is the number of its facts.
#[must_use]
pub fn kept(it: &Wave, version: u64) -> Option<v1::KeptMeasurement> {
    Some(v1::KeptMeasurement {
        measurement: Some(plan(it.plan()?)),
        state: state(it.stage()).into(),
        responses: it.responses(),
        summary: it.summary().map(|(it, day)| summary(it, day)),
        withdrawn_because: it.withdrawn_because().to_owned(),
        closed_on: day(it.closed_on()),
        version,
    })
}
