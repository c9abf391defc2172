//! The hub's own log.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use async_trait::async_trait;
use eventing::Store;
use sqlx::PgPool;
use tokio::{task::JoinSet, time::Instant};
use uuid::Uuid;

use crate::{
    measure::{Contender, Effort, median, rate},
    servers::Servers,
    workload::{Milestone, TELL, meta},
};

/// Aggregates with a hundred events each.
const LONG_STREAMS: usize = 2_000;
/// Aggregates each caller goes round, where they are known.
const PER_CALLER: usize = 16;
/// Connections of a block, as configured by default.
const CONNECTIONS: u32 = 10;

/// Which aggregates are commanded.
#[derive(Clone)]
enum Which {
    /// One that there was not before, each time.
    New,
    /// Those of the caller, one after the other.
    Known,
    /// The ones with a hundred events, one after the other.
    Long(Arc<AtomicUsize>),
}

/// The log.
pub(crate) struct Ours {
    store: Store,
    callers: usize,
    which: Which,
    /// Opens the log anew whenever each aggregate was commanded once, so that every command meets one that is not in memory.
    cold: bool,
    latency: bool,
}

impl Ours {
    /// Commands on new aggregates.
    pub(crate) async fn new(servers: &Servers, callers: usize) -> anyhow::Result<Self> {
        Self::open(servers, "hub_new", callers, Which::New).await
    }

    /// Commands on aggregates that are in use.
    pub(crate) async fn known(servers: &Servers, callers: usize) -> anyhow::Result<Self> {
        Self::open(servers, "hub_known", callers, Which::Known).await
    }

    /// One caller, and how long it takes.
    pub(crate) async fn latency(servers: &Servers) -> anyhow::Result<Self> {
        let ours = Self::open(servers, "hub_one", 1, Which::Known).await?;
        Ok(Self {
            latency: true,
            ..ours
        })
    }

    /// Commands on aggregates that have a hundred events, once seen.
    pub(crate) async fn long(servers: &Servers, callers: usize) -> anyhow::Result<Self> {
        let ours = Self::open(servers, "hub_long", callers, Which::Long(Arc::default())).await?;
        fill_long(ours.store.pool(), "ordinal").await?;
        sqlx::query("UPDATE head SET position = (SELECT max(position) FROM events)")
            .execute(ours.store.pool())
            .await?;
        let store = Store::open("bench", ours.store.pool().clone()).await?;
        for index in 0..LONG_STREAMS {
            store.load::<Milestone>(&long_id(index)).await?;
        }
        Ok(Self { store, ..ours })
    }

    /// The same, with nothing in memory.
    pub(crate) async fn long_cold(servers: &Servers, callers: usize) -> anyhow::Result<Self> {
        let ours = Self::open(servers, "hub_long_cold", callers, Which::Long(Arc::default())).await?;
        fill_long(ours.store.pool(), "ordinal").await?;
        sqlx::query("UPDATE head SET position = (SELECT max(position) FROM events)")
            .execute(ours.store.pool())
            .await?;
        Ok(Self { cold: true, ..ours })
    }

    async fn open(servers: &Servers, name: &str, callers: usize, which: Which) -> anyhow::Result<Self> {
        let url = servers.database(name).await?;
        let pool = servers.pool(&url, CONNECTIONS).await?;
        let store = Store::open("bench", pool).await?;
        Ok(Self {
            store,
            callers,
            which,
            cold: false,
            latency: false,
        })
    }

    /// Goes round all long aggregates with a log that was just opened, as often as there is time for.
    async fn cold_passes(&mut self, time: Duration) -> anyhow::Result<f64> {
        let (mut done, mut took) = (0_u32, Duration::ZERO);
        while took < time {
            self.store = Store::open("bench", self.store.pool().clone()).await?;
            // Connections are made with the first command; that is not what is measured.
            let first = Uuid::new_v4().to_string();
            self.store.execute::<Milestone>(&first, TELL, &meta()).await?;
            let started = Instant::now();
            done += self.pass().await?;
            took += started.elapsed();
        }
        Ok(f64::from(done) / took.as_secs_f64())
    }

    /// One command on each long aggregate.
    async fn pass(&self) -> anyhow::Result<u32> {
        let (next, mut tasks) = (Arc::new(AtomicUsize::new(0)), JoinSet::new());
        for _ in 0..self.callers {
            let (store, next) = (self.store.clone(), next.clone());
            tasks.spawn(async move {
                let mut done = 0_u32;
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    if index >= LONG_STREAMS {
                        return anyhow::Ok(done);
                    }
                    store.execute::<Milestone>(&long_id(index), TELL, &meta()).await?;
                    done += 1;
                }
            });
        }
        let mut done = 0;
        while let Some(ended) = tasks.join_next().await {
            done += ended??;
        }
        Ok(done)
    }

    async fn one_by_one(&self, time: Duration) -> anyhow::Result<f64> {
        let (started, mut took, mut turn) = (Instant::now(), Vec::new(), 0);
        while started.elapsed() < time {
            let (id, meta) = (self.which.id(0, turn), meta());
            let before = Instant::now();
            self.store.execute::<Milestone>(&id, TELL, &meta).await?;
            took.push(before.elapsed().as_secs_f64() * 1e6);
            turn += 1;
        }
        Ok(median(&took))
    }
}

impl Which {
    fn id(&self, caller: usize, turn: usize) -> String {
        match self {
            Self::New => Uuid::new_v4().to_string(),
            Self::Known => format!("milestone-{caller}-{}", turn % PER_CALLER),
            Self::Long(next) => long_id(next.fetch_add(1, Ordering::Relaxed)),
        }
    }
}

#[async_trait]
impl Contender for Ours {
    async fn round(&mut self, effort: &Effort) -> anyhow::Result<f64> {
        if self.latency {
            return self.one_by_one(effort.time()).await;
        }
        if self.cold {
            return self.cold_passes(effort.time()).await;
        }
        rate(self.callers, effort.time(), |caller| {
            let (store, which, mut turn) = (self.store.clone(), self.which.clone(), 0);
            move || {
                let (store, id) = (store.clone(), which.id(caller, turn));
                turn += 1;
                async move {
                    store.execute::<Milestone>(&id, TELL, &meta()).await?;
                    Ok(())
                }
            }
        })
        .await
    }
}

/// The n-th aggregate with a hundred events, beginning again when all have had their turn.
pub(crate) fn long_id(index: usize) -> String {
    format!("long-{}", index % LONG_STREAMS)
}

/// Writes a hundred events into each of the long aggregates.
pub(crate) async fn fill_long(pool: &PgPool, position: &str) -> anyhow::Result<()> {
    let fact = &eventing::Decider::decide(&Milestone::default(), TELL)?[0];
    let (payload, metadata) = (
        serde_json::to_string(fact)?,
        serde_json::to_string(&crate::workload::metadata())?,
    );
    let (column, value) = if position == "DEFAULT" {
        ("", "")
    } else {
        (", position", ", (sequence - 1) * $3 + stream")
    };
    sqlx::query(&format!(
        "INSERT INTO events (aggregate_type, aggregate_id, sequence, event_type, event_version, payload, metadata{column})
         SELECT 'milestone', 'long-' || (stream - 1), sequence, 'ProgressTold', '1', $1::json, $2::json{value}
         FROM generate_series(1, 100) AS sequence, generate_series(1, $3::bigint) AS stream"
    ))
    .bind(payload)
    .bind(metadata)
    .bind(i64::try_from(LONG_STREAMS)?)
    .execute(pool)
    .await?;
    sqlx::query("VACUUM ANALYZE events").execute(pool).await?;
    Ok(())
}
