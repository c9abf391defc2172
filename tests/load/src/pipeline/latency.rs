//! How long a command takes until its event is in the ledger, at a steady pace, through log, relay, broker and ledger.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use anyhow::Context;
use async_trait::async_trait;
use eventing::{Store, bus::Bus};
use sqlx::postgres::PgListener;
use tokio::{
    task::JoinSet,
    time::{Duration, Instant},
};
use uuid::Uuid;

use super::{
    carrier::{RunningRelay, Tables, forget},
    facts::BLOCK,
    whole::{Ground, RunningLedger},
};
use crate::{
    measure::{Contender, Effort, Named},
    servers::Servers,
    workload::{Milestone, TELL, meta},
};

/// PostgreSQL's channel on which the ledger's writer says that there is more.
const NEWS: &str = "schakelpunt_ledger_head";
/// A round is this many times as long as that of other measures: the slowest in a hundred must be more than a few.
const TIMES_LONGER: u32 = 3;
/// How long the last event is waited for.
const PATIENCE: Duration = Duration::from_secs(30);

/// A block, its relay, the broker and the ledger, all running.
pub(super) struct Way {
    store: Store,
    _relay: RunningRelay,
    ledger: RunningLedger,
    /// Figures that were measured together with others and not asked for yet.
    spare: Mutex<BTreeMap<(u32, u32), f64>>,
}

impl Way {
    /// Starts everything on empty databases.
    pub(super) async fn begin(servers: &Servers) -> anyhow::Result<Arc<Self>> {
        let bus = Bus::connect(&servers.nats(), "bench-latency").await?;
        forget(&bus).await?;
        let pool = servers.pool(&servers.database("way_log").await?, 10).await?;
        let store = Store::open(BLOCK, pool).await?;
        let tables = Ground::new(servers, "way_ledger").await?.tables().await?;
        let ledger = RunningLedger::start(tables, &bus).await?;
        let head = Arc::new(Tables(ledger.pool.clone()));
        Ok(Arc::new(Self {
            _relay: RunningRelay::start(&store, &bus, head),
            store,
            ledger,
            spare: Mutex::default(),
        }))
    }

    /// So many commands a second for a while, and how long each took in microseconds, in ascending order.
    async fn measure(self: &Arc<Self>, per_second: u32, time: Duration) -> anyhow::Result<Vec<f64>> {
        let mut news = PgListener::connect_with(&self.ledger.pool).await?;
        news.listen(NEWS).await?;
        let begin = Instant::now();
        let (mut under_way, mut turn) = (JoinSet::new(), 0);
        let commands = async {
            loop {
                let due = begin + Duration::from_secs(1) * turn / per_second;
                if due >= begin + time {
                    break;
                }
                tokio::time::sleep_until(due).await;
                // The time counts from when it was due: a hub that keeps callers waiting does not get fewer of them.
                let way = self.clone();
                under_way.spawn(async move { way.command(due).await });
                turn += 1;
            }
            let mut due = Vec::new();
            while let Some(ended) = under_way.join_next().await {
                due.push(ended??);
            }
            anyhow::Ok(due)
        };
        let (sender, stop) = tokio::sync::oneshot::channel();
        let (due, seen) = tokio::join!(
            async {
                let due = commands.await?;
                let last = due.iter().map(|(position, _)| *position).max().unwrap_or(0);
                let _ = sender.send(last);
                anyhow::Ok(due)
            },
            heads(&mut news, stop)
        );
        let (due, seen) = (due?, seen?);
        let mut took = Vec::with_capacity(due.len());
        for (position, due) in due {
            let (_, at) = seen
                .range(position..)
                .next()
                .context("an event did not reach the ledger")?;
            took.push(at.duration_since(due).as_secs_f64() * 1e6);
        }
        took.sort_by(f64::total_cmp);
        Ok(took)
    }

    /// One command; the place of its event. Every fact is public and the ledger has no other block's events, so that is
    /// also its position in the ledger.
    async fn command(&self, due: Instant) -> anyhow::Result<(u64, Instant)> {
        let id = Uuid::new_v4().to_string();
        let committed = self.store.execute::<Milestone>(&id, TELL, &meta()).await?;
        let position = committed.public_position.context("nothing was published")?;
        Ok((position, due))
    }
}

/// When the ledger was at which position, until it is where it has to be.
async fn heads(
    news: &mut PgListener,
    mut stop: tokio::sync::oneshot::Receiver<u64>,
) -> anyhow::Result<BTreeMap<u64, Instant>> {
    let (mut seen, mut last) = (BTreeMap::new(), None);
    loop {
        let newest = seen.last_key_value().map_or(0, |(position, _)| *position);
        if last.is_some_and(|last| newest >= last) {
            return Ok(seen);
        }
        tokio::select! {
            told = tokio::time::timeout(PATIENCE, news.recv()) => {
                let position = told.context("the ledger stands still")??.payload().parse()?;
                seen.entry(position).or_insert_with(Instant::now);
            }
            told = &mut stop, if last.is_none() => last = Some(told.unwrap_or(0)),
        }
    }
}

/// A pace, and how long one in so many takes.
pub(super) struct Pace {
    way: Arc<Way>,
    per_second: u32,
    /// In hundredths.
    quantile: u32,
}

impl Pace {
    /// A pace under its name.
    pub(super) fn named(name: &'static str, way: &Arc<Way>, per_second: u32, quantile: u32) -> Named {
        let pace = Self {
            way: way.clone(),
            per_second,
            quantile,
        };
        (name, Box::new(pace))
    }
}

#[async_trait]
impl Contender for Pace {
    async fn round(&mut self, effort: &Effort) -> anyhow::Result<f64> {
        let spare = |way: &Way| {
            let mut spare = way.spare.lock().unwrap_or_else(PoisonError::into_inner);
            spare.remove(&(self.per_second, self.quantile))
        };
        if let Some(figure) = spare(&self.way) {
            return Ok(figure);
        }
        // One measurement gives the middle and the slowest; each takes its own.
        let time = effort.time() * TIMES_LONGER;
        let took = self.way.measure(self.per_second, time).await?;
        {
            let mut spare = self.way.spare.lock().unwrap_or_else(PoisonError::into_inner);
            for quantile in [50, 99] {
                spare.insert((self.per_second, quantile), at(&took, quantile));
            }
        }
        spare(&self.way).context("such a figure is not measured")
    }
}

/// The value that so many in a hundred do not exceed.
fn at(sorted: &[f64], quantile: u32) -> f64 {
    let index = (sorted.len() * quantile as usize).div_ceil(100).saturating_sub(1);
    sorted.get(index).copied().unwrap_or(f64::NAN)
}

/// A time that is asked for.
pub(super) struct Asked(pub(super) f64);

#[async_trait]
impl Contender for Asked {
    async fn round(&mut self, _effort: &Effort) -> anyhow::Result<f64> {
        Ok(self.0)
    }
}
