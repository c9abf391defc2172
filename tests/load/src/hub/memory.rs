//! The hub as a process of its own: how much memory it takes, and how long it takes to start.

use async_trait::async_trait;
use tempfile::TempDir;
use tokio::time::Duration;

use super::{
    commands::{CALLERS_PER_CONNECTION, commands},
    full::Full,
    up::Up,
};
use crate::measure::{Contender, Effort, Named};

/// Callers who load the hub.
const CALLERS: usize = 256;
/// How long a hub is left alone before it counts as idle, in seconds.
const IDLE_SECONDS: u64 = 3;

/// On what the hub is started.
#[derive(Clone, Copy)]
pub(crate) enum On {
    /// An empty data directory: servers, tables and keys are made.
    Nothing,
    /// A data directory that was used before.
    Empty,
    /// A database with a full ledger, of which insight has made its rows before.
    Full(&'static Full),
}

/// How long it takes until a hub is ready.
pub(crate) struct Start {
    on: On,
    home: TempDir,
}

impl Start {
    /// From the start of the process until it can be called.
    pub(crate) async fn named(name: &'static str, on: On) -> anyhow::Result<Named> {
        let home = tempfile::tempdir()?;
        if !matches!(on, On::Nothing) {
            Up::start(home.path(), on.database()).await?.stop().await?;
        }
        Ok((name, Box::new(Self { on, home })))
    }
}

#[async_trait]
impl Contender for Start {
    async fn round(&mut self, _effort: &Effort) -> anyhow::Result<f64> {
        if matches!(self.on, On::Nothing) {
            self.home = tempfile::tempdir()?;
        }
        let up = Up::start(self.home.path(), self.on.database()).await?;
        let took = up.took();
        up.stop().await?;
        Ok(took.as_secs_f64() * 1e6)
    }
}

impl On {
    fn database(self) -> Option<&'static str> {
        match self {
            Self::Nothing | Self::Empty => None,
            Self::Full(full) => Some(&full.database),
        }
    }
}

/// What the hub does while its memory is looked at.
#[derive(Clone, Copy)]
pub(crate) enum While {
    Idle,
    /// Commands by 256 callers, and everything that follows from them. Its highest memory counts.
    Loaded,
}

/// How much memory a hub takes.
pub(crate) struct Memory {
    on: On,
    during: While,
    home: TempDir,
}

impl Memory {
    /// The memory of the process that is resident, its servers not among it.
    pub(crate) async fn named(name: &'static str, on: On, during: While) -> anyhow::Result<Named> {
        let home = tempfile::tempdir()?;
        Up::start(home.path(), on.database()).await?.stop().await?;
        Ok((name, Box::new(Self { on, during, home })))
    }

    async fn load(up: &Up, effort: &Effort) -> anyhow::Result<()> {
        let connections = CALLERS.div_ceil(CALLERS_PER_CONNECTION);
        let caller = up.caller("national-coordinator", connections)?;
        commands(&caller, CALLERS, effort.time() * 2).await.map(drop)
    }
}

#[async_trait]
impl Contender for Memory {
    async fn round(&mut self, effort: &Effort) -> anyhow::Result<f64> {
        let up = Up::start(self.home.path(), self.on.database()).await?;
        let taken = match self.during {
            While::Idle => {
                tokio::time::sleep(Duration::from_secs(IDLE_SECONDS)).await;
                up.memory("VmRSS")?
            }
            While::Loaded => {
                Self::load(&up, effort).await?;
                up.memory("VmHWM")?
            }
        };
        up.stop().await?;
        Ok(taken)
    }
}
