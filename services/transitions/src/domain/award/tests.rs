use eventing::{Rejection as _, scenario::Scenario};
use jiff::{
    Timestamp,
    civil::{Date, date},
};
use proptest::prelude::*;

use super::*;
use crate::domain::{
    application::Content,
    examples::{application, rules},
};

const TODAY: Date = Date::constant(2025, 6, 1);

fn decision(reference: &str) -> Decision {
    Decision {
        reference: reference.into(),
        decided_on: date(2024, 8, 1),
    }
}

fn record(id: &str, outcome: Outcome, awarded: i64) -> Record {
    let conditions = match outcome {
        Outcome::Conditional => vec![
            ("c1".into(), "tweede gesprek".into(), date(2024, 12, 1)),
            ("c2".into(), "begroting".into(), date(2024, 12, 1)),
        ],
        Outcome::Granted | Outcome::Rejected => Vec::new(),
    };
    Record {
        requested: Requested {
            content: Content {
                application_id: id.into(),
                ..application()
            },
            size_class: SizeClass::Small,
            rules: rules(),
            tranche_id: "ronde-2".into(),
            submitted_on: date(2024, 4, 10),
        },
        outcome,
        awarded: Cents(awarded),
        decision: decision("DUS-I 1"),
        motivation: "voldoende".into(),
        conditions,
        ceiling: Some(Cents(20_000_000)),
        today: TODAY,
    }
}

fn granted(id: &str, awarded: i64) -> Command {
    Command::Record(Box::new(record(id, Outcome::Granted, awarded)))
}

fn conditional(id: &str) -> Command {
    Command::Record(Box::new(record(id, Outcome::Conditional, 10_000_000)))
}

fn condition(condition_id: &str, met: bool) -> Command {
    Command::DecideCondition(DecideCondition {
        application_id: "p1".into(),
        condition_id: condition_id.into(),
        met,
        decision: decision("DUS-I 2"),
        today: TODAY,
    })
}

fn advance(reference: &str, amount: i64) -> Command {
    Command::PayAdvance(PayAdvance {
        application_id: "p1".into(),
        advance: Advance {
            amount: Cents(amount),
            paid_on: date(2024, 9, 1),
            reference: reference.into(),
        },
        today: TODAY,
    })
}

fn change(change_id: &str, awarded: Option<i64>) -> Command {
    Command::RequestChange(RequestChange {
        application_id: "p1".into(),
        change_id: change_id.into(),
        reason: "meer deelnemers".into(),
        awarded: awarded.map(Cents),
        by: "lead".into(),
        at: Timestamp::UNIX_EPOCH,
    })
}

fn decide_change(change_id: &str, approved: bool) -> Command {
    Command::DecideChange(DecideChange {
        application_id: "p1".into(),
        change_id: change_id.into(),
        approved,
        decision: decision("DUS-I 3"),
        ceiling: Some(Cents(20_000_000)),
        today: TODAY,
    })
}

fn determine(determined: i64) -> Command {
    Command::Determine(Determine {
        application_id: "p1".into(),
        determined: Cents(determined),
        decision: decision("DUS-I 4"),
        today: TODAY,
    })
}

fn standing(awards: &Scenario<Awards>) -> Standing {
    awards.state().award("p1").unwrap().standing
}

fn begun() -> Scenario<Awards> {
    Scenario::new()
}

#[test]
fn what_is_awarded_in_a_size_class_stays_within_the_ceiling() {
    let full = begun().after([granted("p1", 10_000_000), granted("p2", 9_000_000)]);
    full.clone()
        .when(granted("p3", 5_000_000))
        .refused("CEILING_EXCEEDED");
    // A rejection takes nothing, and the other size class has a ceiling of its own.
    let rejected = full.after([Command::Record(Box::new(record("p3", Outcome::Rejected, 0)))]);
    let mut large = record("p4", Outcome::Granted, 10_000_000);
    large.requested.size_class = SizeClass::Large;
    large.requested.content.requested = Cents(15_000_000);
    large.awarded = Cents(13_000_000);
    assert_eq!(
        rejected
            .after([Command::Record(Box::new(large))])
            .state()
            .all()
            .count(),
        4
    );
}

#[test]
fn without_a_known_ceiling_the_decision_is_recorded_as_it_is() {
    let mut unknown = record("p1", Outcome::Granted, 10_000_000);
    unknown.ceiling = None;
    assert_eq!(
        standing(&begun().after([Command::Record(Box::new(unknown))])),
        Standing::Granted
    );
}

#[test]
fn an_award_is_not_more_than_was_asked_for_nor_less_than_the_size_class() {
    for (awarded, fits) in [
        (4_999_999, false),
        (5_000_000, true),
        (10_000_000, true),
        (10_000_001, false),
    ] {
        if fits {
            assert_eq!(
                standing(&begun().after([granted("p1", awarded)])),
                Standing::Granted
            );
        } else {
            begun().when(granted("p1", awarded)).refused("AWARD_INVALID");
        }
    }
    begun()
        .when(Command::Record(Box::new(record("p1", Outcome::Rejected, 1))))
        .refused("AWARD_INVALID");
}

#[test]
fn conditions_belong_to_conditional_awards_with_a_term_after_the_decision() {
    let mut without = record("p1", Outcome::Conditional, 10_000_000);
    without.conditions.clear();
    begun()
        .when(Command::Record(Box::new(without)))
        .refused("AWARD_INVALID");
    let mut late = record("p1", Outcome::Conditional, 10_000_000);
    late.conditions[0].2 = date(2024, 8, 1);
    late.conditions[1].0 = "c1".into();
    let rejection = begun()
        .when(Command::Record(Box::new(late)))
        .refused("AWARD_INVALID");
    let fields: Vec<_> = rejection.faults().into_iter().map(|fault| fault.field).collect();
    assert_eq!(fields, ["conditions[1].condition_id", "conditions[0].due_on"]);
}

#[test]
fn a_rejection_can_be_reversed_and_an_award_is_not_recorded_twice() {
    let rejected = begun().after([Command::Record(Box::new(record("p1", Outcome::Rejected, 0)))]);
    let reversed = rejected.after([granted("p1", 10_000_000)]);
    assert_eq!(standing(&reversed), Standing::Granted);
    reversed.when(granted("p1", 10_000_000)).refused("AWARD_EXISTS");
}

#[test]
fn the_last_condition_that_is_met_grants_and_one_that_is_not_lets_it_lapse() {
    let one = begun().after([conditional("p1"), condition("c1", true)]);
    assert_eq!(standing(&one), Standing::Conditional);
    assert_eq!(
        standing(&one.clone().after([condition("c2", true)])),
        Standing::Granted
    );
    let lapsed = one.clone().after([condition("c2", false)]);
    assert_eq!(standing(&lapsed), Standing::Lapsed);
    // What lapsed takes nothing of the ceiling any more.
    assert_eq!(lapsed.state().awarded(SizeClass::Small, ""), Some(Cents::ZERO));
    one.clone()
        .when(condition("c1", false))
        .refused("CONDITION_DECIDED");
    one.when(condition("c9", true)).refused("CONDITION_UNKNOWN");
    begun()
        .after([granted("p1", 10_000_000)])
        .when(condition("c1", true))
        .refused("AWARD_NOT_CONDITIONAL");
}

#[test]
fn a_fifth_is_paid_before_the_conditions_are_met_and_the_rest_after() {
    let begun = begun().after([conditional("p1")]);
    begun
        .clone()
        .when(advance("b1", 2_000_001))
        .refused("ADVANCE_TOO_HIGH");
    let first = begun.after([advance("b1", 2_000_000)]);
    first.clone().when(advance("b2", 1)).refused("ADVANCE_TOO_HIGH");
    first.clone().when(advance("b1", 1)).refused("AWARD_INVALID");
    let met = first.after([condition("c1", true), condition("c2", true)]);
    met.clone()
        .when(advance("b2", 8_000_001))
        .refused("ADVANCE_TOO_HIGH");
    assert_eq!(
        met.after([advance("b2", 8_000_000)])
            .state()
            .award("p1")
            .unwrap()
            .paid(),
        Cents(10_000_000)
    );
}

#[test]
fn nothing_is_paid_on_what_was_rejected_or_lapsed() {
    begun()
        .after([Command::Record(Box::new(record("p1", Outcome::Rejected, 0)))])
        .when(advance("b1", 1))
        .refused("NOTHING_AWARDED");
    begun()
        .after([conditional("p1"), condition("c1", false)])
        .when(advance("b1", 1))
        .refused("NOTHING_AWARDED");
    begun().when(advance("b1", 1)).refused("AWARD_UNKNOWN");
}

#[test]
fn a_change_is_asked_for_and_decided_on_and_held_against_the_ceiling() {
    let awards = begun().after([granted("p1", 8_000_000), granted("p2", 7_000_000)]);
    let asked = awards.after([change("w1", Some(10_000_000)), change("w2", None)]);
    assert_eq!(
        asked
            .clone()
            .after([decide_change("w1", true)])
            .state()
            .award("p1")
            .unwrap()
            .awarded,
        Cents(10_000_000)
    );
    assert_eq!(
        asked
            .clone()
            .after([decide_change("w1", false)])
            .state()
            .award("p1")
            .unwrap()
            .awarded,
        Cents(8_000_000)
    );
    let full = asked.clone().after([granted("p3", 5_000_000)]);
    full.when(decide_change("w1", true)).refused("CEILING_EXCEEDED");
    asked
        .clone()
        .when(change("w1", None))
        .refused("AWARD_CHANGE_EXISTS");
    asked
        .clone()
        .when(change("w3", Some(10_000_001)))
        .refused("AWARD_INVALID");
    asked
        .clone()
        .when(decide_change("w9", true))
        .refused("AWARD_CHANGE_UNKNOWN");
    asked
        .after([decide_change("w2", true)])
        .when(decide_change("w2", true))
        .refused("AWARD_CHANGE_DECIDED");
}

#[test]
fn an_award_does_not_become_less_than_was_paid() {
    let paid = begun().after([
        granted("p1", 8_000_000),
        change("w1", Some(5_000_000)),
        advance("b1", 6_000_000),
    ]);
    paid.clone()
        .when(decide_change("w1", true))
        .refused("AWARD_INVALID");
    paid.when(change("w2", Some(5_999_999))).refused("AWARD_INVALID");
}

#[test]
fn a_conditional_award_does_not_become_so_low_that_too_large_a_share_was_paid() {
    let paid = begun().after([conditional("p1"), advance("b1", 2_000_000), change("w1", None)]);
    paid.clone()
        .when(change("w2", Some(9_999_999)))
        .refused("AWARD_INVALID");
    assert_eq!(
        standing(&paid.after([decide_change("w1", true)])),
        Standing::Conditional
    );
}

#[test]
fn the_final_amount_is_determined_once_when_no_condition_is_open() {
    begun()
        .after([conditional("p1")])
        .when(determine(1))
        .refused("CONDITIONS_OPEN");
    let granted = begun().after([granted("p1", 10_000_000)]);
    granted
        .clone()
        .when(determine(10_000_001))
        .refused("AWARD_INVALID");
    let determined = granted.after([determine(9_000_000)]);
    assert_eq!(standing(&determined), Standing::Determined);
    determined.clone().when(determine(1)).refused("GRANT_DETERMINED");
    determined
        .clone()
        .when(change("w1", None))
        .refused("GRANT_DETERMINED");
    determined
        .when(advance("b1", 9_000_001))
        .refused("ADVANCE_TOO_HIGH");
}

proptest! {
    /// Whatever is decided in whatever order: what was awarded stays within the ceiling, and payments within the award.
    #[test]
    fn the_ceiling_and_the_awards_hold_whatever_comes(
        steps in prop::collection::vec((0..6_usize, 0..4_usize, 0..12_000_000_i64), 0..60)
    ) {
        let mut awards = Awards::default();
        for (number, (what, who, amount)) in steps.into_iter().enumerate() {
            let id = format!("p{who}");
            let mut command = match what {
                0 => granted(&id, amount),
                1 => Command::Record(Box::new(record(&id, Outcome::Conditional, amount))),
                2 => condition(["c1", "c2"][who % 2], amount % 3 > 0),
                3 => advance(&format!("b{number}"), amount),
                4 => change(&format!("w{}", number % 3), Some(amount)),
                _ => decide_change(&format!("w{}", number % 3), amount % 4 > 0),
            };
            match &mut command {
                Command::DecideCondition(it) => it.application_id.clone_from(&id),
                Command::PayAdvance(it) => it.application_id.clone_from(&id),
                Command::RequestChange(it) => it.application_id.clone_from(&id),
                Command::DecideChange(it) => it.application_id.clone_from(&id),
                Command::Record(_) | Command::Determine(_) => {}
            }
            for fact in awards.decide(command).unwrap_or_default() {
                awards.evolve(fact);
            }
            prop_assert!(awards.awarded(SizeClass::Small, "").unwrap() <= Cents(20_000_000));
            for (_, award) in awards.all() {
                let takes = award.standing.takes();
                prop_assert!(!takes || award.payable(award.awarded).unwrap() >= award.paid());
            }
        }
    }
}
