//! Commands per second of the log, in process.

mod ours;
mod raw;
mod stock;

use futures::FutureExt;

use crate::{
    measure::{Effort, Measure, Named, Reach, Unit},
    servers::Servers,
};
use ours::Ours;
use raw::Raw;
use stock::Stock;

/// Callers at a time in the measures of throughput.
const CALLERS: usize = 32;
/// Callers at a time in the measure of a crowd.
const CROWD: usize = 1_024;

/// Everything that is measured of the log.
pub(crate) const MEASURES: &[Measure] = &[
    Measure {
        name: "commands/s, 32 callers, distinct aggregates",
        unit: Unit::PerSecond,
        reaches: &[
            Reach {
                of: "hub",
                against: "stock postgres-es",
                ratio: 5.0,
            },
            Reach {
                of: "hub",
                against: "raw INSERT per commit, 32 connections",
                ratio: 1.2,
            },
            Reach {
                of: "hub, new aggregates",
                against: "stock postgres-es",
                ratio: 5.0,
            },
        ],
        prepare: |servers, effort| throughput(servers, effort).boxed(),
    },
    Measure {
        name: "commands/s, 1,024 callers, distinct aggregates",
        unit: Unit::PerSecond,
        reaches: &[Reach {
            of: "hub",
            against: "raw INSERT per commit, 32 connections",
            ratio: 2.3,
        }],
        prepare: |servers, effort| crowd(servers, effort).boxed(),
    },
    Measure {
        name: "latency of one caller",
        unit: Unit::Microseconds,
        reaches: &[Reach {
            of: "hub",
            against: "raw INSERT per commit",
            ratio: 1.4,
        }],
        prepare: |servers, effort| latency(servers, effort).boxed(),
    },
    Measure {
        name: "commands/s, 32 callers, aggregates of 100 events",
        unit: Unit::PerSecond,
        reaches: &[
            Reach {
                of: "hub, with the cache",
                against: "stock postgres-es",
                ratio: 12.0,
            },
            Reach {
                of: "hub, cold",
                against: "stock postgres-es",
                ratio: 3.0,
            },
        ],
        prepare: |servers, effort| long_streams(servers, effort).boxed(),
    },
];

async fn throughput(servers: &Servers, _effort: &Effort) -> anyhow::Result<Vec<Named>> {
    Ok(vec![
        ("hub", Box::new(Ours::known(servers, CALLERS).await?)),
        (
            "hub, new aggregates",
            Box::new(Ours::new(servers, CALLERS).await?),
        ),
        ("stock postgres-es", Box::new(Stock::new(servers, CALLERS).await?)),
        (
            "raw INSERT per commit, 32 connections",
            Box::new(Raw::rate(servers, CALLERS).await?),
        ),
    ])
}

async fn crowd(servers: &Servers, _effort: &Effort) -> anyhow::Result<Vec<Named>> {
    Ok(vec![
        ("hub", Box::new(Ours::known(servers, CROWD).await?)),
        (
            "raw INSERT per commit, 32 connections",
            Box::new(Raw::rate(servers, CALLERS).await?),
        ),
    ])
}

async fn latency(servers: &Servers, _effort: &Effort) -> anyhow::Result<Vec<Named>> {
    Ok(vec![
        ("hub", Box::new(Ours::latency(servers).await?)),
        ("raw INSERT per commit", Box::new(Raw::latency(servers).await?)),
    ])
}

async fn long_streams(servers: &Servers, _effort: &Effort) -> anyhow::Result<Vec<Named>> {
    Ok(vec![
        (
            "hub, with the cache",
            Box::new(Ours::long(servers, CALLERS).await?),
        ),
        ("hub, cold", Box::new(Ours::long_cold(servers, CALLERS).await?)),
        (
            "stock postgres-es",
            Box::new(Stock::long(servers, CALLERS).await?),
        ),
    ])
}
