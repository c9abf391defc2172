//! Waiting until everything that follows the log has come to its end, without any help.

use std::time::{Duration, Instant};

use crate::{
    checks::{self, nothing_is_left},
    subscribers,
    world::World,
};

/// How long the backlog of a round may take, in seconds. What is waited for in the hub itself adds up to less: a relay's
/// longest pause is ten seconds, an unacknowledged delivery comes again after thirty.
const QUIET_SECONDS: u64 = 120;

/// How far everything is.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
struct Places {
    log: i64,
    slowest_follower: i64,
    in_ledger: i64,
    transitions_log: i64,
    transitions_follower: i64,
    transitions_in_ledger: i64,
    exchange_log: i64,
    exchange_follower: i64,
    exchange_in_ledger: i64,
    slowest_listener: i64,
    ledger: i64,
    slowest_projection: i64,
}

/// What listeners have heard is counted in places of the ledger, not of the log.
const PLACES: &str = "SELECT
    (SELECT position FROM programme.head) AS log,
    (SELECT coalesce(min(position), 0) FROM programme.checkpoints WHERE name NOT LIKE 'inbox/%') AS slowest_follower,
    (SELECT coalesce(max(log_position), 0) FROM ledger.block_heads WHERE block = 'programme') AS in_ledger,
    (SELECT position FROM transitions.head) AS transitions_log,
    (SELECT coalesce(min(position), 0) FROM transitions.checkpoints WHERE name NOT LIKE 'inbox/%') AS transitions_follower,
    (SELECT coalesce(max(log_position), 0) FROM ledger.block_heads WHERE block = 'transitions') AS transitions_in_ledger,
    (SELECT position FROM exchange.head) AS exchange_log,
    (SELECT coalesce(min(position), 0) FROM exchange.checkpoints WHERE name NOT LIKE 'inbox/%') AS exchange_follower,
    (SELECT coalesce(max(log_position), 0) FROM ledger.block_heads WHERE block = 'exchange') AS exchange_in_ledger,
    (SELECT coalesce(min(position), 0) FROM (
        SELECT name, position FROM programme.checkpoints UNION ALL SELECT name, position FROM transitions.checkpoints
        UNION ALL SELECT name, position FROM exchange.checkpoints
     ) AS all_blocks WHERE name LIKE 'inbox/%') AS slowest_listener,
    (SELECT position FROM ledger.ledger_head) AS ledger,
    (SELECT coalesce(min(position), 0) FROM insight.projection_checkpoints) AS slowest_projection";

/// Waits until all processes are ready and nothing is under way; how long that took.
pub(crate) async fn wait(world: &mut World) -> anyhow::Result<Duration> {
    let started = Instant::now();
    world.ready().await?;
    let mut database = checks::connect(world).await?;
    let mut before = None;
    loop {
        let places: Places = sqlx::query_as(PLACES).fetch_one(&mut database).await?;
        let caught_up = places.log == places.slowest_follower
            && places.transitions_log == places.transitions_follower
            && places.exchange_log == places.exchange_follower
            && places.ledger == places.slowest_listener
            && places.ledger == places.slowest_projection;
        // Twice the same: a reaction that was under way has not added anything.
        let at_rest = caught_up && before.as_ref() == Some(&places) && is_published(world, &places).await?;
        let behind = if at_rest {
            subscribers::behind(world).await?
        } else {
            None
        };
        if at_rest && behind.is_none() {
            return Ok(started.elapsed());
        }
        anyhow::ensure!(
            started.elapsed() < Duration::from_secs(QUIET_SECONDS),
            "the backlog is not worked off after {QUIET_SECONDS} seconds: {places:?}; {}",
            behind.unwrap_or_default()
        );
        before = Some(places);
        tokio::time::sleep(Duration::from_millis(60)).await;
        world.look_after_all()?;
    }
}

/// Whether the ledger has everything that is public.
async fn is_published(world: &World, places: &Places) -> anyhow::Result<bool> {
    let blocks = [
        ("programme", places.in_ledger),
        ("transitions", places.transitions_in_ledger),
        ("exchange", places.exchange_in_ledger),
    ];
    for (block, in_ledger) in blocks {
        if !nothing_is_left(world, block, in_ledger.cast_unsigned()).await? {
            return Ok(false);
        }
    }
    Ok(true)
}
