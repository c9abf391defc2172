//! Given/when/then for the definition of entries, one scenario per rule.

use eventing::{Rejection as _, scenario::Scenario};
use jiff::civil::date;

use super::*;
use crate::domain::{
    reference::{examples::*, *},
    values::{Cents, LocalText},
};

fn define(content: Content) -> Command {
    Command::Define(Box::new(Define {
        referenced: content
            .references()
            .into_iter()
            .map(|one| found(one, Some(any_content())))
            .collect(),
        definition: defined_as(content),
    }))
}

fn define_reading(content: Content, contents: impl IntoIterator<Item = Option<Content>>) -> Command {
    let references = content.references().into_iter().zip(contents);
    Command::Define(Box::new(Define {
        referenced: references
            .map(|(reference, content)| found(reference, content))
            .collect(),
        definition: defined_as(content),
    }))
}

fn found(reference: Reference, content: Option<Content>) -> Referenced {
    Referenced { reference, content }
}

fn any_content() -> Content {
    Content::Theme(theme())
}

fn fact(content: Content, revision: u32) -> Fact {
    Fact::Defined {
        definition: Box::new(defined_as(content)),
        revision,
    }
}

fn invalid(content: Content) -> Vec<String> {
    let rejection = Scenario::<Entry>::new()
        .when(define(content))
        .refused("ENTRY_INVALID");
    rejection.faults().into_iter().map(|fault| fault.field).collect()
}

#[test]
fn a_new_entry_is_defined_with_revision_1() {
    let entry = Scenario::<Entry>::new()
        .when(define(version().into()))
        .then([fact(version().into(), 1)]);
    assert_eq!(entry.scheme_version(), Some(&version()));
    assert!(entry.exists());
    assert!(Entry::is_public(&fact(version().into(), 1)));
}

#[test]
fn the_same_content_again_changes_nothing() {
    Scenario::<Entry>::given([fact(version().into(), 1)])
        .when(define(version().into()))
        .then([]);
}

#[test]
fn other_content_is_the_next_revision() {
    let renamed = Theme {
        name: LocalText::new("Anders", "Other"),
        ..theme()
    };
    Scenario::<Entry>::given([fact(theme().into(), 1)])
        .when(define(renamed.clone().into()))
        .then([fact(renamed.into(), 2)]);
}

#[test]
fn references_to_entries_that_do_not_exist_are_refused_all_at_once() {
    let command = define_reading(call_window().into(), [None, Some(any_content()), None]);
    let rejection = Scenario::<Entry>::new()
        .when(command)
        .refused("REFERENCE_UNKNOWN");
    let fields: Vec<_> = rejection.faults().into_iter().map(|fault| fault.field).collect();
    assert_eq!(
        fields,
        ["entry.call_window.tranche_id", "entry.call_window.scheme_version"]
    );
}

#[test]
fn a_scheme_version_keeps_its_rules() {
    let mut other = version();
    other.revision_threshold.slip_days += 1;
    Scenario::<Entry>::given([fact(version().into(), 1)])
        .when(define(other.into()))
        .refused("SCHEME_VERSION_FIXED");
}

#[test]
fn a_scheme_version_may_become_confirmed() {
    let mut confirmed = version();
    confirmed.criteria[1].confirmed = true;
    confirmed.cofinancing_percent = Some(30);
    Scenario::<Entry>::given([fact(version().into(), 1)])
        .when(define(confirmed.clone().into()))
        .then([fact(confirmed.into(), 2)]);
}

#[test]
fn a_confirmed_cofinancing_percentage_stays() {
    let with = |percent| SchemeVersion {
        cofinancing_percent: percent,
        ..version()
    };
    for other in [Some(31), None] {
        Scenario::<Entry>::given([fact(with(Some(30)).into(), 1)])
            .when(define(with(other).into()))
            .refused("SCHEME_VERSION_FIXED");
    }
}

#[test]
fn what_was_only_words_may_become_checked_and_then_stays() {
    let with = |requirement| SchemeVersion {
        consortium_rules: vec![ConsortiumRule {
            rule_id: "public-lead".into(),
            text: LocalText::new("penvoerder", "lead"),
            required: true,
            requirement,
        }],
        ..version()
    };
    let lead_is = |kind| Some(Requirement::LeadIs(vec![kind]));
    let checked = with(lead_is(OrganisationKind::Mbo));
    Scenario::<Entry>::given([fact(with(None).into(), 1)])
        .when(define(checked.clone().into()))
        .then([fact(checked.clone().into(), 2)]);
    for other in [with(lead_is(OrganisationKind::Hbo)), with(None)] {
        Scenario::<Entry>::given([fact(checked.clone().into(), 1)])
            .when(define(other.into()))
            .refused("SCHEME_VERSION_FIXED");
    }
}

#[test]
fn award_thresholds_may_become_known_and_then_stay() {
    let with = |award_thresholds| SchemeVersion {
        award_thresholds,
        ..version()
    };
    let from = |granted_from| {
        Some(AwardThresholds {
            granted_from,
            conditional_from: 60,
            confirmed: false,
        })
    };
    Scenario::<Entry>::given([fact(version().into(), 1)])
        .when(define(with(from(70)).into()))
        .then([fact(with(from(70)).into(), 2)]);
    for other in [from(75), None] {
        Scenario::<Entry>::given([fact(with(from(70)).into(), 1)])
            .when(define(with(other).into()))
            .refused("SCHEME_VERSION_FIXED");
    }
    assert_eq!(
        invalid(with(from(50)).into()),
        ["entry.scheme_version.award_thresholds.conditional_from"]
    );
}

#[test]
fn weights_add_to_100_for_each_size_class() {
    let mut wrong = version();
    wrong.criteria[0].weight_percent = 41;
    assert_eq!(invalid(wrong.into()), ["entry.scheme_version.criteria"]);
    let without = SchemeVersion {
        criteria: vec![],
        ..version()
    };
    Scenario::<Entry>::new()
        .when(define(without.clone().into()))
        .then([fact(without.into(), 1)]);
}

#[test]
fn size_class_limits_are_ordered_and_not_negative() {
    let mut wrong = version();
    wrong.size_classes[0].minimum = Cents(-1);
    wrong.size_classes[1].maximum = Cents(0);
    assert_eq!(
        invalid(wrong.into()),
        [
            "entry.scheme_version.size_classes[0].minimum_cents",
            "entry.scheme_version.size_classes[1].maximum_cents"
        ]
    );
}

#[test]
fn a_calendar_uses_exactly_one_way_and_its_months_rise() {
    let calendars: [(&[u32], u32); 4] = [(&[], 0), (&[13], 6), (&[13, 13], 0), (&[0, 12], 0)];
    for (months, every) in calendars {
        let mut wrong = version();
        wrong.reporting_calendar.period_end_months = months.to_vec();
        wrong.reporting_calendar.every_months = every;
        assert_eq!(
            invalid(wrong.into()),
            ["entry.scheme_version.reporting_calendar.period_end_months"]
        );
    }
}

#[test]
fn dates_of_a_scheme_are_in_order() {
    let wrong = Scheme {
        lapses_on: date(2023, 6, 26),
        ..scheme()
    };
    assert_eq!(invalid(wrong.into()), ["entry.scheme.lapses_on"]);
}

#[test]
fn a_call_window_closes_after_it_opens_and_its_ceilings_belong_to_the_version() {
    let wrong = CallWindow {
        closes_on: Some(date(2024, 3, 31)),
        ..call_window()
    };
    assert_eq!(invalid(wrong.into()), ["entry.call_window.closes_on"]);

    let mut small_only = version();
    small_only.size_classes.truncate(1);
    let read = [
        Some(any_content()),
        Some(scheme().into()),
        Some(small_only.into()),
    ];
    let rejection = Scenario::<Entry>::new()
        .when(define_reading(call_window().into(), read))
        .refused("ENTRY_INVALID");
    assert_eq!(
        rejection.faults()[0].field,
        "entry.call_window.ceilings[1].size_class"
    );
}

#[test]
fn a_region_may_lie_in_one_province_at_two_times_but_not_twice_at_once() {
    let part = |from, to| RegionProvince {
        province_id: "PV20".into(),
        valid_from: from,
        valid_to: to,
        confirmed: true,
    };
    let (first, second) = (
        part(date(2020, 1, 1), Some(date(2021, 1, 1))),
        part(date(2022, 1, 1), None),
    );
    let right = Region {
        provinces: vec![first.clone(), second],
        ..region()
    };
    Scenario::<Entry>::new()
        .when(define(right.clone().into()))
        .then([fact(right.into(), 1)]);

    let wrong = Region {
        provinces: vec![first, part(date(2021, 1, 1), None)],
        ..region()
    };
    assert_eq!(invalid(wrong.into()), ["entry.region.provinces[1].valid_from"]);
}

#[test]
fn validity_does_not_end_before_it_begins() {
    let wrong = Region {
        valid_to: Some(date(1999, 1, 1)),
        ..region()
    };
    assert_eq!(invalid(wrong.into()), ["entry.region.valid_to"]);
}

#[test]
fn only_a_ratio_has_parts_and_both_of_them() {
    let wrong = Indicator {
        numerator_id: Some("x".into()),
        ..indicator("persons")
    };
    assert_eq!(invalid(wrong.into()), ["entry.indicator.numerator_id"]);
    let wrong = Indicator {
        denominator_id: None,
        ..ratio()
    };
    assert_eq!(invalid(wrong.into()), ["entry.indicator.denominator_id"]);
    let wrong = Indicator {
        denominator_id: Some("above".into()),
        ..ratio()
    };
    assert_eq!(invalid(wrong.into()), ["entry.indicator.denominator_id"]);
}

#[test]
fn the_parts_of_a_ratio_are_sums() {
    let counted_once = Indicator {
        aggregation: Aggregation::Distinct,
        ..indicator("below")
    };
    let read = [
        Some(any_content()),
        Some(indicator("above").into()),
        Some(counted_once.into()),
    ];
    let rejection = Scenario::<Entry>::new()
        .when(define_reading(ratio().into(), read))
        .refused("ENTRY_INVALID");
    assert_eq!(rejection.faults()[0].field, "entry.indicator.denominator_id");
}

#[test]
fn an_indicator_is_observed_by_event_types() {
    let wrong = Indicator {
        observed_by: vec!["MilestoneAchieved".into()],
        ..indicator("persons")
    };
    assert_eq!(invalid(wrong.into()), ["entry.indicator.observed_by[0]"]);
}

#[test]
fn a_tolerance_is_for_what_projects_report_and_events_show() {
    let tolerance = |percent| Some(ObservedTolerance { absolute: 1, percent });
    let fitting = Indicator {
        observed_tolerance: tolerance(100),
        ..indicator("persons")
    };
    let unobserved = Indicator {
        observed_by: Vec::new(),
        ..fitting.clone()
    };
    let of_a_block = Indicator {
        owner_level: OwnerLevel::Block,
        ..fitting.clone()
    };
    let listed = Indicator {
        aggregation: Aggregation::None,
        ..fitting.clone()
    };
    for wrong in [unobserved, of_a_block, listed] {
        assert_eq!(invalid(wrong.into()), ["entry.indicator.observed_tolerance"]);
    }
    let wider = Indicator {
        observed_tolerance: tolerance(101),
        ..fitting
    };
    assert_eq!(
        invalid(wider.into()),
        ["entry.indicator.observed_tolerance.percent"]
    );
}

#[test]
fn an_oin_has_20_digits() {
    let organisation = |oin: &str| Organisation {
        organisation_id: "o1".into(),
        name: "Voorbeeldcollege".into(),
        kind: OrganisationKind::Mbo,
        oin: Some(oin.into()),
    };
    assert_eq!(
        invalid(Content::Organisation(organisation("0000009900000000000"))),
        ["entry.organisation.oin"]
    );
    assert!(
        Content::Organisation(organisation("00000099000000000001"))
            .findings()
            .is_empty()
    );
}

#[test]
fn a_building_block_has_its_own_number() {
    let block = |id: &str, number| {
        Content::BuildingBlock(BuildingBlock {
            block_id: id.into(),
            number,
            name: LocalText::default(),
            description: LocalText::default(),
        })
    };
    assert_eq!(invalid(block("culture", 3)), ["entry.building_block.number"]);
    assert_eq!(invalid(block("health", 1)), ["entry.building_block.block_id"]);
}

#[test]
fn amounts_of_linked_programmes_are_not_negative() {
    let wrong = LinkedProgramme {
        programme_id: "npuls".into(),
        name: "Npuls".into(),
        round: String::new(),
        granted: Some(Cents(-1)),
        conditional: None,
        reserved: None,
        note: String::new(),
    };
    assert_eq!(
        invalid(Content::LinkedProgramme(wrong)),
        ["entry.linked_programme.granted_cents"]
    );
}
