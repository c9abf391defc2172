//! A process dies exactly at a named step.

use std::time::{Duration, Instant};

use eventing::breakpoint::{Step, VARIABLE};

use super::{Fault, Kind, anywhere};
use crate::{
    dice::Dice,
    world::{Layout, World},
};

/// How long a process may take to come by the step, in seconds. Some steps are rare.
const PASSES_WITHIN_SECONDS: u64 = 12;

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
    let step = *dice.pick(&steps(world.layout));
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

async fn die_in_block(world: &mut World, block: &str, step: Step, dice: &mut Dice) -> anyhow::Result<bool> {
    let index = *dice.pick(&world.running(block));
    let passing = match step {
        // Once, or a few times, is all that a start has of these.
        Step::LeaseAcquired | Step::SchedulerRecorded | Step::AppendGuarded | Step::AppendWritten => {
            dice.within(1, 2)
        }
        _ => dice.within(1, 8),
    };
    world.kill(index)?;
    world.start(index, &[(VARIABLE, &order(step, passing, ""))])?;
    let reached = wait_for_death(world, index, step).await?;
    if !reached {
        world.kill(index)?;
    }
    world.start(index, &[])?;
    Ok(reached)
}

async fn wait_for_death(world: &mut World, index: usize, step: Step) -> anyhow::Result<bool> {
    let started = Instant::now();
    let mut nudged = started;
    while started.elapsed() < Duration::from_secs(PASSES_WITHIN_SECONDS) {
        if world.processes[index].has_ended()?.is_some() {
            return Ok(true);
        }
        // What time brings is recorded once a minute, or when the clock is moved.
        if step == Step::SchedulerRecorded && nudged.elapsed() > Duration::from_millis(700) {
            nudged = Instant::now();
            nudge(world, index).await;
        }
        tokio::time::sleep(Duration::from_millis(15)).await;
    }
    Ok(false)
}

/// Moves the clock of one process to where it stands: everything that has come by then is recorded.
pub(super) async fn nudge(world: &World, index: usize) {
    let caller = world.caller(index);
    let move_clock = async {
        let now = caller
            .clock()
            .get_clock(crate::workload::request(serde_json::json!({}))?)
            .await?
            .into_inner()
            .now;
        let to = now.map(|now| pbjson_types::Timestamp {
            seconds: now.seconds + 60,
            nanos: 0,
        });
        let mut clock = caller.clock();
        clock
            .advance_clock(contracts::programme::v1::AdvanceClockRequest { to })
            .await?;
        anyhow::Ok(())
    };
    // The process may be dead or die of it.
    let _ = tokio::time::timeout(Duration::from_secs(2), move_clock).await;
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
