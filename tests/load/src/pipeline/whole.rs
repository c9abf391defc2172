//! From the log through the broker into the ledger, and the ledger by itself.

use std::{collections::BTreeMap, sync::Arc};

use async_trait::async_trait;
use eventing::{Store, SystemClock, bus::Bus};
use ledger::stage::{Prepared, Stage};
use runtime::{block::BlockEnv, config::Section, identity::development::LocalIssuer, peers::Peers};
use sqlx::{
    PgPool,
    postgres::{PgConnectOptions, PgPoolOptions},
};
use tempfile::TempDir;
use tokio::{task::JoinSet, time::Instant};
use tokio_postgres::{Client, NoTls, types::ToSql};
use tokio_util::sync::{CancellationToken, DropGuard};

use super::{
    carrier::{RunningRelay, Tables, Waiting, forget, per_second},
    facts::{BLOCK, SOURCE, backlog, event},
};
use crate::{
    measure::{Contender, Effort},
    servers::Servers,
};

/// Connections of a block, as configured by default.
const CONNECTIONS: u32 = 10;
/// Events in one batch where the ledger is fed from memory: as many as its own intake takes at most.
const BATCH: usize = 4_000;

/// The ledger as a block that runs; stops when dropped.
pub(super) struct RunningLedger {
    pub(super) pool: PgPool,
    _stop: DropGuard,
    _running: JoinSet<()>,
    _keys: TempDir,
}

impl RunningLedger {
    /// Starts the ledger on empty tables.
    pub(super) async fn start(pool: PgPool, bus: &Bus) -> anyhow::Result<Self> {
        let keys = tempfile::tempdir()?;
        let shutdown = CancellationToken::new();
        let issuer = LocalIssuer::development(&keys.path().join("issuer.pem"))?;
        let env = BlockEnv {
            pool: pool.clone(),
            store: Store::open("ledger", pool.clone()).await?,
            clock: Arc::new(SystemClock::default()),
            held_clock: None,
            bus: bus.clone(),
            peers: Peers::new(BTreeMap::new(), "http://127.0.0.1:9", issuer, "bench"),
            own_address: "http://127.0.0.1:9".to_owned(),
            source: "urn:nld:oin:00000099000000001000:systeem:ledger".to_owned(),
            settings: Section::of("ledger", serde_json::Map::new(), true, keys.path()),
            shutdown: shutdown.clone(),
        };
        let mut running = JoinSet::new();
        for task in ledger::block(env).await?.tasks {
            running.spawn(async move {
                if let Err(error) = task.run.await {
                    eprintln!("the task {} gave up: {error:#}", task.name);
                }
            });
        }
        Ok(Self {
            pool,
            _stop: shutdown.drop_guard(),
            _running: running,
            _keys: keys,
        })
    }

    /// Its newest position.
    pub(super) async fn head(&self) -> anyhow::Result<u64> {
        let head: i64 = sqlx::query_scalar("SELECT position FROM ledger_head")
            .fetch_one(&self.pool)
            .await?;
        Ok(head.unsigned_abs())
    }
}

/// A database for one ledger after the other.
pub(super) struct Ground {
    url: String,
}

impl Ground {
    /// A new database.
    pub(super) async fn new(servers: &Servers, name: &str) -> anyhow::Result<Self> {
        Ok(Self {
            url: servers.database(name).await?,
        })
    }

    /// The tables of an empty ledger; those of the one before are gone.
    pub(super) async fn tables(&self) -> anyhow::Result<PgPool> {
        let options: PgConnectOptions = self.url.parse()?;
        let pool = PgPoolOptions::new()
            .min_connections(CONNECTIONS)
            .max_connections(CONNECTIONS)
            .test_before_acquire(false)
            .connect_with(options.options([("search_path", "ledger")]))
            .await?;
        for statement in ["DROP SCHEMA IF EXISTS ledger CASCADE", "CREATE SCHEMA ledger"] {
            sqlx::query(statement).execute(&pool).await?;
        }
        ledger::MIGRATIONS.run(&pool).await?;
        sqlx::query("CHECKPOINT").execute(&pool).await?;
        Ok(pool)
    }
}

/// The whole way.
pub(super) struct Whole {
    ground: Ground,
    store: Store,
    bus: Bus,
    count: u64,
}

impl Whole {
    /// Fills the log.
    pub(super) async fn new(servers: &Servers, count: u64) -> anyhow::Result<Self> {
        let pool = servers
            .pool(&servers.database("whole_log").await?, CONNECTIONS)
            .await?;
        Ok(Self {
            ground: Ground::new(servers, "whole_ledger").await?,
            store: backlog(&pool, count).await?,
            bus: Bus::connect(&servers.nats(), "bench-whole").await?,
            count,
        })
    }
}

#[async_trait]
impl Contender for Whole {
    async fn round(&mut self, _effort: &Effort) -> anyhow::Result<f64> {
        forget(&self.bus).await?;
        let ledger = RunningLedger::start(self.ground.tables().await?, &self.bus).await?;
        let started = Instant::now();
        let relay = RunningRelay::start(&self.store, &self.bus, Arc::new(Tables(ledger.pool.clone())));
        let waiting = Waiting::until("the ledger has all events");
        while ledger.head().await? < self.count {
            waiting.a_moment().await?;
        }
        let rate = per_second(self.count, started);
        drop((relay, ledger));
        Ok(rate)
    }
}

/// The ledger's stage alone: the same events, parsed, from memory.
pub(super) struct StageAlone {
    ground: Ground,
    batches: Vec<Prepared>,
    count: u64,
}

impl StageAlone {
    /// Parses the events.
    pub(super) async fn new(servers: &Servers, count: u64) -> anyhow::Result<Self> {
        let numbers: Vec<u64> = (1..=count).collect();
        let batches = numbers.chunks(BATCH).map(|numbers| {
            let messages = numbers.iter().map(|n| {
                let event = event(*n);
                (event.to_headers(), event.data)
            });
            Prepared::of(BLOCK, messages)
        });
        Ok(Self {
            ground: Ground::new(servers, "stage_ledger").await?,
            batches: batches.collect::<Result<_, _>>()?,
            count,
        })
    }
}

#[async_trait]
impl Contender for StageAlone {
    async fn round(&mut self, _effort: &Effort) -> anyhow::Result<f64> {
        let stage = Stage::new(self.ground.tables().await?);
        let started = Instant::now();
        let mut newest = 0;
        for batch in &self.batches {
            newest = stage.append(batch).await?;
        }
        anyhow::ensure!(newest == self.count, "{newest} of {} were appended", self.count);
        Ok(per_second(self.count, started))
    }
}

const TABLE: &str = "CREATE TABLE rows (
    position bigint PRIMARY KEY, block text NOT NULL, sequence bigint NOT NULL, event_id text NOT NULL, type text NOT NULL,
    source text NOT NULL, subject text NOT NULL, recorded_at timestamptz NOT NULL DEFAULT now(), entry bytea NOT NULL)";

const INSERT: &str = "INSERT INTO rows (position, block, sequence, event_id, type, source, subject, entry)
    SELECT * FROM UNNEST($1::bigint[], $2::text[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bytea[])";

/// The limit: the same bytes into a table with one key, in batches, over the fastest client there is.
pub(super) struct RawBatches {
    client: Client,
    rows: Vec<(String, String, Vec<u8>)>,
}

impl RawBatches {
    /// Makes the rows.
    pub(super) async fn new(servers: &Servers, count: u64) -> anyhow::Result<Self> {
        let (client, connection) =
            tokio_postgres::connect(&servers.database("raw_batches").await?, NoTls).await?;
        tokio::spawn(connection);
        let rows = (1..=count).map(|n| {
            let event = event(n);
            anyhow::Ok((
                event.id.clone(),
                event.subject.clone(),
                event.to_structured_json()?,
            ))
        });
        Ok(Self {
            client,
            rows: rows.collect::<Result<_, _>>()?,
        })
    }

    async fn insert(&self, first: i64, rows: &[(String, String, Vec<u8>)]) -> anyhow::Result<()> {
        let numbers: Vec<i64> = (first..).take(rows.len()).collect();
        let same = |text: &'static str| vec![text; rows.len()];
        let (ids, subjects): (Vec<_>, Vec<_>) = rows.iter().map(|row| (&*row.0, &*row.1)).unzip();
        let entries: Vec<&[u8]> = rows.iter().map(|row| &*row.2).collect();
        let (blocks, types, sources) = (same(BLOCK), same("nl.projects.progress-told.v1"), same(SOURCE));
        let columns: [&(dyn ToSql + Sync); 8] = [
            &numbers, &blocks, &numbers, &ids, &types, &sources, &subjects, &entries,
        ];
        self.client.execute(INSERT, &columns).await?;
        Ok(())
    }
}

#[async_trait]
impl Contender for RawBatches {
    async fn round(&mut self, _effort: &Effort) -> anyhow::Result<f64> {
        self.client
            .batch_execute(&format!("DROP TABLE IF EXISTS rows; {TABLE}"))
            .await?;
        let (started, mut first) = (Instant::now(), 1);
        for rows in self.rows.chunks(BATCH) {
            self.insert(first, rows).await?;
            first += i64::try_from(rows.len())?;
        }
        Ok(per_second(self.rows.len() as u64, started))
    }
}
