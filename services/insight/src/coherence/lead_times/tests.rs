use contracts::transitions::v1::{AwardState, DemandPhase};

use super::*;
use crate::{
    coherence::fixture::{
        Known, application, award, day, demand, known, piloted, solution, today, withdrawn,
    },
    rows::Facts,
};

/// A demand that went all the way: signalled 1 January, understood 1 February, submitted 10 April, awarded 15 August 2024, first
/// learners 1 February 2025.
fn whole_way() -> Known {
    known()
        .with(demand("d1", DemandPhase::Understand, 1))
        .with(application("a1", 100, 2))
        .with(award("a1", AwardState::Conditional, 100, 3))
        .with(piloted(solution("s1", "a1", 4), 24, 5))
}

fn group(facts: &Facts, filter: &Filter) -> LeadTimeGroup {
    let mut groups = groups(&chains(&facts.transitions), filter, today());
    assert_eq!(groups.len(), 1);
    groups.remove(0)
}

fn steps(facts: &Facts) -> Vec<LeadTime> {
    group(facts, &Filter::default()).steps
}

#[test]
fn each_step_is_counted_in_days_with_its_events() {
    let facts = whole_way().facts();
    let steps = steps(&facts);
    let medians: Vec<_> = steps.iter().map(|step| step.median_days.unwrap()).collect();
    assert_eq!(medians, [31.0, 69.0, 127.0, 170.0, 397.0]);
    assert_eq!(steps[3].positions, [3, 4, 5]);
    let chain = chains(&facts.transitions)[0].shown();
    assert_eq!(
        (chain.application_id.as_str(), chain.solution_id.as_str()),
        ("a1", "s1")
    );
    assert_eq!(chain.positions, [1, 2, 3, 4, 5]);
}

#[test]
fn quartiles_are_over_what_is_complete_and_the_rest_is_named() {
    let mut later = demand("d2", DemandPhase::Understand, 6);
    later.understood_on = Some(day("2024-03-01"));
    let facts = whole_way()
        .with(later)
        .with(demand("d3", DemandPhase::Signal, 7))
        .facts();
    let group = group(&facts, &Filter::default());
    assert_eq!((group.chains, group.complete), (3, 1));
    let understood = &group.steps[0];
    assert_eq!((understood.complete, understood.censored), (2, 1));
    assert_eq!(understood.median_days, Some(45.5));
    assert_eq!(
        (understood.lower_quartile_days, understood.upper_quartile_days),
        (Some(38.25), Some(52.75))
    );
    assert_eq!(
        understood.censored_longest_days, 425,
        "from 2024-01-01 to 2025-03-01"
    );
    let submitted = &group.steps[1];
    assert_eq!(
        (submitted.complete, submitted.censored),
        (1, 1),
        "d3 has not begun it"
    );
}

#[test]
fn a_demand_that_was_dropped_waits_for_nothing() {
    let facts = known().with(demand("d1", DemandPhase::Dropped, 1)).facts();
    let group = group(&facts, &Filter::default());
    assert_eq!(
        (group.dropped, group.steps[0].censored, group.steps[4].censored),
        (1, 0, 0)
    );
    assert_eq!(group.steps[0].median_days, None);
}

#[test]
fn what_was_withdrawn_or_lapsed_is_no_stage() {
    let facts = known()
        .with(demand("d1", DemandPhase::Understand, 1))
        .with(withdrawn(application("a1", 100, 2)))
        .with(award("a2", AwardState::Lapsed, 0, 3))
        .facts();
    let chains = chains(&facts.transitions);
    assert_eq!((chains[0].submitted, chains[0].awarded), (None, None));
}

#[test]
fn an_application_before_its_demand_was_understood_is_left_out_and_counted() {
    let mut late = demand("d1", DemandPhase::Understand, 1);
    late.understood_on = Some(day("2024-05-01"));
    let facts = known().with(late).with(application("a1", 100, 2)).facts();
    let step = &steps(&facts)[1];
    assert_eq!((step.complete, step.censored, step.out_of_order), (0, 0, 1));
}

#[test]
fn a_demand_of_two_regions_is_in_both_groups() {
    let mut wide = demand("d1", DemandPhase::Understand, 1);
    wide.region_ids.push("AM02".into());
    wide.theme_id = String::new();
    let facts = known().with(wide).facts();
    let split = Filter {
        by_theme: true,
        by_region: true,
        ..Filter::default()
    };
    let groups = groups(&chains(&facts.transitions), &split, today());
    let keys: Vec<_> = groups
        .iter()
        .map(|group| (group.theme_id.as_str(), group.region_id.as_str()))
        .collect();
    assert_eq!(keys, [("-", "AM01"), ("-", "AM02")]);
    let one = Filter {
        region_id: "AM02".into(),
        ..split
    };
    assert_eq!(group(&facts, &one).region_id, "AM02");
}
