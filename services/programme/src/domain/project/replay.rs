//! Property: whatever is asked of a project, in whatever order, replaying its stored facts gives the state it lived through.

use eventing::Decider;
use jiff::civil::date;
use proptest::prelude::*;

use super::{examples::*, *};

fn commands() -> impl Strategy<Value = Command> {
    let milestone = prop_oneof![Just("m1"), Just("m2")];
    let state = prop_oneof![
        Just(MoneyState::Reserved),
        Just(MoneyState::Conditional),
        Just(MoneyState::Granted),
        Just(MoneyState::Committed),
        Just(MoneyState::Paid)
    ];
    let changes = (milestone.clone(), 0..120_u32, 80.0..140.0_f64)
        .prop_map(|(milestone, days, value)| vec![slip(milestone, days), target(value.round())]);
    prop_oneof![
        1 => Just(register(profile())),
        2 => Just(set_baseline(plan())),
        6 => (1..6_u32, changes.clone()).prop_map(|(version, changes)| revise_plan(version, changes)),
        3 => changes.clone().prop_map(|changes| request_change("c1", changes)),
        3 => any::<bool>().prop_map(|approved| decide_change("c1", approved, "officer")),
        3 => (1..6_u32, changes).prop_map(|(version, changes)| revise_as_approved(version, changes, "c1")),
        2 => milestone.prop_map(|milestone| achieve(milestone, date(2024, 6, 1))),
        4 => (state, 0..13_000_000_i64).prop_map(|(state, cents)| record(state, cents, "Corrected")),
        1 => Just(Command::Finish(Finish { finished_on: today(), today: today() })),
        1 => Just(Command::Close(Close { report_id: "r1".into() })),
    ]
}

proptest! {
    #[test]
    fn replay_equals_the_live_state(commands in proptest::collection::vec(commands(), 1..60)) {
        let mut live = Project::default();
        let mut stored = Vec::new();
        // Most walks get somewhere when they begin with a running project.
        let beginning = [register(profile()), set_baseline(plan())];
        for command in beginning.into_iter().chain(commands) {
            for fact in live.decide(command).unwrap_or_default() {
                stored.push(serde_json::to_string(&fact).unwrap());
                live.evolve(fact);
            }
        }
        let mut replayed = Project::default();
        stored.iter().for_each(|fact| replayed.evolve(serde_json::from_str(fact).unwrap()));
        prop_assert_eq!(&replayed, &live);

        let awarded = live.total(MoneyState::Granted).0 + live.total(MoneyState::Conditional).0;
        prop_assert!(live.total(MoneyState::Paid).0 <= awarded && live.total(MoneyState::Committed).0 <= awarded);
        prop_assert_eq!(live.revisions().len() as u32 + 1, live.plan_version());
    }
}
