use contracts::{
    insight::v1::{TracedFigure, traced_figure::Value},
    transitions::v1::DemandPhase,
};

use super::*;
use crate::coherence::fixture::{
    Known, SKILL, bottleneck, class, day, demand, edition, issued, known, merged, offer, on_radar, provider,
    skill,
};

fn needs(facts: &Facts, filter: &Filter) -> Vec<SkillNeed> {
    let needs = Needs::of(facts);
    let found = needs.find(filter);
    found.values().map(|it| needs.shown(it)).collect()
}

fn who(needs: &[SkillNeed]) -> Vec<(&str, SkillNeedKind)> {
    needs
        .iter()
        .map(|need| (need.provider_id.as_str(), need.kind()))
        .collect()
}

fn value(figure: Option<&TracedFigure>) -> (i64, Vec<u64>) {
    let figure = figure.unwrap();
    match figure.value {
        Some(Value::Count(count)) => (count, figure.positions.clone()),
        _ => panic!("{figure:?} is no count"),
    }
}

/// A skill that is asked for in region AM01, where two providers teach.
fn asked_for() -> Known {
    known()
        .with(on_radar("s1", SKILL, 1))
        .with(bottleneck("b1", "AM01", 40, 2))
        .with(provider("o1", 3))
        .with(provider("o2", 4))
}

#[test]
fn what_is_asked_for_and_not_offered_is_told_to_each_provider_there_and_once_to_nobody() {
    use SkillNeedKind::NotOffered;
    let facts = asked_for().facts();
    let found = needs(&facts, &Filter::default());
    assert_eq!(
        who(&found),
        [("", NotOffered), ("o1", NotOffered), ("o2", NotOffered)]
    );
    assert_eq!(
        (found[1].provider_name.as_str(), found[1].region_name.as_str()),
        ("Provider o1", "Groningen")
    );
    assert_eq!(
        value(found[1].need.as_ref().unwrap().people.as_ref()),
        (40, vec![2])
    );
    let facts = asked_for().with(offer("a1", true, 5)).facts();
    let found = needs(&facts, &Filter::default());
    assert_eq!(who(&found), [("o2", NotOffered)]);
    assert_eq!(value(found[0].offers.as_ref()).0, 0);
    assert_eq!(value(found[0].offers_of_others.as_ref()), (1, vec![5]));
}

#[test]
fn an_offer_that_was_withdrawn_or_is_elsewhere_does_not_help() {
    let mut withdrawn = offer("a1", true, 5);
    withdrawn.withdrawn_on = Some(day("2025-02-01"));
    let mut elsewhere = offer("a2", true, 6);
    elsewhere.region_ids = vec!["AM02".into()];
    let facts = asked_for().with(withdrawn).with(elsewhere).facts();
    assert_eq!(needs(&facts, &Filter::default()).len(), 3);
}

#[test]
fn what_nobody_asks_for_or_the_radar_does_not_have_is_no_need() {
    let mut dropped = demand("d1", DemandPhase::Dropped, 2);
    dropped.region_ids = vec!["AM01".into()];
    let facts = known()
        .with(on_radar("s1", SKILL, 1))
        .with(dropped)
        .with(provider("o1", 3))
        .facts();
    assert!(needs(&facts, &Filter::default()).is_empty());
    let mut retired = on_radar("s1", SKILL, 1);
    retired.retired_on = Some(day("2025-02-01"));
    let facts = asked_for().with(retired).facts();
    assert!(needs(&facts, &Filter::default()).is_empty());
}

#[test]
fn a_provider_is_told_which_of_its_offers_teach_what_declines_with_what_it_issued() {
    let facts = asked_for()
        .with(offer("a1", true, 5))
        .with(class("c1", 6))
        .with(issued("2025-06/1", "c1", "AM01", (12, 2), 7))
        .with(edition(1, &[("s1", Ring::Declining)], 8))
        .facts();
    let only = Filter {
        kind: SkillNeedKind::Declines,
        ..Filter::default()
    };
    let found = needs(&facts, &only);
    assert_eq!(who(&found), [("o1", SkillNeedKind::Declines)]);
    assert_eq!(value(found[0].offers.as_ref()), (1, vec![5]));
    assert_eq!(value(found[0].credentials.as_ref()), (10, vec![7]));
    assert_eq!(found[0].signal.as_ref().unwrap().ring(), Ring::Declining);
    let facts = asked_for()
        .with(offer("a1", true, 5))
        .with(edition(1, &[("s1", Ring::Declining)], 8))
        .with(edition(2, &[("s1", Ring::Established)], 9))
        .facts();
    assert!(needs(&facts, &only).is_empty(), "the newest edition holds");
}

#[test]
fn an_offer_under_the_name_of_a_merged_skill_teaches_the_other() {
    let mut old = offer("a1", true, 5);
    old.skills = vec![skill("urn:old")];
    let facts = asked_for()
        .with(merged(on_radar("s2", "urn:old", 6), SKILL, 7))
        .with(old)
        .facts();
    assert_eq!(
        who(&needs(&facts, &Filter::default())),
        [("o2", SkillNeedKind::NotOffered)]
    );
}

#[test]
fn needs_are_found_by_provider_region_theme_and_skill() {
    let facts = asked_for().facts();
    let count = |filter: Filter| needs(&facts, &filter).len();
    let of = |provider_id: &str, region_id: &str, theme_id: &str, skill_uri: &str| Filter {
        kind: SkillNeedKind::Unspecified,
        provider_id: provider_id.into(),
        region_id: region_id.into(),
        theme_id: theme_id.into(),
        skill_uri: skill_uri.into(),
    };
    assert_eq!(count(of("o1", "AM01", "energy", SKILL)), 1);
    assert_eq!(count(of("-", "", "", "")), 1);
    assert_eq!(count(of("", "AM02", "", "")), 0);
    assert_eq!(count(of("", "", "care", "")), 0);
    assert_eq!(count(of("", "", "", "urn:other")), 0);
    assert!(is_known_provider(&facts, "o1") && !is_known_provider(&facts, "o9"));
}
