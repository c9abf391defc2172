//! Runs blocks: one, or all of them on one port. Starts, announces itself, drains and stops.

mod starting;

use std::{net::SocketAddr, sync::Arc, time::Duration};

use anyhow::Context;
use eventing::HeldClock;
use tokio::{net::TcpListener, task::JoinSet};
use tokio_util::sync::CancellationToken;
use tonic::{
    service::Routes,
    transport::{Server, server::TcpIncoming},
};

use crate::{
    access::AccessLayer,
    block::Registration,
    config::Settings,
    http::HttpLayer,
    layers::CallLayer,
    operations::{self, BlockChecks, Readiness},
};
use starting::start_blocks;

pub use starting::{env_beside_hub, open_database};

/// How long calls under way and tasks may take when the process stops, in seconds.
const DRAIN_SECONDS: u64 = 10;

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
        let (mut checks, mut plain, mut services) = (Vec::new(), Vec::new(), Vec::new());
        for block in made.blocks {
            plain.extend(block.http);
            services.extend(block.services.iter().copied());
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
            .layer(HttpLayer::new(identity.clone(), services, plain))
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
