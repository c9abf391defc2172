use eventing::scenario::Scenario;
use jiff::civil::date;

use super::*;
use crate::domain::examples::{TODAY, effect, fields, intervention, outcome};

fn plan(content: Content) -> Command {
    Command::Plan {
        content: Box::new(content),
    }
}

fn start() -> Command {
    Command::Start {
        workgroup_id: "wg-culture".into(),
        started_on: date(2025, 1, 6),
        today: TODAY,
    }
}

fn end(ended_on: Date, stopped_because: Option<&str>) -> Command {
    Command::End {
        workgroup_id: "wg-culture".into(),
        ended_on,
        stopped_because: stopped_because.map(str::to_owned),
        realised: Cents(2_400_000),
        today: TODAY,
    }
}

fn observe(numbers: Numbers) -> Command {
    Command::Observe {
        workgroup_id: "wg-culture".into(),
        effect: Box::new(effect(numbers)),
        today: TODAY,
    }
}

fn planned() -> Scenario<Intervention> {
    Scenario::new().after([plan(intervention())])
}

fn running() -> Scenario<Intervention> {
    planned().after([start()])
}

/// What follows from an effect.
fn estimated(numbers: Numbers) -> Estimated {
    let observed = running().after([observe(numbers)]);
    observed.state().effects()[0].estimated.clone()
}

fn before_after(before: f64, after: f64, correlation: Option<f64>) -> Numbers {
    Numbers::BeforeAfter {
        before: outcome(before),
        after: outcome(after),
        correlation,
    }
}

fn groups(with: f64, without: f64, randomised: bool) -> Numbers {
    Numbers::Groups {
        with: outcome(with),
        without: outcome(without),
        randomised,
    }
}

fn four_ways(with_after: f64) -> Numbers {
    Numbers::FourWays {
        with_before: outcome(50.0),
        with_after: outcome(with_after),
        without_before: outcome(50.0),
        without_after: outcome(51.0),
        correlation: None,
    }
}

fn near(one: f64, other: f64) -> bool {
    (one - other).abs() < 1e-6
}

#[test]
fn an_intervention_runs_its_course() {
    planned()
        .when(end(TODAY, None))
        .refused("INTERVENTION_WRONG_STATE");
    // What never began can be stopped.
    assert_eq!(
        planned().after([end(TODAY, Some("geen geld"))]).state().stage(),
        Stage::Stopped
    );
    let finished = running().after([end(TODAY, None)]);
    assert_eq!(finished.state().realised(), Some(Cents(2_400_000)));
    finished.when(start()).refused("INTERVENTION_WRONG_STATE");
    let refusal = running()
        .when(end(date(2025, 1, 5), None))
        .refused("INTERVENTION_INVALID");
    assert_eq!(fields(&refusal), ["finished_on"]);
    let refusal = running()
        .when(end(date(2025, 6, 2), Some("klaar")))
        .refused("INTERVENTION_INVALID");
    assert_eq!(fields(&refusal), ["stopped_on"]);
}

#[test]
fn it_is_of_its_workgroup_and_project() {
    let mut foreign = start();
    if let Command::Start { workgroup_id, .. } = &mut foreign {
        *workgroup_id = "wg-ander".into();
    }
    planned().when(foreign).refused("INTERVENTION_UNKNOWN");
    let elsewhere = Content {
        project_id: None,
        ..intervention()
    };
    let refusal = planned()
        .when(Command::Revise {
            content: Box::new(elsewhere),
        })
        .refused("INTERVENTION_INVALID");
    assert_eq!(fields(&refusal), ["intervention.project_id"]);
}

#[test]
fn the_claim_follows_from_design_and_interval() {
    let claim = |numbers| estimated(numbers).claim;
    assert_eq!(claim(before_after(50.0, 60.0, None)), Claim::Changed);
    assert_eq!(claim(groups(60.0, 50.0, false)), Claim::Differs);
    assert_eq!(claim(four_ways(70.0)), Claim::ProbablyContributed);
    assert_eq!(claim(groups(60.0, 50.0, true)), Claim::HadEffect);
    assert_eq!(claim(four_ways(52.0)), Claim::NoDifferenceShown);
    assert_eq!(claim(groups(51.0, 50.0, true)), Claim::NoDifferenceShown);
}

/// As `scipy.stats.ttest_ind(equal_var=False)` and a paired t test on the same numbers have it.
#[test]
fn estimates_are_those_of_an_independent_package() {
    let it = estimated(groups(56.0, 50.0, false));
    // Welch: sqrt(16^2/64 * 2) = 2.8284271247; t(0.975, 126) = 1.9789706.
    assert!(near(it.estimate, 6.0) && near(it.standard_error.unwrap(), 2.828_427_124_7));
    assert!((it.lower - 0.402_625).abs() < 1e-4, "{it:?}");
    let it = estimated(before_after(50.0, 54.0, Some(0.5)));
    // The spread of the differences is sqrt(256 + 256 - 256) = 16, so its error 2; t(0.975, 63) = 1.9983405.
    assert!(near(it.estimate, 4.0) && near(it.standard_error.unwrap(), 2.0));
    assert!((it.lower - 0.003_319).abs() < 1e-4, "{it:?}");
    assert_eq!(it.method, "paired-before-after/1");
    let it = estimated(four_ways(57.0));
    assert!(near(it.estimate, 6.0) && near(it.standard_error.unwrap(), 4.0));
}

#[test]
fn shares_have_their_own_interval() {
    let share = |count| Outcome::Share { n: 40, count };
    let numbers = Numbers::Groups {
        with: share(30),
        without: share(18),
        randomised: true,
    };
    let it = estimated(numbers);
    assert!(
        near(it.estimate, 0.3) && it.lower > 0.0 && it.upper < 1.0,
        "{it:?}"
    );
    assert_eq!(it.claim, Claim::HadEffect);
    let certain = Numbers::FourWays {
        with_before: share(0),
        with_after: share(40),
        without_before: share(1),
        without_after: share(1),
        correlation: None,
    };
    let refusal = running().when(observe(certain)).refused("EFFECT_INVALID");
    assert_eq!(
        fields(&refusal),
        ["effect.with_before.count", "effect.with_after.count"]
    );
}

#[test]
fn small_groups_tell_nothing() {
    let few = Outcome::Mean {
        n: 9,
        mean: 60.0,
        standard_deviation: 1.0,
    };
    let numbers = Numbers::Groups {
        with: few,
        without: outcome(50.0),
        randomised: true,
    };
    running().when(observe(numbers)).refused("EFFECT_TOO_FEW");
    let reported = Numbers::Reported {
        design: Design::Randomised,
        estimate: 4.0,
        lower: 1.0,
        upper: 7.0,
        n_least: 9,
        method: "regressie".into(),
    };
    running().when(observe(reported)).refused("EFFECT_TOO_FEW");
}

#[test]
fn what_was_worked_out_elsewhere_stays_marked_and_within_its_design() {
    let reported = |lower: f64| Numbers::Reported {
        design: Design::BeforeAfter,
        estimate: 4.0,
        lower,
        upper: 7.0,
        n_least: 100,
        method: "regressie".into(),
    };
    let it = estimated(reported(1.0));
    assert_eq!((it.claim, it.standard_error), (Claim::Changed, None));
    let said = effect(reported(1.0)).sentence(&it);
    assert!(said.nl.contains("elders") && said.en.contains("elsewhere"));
    assert_eq!(estimated(reported(-1.0)).claim, Claim::NoDifferenceShown);
    let refusal = running().when(observe(reported(5.0))).refused("EFFECT_INVALID");
    assert_eq!(fields(&refusal), ["effect.reported.estimate"]);
}

#[test]
fn numbers_that_claim_a_certainty_are_refused() {
    let same = before_after(50.0, 60.0, Some(1.0));
    running().when(observe(same)).refused("EFFECT_INVALID");
    let flat = Outcome::Mean {
        n: 64,
        mean: 60.0,
        standard_deviation: 0.0,
    };
    let numbers = Numbers::Groups {
        with: flat,
        without: outcome(50.0),
        randomised: false,
    };
    let refusal = running().when(observe(numbers)).refused("EFFECT_INVALID");
    assert_eq!(fields(&refusal), ["effect.with_after.standard_deviation"]);
}

#[test]
fn an_effect_is_observed_once_and_never_before_the_start() {
    planned()
        .when(observe(four_ways(57.0)))
        .refused("INTERVENTION_WRONG_STATE");
    let observed = || running().after([observe(four_ways(57.0))]);
    observed().when(observe(four_ways(57.0))).then([]);
    observed().when(observe(four_ways(70.0))).refused("EFFECT_EXISTS");
}
