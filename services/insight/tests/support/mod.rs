//! A ledger in memory and a database of the test's own.
#![allow(
    clippy::unwrap_used,
    missing_docs,
    dead_code,
    unreachable_pub,
    reason = "set-up of tests: what cannot be set up has failed"
)]

pub mod culture;
pub mod folded;
pub mod linked;
pub mod radar;
pub mod script;
pub mod transitions;

use std::sync::Arc;

use async_trait::async_trait;
use blocks::{
    feed::Feed,
    ledger::{Batches, Ledger},
};
use contracts::{
    ledger::v1::{Entry, ReadEventsResponse},
    options::v1::Audience,
    programme::v1 as api,
};
use eventing::HeldClock;
use futures::{StreamExt, stream};
use insight::{
    generations::watch_generations,
    projections::{ALL, Registered},
    tail::{Progress, Tail},
    views::{View, Views},
};
use local::{Binaries, Durability, Postgres};
use serde::Serialize;
use sqlx::{PgPool, postgres::PgPoolOptions};
use tempfile::TempDir;
use testkit::eventually;
use tokio::{sync::watch, task::JoinHandle};
use tokio_util::sync::CancellationToken;
use tonic::Status;

/// Entries in one message, so that a few entries take several.
const BATCH: usize = 3;

/// A ledger that keeps its entries in memory.
#[derive(Clone)]
pub struct MemoryLedger(watch::Sender<Arc<Vec<Entry>>>);

impl MemoryLedger {
    pub fn new() -> Self {
        Self(watch::channel(Arc::default()).0)
    }

    /// Appends an event of the block `programme`, and answers its position.
    pub fn tell(&self, event_type: &str, project_id: &str, event: &impl Serialize) -> u64 {
        self.append(event_type, project_id, serde_json::to_vec(event).unwrap())
    }

    pub fn append(&self, event_type: &str, project_id: &str, data: Vec<u8>) -> u64 {
        let time = pbjson_types::Timestamp {
            seconds: 1_740_000_000,
            nanos: 0,
        };
        let position = self.head() + 1;
        let entry = Entry {
            position,
            block: "programme".into(),
            sequence: position,
            // The block keeps private facts as well, so its log runs ahead.
            log_position: position * 10,
            r#type: event_type.into(),
            subject: project_id.into(),
            project_id: project_id.into(),
            time: Some(time),
            recorded_at: Some(time),
            audience: Audience::Public.into(),
            data: data.into(),
            ..Entry::default()
        };
        self.0.send_modify(|entries| Arc::make_mut(entries).push(entry));
        position
    }

    pub fn all(&self) -> Vec<Entry> {
        self.0.borrow().to_vec()
    }

    pub fn head(&self) -> u64 {
        self.0.borrow().len() as u64
    }
}

#[async_trait]
impl Ledger for MemoryLedger {
    async fn read(&self, from_position: u64, follow: bool) -> Result<Batches, Status> {
        let state = (self.0.subscribe(), from_position.max(1) as usize - 1);
        let batches = stream::unfold(state, move |(mut seen, mut at)| async move {
            if follow {
                seen.wait_for(|entries| entries.len() > at).await.ok()?;
            }
            let all = seen.borrow().clone();
            let entries: Vec<Entry> = all.iter().skip(at).take(BATCH).cloned().collect();
            if entries.is_empty() {
                return None;
            }
            at += entries.len();
            let head_position = all.len() as u64;
            Some((
                Ok(Arc::new(ReadEventsResponse {
                    entries,
                    read_to_position: at as u64,
                    head_position,
                })),
                (seen, at),
            ))
        });
        Ok(batches.boxed())
    }

    async fn entries(&self, positions: &[u64]) -> Result<Vec<Entry>, Status> {
        let all = self.0.borrow().clone();
        let found = positions
            .iter()
            .filter_map(|position| all.get(*position as usize - 1));
        Ok(found.cloned().collect())
    }
}

/// Insight with a database and a ledger of its own.
pub struct Insight {
    pub ledger: MemoryLedger,
    pub pool: PgPool,
    pub views: Views,
    /// Those of all replicas.
    pub all_views: Vec<Views>,
    pub progress: Vec<watch::Receiver<Progress>>,
    pub shutdown: CancellationToken,
    tails: Vec<JoinHandle<anyhow::Result<()>>>,
    _postgres: Postgres,
    _home: TempDir,
}

impl Insight {
    /// Starts it as `replicas` processes would.
    pub async fn start(replicas: usize) -> Self {
        let home = tempfile::tempdir().unwrap();
        let postgres = Postgres::start(
            &Binaries::find().unwrap(),
            &home.path().join("pg"),
            Durability::Tests,
        )
        .await
        .unwrap();
        let pool = migrated(&postgres.url("postgres")).await;
        let (ledger, shutdown) = (MemoryLedger::new(), CancellationToken::new());
        let (mut tails, mut all_views) = (Vec::new(), Vec::new());
        for _ in 0..replicas {
            let (views, running) = follow(&pool, &ledger, ALL, &shutdown);
            all_views.push(views);
            tails.extend(running);
        }
        Self {
            ledger,
            pool,
            views: all_views[0].clone(),
            progress: all_views.iter().flat_map(Views::progress).collect(),
            all_views,
            shutdown,
            tails,
            _postgres: postgres,
            _home: home,
        }
    }

    /// The view in which everything told so far is.
    pub async fn caught_up(&self) -> View {
        self.views
            .view(&format!("programme:{}", self.ledger.head() * 10), None)
            .await
            .unwrap()
    }

    /// Stops the tails and waits for them.
    pub async fn stop_tails(&mut self) {
        self.shutdown.cancel();
        for tail in self.tails.drain(..) {
            tail.await.unwrap().unwrap();
        }
    }
}

/// Views fed by tails of the given projections, as one process has them.
pub fn follow(
    pool: &PgPool,
    ledger: &MemoryLedger,
    projections: &[Registered],
    shutdown: &CancellationToken,
) -> (Views, Vec<JoinHandle<anyhow::Result<()>>>) {
    let clock = Arc::new(HeldClock::at("2025-03-01T12:00:00Z".parse().unwrap()));
    let (views, feed) = (Views::new(clock), Feed::new(Arc::new(ledger.clone())));
    let (generations, look) = watch_generations(pool.clone(), shutdown.clone());
    let mut running = vec![
        tokio::spawn(look),
        tokio::spawn(feed.clone().run(shutdown.clone())),
    ];
    for registered in projections {
        let (pool, generations) = (pool.clone(), generations.clone());
        let (tail, _) = Tail::new(*registered, pool, feed.clone(), generations, &views);
        running.push(tokio::spawn(tail.run(shutdown.clone())));
    }
    (views, running)
}

async fn migrated(url: &str) -> PgPool {
    let options: sqlx::postgres::PgConnectOptions = url.parse().unwrap();
    let pool = PgPoolOptions::new()
        .max_connections(20)
        .connect_with(options.options([("search_path", "insight")]))
        .await
        .unwrap();
    sqlx::query("create schema insight").execute(&pool).await.unwrap();
    insight::MIGRATIONS.run(&pool).await.unwrap();
    pool
}

/// The view of a process that starts from what is in the tables, with a ledger that is away: nothing is folded.
pub async fn started_anew(insight: &Insight) -> View {
    let away = MemoryLedger::new();
    let shutdown = CancellationToken::new();
    let (views, _running) = follow(&insight.pool, &away, ALL, &shutdown);
    let head = insight.ledger.head();
    eventually("the rows to be read", async || {
        (views.now().freshness.position == head).then_some(())
    })
    .await;
    shutdown.cancel();
    views.now()
}

/// How far all projections are in their tables.
pub async fn saved_position(pool: &PgPool) -> u64 {
    let (lowest, count): (Option<i64>, i64) =
        sqlx::query_as("select min(position), count(*) from projection_checkpoints")
            .fetch_one(pool)
            .await
            .unwrap();
    if (count as usize) < ALL.len() {
        return 0;
    }
    lowest.unwrap_or(0).cast_unsigned()
}

pub fn registered(name: &str) -> Registered {
    Registered::find(name).unwrap()
}

/// A project with a plan of two milestones, granted 100 euro.
pub fn tell_project(ledger: &MemoryLedger, id: &str) {
    let project = api::ProjectProfile {
        project_id: id.into(),
        name: format!("Project \"{id}\" \u{1F600}"),
        block_id: "transitions".into(),
        regions: vec![api::RegionShare {
            region_id: "AM01".into(),
            share_percent: 100,
        }],
        starts_on: "2024-01-01".into(),
        ends_on: "2026-12-31".into(),
        ..Default::default()
    };
    let registered = api::ProjectRegistered {
        project: Some(project),
        tranche_id: "r1".into(),
    };
    ledger.tell("nl.projects.project-registered.v1", id, &registered);
    let milestone = |id: &str, day: &str| api::Milestone {
        milestone_id: id.into(),
        due_on: day.into(),
        ..Default::default()
    };
    let plan = api::Plan {
        milestones: vec![milestone("m1", "2024-06-01"), milestone("m2", "2025-06-01")],
        ..Default::default()
    };
    let baselined = api::PlanBaselined {
        project_id: id.into(),
        plan_version: 1,
        plan: Some(plan),
    };
    ledger.tell("nl.projects.plan-baselined.v1", id, &baselined);
    let amount = api::MoneyAmount {
        state: api::MoneyState::Granted.into(),
        total_cents: 10_000,
        reference: "besluit 1".into(),
        decided_on: "2024-01-15".into(),
    };
    let recorded = api::MoneyRecorded {
        project_id: id.into(),
        amount: Some(amount),
        ..Default::default()
    };
    ledger.tell("nl.projects.money-recorded.v1", id, &recorded);
}

pub fn tell_achieved(ledger: &MemoryLedger, id: &str, milestone_id: &str) -> u64 {
    let achieved = api::MilestoneAchieved {
        project_id: id.into(),
        milestone_id: milestone_id.into(),
        achieved_on: "2024-05-30".into(),
        due_on: "2024-06-01".into(),
        ..Default::default()
    };
    ledger.tell("nl.projects.milestone-achieved.v1", id, &achieved)
}
