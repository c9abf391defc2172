//! PostgreSQL goes down at once and comes back.

use std::time::{Duration, Instant};

use super::{Fault, Kind, anywhere, programmes::UNWRITTEN};
use crate::{dice::Dice, world::World};

pub(super) const CRASH: Fault = Fault {
    name: "database-crash",
    about: "PostgreSQL is shut down immediately and recovers after a while; processes may be killed meanwhile.",
    kind: Kind::Ground,
    weight: 8,
    fits: anywhere,
    strike: |world, dice| Box::pin(crash(world, dice)),
};

async fn crash(world: &mut World, mut dice: Dice) -> anyhow::Result<String> {
    let stopped_at = Instant::now();
    world.servers.postgres.stop_immediate().await?;
    world.killed("PostgreSQL");
    let away = Duration::from_millis(dice.within(0, 4_000));
    tokio::time::sleep(away).await;
    if dice.percent(40) {
        let index = dice.within(0, world.processes.len() as u64 - 1) as usize;
        world.kill_and_start(index, Duration::ZERO).await?;
    }
    world.subscribers.database_broke_down(stopped_at - UNWRITTEN);
    world.servers.postgres.restart().await?;
    Ok(format!("away for {} ms", away.as_millis()))
}
