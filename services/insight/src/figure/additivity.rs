//! Nothing is ever counted twice: what calls itself additive adds up to exactly the whole.

use contracts::programme::v1::{Aggregation, MoneyState, ProjectState};
use proptest::prelude::*;

use super::{
    fixture::*,
    tests::{in_region, over, reported},
    *,
};
use crate::rows::{Facts, ProjectFacts};

const REGIONS: [&str; 4] = ["AM01", "AM02", "AM03", "AM05"];

/// Shares over the first regions that add to 100.
fn shares() -> impl Strategy<Value = Vec<u32>> {
    prop::collection::vec(1_u32..=100, 1..=REGIONS.len()).prop_map(|weights| {
        let sum: u32 = weights.iter().sum();
        let mut shares: Vec<u32> = weights.iter().map(|weight| (weight * 90 / sum).max(1)).collect();
        let rest = 100 - shares.iter().sum::<u32>();
        shares[0] += rest;
        shares
    })
}

fn spread(id: usize, shares: &[u32], totals: &[i64], learners: f64) -> ProjectFacts {
    let id = format!("p{id}");
    let mut facts = project(&id);
    facts.project.regions = REGIONS
        .iter()
        .zip(shares)
        .map(|(region, percent)| share(region, *percent))
        .collect();
    facts.money = vec![money(&id, MoneyState::Granted, totals)].into();
    facts.values = vec![value(&id, "learners", "2024-12-31", learners, 50)].into();
    facts.targets = vec![target(&id, "learners", learners * 2.0)].into();
    facts
}

fn spreads() -> impl Strategy<Value = Facts> {
    let one = (
        shares(),
        prop::collection::vec(0_i64..4_000_000_000, 1..4),
        0_u32..10_000,
    );
    prop::collection::vec(one, 1..12).prop_map(|projects| {
        let projects = projects.iter().enumerate();
        let projects: Vec<_> = projects
            .map(|(id, (shares, totals, n))| spread(id, shares, totals, f64::from(*n)))
            .collect();
        facts(projects, vec![indicator("learners", Aggregation::Sum)])
    })
}

fn cents(figure: &Computed) -> i64 {
    let Some(Value::Cents(cents)) = figure.value else {
        panic!("not money: {figure:?}")
    };
    cents
}

fn quantity(figure: &Computed) -> f64 {
    match figure.value {
        Some(Value::Quantity(quantity)) => quantity,
        _ => 0.0,
    }
}

proptest! {
    #[test]
    fn money_over_the_regions_is_exactly_the_national_total(facts in spreads()) {
        let granted = Measure::Money(MoneyState::Granted);
        let parts: i64 = REGIONS.iter().map(|region| cents(&in_region(&facts, region, &granted))).sum();
        prop_assert_eq!(parts, cents(&over(&facts, granted)));
    }

    #[test]
    fn the_events_behind_an_amount_add_up_to_it(facts in spreads(), region in prop::sample::select(&REGIONS[..])) {
        let figure = in_region(&facts, region, &Measure::Money(MoneyState::Granted));
        let sum: i64 = figure.contributions().iter().flat_map(|it| it.amounts.clone()).map(|amount| match amount {
            Amount::Cents(cents) => cents,
            _ => 0,
        }).sum();
        prop_assert_eq!(sum, cents(&figure));
    }

    #[test]
    fn a_sum_over_the_regions_is_the_national_sum(facts in spreads()) {
        let parts: f64 = REGIONS.iter().map(|region| quantity(&in_region(&facts, region, &reported("learners")))).sum();
        prop_assert!((parts - quantity(&over(&facts, reported("learners")))).abs() < 1e-6);
    }

    #[test]
    fn figures_that_call_themselves_additive_add_up_over_blocks(
        facts in spreads(),
        blocks in prop::collection::vec(prop::sample::select(vec!["transitions", "culture", ""]), 12),
    ) {
        let mut facts = facts;
        for (project, block) in facts.projects.values_mut().zip(blocks) {
            std::sync::Arc::make_mut(project).project.block_id = block.into();
        }
        for measure in [Measure::Projects(ProjectState::Running), Measure::Money(MoneyState::Granted)] {
            let part = |block: &str| {
                let scope = Scope { block: block.into(), ..Scope::default() };
                compute(&Selection::of_scope(&facts, &scope, today()), &measure)
            };
            let number = |figure: Computed| match figure.value {
                Some(Value::Count(number) | Value::Cents(number)) => number,
                _ => 0,
            };
            let parts: i64 = ["transitions", "culture", UNASSIGNED].map(|block| number(part(block))).iter().sum();
            prop_assert_eq!(parts, number(over(&facts, measure.clone())));
        }
    }
}
