//! Interventions and their effects.

use blocks::{lists::read_ids, values::Cents};
use contracts::culture::v1;
use runtime::parse::Faults;

use super::{
    component,
    values::{
        NAME_CHARS_MAX, REASON_CHARS_MAX, REFERENCE_CHARS_MAX, day, read_choice, read_given, read_text, text,
    },
};
use crate::domain::intervention::{
    Claim, Content, Design, Effect, Intervention, KeptEffect, Numbers, Outcome, Stage,
};

/// Reads an intervention; `intervention` is the path of its fields.
pub fn read_content(faults: &mut Faults, it: Option<v1::Intervention>) -> Option<Content> {
    let it = read_given(faults, "intervention", it);
    let at = |field: &str| format!("intervention.{field}");
    let starts_on = faults.date(&at("starts_on"), &it.starts_on);
    let ends_on = faults.date(&at("ends_on"), &it.ends_on);
    Some(Content {
        intervention_id: faults.id(&at("intervention_id"), &it.intervention_id),
        workgroup_id: faults.id(&at("workgroup_id"), &it.workgroup_id),
        title: read_text(faults, &at("title"), it.title, NAME_CHARS_MAX, true),
        description: read_text(faults, &at("description"), it.description, REASON_CHARS_MAX, true),
        organisation_ids: read_ids(faults, &at("organisation_ids"), &it.organisation_ids),
        region_ids: read_ids(faults, &at("region_ids"), &it.region_ids),
        sector_ids: read_ids(faults, &at("sector_ids"), &it.sector_ids),
        theme_id: faults.optional_id(&at("theme_id"), &it.theme_id),
        target_group: read_text(faults, &at("target_group"), it.target_group, NAME_CHARS_MAX, true),
        components: component::read_list(faults, &at("components"), &it.components),
        project_id: faults.optional_id(&at("project_id"), &it.project_id),
        planned: Cents(faults.cents(&at("planned_cents"), it.planned_cents)),
        example: it.example,
        starts_on: starts_on?,
        ends_on: ends_on?,
    })
}

/// Writes an intervention.
#[must_use]
pub fn content(it: &Content) -> v1::Intervention {
    v1::Intervention {
        intervention_id: it.intervention_id.clone(),
        workgroup_id: it.workgroup_id.clone(),
        title: Some(text(&it.title)),
        description: Some(text(&it.description)),
        organisation_ids: it.organisation_ids.clone(),
        region_ids: it.region_ids.clone(),
        sector_ids: it.sector_ids.clone(),
        theme_id: it.theme_id.clone().unwrap_or_default(),
        target_group: Some(text(&it.target_group)),
        components: component::list(&it.components),
        project_id: it.project_id.clone().unwrap_or_default(),
        starts_on: it.starts_on.to_string(),
        ends_on: it.ends_on.to_string(),
        planned_cents: it.planned.0,
        example: it.example,
    }
}

/// Reads an effect; `effect` is the path of its fields.
pub fn read_effect(faults: &mut Faults, it: Option<v1::Effect>) -> Option<Effect> {
    let it = read_given(faults, "effect", it);
    let at = |field: &str| format!("effect.{field}");
    let component = component::read(faults, &at("component"), it.component);
    let observed_on = faults.date(&at("observed_on"), &it.observed_on);
    let instrument_id = faults.optional_id(&at("instrument_id"), &it.instrument_id);
    let together = instrument_id.is_some() == (it.instrument_version > 0);
    let expected = "a version with an instrument, and none without";
    faults.check(&at("instrument_version"), together, expected);
    let numbers = read_numbers(faults, &it);
    Some(Effect {
        effect_id: faults.id(&at("effect_id"), &it.effect_id),
        instrument: instrument_id.map(|id| (id, it.instrument_version)),
        source: faults.text(&at("source"), &it.source, REFERENCE_CHARS_MAX, true),
        example: it.example,
        component: component?,
        observed_on: observed_on?,
        numbers: numbers?,
    })
}

/// Reads the numbers that the design needs, and notes those that it does not.
fn read_numbers(faults: &mut Faults, it: &v1::Effect) -> Option<Numbers> {
    let design = read_choice(faults, "effect.design", it.design, known_design)?;
    if let Some(reported) = &it.reported {
        return Some(read_reported(faults, it, design, reported));
    }
    let wanted: &[&str] = match design {
        Design::BeforeAfter => &["with_before", "with_after"],
        Design::ComparisonGroup | Design::Randomised => &["with_after", "without_after"],
        Design::DifferenceInDifferences => &["with_before", "with_after", "without_before", "without_after"],
    };
    let [with_before, with_after, without_before, without_after] =
        groups(it).map(|(name, group)| read_group(faults, name, group, wanted.contains(&name)));
    let twice = matches!(design, Design::BeforeAfter | Design::DifferenceInDifferences);
    let expected = "a correlation only where the same persons were asked twice";
    faults.check("effect.correlation", twice || it.correlation.is_none(), expected);
    Some(match design {
        Design::BeforeAfter => Numbers::BeforeAfter {
            before: with_before?,
            after: with_after?,
            correlation: it.correlation,
        },
        Design::ComparisonGroup | Design::Randomised => Numbers::Groups {
            with: with_after?,
            without: without_after?,
            randomised: design == Design::Randomised,
        },
        Design::DifferenceInDifferences => Numbers::FourWays {
            with_before: with_before?,
            with_after: with_after?,
            without_before: without_before?,
            without_after: without_after?,
            correlation: it.correlation,
        },
    })
}

fn groups(it: &v1::Effect) -> [(&'static str, Option<&v1::GroupOutcome>); 4] {
    [
        ("with_before", it.with_before.as_ref()),
        ("with_after", it.with_after.as_ref()),
        ("without_before", it.without_before.as_ref()),
        ("without_after", it.without_after.as_ref()),
    ]
}

fn read_group(
    faults: &mut Faults,
    name: &str,
    group: Option<&v1::GroupOutcome>,
    wanted: bool,
) -> Option<Outcome> {
    let field = format!("effect.{name}");
    let expected = if wanted {
        "the numbers of this group and moment, which the design needs"
    } else {
        "nothing: the design does not have this group and moment"
    };
    faults.check(&field, group.is_some() == wanted, expected);
    let group = group.filter(|_| wanted)?;
    match (group.mean, group.standard_deviation, group.count) {
        (Some(mean), Some(standard_deviation), None) => Some(Outcome::Mean {
            n: group.n,
            mean,
            standard_deviation,
        }),
        (None, None, Some(count)) => Some(Outcome::Share { n: group.n, count }),
        _ => {
            faults.add(field, "either mean and standard_deviation, or count");
            None
        }
    }
}

fn read_reported(
    faults: &mut Faults,
    it: &v1::Effect,
    design: Design,
    reported: &v1::ReportedEstimate,
) -> Numbers {
    for (name, group) in groups(it) {
        let expected = "nothing beside an estimate that was worked out elsewhere";
        faults.check(&format!("effect.{name}"), group.is_none(), expected);
    }
    let at = |field: &str| format!("effect.reported.{field}");
    Numbers::Reported {
        design,
        estimate: faults.number(&at("estimate"), reported.estimate),
        lower: faults.number(&at("lower"), reported.lower),
        upper: faults.number(&at("upper"), reported.upper),
        n_least: reported.n_least,
        method: faults.text(&at("method"), &reported.method, REFERENCE_CHARS_MAX, true),
    }
}

fn known_design(it: v1::EffectDesign) -> Option<Design> {
    match it {
        v1::EffectDesign::Unspecified => None,
        v1::EffectDesign::BeforeAfter => Some(Design::BeforeAfter),
        v1::EffectDesign::ComparisonGroup => Some(Design::ComparisonGroup),
        v1::EffectDesign::DifferenceInDifferences => Some(Design::DifferenceInDifferences),
        v1::EffectDesign::Randomised => Some(Design::Randomised),
    }
}

/// Writes an effect as it was handed in.
fn effect(it: &Effect) -> v1::Effect {
    let design = match it.numbers.design() {
        Design::BeforeAfter => v1::EffectDesign::BeforeAfter,
        Design::ComparisonGroup => v1::EffectDesign::ComparisonGroup,
        Design::DifferenceInDifferences => v1::EffectDesign::DifferenceInDifferences,
        Design::Randomised => v1::EffectDesign::Randomised,
    };
    let (instrument_id, instrument_version) = it.instrument.clone().unwrap_or_default();
    let written = v1::Effect {
        effect_id: it.effect_id.clone(),
        component: component::component(it.component).into(),
        design: design.into(),
        instrument_id,
        instrument_version,
        source: it.source.clone(),
        observed_on: it.observed_on.to_string(),
        example: it.example,
        ..v1::Effect::default()
    };
    with_numbers(written, &it.numbers)
}

fn with_numbers(written: v1::Effect, numbers: &Numbers) -> v1::Effect {
    match numbers {
        Numbers::BeforeAfter {
            before,
            after,
            correlation,
        } => v1::Effect {
            with_before: Some(outcome(before)),
            with_after: Some(outcome(after)),
            correlation: *correlation,
            ..written
        },
        Numbers::Groups { with, without, .. } => v1::Effect {
            with_after: Some(outcome(with)),
            without_after: Some(outcome(without)),
            ..written
        },
        Numbers::FourWays {
            with_before,
            with_after,
            without_before,
            without_after,
            correlation,
        } => v1::Effect {
            with_before: Some(outcome(with_before)),
            with_after: Some(outcome(with_after)),
            without_before: Some(outcome(without_before)),
            without_after: Some(outcome(without_after)),
            correlation: *correlation,
            ..written
        },
        Numbers::Reported {
            estimate,
            lower,
            upper,
            n_least,
            method,
            ..
        } => v1::Effect {
            reported: Some(v1::ReportedEstimate {
                estimate: *estimate,
                lower: *lower,
                upper: *upper,
                n_least: *n_least,
                method: method.clone(),
            }),
            ..written
        },
    }
}

fn outcome(it: &Outcome) -> v1::GroupOutcome {
    match it {
        Outcome::Mean {
            n,
            mean,
            standard_deviation,
        } => v1::GroupOutcome {
            n: *n,
            mean: Some(*mean),
            standard_deviation: Some(*standard_deviation),
            count: None,
        },
        Outcome::Share { n, count } => v1::GroupOutcome {
            n: *n,
            count: Some(*count),
            ..v1::GroupOutcome::default()
        },
    }
}

/// Writes an effect as it is kept.
#[must_use]
pub fn kept_effect(it: &KeptEffect) -> v1::KeptEffect {
    let claim = match it.estimated.claim {
        Claim::NoDifferenceShown => v1::EffectClaim::NoDifferenceShown,
        Claim::Changed => v1::EffectClaim::Changed,
        Claim::Differs => v1::EffectClaim::Differs,
        Claim::ProbablyContributed => v1::EffectClaim::ProbablyContributed,
        Claim::HadEffect => v1::EffectClaim::HadEffect,
    };
    v1::KeptEffect {
        effect: Some(effect(&it.effect)),
        estimate: it.estimated.estimate,
        standard_error: it.estimated.standard_error,
        lower: it.estimated.lower,
        upper: it.estimated.upper,
        method: it.estimated.method.clone(),
        reported: it.effect.numbers.is_reported(),
        claim: claim.into(),
        sentence: Some(text(&it.effect.sentence(&it.estimated))),
        recorded_on: it.recorded_on.to_string(),
    }
}

/// The stage of a state that a list asks for; none for the unspecified value.
#[must_use]
pub fn known_stage(it: v1::InterventionState) -> Option<Stage> {
    match it {
        v1::InterventionState::Unspecified => None,
        v1::InterventionState::Planned => Some(Stage::Planned),
        v1::InterventionState::Running => Some(Stage::Running),
        v1::InterventionState::Stopped => Some(Stage::Stopped),
        v1::InterventionState::Finished => Some(Stage::Finished),
    }
}

/// Writes an intervention as it is kept; none when there is none. `version` is the number of its facts.
#[must_use]
pub fn kept(it: &Intervention, version: u64) -> Option<v1::KeptIntervention> {
    let state = match it.stage() {
        Stage::Planned => v1::InterventionState::Planned,
        Stage::Running => v1::InterventionState::Running,
        Stage::Stopped => v1::InterventionState::Stopped,
        Stage::Finished => v1::InterventionState::Finished,
    };
    let (started_on, ended_on) = it.days();
    Some(v1::KeptIntervention {
        intervention: Some(content(it.content()?)),
        state: state.into(),
        started_on: day(started_on),
        ended_on: day(ended_on),
        stopped_because: it.stopped_because().to_owned(),
        realised_cents: it.realised().map(|it| it.0),
        effects: it.effects().iter().map(kept_effect).collect(),
        version,
    })
}
