//! From a block's log through the broker into the ledger.

mod carrier;
mod facts;
mod growth;
mod latency;
mod whole;

use futures::FutureExt;

use crate::{
    measure::{Effort, Measure, Named, Reach, Unit},
    servers::Servers,
};
use carrier::{Carried, Published};
pub(crate) use facts::event;
use growth::Grown;
use latency::{Asked, Pace, Way};
use whole::{RawBatches, StageAlone, Whole};

/// The backlog that is carried in all; each of the usual five rounds carries a fifth of it, from a broker and a ledger that
/// have nothing to the last event.
const BACKLOG: u64 = 1_000_000;
/// Rounds that the backlog is divided by.
const PARTS: u64 = 5;
/// How long the middle and the slowest of a hundred may take to the ledger, in microseconds.
const MIDDLE_MICROS: f64 = 3_000.0;
const SLOWEST_MICROS: f64 = 10_000.0;

/// Everything that is measured of the way.
pub(crate) const MEASURES: &[Measure] = &[
    Measure {
        name: "block log -> JetStream alone, events of 600 bytes",
        unit: Unit::PerSecond,
        reaches: &[Reach {
            of: "relay",
            against: "raw pipelined publish",
            ratio: 0.7,
        }],
        prepare: |servers, effort| relay(servers, effort).boxed(),
    },
    Measure {
        name: "block log -> JetStream -> ledger with the Merkle tree",
        unit: Unit::PerSecond,
        reaches: &[Reach {
            of: "the whole way",
            against: "the ledger's stage alone",
            ratio: 0.65,
        }],
        prepare: |servers, effort| whole(servers, effort).boxed(),
    },
    Measure {
        name: "command -> ledger",
        unit: Unit::Microseconds,
        reaches: &[
            Reach {
                of: "200/s, middle",
                against: "3 ms",
                ratio: 1.0,
            },
            Reach {
                of: "1,000/s, middle",
                against: "3 ms",
                ratio: 1.0,
            },
            Reach {
                of: "200/s, slowest in a hundred",
                against: "10 ms",
                ratio: 1.0,
            },
            Reach {
                of: "1,000/s, slowest in a hundred",
                against: "10 ms",
                ratio: 1.0,
            },
        ],
        prepare: |servers, effort| latency(servers, effort).boxed(),
    },
    Measure {
        name: "cost per event, 32 callers and a follower",
        unit: Unit::Microseconds,
        reaches: &[
            Reach {
                of: "100k events in the log",
                against: "10k events in the log",
                ratio: 1.2,
            },
            Reach {
                of: "1m events in the log",
                against: "10k events in the log",
                ratio: 1.2,
            },
            Reach {
                of: "10m events in the log",
                against: "10k events in the log",
                ratio: 1.2,
            },
        ],
        prepare: |servers, effort| growth(servers, effort).boxed(),
    },
];

async fn relay(servers: &Servers, effort: &Effort) -> anyhow::Result<Vec<Named>> {
    let count = effort.size(BACKLOG / PARTS);
    Ok(vec![
        ("relay", Box::new(Carried::new(servers, count).await?)),
        (
            "raw pipelined publish",
            Box::new(Published::new(servers, count).await?),
        ),
    ])
}

async fn whole(servers: &Servers, effort: &Effort) -> anyhow::Result<Vec<Named>> {
    let count = effort.size(BACKLOG / PARTS);
    Ok(vec![
        ("the whole way", Box::new(Whole::new(servers, count).await?)),
        (
            "the ledger's stage alone",
            Box::new(StageAlone::new(servers, count).await?),
        ),
        (
            "raw batch insert, one key",
            Box::new(RawBatches::new(servers, count).await?),
        ),
    ])
}

async fn latency(servers: &Servers, _effort: &Effort) -> anyhow::Result<Vec<Named>> {
    let way = Way::begin(servers).await?;
    Ok(vec![
        Pace::named("200/s, middle", &way, 200, 50),
        Pace::named("200/s, slowest in a hundred", &way, 200, 99),
        Pace::named("1,000/s, middle", &way, 1_000, 50),
        Pace::named("1,000/s, slowest in a hundred", &way, 1_000, 99),
        ("3 ms", Box::new(Asked(MIDDLE_MICROS))),
        ("10 ms", Box::new(Asked(SLOWEST_MICROS))),
    ])
}

async fn growth(servers: &Servers, effort: &Effort) -> anyhow::Result<Vec<Named>> {
    let mut contenders: Vec<Named> = Vec::new();
    for (name, database, full) in [
        ("10k events in the log", "log_10k", 10_000),
        ("100k events in the log", "log_100k", 100_000),
        ("1m events in the log", "log_1m", 1_000_000),
        ("10m events in the log", "log_10m", 10_000_000),
    ] {
        let grown = Grown::new(servers, database, effort.size(full)).await?;
        contenders.push((name, Box::new(grown)));
    }
    Ok(contenders)
}
