//! Runs blocks: one, or all of them on one port. Starts, announces itself, drains and stops.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use anyhow::Context;
use backon::{ExponentialBuilder, Retryable};
use eventing::{Clock, HeldClock, Store, SystemClock, bus::Bus, failure::is_passing};
use secrecy::ExposeSecret;
use tokio::{net::TcpListener, task::JoinSet};
use tokio_util::sync::CancellationToken;
use tonic::{
    service::Routes,
    transport::{Server, server::TcpIncoming},
};

use crate::{
    access::AccessLayer,
    block::{Block, BlockEnv, BrokerCheck, Check, DatabaseCheck, Registration, Task},
    config::Settings,
    database, housekeeping,
    http::HttpLayer,
    identity::development::LocalIssuer,
    layers::CallLayer,
    operations::{self, BlockChecks, Readiness},
    peers::Peers,
    telemetry::metrics,
};

/// How long calls under way and tasks may take when the process stops, in seconds.
const DRAIN_SECONDS: u64 = 10;
/// Longest wait between two attempts to reach a database that is away, in seconds.
const DATABASE_RETRY_SECONDS_MAX: u64 = 5;

/// A process that is about to run blocks: its ports are bound, nothing is served yet.
pub struct Process {
    settings: Settings,
    calls: TcpListener,
    operations: TcpListener,
    registry: prometheus::Registry,
    clock: Option<HeldClock>,
    readiness: Readiness,
}

/// Where a running process can be reached.
#[derive(Debug, Clone, Copy)]
pub struct Addresses {
    /// Calls.
    pub calls: SocketAddr,
    /// Health, readiness and metrics.
    pub operations: SocketAddr,
}

impl Process {
    /// Binds the ports.
    ///
    /// # Errors
    /// A port cannot be had.
    pub async fn bind(settings: Settings, registry: prometheus::Registry) -> anyhow::Result<Self> {
        let calls = bind("listen", settings.listen).await?;
        let operations = bind("operations", settings.operations).await?;
        let clock = settings.is_development().then(HeldClock::default);
        Ok(Self {
            settings,
            calls,
            operations,
            registry,
            clock,
            readiness: Readiness::default(),
        })
    }

    /// Tells when everything is ready, and what is still wrong until then.
    #[must_use]
    pub fn readiness(&self) -> Readiness {
        self.readiness.clone()
    }

    /// Where it can be reached.
    ///
    /// # Errors
    /// The sockets are gone.
    pub fn addresses(&self) -> std::io::Result<Addresses> {
        Ok(Addresses {
            calls: self.calls.local_addr()?,
            operations: self.operations.local_addr()?,
        })
    }

    /// The clock, when it can be moved (development profile).
    #[must_use]
    pub fn clock(&self) -> Option<HeldClock> {
        self.clock.clone()
    }

    /// Runs these blocks until `shutdown`, or until one of their tasks ends.
    ///
    /// # Errors
    /// A block cannot start, or a task ended; the reason is in the error.
    pub async fn run(self, blocks: &[Registration], shutdown: CancellationToken) -> anyhow::Result<()> {
        let own_address = format!("http://{}", reachable(self.calls.local_addr()?));
        let identity = Arc::new(self.settings.identity()?);
        // Readiness is served from the start, so that whoever watches sees what is being waited for.
        let readiness = self.readiness.clone();
        let mut tasks = JoinSet::new();
        let stop = shutdown.child_token();
        spawn(&mut tasks, "operations", {
            let serve = operations::serve(self.operations, readiness.clone(), self.registry, stop.clone());
            async move { Ok(serve.await?) }
        });

        let starting = start_blocks(&self.settings, blocks, &own_address, self.clock.as_ref(), &stop);
        let made = tokio::select! {
            made = starting => made?,
            () = shutdown.cancelled() => return Ok(()),
        };
        let bus = made.bus;
        let (health, health_service) = tonic_health::server::health_reporter();
        let scopes: Vec<_> = made
            .blocks
            .iter()
            .filter_map(|block| Some((block.name, block.scopes.clone()?)))
            .collect();
        let mut router = add_reflection(Routes::new(health_service))?.into_axum_router();
        let (mut checks, mut plain) = (Vec::new(), Vec::new());
        for block in made.blocks {
            plain.extend(block.http);
            router = router.merge(without_fallback(block.routes));
            checks.push(BlockChecks {
                block: block.name,
                services: block.services,
                checks: block.checks,
            });
            for task in block.tasks {
                spawn(&mut tasks, &task.name, task.run);
            }
        }
        let server = Server::builder()
            .http2_keepalive_interval(Some(Duration::from_secs(20)))
            .accept_http1(true)
            .layer(HttpLayer::new(identity.clone(), plain))
            .layer(CallLayer)
            .layer(AccessLayer::new(identity, scopes))
            .add_routes(Routes::from(router));
        // Otherwise a small answer waits up to 40 ms until the caller has confirmed the one before: each message of a stream.
        let incoming = TcpIncoming::from(self.calls).with_nodelay(Some(true));
        let calls = server.serve_with_incoming_shutdown(incoming, stop.clone().cancelled_owned());
        spawn(&mut tasks, "calls", async move { Ok(calls.await?) });
        spawn(&mut tasks, "readiness", {
            let watch = operations::watch(checks, readiness, health, stop.clone());
            async move {
                watch.await;
                Ok(())
            }
        });

        let outcome = supervise(&mut tasks, &shutdown).await;
        stop.cancel();
        drain(&mut tasks).await;
        bus.close().await;
        outcome
    }
}

async fn bind(key: &str, address: SocketAddr) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address)
        .await
        .with_context(|| format!("cannot listen on {address} (`{key}`)"))
}

/// Each block's router answers unknown paths by itself; only one may when they are put together.
fn without_fallback(routes: Routes) -> axum::Router {
    routes.into_axum_router().reset_fallback()
}

/// Reflection in both versions: many clients still ask for the older one.
fn add_reflection(routes: Routes) -> anyhow::Result<Routes> {
    let describe = || {
        tonic_reflection::server::Builder::configure()
            .register_encoded_file_descriptor_set(contracts::DESCRIPTORS)
            .register_encoded_file_descriptor_set(tonic_health::pb::FILE_DESCRIPTOR_SET)
    };
    Ok(routes
        .add_service(describe().build_v1()?)
        .add_service(describe().build_v1alpha()?))
}

/// An address peers in this process can call: a wildcard address is not one.
fn reachable(mut address: SocketAddr) -> SocketAddr {
    if address.ip().is_unspecified() {
        let loopback: std::net::IpAddr = if address.is_ipv4() {
            std::net::Ipv4Addr::LOCALHOST.into()
        } else {
            std::net::Ipv6Addr::LOCALHOST.into()
        };
        address.set_ip(loopback);
    }
    address
}

struct Started {
    blocks: Vec<Block>,
    bus: Bus,
}

async fn start_blocks(
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

/// Runs a task under its name; the name goes with its outcome.
fn spawn(
    tasks: &mut JoinSet<(String, anyhow::Result<()>)>,
    name: &str,
    run: impl Future<Output = anyhow::Result<()>> + Send + 'static,
) {
    let name = name.to_owned();
    tasks.spawn(async move { (name, run.await) });
}

/// Waits for the order to stop, or for a task that ends before it: a process that has lost a part of itself must not go on.
async fn supervise(
    tasks: &mut JoinSet<(String, anyhow::Result<()>)>,
    shutdown: &CancellationToken,
) -> anyhow::Result<()> {
    tokio::select! {
        () = shutdown.cancelled() => {
            tracing::info!("stopping");
            Ok(())
        }
        Some(ended) = tasks.join_next() => match ended {
            // Tasks may notice the order to stop before this one does.
            Ok((_, Ok(()))) if shutdown.is_cancelled() => Ok(()),
            Ok((name, Ok(()))) => Err(anyhow::anyhow!("the task {name} ended before the process was told to stop")),
            Ok((name, Err(error))) => Err(error.context(format!("the task {name} failed"))),
            Err(panicked) => Err(anyhow::Error::new(panicked).context("a task broke")),
        },
    }
}

async fn drain(tasks: &mut JoinSet<(String, anyhow::Result<()>)>) {
    let all = async { while tasks.join_next().await.is_some() {} };
    if tokio::time::timeout(Duration::from_secs(DRAIN_SECONDS), all)
        .await
        .is_err()
    {
        tracing::warn!(
            tasks = tasks.len(),
            "some tasks did not stop in time and are broken off"
        );
        tasks.shutdown().await;
    }
}

/// Cancelled by Ctrl-C or a request to terminate.
#[must_use]
pub fn shutdown_on_signals() -> CancellationToken {
    let shutdown = CancellationToken::new();
    let cancel = shutdown.clone();
    tokio::spawn(async move {
        let terminated = async {
            match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
                Ok(mut signal) => signal.recv().await,
                Err(_) => std::future::pending().await,
            }
        };
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = terminated => {}
        }
        cancel.cancel();
    });
    shutdown
}
