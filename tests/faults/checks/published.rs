//! What the log says is public, worked out anew, held against the entries of the ledger.

use std::str::FromStr;

use eventing::{
    Store,
    relay::{Published, Publisher},
};
use exchange::publish::ExchangePublisher;
use programme::publish::ProgrammePublisher;
use serde_json::Value;
use sqlx::{
    PgPool,
    postgres::{PgConnectOptions, PgPoolOptions},
};

use super::{BLOCKS, connect, some};
use transitions::publish::TransitionsPublisher;

use crate::world::World;

/// Facts read at once.
const BATCH: u32 = 1_000;

/// What must be, or is, at a place of the ledger.
#[derive(Debug, PartialEq)]
struct Public {
    log_position: u64,
    event_type: String,
    subject: String,
    data: Value,
}

/// What makes a block's facts public.
fn publisher(block: &str) -> &'static dyn Publisher {
    match block {
        "transitions" => &TransitionsPublisher,
        "exchange" => &ExchangePublisher,
        _ => &ProgrammePublisher,
    }
}

pub(super) async fn the_same(world: &mut World) -> anyhow::Result<Vec<String>> {
    let mut wrong = Vec::new();
    for block in BLOCKS {
        let differing = the_same_of(world, block).await?;
        wrong.extend(differing.into_iter().map(|what| format!("{block}: {what}")));
    }
    Ok(some(wrong))
}

async fn the_same_of(world: &World, block: &'static str) -> anyhow::Result<Vec<String>> {
    let log = of_the_log(world, block).await?;
    let ledger = of_the_ledger(world, block).await?;
    let mut wrong = Vec::new();
    if log.len() != ledger.len() {
        wrong.push(format!(
            "{} facts of the log are public, and the ledger has {} entries of the block",
            log.len(),
            ledger.len()
        ));
    }
    let differing = log
        .iter()
        .zip(&ledger)
        .enumerate()
        .filter(|(_, (log, ledger))| log != ledger);
    wrong.extend(differing.map(|(index, (log, ledger))| {
        format!(
            "number {} of the block is {log:?} in the log and {ledger:?} in the ledger",
            index + 1
        )
    }));
    Ok(wrong)
}

async fn of_the_log(world: &World, block: &'static str) -> anyhow::Result<Vec<Public>> {
    let pool = pool(world, block).await?;
    let store = Store::open(block, pool.clone()).await?;
    let mut public = Vec::new();
    let mut after = 0;
    loop {
        let batch = store.read(after, BATCH).await?;
        let Some(last) = batch.last() else { break };
        after = last.position;
        for fact in &batch {
            for published in publisher(block).publish(fact)? {
                public.push(expected(fact.position, published)?);
            }
        }
    }
    pool.close().await;
    Ok(public)
}

/// A pool that sees a block's tables as the block does.
pub(super) async fn pool(world: &World, block: &'static str) -> anyhow::Result<PgPool> {
    pool_at(&world.servers.database_url(), block).await
}

/// A pool on the database at this address that sees a block's tables as the block does.
pub(crate) async fn pool_at(database_url: &str, block: &'static str) -> anyhow::Result<PgPool> {
    let options = PgConnectOptions::from_str(database_url)?;
    Ok(PgPoolOptions::new()
        .max_connections(2)
        .connect_with(options.options([("search_path", block)]))
        .await?)
}

fn expected(log_position: u64, published: Published) -> anyhow::Result<Public> {
    Ok(Public {
        log_position,
        event_type: published.event_type,
        subject: published.subject,
        data: serde_json::from_slice(&published.data)?,
    })
}

/// Read from the very bytes that are kept and proved, not from the columns beside them.
async fn of_the_ledger(world: &World, block: &'static str) -> anyhow::Result<Vec<Public>> {
    let mut database = connect(world).await?;
    let entries: Vec<(Vec<u8>,)> =
        sqlx::query_as("SELECT entry FROM ledger.entries WHERE block = $1 ORDER BY position")
            .bind(block)
            .fetch_all(&mut database)
            .await?;
    entries.iter().map(|(bytes,)| kept(bytes)).collect()
}

fn kept(bytes: &[u8]) -> anyhow::Result<Public> {
    let mut entry: Value = serde_json::from_slice(bytes)?;
    let text = |entry: &Value, name: &str| entry[name].as_str().unwrap_or_default().to_owned();
    Ok(Public {
        log_position: text(&entry, "logposition").parse()?,
        event_type: text(&entry, "type"),
        subject: text(&entry, "subject"),
        data: entry["data"].take(),
    })
}

/// Whether the ledger has everything that is public in a block's log up to now.
pub(crate) async fn nothing_is_left(world: &World, block: &'static str, from: u64) -> anyhow::Result<bool> {
    let pool = pool(world, block).await?;
    let store = Store::open(block, pool.clone()).await?;
    let mut after = from;
    let left = loop {
        let batch = store.read(after, BATCH).await?;
        let Some(last) = batch.last() else { break false };
        after = last.position;
        let mut public = false;
        for fact in &batch {
            public |= !publisher(block).publish(fact)?.is_empty();
        }
        if public {
            break true;
        }
    };
    pool.close().await;
    Ok(!left)
}
