//! Quartiles, peers and groups at their limits.

use super::*;
use crate::judgement::example::{budget, day, indicator, milestone, obligation, running};

/// A project of which `attained` percent of its goal is reached.
fn peer(id: &str, attained: f64) -> Facts {
    let mut facts = running();
    facts.profile.project_id = id.to_owned();
    facts.indicators = vec![indicator("i1", attained, "2025-01-01")];
    facts
}

fn peers(attained: &[f64]) -> Vec<Facts> {
    attained
        .iter()
        .enumerate()
        .map(|(n, value)| peer(&format!("p{n}"), *value))
        .collect()
}

type Measured<'a> = (&'a Profile, Measures);

fn measured(facts: &Facts) -> Measured<'_> {
    (&facts.profile, Measures::of(facts, day("2025-06-01")))
}

fn side<'a>((profile, measures): &'a Measured<'a>) -> Compared<'a> {
    Compared { profile, measures }
}

fn compared(own: &Facts, others: &[Facts]) -> Vec<PeerComparison> {
    let all: Vec<_> = others.iter().chain([own]).map(measured).collect();
    of_project(side(&measured(own)), all.iter().map(side))
}

fn value_over(measure: Measure, group: &[&Facts], today: &str) -> Option<f64> {
    let group: Vec<_> = group
        .iter()
        .map(|facts| Measures::of(facts, day(today)))
        .collect();
    Measures::over(&group).value(measure)
}

#[test]
fn quartiles_are_those_of_type_seven() {
    let values = [1.0, 2.0, 3.0, 4.0];
    assert_eq!(quantile(&values, 0.25), Some(1.75));
    assert_eq!(quantile(&values, 0.5), Some(2.5));
    assert_eq!(quantile(&values, 0.75), Some(3.25));
    assert_eq!(quantile(&[], 0.5), None);
}

#[test]
fn five_others_are_needed_and_the_project_itself_is_none_of_them() {
    let own = peer("own", 50.0);
    assert_eq!(compared(&own, &peers(&[10.0, 20.0, 30.0, 40.0])), []);
    let shown = compared(&own, &peers(&[10.0, 20.0, 30.0, 40.0, 60.0]));
    assert_eq!(shown.len(), 1);
    assert_eq!((shown[0].own, shown[0].median, shown[0].peers), (0.5, 0.3, 5));
}

#[test]
fn another_scheme_size_or_season_is_no_peer() {
    let own = peer("own", 50.0);
    let mut others = peers(&[10.0, 20.0, 30.0, 40.0, 60.0, 70.0, 80.0]);
    others[0].profile.scheme_id = "other".to_owned();
    others[1].profile.size_class = contracts::programme::v1::SizeClass::Small;
    assert_eq!(compared(&own, &others).len(), 1);
    others[2].profile.example = true;
    assert_eq!(compared(&own, &others), []);
}

#[test]
fn a_milestone_that_is_not_achieved_counts_once_its_baseline_day_has_passed() {
    let mut achieved = milestone("m1", "2025-01-01");
    achieved.state = MilestoneState::Achieved;
    achieved.achieved_on = Some(day("2025-01-01"));
    let mut moved = milestone("m2", "2025-05-31");
    moved.due_on = day("2026-01-01");
    let facts = Facts {
        milestones: vec![achieved, moved, milestone("m3", "2025-06-01")],
        ..running()
    };
    assert_eq!(
        value_over(Measure::MilestonesOnTime, &[&facts], "2025-05-31"),
        Some(1.0)
    );
    assert_eq!(
        value_over(Measure::MilestonesOnTime, &[&facts], "2025-06-01"),
        Some(0.5)
    );
}

#[test]
fn reports_and_costs_are_measured_over_the_group() {
    let mut late = obligation("2024-H2", "2025-02-01");
    late.state = ObligationState::Fulfilled;
    late.days_late = 1;
    let mut one = Facts {
        obligations: vec![late],
        budget: vec![budget("a", 1000, 250)],
        ..running()
    };
    one.realised_until = Some(day("2025-05-14"));
    let mut two = one.clone();
    two.obligations[0].days_late = 0;
    two.budget[0].realised_cents = 750;
    assert_eq!(
        value_over(Measure::ReportsOnTime, &[&one, &two], "2025-06-01"),
        Some(0.5)
    );
    assert_eq!(
        value_over(Measure::BudgetRealised, &[&one, &two], "2025-06-01"),
        Some(1.0)
    );
}

#[test]
fn a_workgroup_is_compared_with_five_other_workgroups() {
    let own = peer("own", 50.0);
    let others = peers(&[10.0, 20.0, 30.0, 40.0, 60.0]);
    let measured: Vec<_> = others.iter().map(measured).collect();
    let groups: Vec<Vec<_>> = measured.iter().map(|one| vec![side(one)]).collect();
    let own = self::measured(&own);
    assert_eq!(of_workgroup(&[side(&own)], &groups[..4]), []);
    assert_eq!(of_workgroup(&[side(&own)], &groups)[0].peers, 5);
}
