//! Starting blocks: their databases, their logs, and what each is given.

use std::{sync::Arc, time::Duration};

use anyhow::Context;
use backon::{ExponentialBuilder, Retryable};
use eventing::{Clock, HeldClock, Store, SystemClock, bus::Bus, failure::is_passing};
use secrecy::ExposeSecret;
use tokio_util::sync::CancellationToken;

use crate::{
    block::{Block, BlockEnv, BrokerCheck, Check, DatabaseCheck, Registration, Task},
    config::Settings,
    database, housekeeping,
    identity::development::LocalIssuer,
    peers::Peers,
    telemetry::metrics,
};

/// Longest wait between two attempts to reach a database that is away, in seconds.
const DATABASE_RETRY_SECONDS_MAX: u64 = 5;

/// Blocks that are up, and the broker they share.
pub(super) struct Started {
    pub(super) blocks: Vec<Block>,
    pub(super) bus: Bus,
}

/// Starts these blocks, one after the other.
pub(super) async fn start_blocks(
    settings: &Settings,
    blocks: &[Registration],
    own_address: &str,
    held_clock: Option<&HeldClock>,
    shutdown: &CancellationToken,
) -> anyhow::Result<Started> {
    let bus = Bus::connect(settings.broker_url()?.expose_secret(), "schakelpunt").await?;
    let issuer = LocalIssuer::services(&settings.identity.service_key)
        .context("`identity.service_key` cannot be used")?;
    let surroundings = Surroundings {
        settings,
        own_address,
        held_clock,
        bus: &bus,
        issuer: &issuer,
        shutdown,
    };
    let mut made = Vec::with_capacity(blocks.len());
    for registration in blocks {
        made.push(start_patiently(registration, &surroundings).await?);
    }
    Ok(Started { blocks: made, bus })
}

/// What the blocks of a process share.
struct Surroundings<'a> {
    settings: &'a Settings,
    own_address: &'a str,
    held_clock: Option<&'a HeldClock>,
    bus: &'a Bus,
    issuer: &'a LocalIssuer,
    shutdown: &'a CancellationToken,
}

impl Surroundings<'_> {
    async fn env(&self, registration: &Registration) -> anyhow::Result<BlockEnv> {
        let pool = open_database(self.settings, registration).await?;
        let name = registration.name;
        let record = Arc::new(move |operation, took| metrics::record_database(name, operation, took));
        let store = Store::open_recorded(name, pool.clone(), record)
            .await
            .context("the log cannot be opened")?;
        let clock: Arc<dyn Clock> = match self.held_clock {
            Some(clock) => Arc::new(clock.clone()),
            None => Arc::new(SystemClock::default()),
        };
        Ok(BlockEnv {
            pool,
            store,
            clock,
            held_clock: self.held_clock.cloned(),
            bus: self.bus.clone(),
            peers: Peers::new(
                self.settings.peers.clone(),
                self.own_address,
                self.issuer.clone(),
                registration.name,
            ),
            own_address: self.own_address.to_owned(),
            source: self.settings.source(registration.name),
            settings: self.settings.section(registration.name),
            shutdown: self.shutdown.clone(),
        })
    }
}

/// What a block is given, for a command that works beside a running hub. All its peers must be configured.
///
/// # Errors
/// The configuration cannot be used, or the database refuses.
pub async fn env_beside_hub(settings: &Settings, registration: &Registration) -> anyhow::Result<BlockEnv> {
    let bus = Bus::connect(settings.broker_url()?.expose_secret(), "schakelpunt-beside").await?;
    let issuer = LocalIssuer::services(&settings.identity.service_key)
        .context("`identity.service_key` cannot be used")?;
    let shutdown = CancellationToken::new();
    let own_address = format!("http://{}", settings.listen);
    Surroundings {
        settings,
        own_address: &own_address,
        held_clock: None,
        bus: &bus,
        issuer: &issuer,
        shutdown: &shutdown,
    }
    .env(registration)
    .await
}

/// Opens the block's database; one that is away is waited for, and said to be.
///
/// # Errors
/// The database answers, but what it says will not change by waiting.
pub async fn open_database(settings: &Settings, registration: &Registration) -> anyhow::Result<sqlx::PgPool> {
    let url = settings.database_url(registration.name)?;
    let open = || {
        database::open(
            registration.name,
            &url,
            settings.database.roles,
            settings.database.connections,
            registration.migrator,
        )
    };
    let pool = open
        .retry(patience())
        .when(database::DatabaseError::is_passing)
        .notify(|error, wait| {
            let reason = crate::fault::error_chain(error);
            tracing::warn!(
                block = registration.name,
                reason,
                wait_millis = wait.as_millis(),
                "the database is away; trying again"
            );
        })
        .await?;
    Ok(pool)
}

/// How a database that is away is waited for.
fn patience() -> ExponentialBuilder {
    ExponentialBuilder::default()
        .with_min_delay(Duration::from_millis(200))
        .with_max_delay(Duration::from_secs(DATABASE_RETRY_SECONDS_MAX))
        .without_max_times()
        .with_jitter()
}

/// Starts a block. A database that goes away in the middle of that is waited for like one that was not there to begin with.
async fn start_patiently(
    registration: &Registration,
    surroundings: &Surroundings<'_>,
) -> anyhow::Result<Block> {
    let start = || async { start_block(registration, surroundings.env(registration).await?).await };
    start
        .retry(patience())
        .when(is_database_away)
        .notify(|error, wait| {
            let reason = format!("{error:#}");
            tracing::warn!(
                block = registration.name,
                reason,
                wait_millis = wait.as_millis(),
                "the database went away while the block was starting; trying again"
            );
        })
        .await
}

fn is_database_away(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<sqlx::Error>())
        .any(is_passing)
}

async fn start_block(registration: &Registration, env: BlockEnv) -> anyhow::Result<Block> {
    let standard: [Arc<dyn Check>; 2] = [
        Arc::new(DatabaseCheck(env.pool.clone())),
        Arc::new(BrokerCheck(env.bus.clone())),
    ];
    let (settings, store) = (env.settings.clone(), env.store.clone());
    // A development clock lives through years in minutes; there a request may come again whenever it likes.
    let housekeeping = env.held_clock.is_none().then(|| {
        let run = housekeeping::run(env.store.clone(), env.clock.clone(), env.shutdown.clone());
        Task::new(format!("{} housekeeping", registration.name), async move {
            run.await;
            Ok(())
        })
    });
    let log = Task::new(
        format!("{} log", registration.name),
        keep_log(env.store.clone(), env.shutdown.clone()),
    );
    let mut block = (registration.make)(env)
        .await
        .with_context(|| format!("the block {} cannot start", registration.name))?;
    settings.refuse_unread()?;
    metrics::observe_store(&store);
    block.checks.extend(standard);
    block.tasks.push(log);
    block.tasks.extend(housekeeping);
    tracing::info!(block = block.name, tasks = block.tasks.len(), "the block is up");
    Ok(block)
}

/// Fails when the log's own tasks have ended before the process was told to stop: every change would be refused from then on.
async fn keep_log(store: Store, shutdown: CancellationToken) -> anyhow::Result<()> {
    tokio::select! {
        () = shutdown.cancelled() => Ok(()),
        () = store.closed() => Err(anyhow::anyhow!("the log's writer or its reader has ended")),
    }
}
