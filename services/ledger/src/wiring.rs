//! What the ledger hands over to the process it runs in.

use std::sync::Arc;

use async_trait::async_trait;
use contracts::ledger::v1::ledger_service_server::{LedgerServiceServer, SERVICE_NAME};
use eventing::{Clock, SystemClock};
use runtime::block::{Block, BlockEnv, Check, Task};
use runtime::telemetry::OpenTelemetryLink;
use tonic::service::Routes;

use crate::config::Config;
use crate::grpc::Ledger;
use crate::head::Head;
use crate::health::Health;
use crate::metrics::Metrics;
use crate::store::LedgerStore;
use crate::trace::Traces;
use crate::writer::Writer;

/// The ledger's name, its schema, and its package in the contract.
const NAME: &str = "ledger";

/// The ledger with its usual settings.
///
/// # Errors
/// None yet: broker and database may be away, and are waited for.
pub async fn block(env: BlockEnv) -> anyhow::Result<Block> {
    block_with(env, Config::default()).await
}

/// The ledger with these settings.
///
/// # Errors
/// As [`block`].
pub async fn block_with(env: BlockEnv, config: Config) -> anyhow::Result<Block> {
    let (head, health, metrics) = (Head::default(), Health::default(), Metrics::default());
    // When something reached the ledger is a matter of real time, also while a development clock lives through a season.
    let clock: Arc<dyn Clock> = Arc::new(SystemClock::default());
    metrics.observe(&head, clock.clone());
    let store = LedgerStore::new(env.pool.clone());
    let calls = Ledger {
        store: store.clone(),
        head: head.clone(),
        blocks: config.blocks.as_slice().into(),
        shutdown: env.shutdown.clone(),
    };
    let writer = Writer {
        store: store.clone(),
        bus: env.bus,
        blocks: config.blocks,
        clock,
        head: head.clone(),
        health: health.clone(),
        metrics,
        traces: Traces::new(Arc::new(OpenTelemetryLink)),
    };
    Ok(Block {
        name: NAME,
        routes: Routes::new(LedgerServiceServer::new(calls)),
        services: vec![SERVICE_NAME],
        tasks: tasks(writer, head, store, &health, &env.shutdown),
        checks: vec![
            Arc::new(IntakeCheck(health.clone())),
            Arc::new(TablesCheck(health)),
        ],
        scopes: None,
        http: None,
    })
}

fn tasks(
    writer: Writer,
    head: Head,
    store: LedgerStore,
    health: &Health,
    shutdown: &tokio_util::sync::CancellationToken,
) -> Vec<Task> {
    let write = writer.run(shutdown.clone());
    let follow = head.follow(store, health.clone(), shutdown.clone());
    vec![
        Task::new("ledger writer", async move {
            write.await;
            Ok(())
        }),
        Task::new("ledger head", async move {
            follow.await;
            Ok(())
        }),
    ]
}

/// Whether every block's events can be fetched.
struct IntakeCheck(Health);

#[async_trait]
impl Check for IntakeCheck {
    fn name(&self) -> &'static str {
        "intake"
    }

    async fn check(&self) -> Result<(), String> {
        self.0.broker()
    }
}

/// Whether the ledger's tables could last be read and written.
struct TablesCheck(Health);

#[async_trait]
impl Check for TablesCheck {
    fn name(&self) -> &'static str {
        "tables"
    }

    async fn check(&self) -> Result<(), String> {
        self.0.database()
    }
}
