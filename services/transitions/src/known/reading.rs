//! Reference data as the contract writes them, read as this block needs them. What was published was checked by whoever published
//! it: a part that this version does not understand is left out.

use blocks::values::{Cents, LocalText};
use contracts::programme::v1::{
    self as programme, consortium_requirement::Requirement as Wire, entry::Content as Published,
};

use crate::{
    contract::rules::known_size_class,
    domain::rules::{
        Call, Ceiling, ConsortiumRule, Criterion, Limits, OrganisationKind, Requirement, Rules, Thresholds,
    },
};

pub(super) fn call_window(entry: programme::Entry) -> Option<programme::CallWindow> {
    match entry.content? {
        Published::CallWindow(it) => Some(it),
        _ => None,
    }
}

pub(super) fn scheme_version(entry: programme::Entry) -> Option<programme::SchemeVersion> {
    match entry.content? {
        Published::SchemeVersion(it) => Some(it),
        _ => None,
    }
}

pub(super) fn scheme(entry: programme::Entry) -> Option<programme::Scheme> {
    match entry.content? {
        Published::Scheme(it) => Some(it),
        _ => None,
    }
}

pub(super) fn workgroup_block(entry: programme::Entry) -> Option<String> {
    match entry.content? {
        Published::Workgroup(it) => Some(it.block_id),
        _ => None,
    }
}

pub(super) fn organisation_kind(entry: programme::Entry) -> Option<OrganisationKind> {
    match entry.content? {
        Published::Organisation(it) => kind(it.kind()),
        _ => None,
    }
}

pub(super) fn call(it: &programme::CallWindow) -> Call {
    let ceiling = |it: &programme::Ceiling| {
        Some(Ceiling {
            size_class: known_size_class(it.size_class())?,
            ceiling: Cents(it.ceiling_cents),
        })
    };
    Call {
        call_id: it.call_id.clone(),
        tranche_id: it.tranche_id.clone(),
        opens_on: it.opens_on.parse().ok(),
        closes_on: it.closes_on.parse().ok(),
        ceilings: it.ceilings.iter().filter_map(ceiling).collect(),
    }
}

pub(super) fn rules(version: &programme::SchemeVersion, scheme: &programme::Scheme) -> Rules {
    Rules {
        scheme_id: version.scheme_id.clone(),
        version: version.version,
        block_id: scheme.block_id.clone(),
        theme_id: Some(scheme.theme_id.clone()).filter(|theme| !theme.is_empty()),
        limits: version.size_classes.iter().filter_map(limits).collect(),
        criteria: version.criteria.iter().filter_map(criterion).collect(),
        consortium: version.consortium_rules.iter().map(consortium_rule).collect(),
        cofinancing_percent: version.cofinancing_percent,
        conditional_advance_percent: version.conditional_advance_percent,
        thresholds: version.award_thresholds.map(|it| Thresholds {
            granted_from: it.granted_from,
            conditional_from: it.conditional_from,
        }),
    }
}

fn limits(it: &programme::SizeClassRule) -> Option<Limits> {
    Some(Limits {
        size_class: known_size_class(it.size_class())?,
        minimum: Cents(it.minimum_cents),
        maximum: Cents(it.maximum_cents),
    })
}

fn criterion(it: &programme::Criterion) -> Option<Criterion> {
    Some(Criterion {
        criterion_id: it.criterion_id.clone(),
        weight_percent: it.weight_percent,
        size_class: known_size_class(it.size_class())?,
    })
}

fn consortium_rule(it: &programme::ConsortiumRule) -> ConsortiumRule {
    let text = it.text.clone().unwrap_or_default();
    let requirement = it.requirement.as_ref().and_then(|it| it.requirement.as_ref());
    ConsortiumRule {
        rule_id: it.rule_id.clone(),
        text: LocalText::new(text.nl, text.en),
        required: it.required,
        requirement: requirement.map(read_requirement),
    }
}

fn read_requirement(it: &Wire) -> Requirement {
    let kinds = |it: &programme::OrganisationKinds| it.kinds().filter_map(kind).collect();
    match it {
        Wire::LeadIs(it) => Requirement::LeadIs(kinds(it)),
        Wire::SomePartnerIs(it) => Requirement::SomePartnerIs(kinds(it)),
        Wire::SomePartnerIsOfAnotherKind(it) => Requirement::SomePartnerIsOfAnotherKind(kinds(it)),
        Wire::EveryPartnerIs(it) => Requirement::EveryPartnerIs(kinds(it)),
        Wire::Cofinanced(_) => Requirement::Cofinanced,
    }
}

fn kind(it: programme::OrganisationKind) -> Option<OrganisationKind> {
    use programme::OrganisationKind as Wire;
    Some(match it {
        Wire::Unspecified => return None,
        Wire::Mbo => OrganisationKind::Mbo,
        Wire::Hbo => OrganisationKind::Hbo,
        Wire::Wo => OrganisationKind::Wo,
        Wire::PrivateProvider => OrganisationKind::PrivateProvider,
        Wire::Employer => OrganisationKind::Employer,
        Wire::UmbrellaBody => OrganisationKind::UmbrellaBody,
        Wire::SectorBody => OrganisationKind::SectorBody,
        Wire::TrainingFund => OrganisationKind::TrainingFund,
        Wire::Municipality => OrganisationKind::Municipality,
        Wire::Province => OrganisationKind::Province,
        Wire::Other => OrganisationKind::Other,
    })
}
