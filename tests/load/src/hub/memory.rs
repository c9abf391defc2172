//! The hub as a process of its own: how much memory it takes, and how long it takes to start.
//!
//! This program carries the whole of `schakelpunt` in it, and starts itself as that.

use std::{
    ffi::OsStr,
    path::Path,
    process::{Child, Command, Stdio},
};

use anyhow::Context;
use async_trait::async_trait;
use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};
use runtime::identity::development::DEVELOPMENT_KEY_FILE;
use schakelpunt::data_dir::HubFile;
use tempfile::TempDir;
use tokio::time::{Duration, Instant};

use super::{
    caller::Caller,
    commands::{CALLERS_PER_CONNECTION, commands},
    full::Full,
    process::Patience,
};
use crate::{
    AS_SCHAKELPUNT,
    measure::{Contender, Effort, Named},
};

/// Callers who load the hub.
const CALLERS: usize = 256;
/// How long a hub is left alone before it counts as idle, in seconds.
const IDLE_SECONDS: u64 = 3;

/// A running `schakelpunt up`.
struct Up {
    child: Child,
    took: Duration,
}

impl Up {
    /// Starts it on a data directory, and waits until it is ready.
    async fn start(home: &Path, database: Option<&str>) -> anyhow::Result<Self> {
        let began = Instant::now();
        let mut command = Command::new(std::env::current_exe()?);
        command
            .env(AS_SCHAKELPUNT, "1")
            .args([OsStr::new("up"), OsStr::new("--data-dir"), home.as_os_str()])
            .stdout(Stdio::null());
        match database {
            Some(url) => command.env("DATABASE_URL", url),
            None => command.env_remove("DATABASE_URL"),
        };
        let child = command.env_remove("NATS_URL").spawn()?;
        let mut up = Self {
            child,
            took: Duration::ZERO,
        };
        let patience = Patience::with("the hub to be ready");
        while HubFile::read(home)?.is_none() {
            let ended = up.child.try_wait()?;
            anyhow::ensure!(ended.is_none(), "the hub ended: {ended:?}");
            patience.pause().await?;
        }
        up.took = began.elapsed();
        Ok(up)
    }

    /// A figure of the kernel about its memory, in MiB.
    fn memory(&self, name: &str) -> anyhow::Result<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status
            .lines()
            .find_map(|line| line.strip_prefix(name))
            .with_context(|| format!("no {name} in {status}"))?;
        let kibibytes = line.trim_start_matches(':').trim().trim_end_matches(" kB");
        Ok(kibibytes.parse::<f64>()? / 1024.0)
    }

    /// Stops it as an operator would.
    async fn stop(mut self) -> anyhow::Result<()> {
        kill(Pid::from_raw(i32::try_from(self.child.id())?), Signal::SIGTERM)?;
        let patience = Patience::with("the hub to stop");
        let ended = loop {
            if let Some(ended) = self.child.try_wait()? {
                break ended;
            }
            patience.pause().await?;
        };
        anyhow::ensure!(ended.success(), "the hub ended badly: {ended:?}");
        Ok(())
    }
}

impl Drop for Up {
    fn drop(&mut self) {
        // It has ended, unless the measure failed.
        if let Ok(None) = self.child.try_wait() {
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
    }
}

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
        let took = up.took;
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

    async fn load(&self, effort: &Effort) -> anyhow::Result<()> {
        let home = self.home.path();
        let note = HubFile::read(home)?.context("a running hub")?;
        let key = home.join(DEVELOPMENT_KEY_FILE);
        let connections = CALLERS.div_ceil(CALLERS_PER_CONNECTION);
        let caller = Caller::connect(&note.address, &key, "bench", "national-coordinator", connections)?;
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
                self.load(effort).await?;
                up.memory("VmHWM")?
            }
        };
        up.stop().await?;
        Ok(taken)
    }
}
