//! All connections to PostgreSQL are cut, again and again.

use std::time::Duration;

use super::{Fault, Kind, anywhere};
use crate::{dice::Dice, world::World};

pub(super) const CUT: Fault = Fault {
    name: "connections-cut",
    about: "PostgreSQL ends all sessions of the hub (pg_terminate_backend), a few times in a row.",
    kind: Kind::Ground,
    weight: 8,
    fits: anywhere,
    strike: |world, dice| Box::pin(cut(world, dice)),
};

async fn cut(world: &mut World, mut dice: Dice) -> anyhow::Result<String> {
    let mut database = crate::checks::connect(world).await?;
    let (times, mut ended) = (dice.within(1, 6), 0_i64);
    for _ in 0..times {
        ended += sqlx::query_scalar::<_, i64>(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
             WHERE datname = current_database() AND pid <> pg_backend_pid()",
        )
        .fetch_one(&mut database)
        .await?;
        tokio::time::sleep(Duration::from_millis(dice.within(10, 600))).await;
    }
    Ok(format!("{ended} sessions in {times} times"))
}
