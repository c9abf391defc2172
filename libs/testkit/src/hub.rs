//! A whole hub in the test's own process.

use std::time::Duration;

use eventing::HeldClock;
use runtime::{
    block::Registration,
    server::{Addresses, Process},
};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tracing_subscriber::{EnvFilter, filter::LevelFilter};

use crate::{Client, TestServers};

/// How long the hub may take to start, in seconds.
const READY_SECONDS: u64 = 60;

/// A running hub with servers of its own.
pub struct TestHub {
    /// Its servers, to be broken if the test wants it.
    pub servers: TestServers,
    /// Its clock: stands still, moved by the test.
    pub clock: HeldClock,
    addresses: Addresses,
    stop: CancellationToken,
    running: Option<JoinHandle<anyhow::Result<()>>>,
    blocks: &'static [Registration],
}

impl TestHub {
    /// Starts these blocks on new servers and waits until they are ready.
    ///
    /// # Panics
    /// When they do not start.
    pub async fn start(blocks: &'static [Registration]) -> Self {
        Self::start_on(TestServers::start().await, blocks).await
    }

    /// Starts these blocks on these servers.
    ///
    /// # Panics
    /// When they do not start.
    pub async fn start_on(servers: TestServers, blocks: &'static [Registration]) -> Self {
        show_logs();
        let process = Process::bind(servers.settings(), prometheus::Registry::new())
            .await
            .unwrap();
        let addresses = process.addresses().unwrap();
        let clock = process
            .clock()
            .expect("a development hub has a clock that can be moved");
        let readiness = process.readiness();
        let stop = CancellationToken::new();
        let mut running = tokio::spawn(process.run(blocks, stop.clone()));
        tokio::select! {
            ready = tokio::time::timeout(Duration::from_secs(READY_SECONDS), readiness.ready()) => {
                ready.unwrap_or_else(|_| panic!("the hub was not ready in time: {:?}", readiness.wrong()));
            }
            ended = &mut running => panic!("the hub ended while starting: {ended:?}"),
        }
        Self {
            servers,
            clock,
            addresses,
            stop,
            running: Some(running),
            blocks,
        }
    }

    /// Stops the hub as a request to terminate would, and starts it again on the same servers.
    ///
    /// # Panics
    /// When it does not stop well or does not start.
    pub async fn restart(mut self) -> Self {
        self.stop().await.unwrap();
        Self::start_on(self.servers, self.blocks).await
    }

    /// Stops the hub; its servers stay.
    ///
    /// # Errors
    /// What the hub ended with.
    pub async fn stop(&mut self) -> anyhow::Result<()> {
        self.stop.cancel();
        match self.running.take() {
            Some(running) => running.await?,
            None => Ok(()),
        }
    }

    /// Address for calls.
    #[must_use]
    pub fn address(&self) -> String {
        format!("http://{}", self.addresses.calls)
    }

    /// Address for health and metrics.
    #[must_use]
    pub fn operations(&self) -> String {
        format!("http://{}", self.addresses.operations)
    }

    /// A caller in these roles, such as `project-lead:llo-101`.
    #[must_use]
    pub fn caller(&self, roles: &str) -> Client {
        Client::in_roles(&self.address(), &self.servers.development_key(), roles)
    }

    /// A caller without a token.
    #[must_use]
    pub fn anyone(&self) -> Client {
        Client::with_token(&self.address(), "")
    }
}

/// Lets the test's output tell what the hub warned of; more with `RUST_LOG`.
fn show_logs() {
    let filter = EnvFilter::builder()
        .with_default_directive(LevelFilter::WARN.into())
        .from_env_lossy();
    let subscriber = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_test_writer();
    // A process that has its logs already keeps them.
    let _ = subscriber.try_init();
}
