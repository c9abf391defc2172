//! Bottlenecks and demands.

use blocks::lists::read_ids;
use contracts::transitions::v1;
use runtime::parse::Faults;

use super::{
    skill::{read_skills, skills},
    values::{NAME_CHARS_MAX, REASON_CHARS_MAX, TEXT_CHARS_MAX, read_choice, read_given},
};
use crate::domain::{
    bottleneck::{Bottleneck, Record},
    demand::{Contribution, Demand, Party, Phase, Signal},
};

/// Reads a bottleneck; `bottleneck` is the path of its fields.
pub fn read_bottleneck(faults: &mut Faults, it: Option<v1::Bottleneck>) -> Option<Record> {
    let it = read_given(faults, "bottleneck", it);
    let at = |field: &str| format!("bottleneck.{field}");
    let observed_on = faults.date(&at("observed_on"), &it.observed_on);
    Some(Record {
        bottleneck_id: faults.id(&at("bottleneck_id"), &it.bottleneck_id),
        region_id: faults.id(&at("region_id"), &it.region_id),
        sector: faults.text(&at("sector"), &it.sector, NAME_CHARS_MAX, true),
        theme_id: faults.optional_id(&at("theme_id"), &it.theme_id),
        skills: read_skills(faults, &at("skills"), it.skills),
        target_group: faults.text(&at("target_group"), &it.target_group, NAME_CHARS_MAX, true),
        people: it.people,
        source: faults.text(&at("source"), &it.source, NAME_CHARS_MAX, true),
        observed_on: observed_on?,
    })
}

/// Writes a bottleneck.
#[must_use]
pub fn bottleneck(it: &Record) -> v1::Bottleneck {
    v1::Bottleneck {
        bottleneck_id: it.bottleneck_id.clone(),
        region_id: it.region_id.clone(),
        sector: it.sector.clone(),
        theme_id: it.theme_id.clone().unwrap_or_default(),
        skills: skills(&it.skills),
        target_group: it.target_group.clone(),
        people: it.people,
        source: it.source.clone(),
        observed_on: it.observed_on.to_string(),
    }
}

/// Writes a bottleneck as it is kept; none when it was never recorded. `version` is the number of its facts.
#[must_use]
pub fn kept_bottleneck(it: &Bottleneck, version: u64) -> Option<v1::KeptBottleneck> {
    let state = match it.resolution() {
        None => v1::BottleneckState::Open,
        Some(_) => v1::BottleneckState::Resolved,
    };
    Some(v1::KeptBottleneck {
        bottleneck: Some(bottleneck(it.record()?)),
        state: state.into(),
        revision: it.revision(),
        resolution: it.resolution().unwrap_or_default().to_owned(),
        version,
    })
}

/// Reads a demand; `demand` is the path of its fields.
pub fn read_signal(faults: &mut Faults, it: Option<v1::Demand>) -> Option<Signal> {
    let it = read_given(faults, "demand", it);
    let at = |field: &str| format!("demand.{field}");
    let signalled_on = faults.date(&at("signalled_on"), &it.signalled_on);
    Some(Signal {
        demand_id: faults.id(&at("demand_id"), &it.demand_id),
        title: faults.text(&at("title"), &it.title, NAME_CHARS_MAX, true),
        description: faults.text(&at("description"), &it.description, TEXT_CHARS_MAX, false),
        region_ids: read_ids(faults, &at("region_ids"), &it.region_ids),
        sector: faults.text(&at("sector"), &it.sector, NAME_CHARS_MAX, false),
        theme_id: faults.optional_id(&at("theme_id"), &it.theme_id),
        skills: read_skills(faults, &at("skills"), it.skills),
        target_group: faults.text(&at("target_group"), &it.target_group, NAME_CHARS_MAX, true),
        bottleneck_ids: read_ids(faults, &at("bottleneck_ids"), &it.bottleneck_ids),
        signalled_on: signalled_on?,
    })
}

/// Writes a demand.
#[must_use]
pub fn signal(it: &Signal) -> v1::Demand {
    v1::Demand {
        demand_id: it.demand_id.clone(),
        title: it.title.clone(),
        description: it.description.clone(),
        region_ids: it.region_ids.clone(),
        sector: it.sector.clone(),
        theme_id: it.theme_id.clone().unwrap_or_default(),
        skills: skills(&it.skills),
        target_group: it.target_group.clone(),
        bottleneck_ids: it.bottleneck_ids.clone(),
        signalled_on: it.signalled_on.to_string(),
    }
}

/// Reads a contribution; `contribution` is the path of its fields.
pub fn read_contribution(faults: &mut Faults, it: Option<v1::Contribution>) -> Option<Contribution> {
    let it = read_given(faults, "contribution", it);
    let at = |field: &str| format!("contribution.{field}");
    let party = read_choice(faults, &at("party"), it.party, read_party);
    let organisation_id = faults.optional_id(&at("organisation_id"), &it.organisation_id);
    let contribution = faults.text(&at("contribution"), &it.contribution, REASON_CHARS_MAX, true);
    let contributed_on = faults.date(&at("contributed_on"), &it.contributed_on);
    Some(Contribution {
        party: party?,
        organisation_id,
        contribution,
        contributed_on: contributed_on?,
    })
}

fn read_party(party: v1::HelixParty) -> Option<Party> {
    match party {
        v1::HelixParty::Unspecified => None,
        v1::HelixParty::Government => Some(Party::Government),
        v1::HelixParty::Education => Some(Party::Education),
        v1::HelixParty::Business => Some(Party::Business),
        v1::HelixParty::Citizens => Some(Party::Citizens),
    }
}

/// Writes a party.
#[must_use]
pub fn party(party: Party) -> v1::HelixParty {
    match party {
        Party::Government => v1::HelixParty::Government,
        Party::Education => v1::HelixParty::Education,
        Party::Business => v1::HelixParty::Business,
        Party::Citizens => v1::HelixParty::Citizens,
    }
}

/// Reads a phase; none for the unspecified one.
#[must_use]
pub fn read_phase(phase: v1::DemandPhase) -> Option<Phase> {
    match phase {
        v1::DemandPhase::Unspecified => None,
        v1::DemandPhase::Signal => Some(Phase::Signal),
        v1::DemandPhase::Explore => Some(Phase::Explore),
        v1::DemandPhase::Understand => Some(Phase::Understand),
        v1::DemandPhase::Dropped => Some(Phase::Dropped),
    }
}

/// Writes a phase.
#[must_use]
pub fn phase(phase: Phase) -> v1::DemandPhase {
    match phase {
        Phase::Signal => v1::DemandPhase::Signal,
        Phase::Explore => v1::DemandPhase::Explore,
        Phase::Understand => v1::DemandPhase::Understand,
        Phase::Dropped => v1::DemandPhase::Dropped,
    }
}

/// Writes a demand as it is kept; none when it was never signalled. `version` is the number of its facts.
#[must_use]
pub fn kept_demand(it: &Demand, version: u64) -> Option<v1::KeptDemand> {
    let contribution = |it: &Contribution| v1::Contribution {
        party: party(it.party).into(),
        organisation_id: it.organisation_id.clone().unwrap_or_default(),
        contribution: it.contribution.clone(),
        contributed_on: it.contributed_on.to_string(),
    };
    Some(v1::KeptDemand {
        demand: Some(signal(it.signal()?)),
        phase: phase(it.phase()).into(),
        contributions: it.contributions().iter().map(contribution).collect(),
        parties: it.parties().into_iter().map(|it| party(it).into()).collect(),
        reason: it.reason().unwrap_or_default().to_owned(),
        version,
    })
}
