//! A process that stands still without dying: its connections stay open, and so does what it holds.

use std::time::{Duration, Instant};

use eventing::breakpoint::{Step, VARIABLE};

use super::{
    Fault, Kind, anywhere, doubled,
    step::{NUDGED_EVERY, Passer, lead_to, order, passer, steps},
};
use crate::{dice::Dice, world::World};

/// Longer than a lease outlives its holder, in seconds.
const TAKEN_OVER_SECONDS: u64 = 20;
/// How long a process may take to come by the step, in seconds.
const PASSES_WITHIN_SECONDS: u64 = 10;

pub(super) const AT_RANDOM: Fault = Fault {
    name: "frozen",
    about: "A process stands still for up to two seconds (SIGSTOP) and goes on.",
    kind: Kind::Process,
    weight: 1,
    fits: anywhere,
    strike: |world, dice| Box::pin(at_random(world, dice)),
};

pub(super) const AT_A_STEP: Fault = Fault {
    name: "frozen-at-step",
    about: "A process stands still at a named step until another one has taken over from it, and then goes on.",
    kind: Kind::Ground,
    weight: 8,
    fits: doubled,
    strike: |world, dice| Box::pin(at_a_step(world, dice)),
};

async fn at_random(world: &mut World, mut dice: Dice) -> anyhow::Result<String> {
    let index = dice.within(0, world.processes.len() as u64 - 1) as usize;
    world.processes[index].freeze()?;
    tokio::time::sleep(Duration::from_millis(dice.within(100, 2_000))).await;
    world.processes[index].go_on()?;
    Ok(world.processes[index].name.clone())
}

async fn at_a_step(world: &mut World, mut dice: Dice) -> anyhow::Result<String> {
    let among: Vec<_> = steps(world.setting.layout)
        .into_iter()
        .filter(|step| passer(*step) != Passer::Rebuild)
        .collect();
    let step = *dice.pick(&among);
    let (Passer::Block(block) | Passer::Rivals(block)) = passer(step) else {
        anyhow::bail!("{step:?} is not one of a block");
    };
    let running = world.running(block);
    let index = *dice.pick(&running);
    // The others come later, so that it is this one that has the leases; unless it takes two to come by the step.
    for each in &running {
        world.kill(*each)?;
    }
    world.start(index, &[(VARIABLE, &order(step, 1, ":stop"))])?;
    let others = running.iter().copied().filter(|each| *each != index);
    let rivals = matches!(passer(step), Passer::Rivals(_));
    if rivals {
        others.clone().try_for_each(|each| world.start(each, &[]))?;
    }
    let frozen = wait_until_frozen(world, index, step).await?;
    if !rivals {
        others.clone().try_for_each(|each| world.start(each, &[]))?;
    }
    let taken_over = frozen && takes_over(world).await?;
    world.processes[index].go_on()?;
    if frozen && !taken_over {
        let name = &world.processes[index].name;
        world.surprises.push(format!(
            "{name} stood still at {} and no other process went on within {TAKEN_OVER_SECONDS} seconds",
            step.name()
        ));
    }
    // It goes on with what it was at, beside whoever took over; the order it was started with is used up.
    Ok(format!(
        "{} at {}{}",
        world.processes[index].name,
        step.name(),
        if frozen { "" } else { " (not passed)" }
    ))
}

async fn wait_until_frozen(world: &World, index: usize, step: Step) -> anyhow::Result<bool> {
    let started = Instant::now();
    let mut led = started;
    while started.elapsed() < Duration::from_secs(PASSES_WITHIN_SECONDS) {
        if world.processes[index].is_frozen() {
            return Ok(true);
        }
        if led.elapsed() > NUDGED_EVERY {
            lead_to(step, world, index).await;
            led = Instant::now();
        }
        tokio::time::sleep(Duration::from_millis(15)).await;
    }
    Ok(false)
}

/// Whether facts written from now on reach the ledger and insight although one process stands still.
async fn takes_over(world: &World) -> anyhow::Result<bool> {
    let mut database = crate::checks::connect(world).await?;
    let started = Instant::now();
    let from: i64 = sqlx::query_scalar("SELECT position FROM programme.head")
        .fetch_one(&mut database)
        .await?;
    while started.elapsed() < Duration::from_secs(TAKEN_OVER_SECONDS) {
        let (log, ledger): (i64, i64) = sqlx::query_as(
            "SELECT (SELECT position FROM programme.head),
                    (SELECT coalesce(max(log_position), 0) FROM ledger.block_heads WHERE block = 'programme')",
        )
        .fetch_one(&mut database)
        .await?;
        if log > from && ledger > from {
            return Ok(true);
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    Ok(false)
}
