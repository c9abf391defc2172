//! Playing a round: callers at work, faults one after the other, quiet, checks.

use std::time::{Duration, Instant};

use crate::{checks::CHECKS, dice::Dice, plan::Round, quiet, workload::Workload, world::World};

/// Callers at once.
const CALLERS: u64 = 8;
/// Changes that a round has at least: where the hub was away all the time, its checks would have nothing to look at.
const CHANGES_LEAST: u64 = 30;
/// How long they are waited for, in seconds; a hub that takes none is a finding of other checks.
const CHANGES_SECONDS: u64 = 60;

/// What a round came to.
#[derive(Debug, Default)]
pub(crate) struct Played {
    /// What was done, in order.
    pub(crate) done: Vec<String>,
    /// How long the backlog took once everything was well again.
    pub(crate) recovery: Duration,
    /// What did not hold; nothing, as a rule.
    pub(crate) findings: Vec<String>,
}

/// Plays a round on a world that is ready.
pub(crate) async fn play(world: &mut World, round: &Round) -> Played {
    let mut played = Played::default();
    if let Err(error) = try_play(world, round, &mut played).await {
        played.findings.push(format!("{error:#}"));
    }
    played.findings.append(&mut world.surprises);
    played
}

async fn try_play(world: &mut World, round: &Round, played: &mut Played) -> anyhow::Result<()> {
    let (before, _, _) = world.record.totals();
    let workload = Workload::start(world, round.seed ^ round.number, CALLERS);
    let struck = strike_all(world, round, played).await;
    world.heal().await?;
    struck?;
    world.ready().await?;
    let well = Instant::now();
    while world.record.totals().0 < before + CHANGES_LEAST && well.elapsed().as_secs() < CHANGES_SECONDS {
        tokio::time::sleep(Duration::from_millis(50)).await;
        world.look_after_all()?;
    }
    workload.stop().await;
    played.recovery = quiet::wait(world).await?;
    check(world, played).await
}

async fn strike_all(world: &mut World, round: &Round, played: &mut Played) -> anyhow::Result<()> {
    for strike in &round.strikes {
        tokio::time::sleep(Duration::from_millis(strike.after_millis)).await;
        world.look_after_all()?;
        let started = Instant::now();
        let did = (strike.fault.strike)(world, Dice::of(strike.seed)).await;
        let did = did.map_err(|error| error.context(format!("the fault {}", strike.fault.name)))?;
        played.done.push(format!(
            "{}: {did} ({:.1} s)",
            strike.fault.name,
            started.elapsed().as_secs_f64()
        ));
    }
    Ok(())
}

/// Looks at everything, also when something is wrong already: what else is wrong says where to look.
pub(crate) async fn check(world: &mut World, played: &mut Played) -> anyhow::Result<()> {
    for check in CHECKS {
        let wrong = (check.look)(world)
            .await
            .map_err(|error| error.context(format!("the check \"{}\"", check.name)))?;
        played
            .findings
            .extend(wrong.iter().map(|what| format!("not so: {}: {what}", check.name)));
    }
    Ok(())
}
