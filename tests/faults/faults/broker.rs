//! The broker dies, and what it had is all there, gone, or old.

use std::{path::Path, time::Duration};

use anyhow::ensure;

use super::{Fault, Kind, anywhere};
use crate::{dice::Dice, world::World};

pub(super) const KILLED: Fault = Fault {
    name: "broker-killed",
    about: "The broker is killed and started again on what it had.",
    kind: Kind::Ground,
    weight: 6,
    fits: anywhere,
    strike: |world, dice| Box::pin(killed(world, dice)),
};

pub(super) const EMPTY: Fault = Fault {
    name: "broker-empty",
    about: "The broker is killed and comes back with an empty disk.",
    kind: Kind::Ground,
    weight: 6,
    fits: anywhere,
    strike: |world, dice| Box::pin(empty(world, dice)),
};

pub(super) const OLD: Fault = Fault {
    name: "broker-old",
    about: "The broker is killed and comes back without its last events: on its store of an earlier time.",
    kind: Kind::Ground,
    weight: 6,
    fits: anywhere,
    strike: |world, dice| Box::pin(old(world, dice)),
};

async fn killed(world: &mut World, mut dice: Dice) -> anyhow::Result<String> {
    let away = kill(world, &mut dice).await?;
    world.servers.nats.restart().await?;
    Ok(format!("away for {} ms", away.as_millis()))
}

async fn empty(world: &mut World, mut dice: Dice) -> anyhow::Result<String> {
    let away = kill(world, &mut dice).await?;
    world.servers.nats.restart_with_empty_store().await?;
    Ok(format!("away for {} ms", away.as_millis()))
}

/// Keeps the store as it is now, lets events come, and puts it back.
async fn old(world: &mut World, mut dice: Dice) -> anyhow::Result<String> {
    let kept = world.servers.home().join("kept-store");
    world.servers.nats.stop().await?;
    if !kept.exists() || dice.percent(50) {
        copy(&world.servers.nats.store(), &kept).await?;
    }
    world.servers.nats.restart().await?;
    let lost = Duration::from_millis(dice.within(300, 3_000));
    tokio::time::sleep(lost).await;
    let away = kill(world, &mut dice).await?;
    copy(&kept, &world.servers.nats.store()).await?;
    world.servers.nats.restart().await?;
    Ok(format!(
        "without at least its last {} ms, away for {} ms",
        lost.as_millis(),
        away.as_millis()
    ))
}

async fn kill(world: &mut World, dice: &mut Dice) -> anyhow::Result<Duration> {
    world.servers.nats.kill().await?;
    world.killed("broker");
    let away = Duration::from_millis(dice.within(0, 2_500));
    tokio::time::sleep(away).await;
    Ok(away)
}

/// Copies a folder whole, with whose its files are.
async fn copy(from: &Path, to: &Path) -> anyhow::Result<()> {
    if to.exists() {
        std::fs::remove_dir_all(to)?;
    }
    let copied = tokio::process::Command::new("cp")
        .arg("-a")
        .args([from, to])
        .output()
        .await?;
    ensure!(copied.status.success(), "{copied:?}");
    Ok(())
}
