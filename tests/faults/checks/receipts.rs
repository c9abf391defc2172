//! What callers were told, held against the log.

use std::collections::HashMap;

use contracts::hub::v1::Receipt;
use sqlx::Row;

use super::{BLOCKS, connect, some};
use crate::{
    workload::{Outcome, Said},
    world::World,
};

/// A fact of the log.
struct Fact {
    position: u64,
    version: u64,
    payload: String,
}

/// What is on record about a request.
#[derive(Debug, PartialEq, Eq)]
struct Recorded {
    version: u64,
    positions: Vec<u64>,
}

/// The log and the record of requests, by request id.
struct Log {
    facts: HashMap<String, Vec<Fact>>,
    requests: HashMap<String, Recorded>,
}

pub(super) async fn true_to_the_log(world: &mut World) -> anyhow::Result<Vec<String>> {
    let mut logs = HashMap::new();
    for block in BLOCKS {
        logs.insert(block, read(world, block).await?);
    }
    let all = world.record.said();
    let wrong = all.iter().filter_map(|said| {
        let what = contradiction(said, logs.get(said.call.block())?)?;
        Some(format!("{} {}: {what}", said.call.name(), said.request_id))
    });
    Ok(some(wrong.collect()))
}

pub(super) async fn no_contradiction(world: &mut World) -> anyhow::Result<Vec<String>> {
    Ok(some(world.record.objections()))
}

async fn read(world: &World, block: &str) -> anyhow::Result<Log> {
    let mut database = connect(world).await?;
    let mut log = Log {
        facts: HashMap::new(),
        requests: HashMap::new(),
    };
    let facts = sqlx::query(&format!(
        "SELECT metadata->>'request_id' AS id, position, sequence, payload::text FROM {block}.events
         WHERE metadata->>'request_id' IS NOT NULL ORDER BY position"
    ))
    .fetch_all(&mut database)
    .await?;
    for row in facts {
        log.facts.entry(row.try_get("id")?).or_default().push(Fact {
            position: row.try_get::<i64, _>("position")?.cast_unsigned(),
            version: row.try_get::<i64, _>("sequence")?.cast_unsigned(),
            payload: row.try_get("payload")?,
        });
    }
    let requests = sqlx::query(&format!(
        "SELECT request_id::text AS id, version, first_position, fact_count FROM {block}.requests"
    ))
    .fetch_all(&mut database)
    .await?;
    for row in requests {
        let first = row.try_get::<i64, _>("first_position")?.cast_unsigned();
        let count = u64::from(row.try_get::<i32, _>("fact_count")?.cast_unsigned());
        let recorded = Recorded {
            version: row.try_get::<i64, _>("version")?.cast_unsigned(),
            positions: (first..first + count).collect(),
        };
        log.requests.insert(row.try_get("id")?, recorded);
    }
    Ok(log)
}

/// What is wrong with what a caller was told.
fn contradiction(said: &Said, log: &Log) -> Option<String> {
    let facts = log.facts.get(&said.request_id).map_or(&[][..], Vec::as_slice);
    let recorded = log.requests.get(&said.request_id);
    match &said.outcome {
        Outcome::Done(receipt) if said.call.is_wrong() => {
            Some(format!("must be refused, but was told {receipt:?}"))
        }
        Outcome::Done(receipt) => done(said, receipt, facts, recorded),
        Outcome::Refused(status) => (!facts.is_empty() || recorded.is_some()).then(|| {
            format!(
                "was told {status:?}, but facts stand at {:?} and on record is {recorded:?}",
                places(facts)
            )
        }),
        // Whatever came of it, it came whole, and once.
        Outcome::Unknown(status) => Some(format!("was never told what came of it, at last {status:?}")),
    }
}

fn done(said: &Said, receipt: &Receipt, facts: &[Fact], recorded: Option<&Recorded>) -> Option<String> {
    let places = places(facts);
    if places != receipt.log_positions {
        return Some(format!(
            "the receipt says {:?}, and its facts stand at {places:?}",
            receipt.log_positions
        ));
    }
    let told = Recorded {
        version: receipt.version,
        positions: receipt.log_positions.clone(),
    };
    if recorded != Some(&told) {
        return Some(format!("the receipt says {told:?}, on record is {recorded:?}"));
    }
    // Of a request that changed nothing is on record just that.
    let last = facts.last()?;
    if last.version != receipt.version {
        return Some(format!(
            "the receipt says version {}, its last fact is version {}",
            receipt.version, last.version
        ));
    }
    let mark = said.call.mark()?;
    (!facts.iter().any(|fact| fact.payload.contains(mark)))
        .then(|| format!("its facts at {places:?} do not hold {mark}"))
}

fn places(facts: &[Fact]) -> Vec<u64> {
    facts.iter().map(|fact| fact.position).collect()
}
