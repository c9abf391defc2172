//! The disk that database and broker write on is full.

use std::time::{Duration, Instant};

use sqlx::Connection;

use super::{Fault, Kind, programmes::UNWRITTEN};
use crate::{
    checks::connect,
    dice::Dice,
    world::{SmallDisk, World},
};

/// Switches of the write-ahead log that use up what PostgreSQL has set aside for it.
const SWITCHES: u64 = 40;

pub(super) const FULL: Fault = Fault {
    name: "disk-full",
    about: "The disk of database and broker is full for some seconds; a database that gave up is started again.",
    kind: Kind::Ground,
    weight: 8,
    fits: |setting| setting.small_disk,
    strike: |world, dice| Box::pin(full(world, dice)),
};

async fn full(world: &mut World, mut dice: Dice) -> anyhow::Result<String> {
    let Some(disk) = &world.disk else {
        return Ok("skipped: no file system can be mounted here".to_owned());
    };
    let log_too = dice.percent(60);
    let mut database = connect(world).await?;
    let full_from = Instant::now();
    disk.fill()?;
    if log_too {
        use_up_the_log(&mut database).await;
    }
    tokio::time::sleep(Duration::from_millis(dice.within(500, 4_000))).await;
    world.disk.as_ref().map(SmallDisk::clear).transpose()?;
    let _ = database.close().await;
    let survived = connect(world).await.is_ok();
    // It may have broken down and come back by itself.
    world.subscribers.database_broke_down(full_from - UNWRITTEN);
    if !survived {
        world.servers.postgres.restart().await?;
    }
    // The broker stops keeping events for good once it could not write; whoever runs it starts it again.
    world.servers.nats.restart().await?;
    world.subscribers.nats_was_killed(full_from - UNWRITTEN);
    world.door.restart().await?;
    Ok(format!(
        "{}PostgreSQL {}",
        if log_too { "its log too; " } else { "" },
        if survived {
            "went on"
        } else {
            "gave up and was started again"
        }
    ))
}

/// Without room for another piece of its log PostgreSQL ends itself.
async fn use_up_the_log(database: &mut sqlx::PgConnection) {
    for _ in 0..SWITCHES {
        let switched = sqlx::query("SELECT pg_switch_wal()")
            .execute(&mut *database)
            .await;
        if switched.is_err() {
            return;
        }
    }
}
