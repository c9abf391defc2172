//! The block's log: loads aggregates, appends facts, and lets everyone follow what was committed.

mod append;
mod cache;
mod cqrs;
mod error;
mod execute;
mod head;
mod load;
mod loader;
mod news;
mod reading;
mod request;
mod shared;
mod snapshot;
mod tail;
mod turns;
mod writer;

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use jiff::Timestamp;
use sqlx::PgPool;
use tokio::sync::{Mutex, Semaphore, mpsc, watch};

pub use cqrs::StoreContext;
pub use error::ExecuteError;
pub use reading::Reading;
pub use shared::Batch;

use crate::session::Session;

/// Commands under way at a time; beyond this the store answers [`ExecuteError::Busy`].
const COMMANDS_MAX: usize = 4_096;

/// What aggregates in memory may take, in bytes of their states as JSON.
const CACHE_BYTES: u64 = 64 * 1024 * 1024;

/// How often a command is decided again because somebody else changed what it was decided on.
pub(crate) const ATTEMPTS_MAX: usize = 8;

/// The log of one block. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

/// Is told how long each database operation of a store took.
pub type OperationRecorder = Arc<dyn Fn(&'static str, Duration) + Send + Sync>;

struct Inner {
    record: OperationRecorder,
    conflicts: AtomicU64,
    block: &'static str,
    pool: PgPool,
    cache: Arc<cache::Cache>,
    turns: turns::Turns,
    room: Semaphore,
    loader: loader::Loader,
    reader: Mutex<Session>,
    shared: shared::Shared,
    snapshots: mpsc::Sender<snapshot::Snapshot>,
    appends: mpsc::Sender<append::Job>,
    head: watch::Receiver<u64>,
}

/// An aggregate as it is.
#[derive(Debug, Clone)]
pub struct Loaded<D> {
    /// Its state.
    pub state: D,
    /// Number of its facts; 0 when nothing has happened to it.
    pub version: u64,
}

/// Proof that a change is in the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Committed {
    /// The aggregate's version after the change.
    pub version: u64,
    /// Places of the facts in the log; empty when nothing had to change.
    pub positions: Vec<u64>,
    /// Place of the last of them that is published.
    pub public_position: Option<u64>,
    /// The block's clock when it was decided.
    pub recorded_at: Timestamp,
    /// True when the same request had been carried out before.
    pub repeated: bool,
}

impl Store {
    /// Opens the log of `block` in the schema `pool` works in, making its tables where they are missing.
    ///
    /// # Errors
    /// The database refuses or cannot be reached.
    pub async fn open(block: &'static str, pool: PgPool) -> Result<Self, sqlx::Error> {
        Self::open_recorded(block, pool, Arc::new(|_, _| {})).await
    }

    /// Like [`Store::open`]; `record` is told how long each database operation took.
    ///
    /// # Errors
    /// The database refuses or cannot be reached.
    pub async fn open_recorded(
        block: &'static str,
        pool: PgPool,
        record: OperationRecorder,
    ) -> Result<Self, sqlx::Error> {
        crate::schema::prepare(&pool).await?;
        let head = head::read(&pool).await?;
        let options = pool.connect_options();
        let (appends, jobs) = mpsc::channel(COMMANDS_MAX);
        let (snapshots, waiting) = mpsc::channel(snapshot::WAITING_MAX);
        let (newest, head) = watch::channel(head);
        let cache = Arc::new(cache::Cache::new(CACHE_BYTES));
        let (written, others) = watch::channel(0);
        let shared = shared::Shared::default();
        let told = writer::Told {
            here: newest.clone(),
            elsewhere: written,
            facts: shared.clone(),
        };
        // Connected before anything can be read: from then on a connection made anew says that what was read may be lost.
        let mut writer = writer::Writer::new(&options, cache.clone(), told, record.clone());
        writer.connect().await?;
        tokio::spawn(writer.run(jobs));
        tokio::spawn(news::spread(Session::new(&options), others));
        tokio::spawn(snapshot::run(pool.clone(), waiting));
        tokio::spawn(head::follow(pool.clone(), newest));
        Ok(Self {
            inner: Arc::new(Inner {
                loader: loader::Loader::start(&options, &record),
                reader: Mutex::new(Session::new(&options)),
                record,
                conflicts: AtomicU64::new(0),
                block,
                pool,
                cache,
                turns: turns::Turns::default(),
                room: Semaphore::new(COMMANDS_MAX),
                shared,
                snapshots,
                appends,
                head,
            }),
        })
    }

    /// Name of the block.
    #[must_use]
    pub fn block(&self) -> &'static str {
        self.inner.block
    }

    /// The pool the log lives in.
    #[must_use]
    pub fn pool(&self) -> &PgPool {
        &self.inner.pool
    }

    /// How often a command was decided again, since the start: because somebody else was first, or because the writer's
    /// connection was made anew.
    #[must_use]
    pub fn conflicts(&self) -> u64 {
        self.inner.conflicts.load(Ordering::Relaxed)
    }

    pub(crate) fn note_conflict(&self) {
        self.inner.conflicts.fetch_add(1, Ordering::Relaxed);
    }

    /// Runs a database operation and records how long it took under its name.
    pub(crate) async fn timed<T>(&self, operation: &'static str, work: impl Future<Output = T>) -> T {
        let started = Instant::now();
        let outcome = work.await;
        (self.inner.record)(operation, started.elapsed());
        outcome
    }

    /// Waits until the log takes nothing more, because its writer or its reader has ended: then the process had better end
    /// too. While there is a handle of the store they end only by a panic.
    pub async fn closed(&self) {
        tokio::select! {
            () = self.inner.appends.closed() => {}
            () = self.inner.loader.closed() => {}
        }
    }

    /// The newest place in the log: at once for what this process writes, a moment later for what others do.
    #[must_use]
    pub fn watch_head(&self) -> watch::Receiver<u64> {
        self.inner.head.clone()
    }

    /// The newest place in the log.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn head(&self) -> Result<u64, sqlx::Error> {
        head::read(self.pool()).await
    }
}
