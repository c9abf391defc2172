//! Interventions of the workgroup: planned, started, one of them stopped, two finished, and what was observed of them.

use contracts::culture::v1::{
    Component, Effect, EffectDesign, FinishInterventionRequest, GroupOutcome, Intervention,
    ObserveEffectRequest, PlanInterventionRequest, StartInterventionRequest, StopInterventionRequest,
};
use jiff::civil::{Date, date};

use super::{WORKGROUP, findings::local};
use crate::{
    calendar::plus,
    line::{Call, Line},
};

/// Time to learn on the schedule, and yearly talks about learning.
pub(super) const TIME: &str = "leertijd-in-het-rooster";
pub(super) const TALKS: &str = "leergesprekken";

struct Planned {
    id: &'static str,
    nl: &'static str,
    en: &'static str,
    region: &'static str,
    component: Component,
    on: Date,
    days: i64,
    cents: i64,
    fate: Fate,
}

#[derive(Clone, Copy)]
enum Fate {
    Finished,
    Stopped,
    Running,
    Waiting,
}

const INTERVENTIONS: [Planned; 4] = [
    Planned {
        id: TIME,
        nl: "Leertijd in het rooster van bouwbedrijven",
        en: "Time to learn on the schedule of builders",
        region: "AM01",
        component: Component::StimulatingFactors,
        on: date(2024, 8, 26),
        days: 300,
        cents: 18_500_000,
        fate: Fate::Finished,
    },
    Planned {
        id: TALKS,
        nl: "Leergesprekken met leidinggevenden",
        en: "Talks about learning with managers",
        region: "AM05",
        component: Component::Urgency,
        on: date(2024, 11, 4),
        days: 270,
        cents: 9_200_000,
        fate: Fate::Finished,
    },
    Planned {
        id: "leerambassadeurs",
        nl: "Leerambassadeurs op de werkvloer",
        en: "Learning ambassadors on the floor",
        region: "AM12",
        component: Component::LearningBehaviour,
        on: date(2025, 2, 17),
        days: 240,
        cents: 12_000_000,
        fate: Fate::Stopped,
    },
    Planned {
        id: "leerrekening",
        nl: "Een leerrekening voor vakmensen zonder diploma",
        en: "A learning account for workers without a diploma",
        region: "AM01",
        component: Component::LearningBehaviour,
        on: date(2026, 3, 2),
        days: 330,
        cents: 21_000_000,
        fate: Fate::Running,
    },
];

/// One that is only planned.
const LATER: Planned = Planned {
    id: "open-werkplaats",
    nl: "Een open werkplaats voor omwonenden",
    en: "An open workshop for neighbours",
    region: "AM12",
    component: Component::StimulatingFactors,
    on: date(2026, 10, 5),
    days: 200,
    cents: 6_000_000,
    fate: Fate::Waiting,
};

/// Interventions and their effects.
#[must_use]
pub fn lines() -> Vec<Line> {
    let mut lines: Vec<Line> = INTERVENTIONS
        .iter()
        .chain([&LATER])
        .flat_map(of_intervention)
        .collect();
    lines.push(effect(
        TIME,
        Effect {
            effect_id: "na-een-jaar".into(),
            component: Component::StimulatingFactors.into(),
            design: EffectDesign::DifferenceInDifferences.into(),
            with_before: outcome(118, 48.2, 17.5),
            with_after: outcome(112, 57.9, 16.8),
            without_before: outcome(104, 47.6, 18.1),
            without_after: outcome(97, 49.3, 17.9),
            source: "Voorbeeld: eindmeting leertijd".into(),
            observed_on: date(2025, 7, 14).to_string(),
            example: true,
            ..Effect::default()
        },
        date(2025, 9, 15),
    ));
    lines.push(effect(
        TALKS,
        Effect {
            effect_id: "voor-en-na".into(),
            component: Component::Urgency.into(),
            design: EffectDesign::BeforeAfter.into(),
            with_before: outcome(86, 55.1, 19.4),
            with_after: outcome(81, 57.0, 19.0),
            source: "Voorbeeld: eindmeting leergesprekken".into(),
            observed_on: date(2025, 8, 25).to_string(),
            example: true,
            ..Effect::default()
        },
        date(2025, 10, 6),
    ));
    lines
}

fn outcome(n: u32, mean: f64, standard_deviation: f64) -> Option<GroupOutcome> {
    Some(GroupOutcome {
        n,
        mean: Some(mean),
        standard_deviation: Some(standard_deviation),
        count: None,
    })
}

fn caller() -> String {
    format!("workgroup-lead:{WORKGROUP}")
}

fn effect(intervention_id: &str, effect: Effect, on: Date) -> Line {
    let request = ObserveEffectRequest {
        workgroup_id: WORKGROUP.into(),
        intervention_id: intervention_id.into(),
        effect: Some(effect),
        ..Default::default()
    };
    Line::new(on, Call::ObserveEffect, caller(), &request)
}

fn of_intervention(it: &Planned) -> Vec<Line> {
    let begins = plus(it.on, 28);
    let plan = PlanInterventionRequest {
        intervention: Some(Intervention {
            intervention_id: it.id.into(),
            workgroup_id: WORKGROUP.into(),
            title: Some(local(
                &format!("Voorbeeld: {}", it.nl),
                &format!("Example: {}", it.en),
            )),
            description: Some(local(it.nl, it.en)),
            organisation_ids: vec!["vb-hs-westkust".into()],
            region_ids: vec![it.region.into()],
            sector_ids: vec!["F".into()],
            theme_id: String::new(),
            target_group: Some(local("Vakmensen in de bouw", "Workers in construction")),
            components: vec![it.component.into()],
            project_id: String::new(),
            starts_on: begins.to_string(),
            ends_on: plus(begins, it.days).to_string(),
            planned_cents: it.cents,
            example: true,
        }),
        ..Default::default()
    };
    let mut lines = vec![Line::new(it.on, Call::PlanIntervention, caller(), &plan)];
    if matches!(it.fate, Fate::Waiting) {
        return lines;
    }
    let start = StartInterventionRequest {
        workgroup_id: WORKGROUP.into(),
        intervention_id: it.id.into(),
        started_on: begins.to_string(),
        ..Default::default()
    };
    lines.push(Line::new(begins, Call::StartIntervention, caller(), &start));
    lines.extend(end(it, begins));
    lines
}

fn end(it: &Planned, begins: Date) -> Option<Line> {
    match it.fate {
        Fate::Finished => {
            let on = plus(begins, it.days);
            let request = FinishInterventionRequest {
                workgroup_id: WORKGROUP.into(),
                intervention_id: it.id.into(),
                finished_on: on.to_string(),
                realised_cents: it.cents * 94 / 100,
                ..Default::default()
            };
            Some(Line::new(on, Call::FinishIntervention, caller(), &request))
        }
        Fate::Stopped => {
            let on = plus(begins, it.days / 2);
            let request = StopInterventionRequest {
                workgroup_id: WORKGROUP.into(),
                intervention_id: it.id.into(),
                stopped_on: on.to_string(),
                reason: "Drie van de vier bedrijven trokken zich terug.".into(),
                realised_cents: it.cents * 40 / 100,
                ..Default::default()
            };
            Some(Line::new(on, Call::StopIntervention, caller(), &request))
        }
        Fate::Running | Fate::Waiting => None,
    }
}
