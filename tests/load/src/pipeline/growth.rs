//! What an event costs in a log that has many already.

use std::sync::Arc;

use async_trait::async_trait;
use eventing::Store;
use tokio::{sync::watch, task::JoinSet, time::Instant};
use uuid::Uuid;

use super::{carrier::Waiting, facts::fill_with};
use crate::{
    measure::{Contender, Effort, rate},
    servers::Servers,
    workload::{Milestone, TELL, meta},
};

/// Callers at a time.
const CALLERS: usize = 32;
/// Facts a follower reads at once.
const FOLLOW: u32 = 500;

/// A log of some size: commands on new aggregates, and one who follows the log and reads every event.
pub(super) struct Grown {
    store: Store,
    followed: watch::Receiver<u64>,
    _follower: JoinSet<()>,
}

impl Grown {
    /// Fills a log with so many events.
    pub(super) async fn new(servers: &Servers, name: &str, count: u64) -> anyhow::Result<Self> {
        let pool = servers.pool(&servers.database(name).await?, 10).await?;
        eventing::schema::prepare(&pool).await?;
        let fact = &eventing::Decider::decide(&Milestone::default(), TELL)?[0];
        fill_with(&pool, count, &serde_json::to_string(fact)?).await?;
        let store = Store::open("bench", pool).await?;
        let (seen, followed) = watch::channel(count);
        let mut follower = JoinSet::new();
        let log = store.clone();
        follower.spawn(async move {
            if let Err(error) = follow(&log, count, &seen).await {
                eprintln!("the log could not be followed: {error}");
            }
        });
        Ok(Self {
            store,
            followed,
            _follower: follower,
        })
    }
}

async fn follow(store: &Store, mut after: u64, seen: &watch::Sender<u64>) -> Result<(), sqlx::Error> {
    let mut newest = store.watch_head();
    loop {
        store.wait_beyond(after, &mut newest).await;
        let facts = store.read(after, FOLLOW).await?;
        after = facts.last().map_or(after, |fact| fact.position);
        seen.send_replace(after);
    }
}

#[async_trait]
impl Contender for Grown {
    /// Microseconds per event.
    async fn round(&mut self, effort: &Effort) -> anyhow::Result<f64> {
        let store = Arc::new(self.store.clone());
        let started = Instant::now();
        let per_second = rate(CALLERS, effort.time(), |_| {
            let store = store.clone();
            move || {
                let store = store.clone();
                async move {
                    let id = Uuid::new_v4().to_string();
                    store.execute::<Milestone>(&id, TELL, &meta()).await?;
                    Ok(())
                }
            }
        })
        .await?;
        let carried_out = started.elapsed();
        let head = self.store.head().await?;
        let waiting = Waiting::until("the follower has read everything");
        while *self.followed.borrow() < head {
            waiting.a_moment().await?;
        }
        // What the follower needed longer counts too.
        Ok(1e6 / per_second * started.elapsed().as_secs_f64() / carried_out.as_secs_f64())
    }
}
