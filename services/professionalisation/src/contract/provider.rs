//! Providers, with their scans, plans and tracks.

use blocks::{lists::read_ids, values::Id};
use contracts::{professionalisation::v1, programme::v1::OrganisationKind};
use jiff::civil::Date;
use runtime::parse::Faults;

use super::values::{NAME_CHARS_MAX, REASON_CHARS_MAX, TEXT_CHARS_MAX, day, read_choice, read_given};
use crate::domain::provider::{
    DevelopmentPlan, Finding, Goal, Kind, Profile, Progress, Provider, Scan, Track, TrackState,
};

/// Most items of a list that are read at all.
const LIST_MAX: usize = 200;
/// Longest number of a register, in characters, that is looked at at all.
const NUMBER_CHARS_MAX: usize = 20;

/// Reads a kind of provider.
pub fn read_kind(faults: &mut Faults, field: &str, number: i32) -> Option<Kind> {
    read_choice(faults, field, number, known_kind)
}

/// The kind of provider; none for the unspecified value.
#[must_use]
pub fn known_kind(it: v1::ProviderKind) -> Option<Kind> {
    match it {
        v1::ProviderKind::Unspecified => None,
        v1::ProviderKind::Mbo => Some(Kind::Mbo),
        v1::ProviderKind::Hbo => Some(Kind::Hbo),
        v1::ProviderKind::Wo => Some(Kind::Wo),
        v1::ProviderKind::Private => Some(Kind::Private),
        v1::ProviderKind::Sector => Some(Kind::Sector),
    }
}

/// The kind of provider that an organisation of the reference data is; none when it cannot be one.
#[must_use]
pub fn kind_of_organisation(it: OrganisationKind) -> Option<Kind> {
    match it {
        OrganisationKind::Mbo => Some(Kind::Mbo),
        OrganisationKind::Hbo => Some(Kind::Hbo),
        OrganisationKind::Wo => Some(Kind::Wo),
        OrganisationKind::PrivateProvider => Some(Kind::Private),
        OrganisationKind::SectorBody | OrganisationKind::TrainingFund => Some(Kind::Sector),
        OrganisationKind::Unspecified
        | OrganisationKind::Employer
        | OrganisationKind::UmbrellaBody
        | OrganisationKind::Municipality
        | OrganisationKind::Province
        | OrganisationKind::Other => None,
    }
}

/// Writes a kind of provider.
#[must_use]
pub fn kind(it: Kind) -> v1::ProviderKind {
    match it {
        Kind::Mbo => v1::ProviderKind::Mbo,
        Kind::Hbo => v1::ProviderKind::Hbo,
        Kind::Wo => v1::ProviderKind::Wo,
        Kind::Private => v1::ProviderKind::Private,
        Kind::Sector => v1::ProviderKind::Sector,
    }
}

/// Reads a provider; `provider` is the path of its fields.
pub fn read_profile(faults: &mut Faults, it: Option<v1::Provider>) -> Option<Profile> {
    let it = read_given(faults, "provider", it);
    let at = |field: &str| format!("provider.{field}");
    let kind = read_kind(faults, &at("kind"), it.kind);
    let given = |text: String| Some(text).filter(|text| !text.is_empty());
    Some(Profile {
        provider_id: faults.id(&at("provider_id"), &it.provider_id),
        name: faults.text(&at("name"), &it.name, NAME_CHARS_MAX, true),
        brin: given(faults.text(&at("brin"), &it.brin, NUMBER_CHARS_MAX, false)),
        kvk: given(faults.text(&at("kvk"), &it.kvk, NUMBER_CHARS_MAX, false)),
        region_ids: read_ids(faults, &at("region_ids"), &it.region_ids),
        website: faults.optional_uri(&at("website"), &it.website),
        example: it.example,
        kind: kind?,
    })
}

/// Writes a provider.
#[must_use]
pub fn profile(it: &Profile) -> v1::Provider {
    v1::Provider {
        provider_id: it.provider_id.clone(),
        name: it.name.clone(),
        kind: kind(it.kind).into(),
        brin: it.brin.clone().unwrap_or_default(),
        kvk: it.kvk.clone().unwrap_or_default(),
        region_ids: it.region_ids.clone(),
        website: it.website.clone().unwrap_or_default(),
        example: it.example,
    }
}

/// Reads a scan; `scan` is the path of its fields.
pub fn read_scan(faults: &mut Faults, it: Option<v1::Scan>) -> Option<Scan> {
    let it = read_given(faults, "scan", it);
    let at = |field: &str| format!("scan.{field}");
    faults.at_most(&at("findings"), &it.findings, LIST_MAX);
    let taken_on = faults.date(&at("taken_on"), &it.taken_on);
    let findings = it.findings.into_iter().take(LIST_MAX).enumerate();
    Some(Scan {
        scan_id: faults.id(&at("scan_id"), &it.scan_id),
        instrument_id: faults.id(&at("instrument_id"), &it.instrument_id),
        instrument_version: it.instrument_version,
        findings: findings
            .map(|(index, it)| {
                let at = |name: &str| at(&format!("findings[{index}].{name}"));
                Finding {
                    dimension_id: faults.id(&at("dimension_id"), &it.dimension_id),
                    level: it.level,
                    evidence: faults.text(&at("evidence"), &it.evidence, REASON_CHARS_MAX, false),
                }
            })
            .collect(),
        project_id: faults.optional_id(&at("project_id"), &it.project_id),
        taken_on: taken_on?,
    })
}

/// Writes a scan.
#[must_use]
pub fn scan(it: &Scan) -> v1::Scan {
    let finding = |it: &Finding| v1::Finding {
        dimension_id: it.dimension_id.clone(),
        level: it.level,
        evidence: it.evidence.clone(),
    };
    v1::Scan {
        scan_id: it.scan_id.clone(),
        instrument_id: it.instrument_id.clone(),
        instrument_version: it.instrument_version,
        taken_on: it.taken_on.to_string(),
        findings: it.findings.iter().map(finding).collect(),
        project_id: it.project_id.clone().unwrap_or_default(),
    }
}

/// Reads a development plan; `plan` is the path of its fields.
pub fn read_plan(faults: &mut Faults, it: Option<v1::DevelopmentPlan>) -> Option<DevelopmentPlan> {
    let it = read_given(faults, "plan", it);
    let at = |field: &str| format!("plan.{field}");
    faults.at_most(&at("goals"), &it.goals, LIST_MAX);
    let goals = it.goals.into_iter().take(LIST_MAX).enumerate();
    let goals = goals.filter_map(|(index, it)| {
        let at = |name: &str| at(&format!("goals[{index}].{name}"));
        let dimension_id = faults.id(&at("dimension_id"), &it.dimension_id);
        Some(Goal {
            dimension_id,
            level: it.level,
            due_on: faults.date(&at("due_on"), &it.due_on)?,
        })
    });
    let goals = goals.collect();
    Some(DevelopmentPlan {
        plan_id: faults.id(&at("plan_id"), &it.plan_id),
        scan_id: faults.id(&at("scan_id"), &it.scan_id),
        goals,
        approach: faults.text(&at("approach"), &it.approach, TEXT_CHARS_MAX, true),
        project_id: faults.optional_id(&at("project_id"), &it.project_id),
    })
}

/// Writes a development plan.
#[must_use]
pub fn plan(it: &DevelopmentPlan) -> v1::DevelopmentPlan {
    let goal = |it: &Goal| v1::Goal {
        dimension_id: it.dimension_id.clone(),
        level: it.level,
        due_on: it.due_on.to_string(),
    };
    v1::DevelopmentPlan {
        plan_id: it.plan_id.clone(),
        scan_id: it.scan_id.clone(),
        goals: it.goals.iter().map(goal).collect(),
        approach: it.approach.clone(),
        project_id: it.project_id.clone().unwrap_or_default(),
    }
}

/// Reads a track; `track` is the path of its fields.
pub fn read_track(faults: &mut Faults, it: Option<v1::Track>) -> Option<Track> {
    let it = read_given(faults, "track", it);
    let at = |field: &str| format!("track.{field}");
    let starts_on = faults.date(&at("starts_on"), &it.starts_on);
    let ends_on = faults.date(&at("ends_on"), &it.ends_on);
    Some(Track {
        track_id: faults.id(&at("track_id"), &it.track_id),
        title: faults.text(&at("title"), &it.title, NAME_CHARS_MAX, true),
        cohort: faults.text(&at("cohort"), &it.cohort, NAME_CHARS_MAX, true),
        plan_id: faults.optional_id(&at("plan_id"), &it.plan_id),
        project_id: faults.optional_id(&at("project_id"), &it.project_id),
        places: it.places,
        starts_on: starts_on?,
        ends_on: ends_on?,
    })
}

/// Writes a track.
#[must_use]
pub fn track(it: &Track) -> v1::Track {
    let id = |id: &Option<Id>| id.clone().unwrap_or_default();
    v1::Track {
        track_id: it.track_id.clone(),
        title: it.title.clone(),
        cohort: it.cohort.clone(),
        plan_id: id(&it.plan_id),
        project_id: id(&it.project_id),
        starts_on: it.starts_on.to_string(),
        ends_on: it.ends_on.to_string(),
        places: it.places,
    }
}

fn kept_track(it: &Progress) -> v1::KeptTrack {
    let state = match it.state() {
        TrackState::Planned => v1::TrackState::Planned,
        TrackState::Started => v1::TrackState::Started,
        TrackState::Completed => v1::TrackState::Completed,
    };
    let split = |it: Option<(Date, u32)>| (day(it.map(|it| it.0)), it.map_or(0, |it| it.1));
    let ((started_on, started), (completed_on, completed)) = (split(it.started), split(it.completed));
    v1::KeptTrack {
        track: Some(track(&it.track)),
        state: state.into(),
        started_on,
        started,
        completed_on,
        completed,
    }
}

/// Writes a provider as it is kept; none when there is none. `version` is the number of its facts.
#[must_use]
pub fn kept(it: &Provider, version: u64) -> Option<v1::KeptProvider> {
    Some(v1::KeptProvider {
        provider: Some(profile(it.profile()?)),
        scans: it.scans().iter().map(scan).collect(),
        plans: it.plans().iter().map(plan).collect(),
        tracks: it.tracks().iter().map(kept_track).collect(),
        version,
    })
}
