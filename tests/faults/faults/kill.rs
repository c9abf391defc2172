//! `kill -9` at any moment.

use std::time::Duration;

use super::{Fault, Kind, anywhere};
use crate::{dice::Dice, world::World};

pub(super) const RANDOM: Fault = Fault {
    name: "kill",
    about: "A process is killed at a moment that nobody chose, and started again.",
    kind: Kind::Process,
    weight: 14,
    fits: anywhere,
    strike: |world, dice| Box::pin(random(world, dice)),
};

pub(super) const TOGETHER: Fault = Fault {
    name: "kill-all",
    about: "All processes are killed at once, as when the machine goes down, and started again.",
    kind: Kind::Process,
    weight: 2,
    fits: anywhere,
    strike: |world, dice| Box::pin(together(world, dice)),
};

async fn random(world: &mut World, mut dice: Dice) -> anyhow::Result<String> {
    let index = dice.within(0, world.processes.len() as u64 - 1) as usize;
    // Often so soon that it is killed again while it starts.
    let pause = Duration::from_millis(dice.within(0, 300));
    world.kill_and_start(index, pause).await?;
    Ok(world.processes[index].name.clone())
}

async fn together(world: &mut World, mut dice: Dice) -> anyhow::Result<String> {
    for index in 0..world.processes.len() {
        world.kill(index)?;
    }
    tokio::time::sleep(Duration::from_millis(dice.within(0, 500))).await;
    for index in 0..world.processes.len() {
        world.start(index, &[])?;
    }
    Ok("all".to_owned())
}
