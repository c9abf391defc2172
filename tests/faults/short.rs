//! The short part, with a seed that stays the same: it runs with all other tests.

use eventing::breakpoint::Step;

use crate::{
    dice::Dice,
    faults::{named, step},
    plan::{Round, Strike},
    play::{self, play},
    quiet,
    workload::Workload,
    world::{Layout, Setting, World},
};

const SEED: u64 = 20_240_720;

const SEPARATE: Setting = Setting {
    layout: Layout::Separate,
    small_disk: false,
};
const DOUBLED: Setting = Setting {
    layout: Layout::Doubled,
    small_disk: false,
};

#[tokio::test(flavor = "multi_thread")]
async fn processes_of_one_block_each_are_killed_and_their_servers_fail() {
    let mut world = World::new(SEPARATE).await.unwrap();
    let faults = [
        "kill",
        "kill-all",
        "database-crash",
        "kill",
        "connections-cut",
        "rows-lost",
        "broker-empty",
        "rebuild-killed",
        "deliveries-out-of-order",
        "kill",
    ];
    holds(&mut world, &faults).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hub_of_two_of_everything_dies_at_every_step() {
    let mut world = World::new(DOUBLED).await.unwrap();
    let workload = Workload::start(&world, SEED, 8);
    let mut dice = Dice::of(SEED);
    for step in Step::ALL {
        let reached = step::die_at(&mut world, *step, &mut dice).await.unwrap();
        let (told, answers) = (world.record.totals(), world.record.answers());
        assert!(
            reached,
            "nobody came by {}: {}; callers were told {told:?} {answers:?}",
            step.name(),
            step.about()
        );
    }
    world.ready().await.unwrap();
    workload.stop().await;
    quiet::wait(&mut world).await.unwrap();
    let mut played = play::Played::default();
    play::check(&mut world, &mut played).await.unwrap();
    played.findings.append(&mut world.surprises);
    assert!(played.findings.is_empty(), "{:#?}", played.findings);
}

/// Plays one round of these faults.
async fn holds(world: &mut World, faults: &[&str]) {
    let mut dice = Dice::of(SEED);
    let strikes = faults
        .iter()
        .map(|name| Strike {
            fault: named(name).unwrap(),
            after_millis: dice.within(50, 400),
            seed: dice.roll(),
        })
        .collect();
    let round = Round {
        seed: SEED,
        number: 0,
        setting: world.setting,
        strikes,
    };
    let played = play(world, &round).await;
    assert!(
        played.findings.is_empty(),
        "{round}\n{:#?}\n{:#?}",
        played.done,
        played.findings
    );
    let (done, refused, _) = world.record.totals();
    assert!(
        done > 20 && refused > 0,
        "{done} changes were made, {refused} refused"
    );
}
