//! Real servers and a real ledger, for the tests of this crate.

use std::future::Future;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use contracts::ledger::v1::ReadEventsRequest;
use contracts::ledger::v1::ledger_service_server::LedgerService;
use eventing::bus::Bus;
use eventing::cloudevent::CloudEvent;
use eventing::event_id::event_id;
use eventing::trace::NoTraceLink;
use eventing::{Clock, SystemClock};
use local::{Binaries, Durability, Nats, Postgres};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{Connection, Executor, PgConnection, PgPool};
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use transparency::SigningKey;

use crate::checkpoint::signer::Signer;
use crate::checkpoint::{Log, Signatures};
use crate::grpc::Ledger;
use crate::head::Head;
use crate::health::Health;
use crate::memory::Keeper;
use crate::metrics::Metrics;
use crate::store::{LedgerStore, MIGRATIONS};
use crate::tail::Tail;
use crate::trace::Traces;
use crate::writer::Writer;

/// How long a condition is waited for.
const PATIENCE: Duration = Duration::from_secs(60);

/// A PostgreSQL with an empty ledger.
pub(crate) struct Database {
    pub(crate) server: Postgres,
    pub(crate) store: LedgerStore,
    _data_dir: TempDir,
}

impl Database {
    pub(crate) async fn start() -> Self {
        let data_dir = tempfile::tempdir().unwrap();
        let server = Postgres::start(&Binaries::find().unwrap(), data_dir.path(), Durability::Tests)
            .await
            .unwrap();
        let store = connect(&server, "ledger", 8).await;
        sqlx::query("CREATE SCHEMA ledger")
            .execute(store.pool())
            .await
            .unwrap();
        MIGRATIONS.run(store.pool()).await.unwrap();
        Self {
            server,
            store,
            _data_dir: data_dir,
        }
    }

    pub(crate) fn pool(&self) -> &PgPool {
        self.store.pool()
    }

    /// Keeps a copy of the database, on which no ledger may run. PostgreSQL copies only what nobody is connected to, and
    /// a connection of a process that has stopped may still be closing, or one of a pool be opened again.
    pub(crate) async fn back_up(&self) {
        self.administer("ALTER DATABASE postgres ALLOW_CONNECTIONS false")
            .await;
        self.administer("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'postgres'")
            .await;
        self.administer("CREATE DATABASE backup TEMPLATE postgres").await;
        self.administer("ALTER DATABASE postgres ALLOW_CONNECTIONS true")
            .await;
    }

    /// Puts the copy in the place of the database, whoever is using that.
    pub(crate) async fn restore(&self) {
        self.administer("DROP DATABASE postgres WITH (FORCE)").await;
        self.administer("CREATE DATABASE postgres TEMPLATE backup").await;
    }

    async fn administer(&self, statement: &str) {
        let mut connection = PgConnection::connect(&self.server.url("template1"))
            .await
            .unwrap();
        connection.execute(statement).await.unwrap();
        connection.close().await.unwrap();
    }

    /// Other connections to the same tables.
    pub(crate) async fn connect(&self) -> LedgerStore {
        connect(&self.server, "ledger", 8).await
    }

    /// An empty ledger in a schema of its own, beside the others.
    pub(crate) async fn another(&self, schema: &str) -> LedgerStore {
        sqlx::query(&format!("CREATE SCHEMA {schema}"))
            .execute(self.pool())
            .await
            .unwrap();
        let store = connect(&self.server, schema, 4).await;
        MIGRATIONS.run(store.pool()).await.unwrap();
        store
    }
}

async fn connect(server: &Postgres, schema: &str, connections: u32) -> LedgerStore {
    let options: PgConnectOptions = server.url("postgres").parse().unwrap();
    let pool = PgPoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(Duration::from_secs(2))
        .connect_with(options.options([("search_path", schema)]))
        .await
        .unwrap();
    LedgerStore::new(pool)
}

/// Name of the log in tests.
pub(crate) const ORIGIN: &str = "example.org/ledger";

/// The witness that tests know.
pub(crate) fn witness() -> SigningKey {
    SigningKey::witness_from_seed("witness.example", [9; 32]).unwrap()
}

/// The ledger's keys in tests.
pub(crate) fn log() -> Log {
    let key = SigningKey::from_seed(ORIGIN, [1; 32]).unwrap();
    Log::new(ORIGIN.into(), vec![key], Vec::new(), vec![witness().verifier()])
}

/// A broker, and what a relay does with it.
pub(crate) struct Broker {
    pub(crate) server: Nats,
    pub(crate) bus: Bus,
    _data_dir: TempDir,
}

impl Broker {
    pub(crate) async fn start() -> Self {
        let data_dir = tempfile::tempdir().unwrap();
        let server = Nats::start(&Binaries::find().unwrap(), data_dir.path())
            .await
            .unwrap();
        let bus = Bus::connect(&server.url(), "ledger-tests").await.unwrap();
        Self {
            server,
            bus,
            _data_dir: data_dir,
        }
    }

    /// Publishes numbers of a block, in this order.
    pub(crate) async fn publish(&self, block: &str, sequences: impl IntoIterator<Item = u64>) {
        for sequence in sequences {
            let event = cloud_event(block, sequence);
            self.publish_raw(block, event.to_headers(), event.data).await;
        }
    }

    pub(crate) async fn publish_raw(&self, block: &str, headers: async_nats::HeaderMap, data: bytes::Bytes) {
        eventually("the broker takes an event", async || {
            if self.bus.ensure_stream(block).await.is_err() {
                return false;
            }
            let subject = eventing::bus::subject(block, "nl.projects.milestone-achieved.v1");
            let published = self
                .bus
                .jetstream()
                .publish_with_headers(subject, headers.clone(), data.clone())
                .await;
            match published {
                Ok(acknowledged) => acknowledged.await.is_ok(),
                Err(_) => false,
            }
        })
        .await;
    }
}

/// The n-th event of a block, as a relay sends it.
pub(crate) fn cloud_event(block: &str, sequence: u64) -> CloudEvent {
    // Every fourth one is the second event of the fact of the one before.
    let (log_position, part) = match sequence % 4 {
        0 => ((sequence - 1) * 2, 2),
        _ => (sequence * 2, 1),
    };
    let extensions = [
        ("block", block.to_owned()),
        ("blocksequence", sequence.to_string()),
        ("logposition", log_position.to_string()),
        ("audience", "public".to_owned()),
        ("regions", "AM01,AM02".to_owned()),
    ];
    CloudEvent {
        id: event_id(block, log_position, part),
        source: format!("urn:nld:oin:00000099000000001000:systeem:{block}"),
        event_type: "nl.projects.milestone-achieved.v1".into(),
        subject: "LLO-2024-017".into(),
        time: "2024-05-01T10:00:00Z".parse().unwrap(),
        extensions: extensions.map(|(name, value)| (name.to_owned(), value)).into(),
        data: format!(r#"{{"n":{sequence}}}"#).into(),
    }
}

/// One process of the ledger: a writer and the calls. Stops when dropped.
pub(crate) struct Replica {
    pub(crate) calls: Ledger,
    pub(crate) health: Health,
    pub(crate) metrics: Metrics,
    pub(crate) shutdown: CancellationToken,
    tasks: TaskTracker,
    _folder: Option<TempDir>,
}

impl Replica {
    pub(crate) fn start(store: &LedgerStore, bus: &Bus) -> Self {
        Self::start_with(store, bus, |_| {})
    }

    /// A process that something is different in.
    pub(crate) fn start_with(store: &LedgerStore, bus: &Bus, change: impl FnOnce(&mut Writer)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut replica = Self::remembering(store, bus, folder.path(), log(), change);
        replica._folder = Some(folder);
        replica
    }

    /// A process with its memory in a folder.
    pub(crate) fn remembering(
        store: &LedgerStore,
        bus: &Bus,
        memory: &Path,
        log: Log,
        change: impl FnOnce(&mut Writer),
    ) -> Self {
        let (shutdown, tasks) = (CancellationToken::new(), TaskTracker::new());
        let (head, health, metrics) = (Head::default(), Health::default(), Metrics::default());
        let blocks: Vec<_> = ["programme", "radar"].map(str::to_owned).into();
        let clock: Arc<dyn Clock> = Arc::new(SystemClock::default());
        let (log, signatures) = (Arc::new(log), Signatures::default());
        let keeper = Keeper::new(memory, log.clone());
        let store = &store.remembered_by(keeper.clone());
        let signer = Signer {
            store: store.clone(),
            log: log.clone(),
            keeper,
            clock: clock.clone(),
            head: head.clone(),
            health: health.clone(),
            signatures: signatures.clone(),
            pause: Duration::from_millis(50),
        };
        let mut writer = Writer {
            store: store.clone(),
            bus: bus.clone(),
            blocks: blocks.clone(),
            clock,
            head: head.clone(),
            health: health.clone(),
            metrics: metrics.clone(),
            traces: Traces::new(Arc::new(NoTraceLink)),
            signer,
        };
        change(&mut writer);
        tasks.spawn(writer.run(shutdown.clone()));
        let follow = head.clone();
        tasks.spawn(follow.follow(
            store.clone(),
            signatures.clone(),
            health.clone(),
            shutdown.clone(),
        ));
        let tail = Tail::default();
        let keep = tail.clone();
        tasks.spawn(keep.follow(store.clone(), head.clone(), shutdown.clone()));
        let calls = Ledger {
            store: store.clone(),
            head,
            tail,
            log,
            signatures,
            blocks: blocks.into(),
            shutdown: shutdown.clone(),
        };
        Self {
            calls,
            health,
            metrics,
            shutdown,
            tasks,
            _folder: None,
        }
    }

    /// Stops, and waits for it.
    pub(crate) async fn stop(self) {
        self.shutdown.cancel();
        self.tasks.close();
        self.tasks.wait().await;
    }

    /// Waits until the ledger has so many entries.
    pub(crate) async fn reaches(&self, position: u64) {
        eventually(&format!("the ledger reaches {position}"), async || {
            self.calls.head.newest().position >= position
        })
        .await;
    }

    /// Everything in the ledger, as (position, block, sequence).
    pub(crate) async fn entries(&self) -> Vec<(u64, String, u64)> {
        use futures::TryStreamExt;
        let messages = self
            .calls
            .read_events(tonic::Request::new(ReadEventsRequest::default()))
            .await
            .unwrap();
        let messages: Vec<_> = messages.into_inner().try_collect().await.unwrap();
        let entries = messages.into_iter().flat_map(|message| message.entries);
        entries
            .map(|entry| (entry.position, entry.block, entry.sequence))
            .collect()
    }
}

impl Drop for Replica {
    fn drop(&mut self) {
        self.shutdown.cancel();
    }
}

/// Waits for a condition.
pub(crate) async fn eventually<F: Future<Output = bool>>(what: &str, mut holds: impl FnMut() -> F) {
    let waiting = async {
        while !holds().await {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(PATIENCE, waiting)
        .await
        .unwrap_or_else(|_| panic!("waited in vain until {what}"));
}
