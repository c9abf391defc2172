//! The NATS for programmes dies, and what lay there is all there, or gone.

use std::time::{Duration, Instant};

use super::{Fault, Kind, anywhere};
use crate::{dice::Dice, world::World};

/// What was acknowledged so shortly before a server died need not be on its disk: the server writes it down ten times a second.
pub(super) const UNWRITTEN: Duration = Duration::from_secs(2);

pub(super) const KILLED: Fault = Fault {
    name: "programmes-killed",
    about: "The NATS for programmes is killed and started again on what it had.",
    kind: Kind::Ground,
    weight: 5,
    fits: anywhere,
    strike: |world, dice| Box::pin(killed(world, dice)),
};

pub(super) const EMPTY: Fault = Fault {
    name: "programmes-empty",
    about: "The NATS for programmes is killed and comes back with an empty disk: without accounts, streams and what was acknowledged.",
    kind: Kind::Ground,
    weight: 5,
    fits: anywhere,
    strike: |world, dice| Box::pin(empty(world, dice)),
};

async fn killed(world: &mut World, mut dice: Dice) -> anyhow::Result<String> {
    let away = kill(world, &mut dice).await?;
    world.door.restart().await?;
    Ok(format!("away for {} ms", away.as_millis()))
}

async fn empty(world: &mut World, mut dice: Dice) -> anyhow::Result<String> {
    let away = kill(world, &mut dice).await?;
    world.subscribers.nats_lost_everything(world).await?;
    world.door.restart_with_empty_store().await?;
    Ok(format!("away for {} ms", away.as_millis()))
}

async fn kill(world: &mut World, dice: &mut Dice) -> anyhow::Result<Duration> {
    let killed_at = Instant::now();
    world.door.kill().await?;
    world.killed("NATS for programmes");
    let away = Duration::from_millis(dice.within(0, 2_500));
    tokio::time::sleep(away).await;
    world.subscribers.nats_was_killed(killed_at - UNWRITTEN);
    Ok(away)
}
