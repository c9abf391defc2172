//! What the ledger hands over to the process it runs in.

use std::sync::Arc;

use anyhow::Context;
use async_trait::async_trait;
use contracts::ledger::v1::ledger_service_server::{LedgerServiceServer, SERVICE_NAME};
use eventing::{Clock, SystemClock};
use runtime::block::{Block, BlockEnv, Check, Task};
use runtime::telemetry::OpenTelemetryLink;
use tonic::service::Routes;

use crate::checkpoint::Signatures;
use crate::checkpoint::signer::Signer;
use crate::config::Config;
use crate::grpc::Ledger;
use crate::head::Head;
use crate::health::Health;
use crate::http;
use crate::memory::Keeper;
use crate::metrics::Metrics;
use crate::store::LedgerStore;
use crate::tail::Tail;
use crate::trace::Traces;
use crate::writer::Writer;

/// The ledger's name, its schema, and its package in the contract.
const NAME: &str = "ledger";

/// The ledger with the settings of its section.
///
/// # Errors
/// A setting cannot be used. Broker and database may be away, and are waited for.
pub async fn block(env: BlockEnv) -> anyhow::Result<Block> {
    let config = Config::read(&env.settings, &env.source)?;
    block_with(env, config).await
}

/// The ledger with these settings.
///
/// # Errors
/// The folder of what is remembered beside the database cannot be used.
pub async fn block_with(env: BlockEnv, config: Config) -> anyhow::Result<Block> {
    let (head, health, metrics) = (Head::default(), Health::default(), Metrics::default());
    // When something reached the ledger is a matter of real time, also while a development clock lives through a season.
    let clock: Arc<dyn Clock> = Arc::new(SystemClock::default());
    let (signatures, tail) = (Signatures::default(), Tail::default());
    metrics.observe(&head, &signatures, &health, clock.clone());
    let log = Arc::new(config.log);
    let keeper = Keeper::new(&config.memory, log.clone());
    keeper.check().context("`ledger.memory` cannot be used")?;
    let store = LedgerStore::new(env.pool.clone()).remembered_by(keeper.clone());
    let calls = Ledger {
        log: log.clone(),
        signatures: signatures.clone(),
        store: store.clone(),
        head: head.clone(),
        tail: tail.clone(),
        blocks: config.blocks.as_slice().into(),
        shutdown: env.shutdown.clone(),
    };
    let writer = Writer {
        store: store.clone(),
        bus: env.bus,
        blocks: config.blocks,
        clock: clock.clone(),
        head: head.clone(),
        health: health.clone(),
        metrics,
        traces: Traces::new(Arc::new(OpenTelemetryLink)),
        signer: Signer {
            store: store.clone(),
            log,
            keeper,
            clock,
            head: head.clone(),
            health: health.clone(),
            signatures: signatures.clone(),
            pause: config.checkpoint_pause,
        },
    };
    let http = http::routes(store.clone());
    Ok(Block {
        name: NAME,
        routes: Routes::new(LedgerServiceServer::new(calls)),
        services: vec![SERVICE_NAME],
        tasks: tasks(
            writer.run(env.shutdown.clone()),
            head.clone()
                .follow(store.clone(), signatures, health.clone(), env.shutdown.clone()),
            tail.follow(store, head, env.shutdown),
        ),
        checks: vec![
            Arc::new(IntakeCheck(health.clone())),
            Arc::new(TablesCheck(health.clone())),
            Arc::new(ProofCheck(health)),
        ],
        scopes: None,
        http: Some(http),
    })
}

fn tasks(
    write: impl Future<Output = ()> + Send + 'static,
    head: impl Future<Output = ()> + Send + 'static,
    tail: impl Future<Output = ()> + Send + 'static,
) -> Vec<Task> {
    vec![
        task("ledger writer", write),
        task("ledger head", head),
        task("ledger tail", tail),
    ]
}

fn task(name: &'static str, work: impl Future<Output = ()> + Send + 'static) -> Task {
    Task::new(name, async move {
        work.await;
        Ok(())
    })
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

/// Whether the ledger is what was signed, and is signed.
struct ProofCheck(Health);

#[async_trait]
impl Check for ProofCheck {
    fn name(&self) -> &'static str {
        "proof"
    }

    async fn check(&self) -> Result<(), String> {
        self.0.proof()
    }
}
