//! Bottlenecks and demands: one of each topic, in the region where the first project on it lies.

use contracts::transitions::v1::{
    AdvanceDemandRequest, Bottleneck, ContributeToDemandRequest, Contribution, Demand, DemandPhase,
    DropDemandRequest, HelixParty, RecordBottleneckRequest, ResolveBottleneckRequest,
    ReviseBottleneckRequest, SignalDemandRequest,
};
use jiff::civil::{Date, date};

use super::{
    applications::application,
    entrants::{Entrant, entrants},
    skills::Topic,
};
use crate::{
    calendar::plus,
    catalogue::region_name,
    line::{Call, Line},
    rng::Rng,
};

/// When bottlenecks are recorded, demands signalled, explored, contributed to and understood.
const RECORDED: Date = date(2024, 2, 12);
const SIGNALLED: Date = date(2024, 2, 19);
const EXPLORED: Date = date(2024, 3, 4);
const CONTRIBUTED: Date = date(2024, 3, 11);
const UNDERSTOOD: Date = date(2024, 3, 18);
/// A year later numbers are looked at again, and one bottleneck is none any more.
const REVISED: Date = date(2025, 3, 17);
const RESOLVED: Date = date(2026, 4, 13);
/// The topic whose bottleneck is resolved.
const RESOLVED_TOPIC: &str = "isoleren";
/// Two demands beside those of the topics: one is still explored, one was not pursued.
const EXPLORED_ONLY: &str = "vraag-zonnedaken";
const DROPPED: &str = "vraag-getijdenenergie";
const DROPPED_ON: Date = date(2024, 6, 10);

/// Everything regions lack and ask.
#[must_use]
pub fn lines() -> Vec<Line> {
    let mut lines: Vec<_> = first_of_each_topic().iter().flat_map(of_topic).collect();
    lines.extend(beside());
    lines
}

/// The first application on each topic.
#[must_use]
pub fn first_of_each_topic() -> Vec<Entrant> {
    let mut found: Vec<Entrant> = Vec::new();
    for entrant in entrants() {
        let topic = Topic::of(&entrant.seat);
        if !found.iter().any(|before| Topic::of(&before.seat) == topic) {
            found.push(entrant);
        }
    }
    found
}

fn of_topic(entrant: &Entrant) -> Vec<Line> {
    let topic = Topic::of(&entrant.seat);
    let mut lines = bottleneck(entrant, topic);
    let request = SignalDemandRequest {
        demand: Some(demand(entrant, topic)),
        ..Default::default()
    };
    let coordinator = coordinator(entrant);
    lines.push(Line::new(
        SIGNALLED,
        Call::SignalDemand,
        coordinator.clone(),
        &request,
    ));
    lines.extend(contributions(entrant, topic));
    for (phase, on, findings) in [
        (
            DemandPhase::Explore,
            EXPLORED,
            "Werkgevers bevestigen het tekort; het aanbod in de regio is te lang en te algemeen.",
        ),
        (
            DemandPhase::Understand,
            UNDERSTOOD,
            "Nodig zijn korte, praktijkgerichte delen naast het werk, met erkenning van wat mensen al kunnen.",
        ),
    ] {
        let request = AdvanceDemandRequest {
            demand_id: topic.demand_id(),
            phase: phase.into(),
            findings: findings.into(),
            reached_on: on.to_string(),
            ..Default::default()
        };
        lines.push(Line::new(on, Call::AdvanceDemand, coordinator.clone(), &request));
    }
    lines
}

/// The region of a demand: where the application has its largest share.
fn region(entrant: &Entrant) -> String {
    let regions = application(&entrant.seat).regions;
    regions
        .into_iter()
        .next()
        .map_or_else(String::new, |share| share.region_id)
}

fn coordinator(entrant: &Entrant) -> String {
    format!("regional-coordinator:{}", region(entrant))
}

fn bottleneck(entrant: &Entrant, topic: &Topic) -> Vec<Line> {
    let coordinator = coordinator(entrant);
    let people = Rng::named(&format!("{}/people", topic.id)).between(12, 60) * 10;
    let found = |people: i64, observed_on: Date| Bottleneck {
        bottleneck_id: topic.bottleneck_id(),
        region_id: region(entrant),
        sector: topic.sector.into(),
        theme_id: "energy-raw-materials".into(),
        skills: topic.skills(),
        target_group: topic.target_group.into(),
        people: u32::try_from(people).unwrap_or_default(),
        source: "Voorbeeld: verzonnen regionale arbeidsmarktverkenning".into(),
        observed_on: observed_on.to_string(),
    };
    let record = RecordBottleneckRequest {
        bottleneck: Some(found(people, plus(RECORDED, -20))),
        ..Default::default()
    };
    let mut lines = vec![Line::new(
        RECORDED,
        Call::RecordBottleneck,
        coordinator.clone(),
        &record,
    )];
    if topic.id == RESOLVED_TOPIC {
        let resolve = ResolveBottleneckRequest {
            bottleneck_id: topic.bottleneck_id(),
            resolution: "De vacatures zijn vervuld; wie instroomt leert het vak nu in het gewone aanbod."
                .into(),
            resolved_on: plus(RESOLVED, -3).to_string(),
            ..Default::default()
        };
        lines.push(Line::new(
            RESOLVED,
            Call::ResolveBottleneck,
            coordinator,
            &resolve,
        ));
    } else if entrant.seat.number.is_multiple_of(3) {
        let revise = ReviseBottleneckRequest {
            bottleneck: Some(found(people * 6 / 5, plus(REVISED, -10))),
            reason: "Nieuwe raming over het volgende jaar.".into(),
            ..Default::default()
        };
        lines.push(Line::new(REVISED, Call::ReviseBottleneck, coordinator, &revise));
    }
    lines
}

fn demand(entrant: &Entrant, topic: &Topic) -> Demand {
    let name = region(entrant);
    Demand {
        demand_id: topic.demand_id(),
        title: format!(
            "Voorbeeld: korte opleidingen voor {} in {}",
            topic.target_group,
            region_name(&name)
        ),
        description:
            "Verzonnen vraag: bedrijven, opleiders, overheid en bewoners zoeken samen uit wat er nodig is."
                .into(),
        region_ids: vec![name],
        sector: topic.sector.into(),
        theme_id: "energy-raw-materials".into(),
        skills: topic.skills(),
        target_group: topic.target_group.into(),
        bottleneck_ids: vec![topic.bottleneck_id()],
        signalled_on: plus(SIGNALLED, -4).to_string(),
    }
}

/// Education and business always contribute; government and citizens by turns, and sometimes both: three at least.
fn contributions(entrant: &Entrant, topic: &Topic) -> Vec<Line> {
    let application = application(&entrant.seat);
    let of_role = |role: &str| {
        let partners = application.partners.iter();
        let mut found = partners.filter(|partner| partner.role == role);
        found
            .next()
            .map_or_else(String::new, |partner| partner.organisation_id.clone())
    };
    let mut parties = vec![
        (
            HelixParty::Education,
            application.lead_organisation_id.clone(),
            "Een overzicht van wat er al te leren valt, en docenten voor het ontwerp.",
        ),
        (
            HelixParty::Business,
            of_role("arbeidsorganisatie"),
            "Werkplekken, en een beschrijving van het werk zoals het over drie jaar is.",
        ),
    ];
    let turn = entrant.seat.number % 3;
    if turn != 0 {
        parties.push((
            HelixParty::Government,
            of_role("gemeente"),
            "Planning van de opgaven in de regio tot en met 2030.",
        ));
    }
    if turn != 1 {
        parties.push((
            HelixParty::Citizens,
            String::new(),
            "Gesprekken met bewoners en zij-instromers over wat leren in de weg staat.",
        ));
    }
    let contribute = |(party, organisation_id, contribution): (HelixParty, String, &str)| {
        let contribution = Contribution {
            party: party.into(),
            organisation_id,
            contribution: contribution.into(),
            contributed_on: plus(CONTRIBUTED, -2).to_string(),
        };
        let request = ContributeToDemandRequest {
            demand_id: topic.demand_id(),
            contribution: Some(contribution),
            ..Default::default()
        };
        Line::new(
            CONTRIBUTED,
            Call::ContributeToDemand,
            coordinator(entrant),
            &request,
        )
    };
    parties.into_iter().map(contribute).collect()
}

/// Demands that no application answers.
fn beside() -> Vec<Line> {
    let all = first_of_each_topic();
    let Some(entrant) = all.first() else {
        return Vec::new();
    };
    let coordinator = "national-coordinator";
    let signal = |demand_id: &str, title: &str| {
        let demand = Demand {
            demand_id: demand_id.into(),
            title: format!("Voorbeeld: {title}"),
            bottleneck_ids: Vec::new(),
            ..demand(entrant, Topic::of(&entrant.seat))
        };
        let request = SignalDemandRequest {
            demand: Some(demand),
            ..Default::default()
        };
        Line::new(SIGNALLED, Call::SignalDemand, coordinator, &request)
    };
    let explore = AdvanceDemandRequest {
        demand_id: EXPLORED_ONLY.into(),
        phase: DemandPhase::Explore.into(),
        findings: "De vraag is er, maar werkgevers en opleiders zijn het nog niet eens over het niveau."
            .into(),
        reached_on: EXPLORED.to_string(),
        ..Default::default()
    };
    let drop = DropDemandRequest {
        demand_id: DROPPED.into(),
        reason: "Er is in de regio geen werkgever die hier de komende jaren mensen voor zoekt.".into(),
        ..Default::default()
    };
    vec![
        signal(EXPLORED_ONLY, "onderhoud van zonnedaken"),
        signal(DROPPED, "technici voor getijdenenergie"),
        Line::new(EXPLORED, Call::AdvanceDemand, coordinator, &explore),
        Line::new(DROPPED_ON, Call::DropDemand, coordinator, &drop),
    ]
}
