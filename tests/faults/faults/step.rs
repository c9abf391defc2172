//! A process dies exactly at a named step.

use std::{
    os::unix::process::ExitStatusExt,
    time::{Duration, Instant},
};

use contracts::programme::v1::{AdvanceClockRequest, GetClockRequest};
use eventing::breakpoint::{Step, VARIABLE};
use nix::sys::signal::Signal;

use super::{Fault, Kind, anywhere, deliveries};
use crate::{
    dice::Dice,
    world::{Layout, World, end_of},
};

/// How long a process may take to come by the step, in seconds. Some steps are rare.
const PASSES_WITHIN_SECONDS: u64 = 60;
/// How often what leads to a rare step is brought about.
pub(super) const NUDGED_EVERY: Duration = Duration::from_millis(700);
/// How long that may take.
const PATIENCE: Duration = Duration::from_secs(8);

pub(super) const STEP: Fault = Fault {
    name: "step",
    about: "A process dies at a named step of the code (SCHAKELPUNT_BREAK_AT), and is started again.",
    kind: Kind::Process,
    weight: 10,
    fits: anywhere,
    strike: |world, dice| Box::pin(any(world, dice)),
};

/// Who passes a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Passer {
    /// The process of this block.
    Block(&'static str),
    /// Two processes of this block that write at once.
    Rivals(&'static str),
    /// `schakelpunt rebuild`.
    Rebuild,
}

/// Exhaustive, so that a new step does not compile before it is broken at.
pub(crate) const fn passer(step: Step) -> Passer {
    match step {
        Step::AppendTaken
        | Step::AppendCommitted
        | Step::RelayPublished
        | Step::RelayAcknowledged
        | Step::ProjectionApplied
        | Step::ReactionCarriedOut
        | Step::SchedulerRecorded
        | Step::LeaseAcquired => Passer::Block("programme"),
        Step::AppendGuarded | Step::AppendWritten => Passer::Rivals("programme"),
        Step::LedgerInserted | Step::LedgerTreeWritten | Step::LedgerCommitted | Step::LedgerAcknowledged => {
            Passer::Block("ledger")
        }
        Step::InsightApplied => Passer::Block("insight"),
        Step::InsightRebuilding | Step::InsightRebuilt | Step::InsightSwapped => Passer::Rebuild,
    }
}

/// The steps at which a hub of this layout can be broken.
pub(crate) fn steps(layout: Layout) -> Vec<Step> {
    let passes = |step: &Step| !matches!(passer(*step), Passer::Rivals(_)) || layout == Layout::Doubled;
    Step::ALL.iter().copied().filter(passes).collect()
}

async fn any(world: &mut World, mut dice: Dice) -> anyhow::Result<String> {
    let step = *dice.pick(&steps(world.setting.layout));
    let reached = die_at(world, step, &mut dice).await?;
    Ok(format!(
        "{}{}",
        step.name(),
        if reached { "" } else { " (not passed)" }
    ))
}

/// Lets a process die at a step; whether it came by it.
pub(crate) async fn die_at(world: &mut World, step: Step, dice: &mut Dice) -> anyhow::Result<bool> {
    let reached = match passer(step) {
        Passer::Rebuild => die_in_rebuild(world, step, dice).await?,
        Passer::Block(block) | Passer::Rivals(block) => die_in_block(world, block, step, dice).await?,
    };
    if reached {
        world.killed(format!("at {}", step.name()));
    }
    Ok(reached)
}

/// The variable that breaks a process there.
pub(super) fn order(step: Step, passing: u64, fate: &str) -> String {
    format!("{}:{passing}{fate}", step.name())
}

/// All processes of the block are given the order, since only one of them does what a lease guards, and nobody knows which.
/// When the first has died the others are killed, and all start again.
async fn die_in_block(world: &mut World, block: &str, step: Step, dice: &mut Dice) -> anyhow::Result<bool> {
    let passing = match step {
        // Rare, or once or twice in a start.
        Step::SchedulerRecorded | Step::AppendGuarded | Step::AppendWritten => 1,
        Step::LeaseAcquired => dice.within(1, 2),
        _ => dice.within(1, 8),
    };
    let running = world.running(block);
    let order = order(step, passing, "");
    for index in &running {
        world.kill(*index)?;
    }
    for index in &running {
        world.start(*index, &[(VARIABLE, &order)])?;
    }
    let reached = wait_for_death(world, &running, step).await?;
    for index in &running {
        if world.processes[*index].kill()? {
            world.killed(block);
        }
        world.start(*index, &[])?;
    }
    Ok(reached)
}

async fn wait_for_death(world: &mut World, running: &[usize], step: Step) -> anyhow::Result<bool> {
    let started = Instant::now();
    let (mut nudged, mut nudges) = (started, 0);
    while started.elapsed() < Duration::from_secs(PASSES_WITHIN_SECONDS) {
        for index in running {
            if let Some(status) = world.processes[*index].has_ended()? {
                // Anything but the abort that was ordered is a surprise, to be looked at by whoever reads it.
                if status.signal() != Some(Signal::SIGABRT as i32) {
                    let name = &world.processes[*index].name;
                    world.surprises.push(format!(
                        "{name} ended by itself ({status}) instead of at {}:\n{}",
                        step.name(),
                        end_of(&world.log(*index))
                    ));
                }
                return Ok(true);
            }
        }
        if nudged.elapsed() > NUDGED_EVERY {
            lead_to(step, world, running[nudges % running.len()]).await;
            (nudged, nudges) = (Instant::now(), nudges + 1);
        }
        tokio::time::sleep(Duration::from_millis(15)).await;
    }
    Ok(false)
}

/// Brings about what leads a process to a step that it does not come by of itself.
pub(super) async fn lead_to(step: Step, world: &World, index: usize) {
    match step {
        // What time brings is recorded once a minute, or when the clock is moved: that of the process that has the lease, and
        // nobody knows which that is.
        Step::SchedulerRecorded => nudge(world, index).await,
        // All that is new and next is appended in one statement, which has no inside. A batch with repeats among it is not.
        // The broker may be the one that just failed; then nothing comes, and the next time it does.
        Step::LedgerInserted | Step::LedgerTreeWritten => {
            let _ = tokio::time::timeout(PATIENCE, deliveries::come_again(world)).await;
        }
        _ => {}
    }
}

/// Moves the clock of one process by a month, so that there is something to record.
async fn nudge(world: &World, index: usize) {
    move_clock(world, index, 31 * 24 * 3_600, PATIENCE).await;
}

/// Moves the clock of one process on by so many seconds; it may be dead, or die of it.
pub(super) async fn move_clock(world: &World, index: usize, seconds: u64, patience: Duration) {
    let caller = world.caller(index);
    let moving = async {
        let now = caller
            .clock()
            .get_clock(GetClockRequest {})
            .await?
            .into_inner()
            .now
            .unwrap_or_default();
        let to = Some(pbjson_types::Timestamp {
            seconds: now.seconds + seconds.cast_signed(),
            nanos: 0,
        });
        caller.clock().advance_clock(AdvanceClockRequest { to }).await
    };
    let _ = tokio::time::timeout(patience, moving).await;
}

async fn die_in_rebuild(world: &mut World, step: Step, dice: &mut Dice) -> anyhow::Result<bool> {
    let passing = match step {
        Step::InsightSwapped => dice.within(1, 5),
        _ => 1,
    };
    let order = order(step, passing, "");
    let output = super::rebuild::run(world, &["all"], &[(VARIABLE, &order)]).await?;
    Ok(output.is_some_and(|output| {
        String::from_utf8_lossy(&output.stderr).contains(&format!("breaking at {}", step.name()))
    }))
}
