//! What a block hands over, and what it is given.

use std::sync::Arc;

use async_trait::async_trait;
use eventing::{Clock, HeldClock, Publisher, Store, bus::Bus, relay::Relay, relay::RelayStatus};
use futures::future::BoxFuture;
use sqlx::PgPool;
use tokio_util::sync::CancellationToken;
use tonic::service::Routes;

use crate::{
    access::ScopeResolver,
    config::Section,
    peers::{LedgerPeer, Peers},
    telemetry::{OpenTelemetryLink, metrics},
};

/// What a block is given.
#[derive(Clone)]
pub struct BlockEnv {
    /// The block's own schema.
    pub pool: PgPool,
    /// The block's log.
    pub store: Store,
    /// The time it works by.
    pub clock: Arc<dyn Clock>,
    /// The same clock when it can be moved; only in the development profile.
    pub held_clock: Option<HeldClock>,
    /// The broker.
    pub bus: Bus,
    /// Other blocks.
    pub peers: Peers,
    /// URL at which this process takes calls.
    pub own_address: String,
    /// CloudEvents `source` of what the block publishes.
    pub source: String,
    /// The block's own section of the configuration.
    pub settings: Section,
    /// Cancelled when the process stops. Tasks end by it.
    pub shutdown: CancellationToken,
}

/// A background task. Ends when the process stops; ending earlier stops the process, with its reason.
pub struct Task {
    /// Name in logs and reports.
    pub name: String,
    /// What runs.
    pub run: BoxFuture<'static, anyhow::Result<()>>,
}

impl Task {
    /// A task.
    pub fn new(
        name: impl Into<String>,
        run: impl Future<Output = anyhow::Result<()>> + Send + 'static,
    ) -> Self {
        Self {
            name: name.into(),
            run: Box::pin(run),
        }
    }
}

/// A condition for the block to be ready.
#[async_trait]
pub trait Check: Send + Sync + 'static {
    /// Name in reports, such as `database`.
    fn name(&self) -> &'static str;
    /// Nothing when it holds, or what is wrong.
    async fn check(&self) -> Result<(), String>;
}

/// What a block hands over.
pub struct Block {
    /// Its name, also its schema and its package in the contract.
    pub name: &'static str,
    /// Its calls.
    pub routes: Routes,
    /// Full names of its gRPC services, for health.
    pub services: Vec<&'static str>,
    /// Its background tasks.
    pub tasks: Vec<Task>,
    /// Its conditions for being ready, beside database and broker.
    pub checks: Vec<Arc<dyn Check>>,
    /// What its things belong to.
    pub scopes: Option<Arc<dyn ScopeResolver>>,
    /// What it serves over plain HTTP on the port for calls. Paths begin with a word of the block's own; each handler
    /// finds the [`Caller`](crate::access::Caller) among the request's extensions and decides itself what it may see.
    pub http: Option<axum::Router>,
}

/// Makes a block: what each block's crate offers under the name `block`.
pub type MakeBlock = fn(BlockEnv) -> BoxFuture<'static, anyhow::Result<Block>>;

/// A block as a process lists it.
#[derive(Clone, Copy)]
pub struct Registration {
    /// Its name.
    pub name: &'static str,
    /// Its migrations.
    pub migrator: &'static sqlx::migrate::Migrator,
    /// Makes it.
    pub make: MakeBlock,
}

impl BlockEnv {
    /// The task that publishes what `publisher` declares public of the block's log.
    ///
    /// # Errors
    /// The ledger's address cannot be used.
    pub fn relay(&self, publisher: Arc<dyn Publisher>) -> anyhow::Result<Task> {
        let status = Arc::new(RelayStatus::default());
        metrics::observe_relay(self.store.block(), &status);
        let relay = Relay {
            store: self.store.clone(),
            publisher,
            bus: self.bus.clone(),
            ledger: Arc::new(LedgerPeer::new(&self.peers)?),
            source: self.source.clone(),
            trace: Arc::new(OpenTelemetryLink),
            status,
        };
        let shutdown = self.shutdown.clone();
        Ok(Task::new(format!("{} relay", self.store.block()), async move {
            Ok(relay.run(shutdown).await?)
        }))
    }
}

/// Whether the block's database answers.
pub struct DatabaseCheck(pub PgPool);

#[async_trait]
impl Check for DatabaseCheck {
    fn name(&self) -> &'static str {
        "database"
    }

    async fn check(&self) -> Result<(), String> {
        sqlx::query("SELECT 1")
            .execute(&self.0)
            .await
            .map(|_| ())
            .map_err(|error| crate::fault::error_chain(&error))
    }
}

/// Whether the broker is there.
pub struct BrokerCheck(pub Bus);

#[async_trait]
impl Check for BrokerCheck {
    fn name(&self) -> &'static str {
        "broker"
    }

    async fn check(&self) -> Result<(), String> {
        if self.0.is_connected() {
            Ok(())
        } else {
            Err("the broker is away".to_owned())
        }
    }
}
