//! `schakelpunt rebuild all`, killed at any moment.

use std::{process::Output, time::Duration};

use super::{Fault, Kind, anywhere};
use crate::{dice::Dice, world::World};

/// How long a rebuild may take, in seconds.
const REBUILD_SECONDS: u64 = 90;

pub(super) const KILLED: Fault = Fault {
    name: "rebuild-killed",
    about: "A rebuild of all projections is killed at a moment that nobody chose.",
    kind: Kind::Process,
    weight: 1,
    fits: anywhere,
    strike: |world, dice| Box::pin(killed(world, dice)),
};

async fn killed(world: &mut World, mut dice: Dice) -> anyhow::Result<String> {
    let after = Duration::from_millis(dice.within(50, 1_500));
    let done = tokio::time::timeout(after, run(world, &["all"], &[])).await;
    if done.is_ok() {
        return Ok("was done before".to_owned());
    }
    world.killed("rebuild");
    Ok(format!("after {} ms", after.as_millis()))
}

/// Rebuilds these projections beside the hub; nothing when it does not end in time. Dropped, it is killed.
pub(crate) async fn run(
    world: &World,
    projections: &[&str],
    more: &[(&str, &str)],
) -> anyhow::Result<Option<Output>> {
    let config = world.servers.home().join("beside.toml");
    std::fs::write(&config, "")?;
    let config = config.display().to_string();
    let mut arguments = vec!["rebuild", "--config", &config];
    arguments.extend(projections);
    let patience = Duration::from_secs(REBUILD_SECONDS);
    tokio::time::timeout(patience, world.beside(&arguments, more))
        .await
        .ok()
        .transpose()
}
