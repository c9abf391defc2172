//! Clocks that jump: the development clock, and the clock of the machine as one process sees it.

use std::{path::Path, time::Duration};

use super::{Fault, Kind, anywhere, step::move_clock};
use crate::{dice::Dice, world::World};

/// Where Debian's package and others put the library that lies about the time.
const LIBRARIES: [&str; 3] = [
    "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1",
    "/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1",
    "/usr/lib/faketime/libfaketime.so.1",
];

pub(super) const DEVELOPMENT: Fault = Fault {
    name: "clock-jump",
    about: "The development clock of a process jumps by up to three weeks, which brings due days by the dozen.",
    kind: Kind::Ground,
    weight: 3,
    fits: anywhere,
    strike: |world, dice| Box::pin(development(world, dice)),
};

pub(super) const SYSTEM: Fault = Fault {
    name: "clock-wrong",
    about: "A process runs for a while with a system clock that is up to twenty minutes early or late.",
    kind: Kind::Ground,
    weight: 3,
    fits: anywhere,
    strike: |world, dice| Box::pin(system(world, dice)),
};

async fn development(world: &mut World, mut dice: Dice) -> anyhow::Result<String> {
    let index = *dice.pick(&world.running("programme"));
    let hours = dice.within(1, 21 * 24);
    move_clock(world, index, hours * 3_600, Duration::from_secs(20)).await;
    Ok(format!("{} by {hours} hours", world.processes[index].name))
}

async fn system(world: &mut World, mut dice: Dice) -> anyhow::Result<String> {
    let Some(library) = LIBRARIES.iter().find(|library| Path::new(library).exists()) else {
        return Ok("skipped: libfaketime is not installed".to_owned());
    };
    let index = dice.within(0, world.processes.len() as u64 - 1) as usize;
    let minutes = dice.within(1, 20);
    let offset = format!("{}{minutes}m", if dice.percent(50) { "+" } else { "-" });
    world.kill(index)?;
    let lying = [
        ("LD_PRELOAD", *library),
        ("FAKETIME", offset.as_str()),
        // Only what time it is, not how long something takes.
        ("FAKETIME_DONT_FAKE_MONOTONIC", "1"),
    ];
    world.start(index, &lying)?;
    tokio::time::sleep(Duration::from_millis(dice.within(1_500, 4_000))).await;
    world.kill(index)?;
    world.start(index, &[])?;
    Ok(format!("{} by {offset}", world.processes[index].name))
}
