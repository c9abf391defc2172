//! Examples that tests of this block share.

use std::collections::{BTreeMap, BTreeSet};

use blocks::values::{Cents, LocalText};
use jiff::civil::date;

use super::{
    application::{BudgetLine, Content, Ground, Milestone, Named, Partner, RegionShare, Target},
    bottleneck::Record,
    demand::Signal,
    rules::{
        Call, Ceiling, ConsortiumRule, Criterion, Limits, OrganisationKind, Requirement, Rules, SizeClass,
    },
    skill::SkillRef,
    solution::Design,
};

/// A skill.
pub(crate) fn skill(name: &str) -> SkillRef {
    SkillRef {
        uri: format!("http://data.europa.eu/esco/skill/{name}"),
        taxonomy: "ESCO 1.1.1".into(),
        label: name.into(),
    }
}

/// A bottleneck.
pub(crate) fn bottleneck() -> Record {
    Record {
        bottleneck_id: "k1".into(),
        region_id: "AM01".into(),
        sector: "43.2".into(),
        theme_id: Some("energy-raw-materials".into()),
        skills: vec![skill("a"), skill("b")],
        target_group: "installateurs".into(),
        people: 400,
        source: "UWV, regionale arbeidsmarktprognose 2024".into(),
        observed_on: date(2024, 1, 15),
    }
}

/// A demand that rests on it.
pub(crate) fn signal() -> Signal {
    Signal {
        demand_id: "v1".into(),
        title: "Warmtepompen plaatsen".into(),
        description: "Installateurs die warmtepompen kunnen plaatsen en onderhouden".into(),
        region_ids: vec!["AM01".into()],
        sector: "43.2".into(),
        theme_id: Some("energy-raw-materials".into()),
        skills: vec![skill("a")],
        target_group: "installateurs".into(),
        bottleneck_ids: vec!["k1".into()],
        signalled_on: date(2024, 2, 1),
    }
}

/// A solution that answers it.
pub(crate) fn design() -> Design {
    Design {
        solution_id: "s1".into(),
        project_id: "p1".into(),
        name: "Warmtepomp in tien avonden".into(),
        description: "Modulair, met een oefenwand".into(),
        skills: vec![skill("a")],
        region_ids: vec!["AM01".into()],
        target_group: "installateurs".into(),
        demand_ids: vec!["v1".into()],
        designed_on: date(2024, 12, 1),
    }
}

/// The rules of a scheme's version.
pub(crate) fn rules() -> Rules {
    use OrganisationKind::{Employer, Hbo, Mbo, Wo};
    let limits = |size_class, minimum, maximum| Limits {
        size_class,
        minimum: Cents(minimum),
        maximum: Cents(maximum),
    };
    let criterion = |id: &str, weight_percent, size_class| Criterion {
        criterion_id: id.into(),
        weight_percent,
        size_class,
    };
    let rule = |id: &str, requirement| ConsortiumRule {
        rule_id: id.into(),
        text: LocalText::new(id, id),
        required: true,
        requirement: Some(requirement),
    };
    Rules {
        scheme_id: "llo-energie-grondstoffen".into(),
        version: 2,
        block_id: "transitions".into(),
        theme_id: Some("energy-raw-materials".into()),
        limits: vec![
            limits(SizeClass::Small, 5_000_000, 12_500_000),
            limits(SizeClass::Large, 12_500_001, 200_000_000),
        ],
        criteria: vec![
            criterion("impact", 40, SizeClass::Small),
            criterion("quality", 60, SizeClass::Small),
        ],
        consortium: vec![
            rule("public-lead", Requirement::LeadIs(vec![Mbo, Hbo, Wo])),
            rule(
                "other-public-kind",
                Requirement::SomePartnerIsOfAnotherKind(vec![Mbo, Hbo, Wo]),
            ),
            rule("employer-partner", Requirement::SomePartnerIs(vec![Employer])),
            rule("cofinancing", Requirement::Cofinanced),
        ],
        cofinancing_percent: None,
        conditional_advance_percent: 20,
        thresholds: None,
    }
}

/// A call under those rules.
pub(crate) fn call() -> Call {
    let ceiling = |size_class, cents| Ceiling {
        size_class,
        ceiling: Cents(cents),
    };
    Call {
        call_id: "ronde-2-energie".into(),
        tranche_id: "ronde-2".into(),
        opens_on: Some(date(2024, 4, 1)),
        closes_on: Some(date(2024, 4, 15)),
        ceilings: vec![
            ceiling(SizeClass::Small, 100_000_000),
            ceiling(SizeClass::Large, 1_950_000_000),
        ],
    }
}

/// What an application in that call is checked against, on a day within the window.
pub(crate) fn ground() -> Ground {
    let set = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect::<BTreeSet<_>>();
    Ground {
        call: call(),
        rules: rules(),
        named: Named {
            kinds: BTreeMap::from([
                ("o1".into(), OrganisationKind::Mbo),
                ("o2".into(), OrganisationKind::Hbo),
                ("o3".into(), OrganisationKind::Employer),
            ]),
            workgroup_block_id: Some("transitions".into()),
            regions: set(&["AM01", "AM02"]),
            themes: set(&["energy-raw-materials"]),
            indicators: set(&["trans-participants-started"]),
            demands: set(&["v1"]),
        },
        today: date(2024, 4, 10),
    }
}

/// An application that meets all of it.
pub(crate) fn application() -> Content {
    let partner = |id: &str, role: &str| Partner {
        organisation_id: id.into(),
        role: role.into(),
    };
    Content {
        application_id: "p1".into(),
        call_id: "ronde-2-energie".into(),
        name: "Warmtepompen leren plaatsen".into(),
        summary: "Een modulaire opleiding voor installateurs".into(),
        workgroup_id: Some("wg-solutions".into()),
        theme_id: Some("energy-raw-materials".into()),
        size_class: Some(SizeClass::Small),
        lead_organisation_id: Some("o1".into()),
        partners: vec![
            partner("o2", "lerarenopleiding"),
            partner("o3", "arbeidsorganisatie"),
        ],
        regions: vec![RegionShare {
            region_id: "AM01".into(),
            share_percent: 100,
        }],
        starts_on: Some(date(2024, 9, 1)),
        ends_on: Some(date(2026, 8, 31)),
        milestones: vec![Milestone {
            milestone_id: "m1".into(),
            title: "Eerste deelnemers begonnen".into(),
            due_on: date(2025, 2, 1),
        }],
        targets: vec![Target {
            indicator_id: "trans-participants-started".into(),
            baseline: 0.0,
            target: 120.0,
        }],
        budget: vec![BudgetLine {
            category: "development".into(),
            planned: Cents(12_000_000),
        }],
        cofinancing: Cents(2_000_000),
        requested: Cents(10_000_000),
        skills: vec![skill("a")],
        target_group: "installateurs".into(),
        demand_ids: vec!["v1".into()],
        example: false,
    }
}
