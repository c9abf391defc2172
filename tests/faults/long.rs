//! The long run: rounds until time or number is up; a world that something was found in is left, with its logs kept.

use std::time::Instant;

use crate::{
    arguments::Arguments,
    plan::{self, Choice, Round},
    play::{self, play},
    report::Report,
    world::World,
};

#[tokio::test(flavor = "multi_thread")]
#[ignore = "as long as it is told: `make faults`"]
async fn the_long_run() {
    let arguments = Arguments::from_environment().unwrap();
    println!(
        "seed {}; play the same again with make faults ARGS=\"--seed {0}\"",
        arguments.seed
    );
    let mut report = Report::new(arguments.seed);
    let started = Instant::now();
    let mut world: Option<World> = None;
    let mut number = arguments.from;
    while number - arguments.from < arguments.rounds
        && started.elapsed() < arguments.time
        && arguments.events.is_none_or(|events| report.passed() < events)
    {
        let round = plan::round(arguments.seed, number, &arguments.choice);
        let played = match ready(world.take(), &round, &arguments.choice).await {
            Ok(mut ready) => {
                let played = play(&mut ready, &round).await;
                report.add(&round, &played, &mut ready);
                world = Some(ready).filter(|_| played.findings.is_empty());
                played
            }
            Err(error) => {
                let played = play::Played {
                    findings: vec![format!("no hub to break: {error:#}")],
                    ..play::Played::default()
                };
                report.add_failed(&round, &played);
                played
            }
        };
        tell(&round, &played, &report);
        report.write().unwrap();
        number += 1;
    }
    println!("{}", report.table());
    assert!(
        report.is_clean(),
        "something was found; see above, and {}",
        report.file().display()
    );
}

/// The world of the round before, unless it is time for a new one.
async fn ready(world: Option<World>, round: &Round, choice: &Choice) -> anyhow::Result<World> {
    match world.filter(|_| !round.number.is_multiple_of(choice.rounds_of_a_world())) {
        Some(world) if world.setting == round.setting => Ok(world),
        _ => {
            let mut world = World::new(round.setting).await?;
            world.in_volume = choice.in_volume;
            Ok(world)
        }
    }
}

fn tell(round: &Round, played: &play::Played, report: &Report) {
    println!(
        "round {} ({}): {}; quiet after {:.1} s; {} kills and {} events through every door so far",
        round.number,
        round.setting.layout.name(),
        played.done.join(", "),
        played.recovery.as_secs_f64(),
        report.kills(),
        report.passed()
    );
    for finding in &played.findings {
        println!("FOUND, seed {} round {}: {finding}", round.seed, round.number);
    }
}
