//! The hub as a process of its own. This program carries the whole of `schakelpunt` in it, and starts itself as that.

use std::{
    ffi::OsStr,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use anyhow::Context;
use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};
use runtime::identity::development::DEVELOPMENT_KEY_FILE;
use schakelpunt::data_dir::HubFile;
use tokio::time::{Duration, Instant};

use super::{
    caller::Caller,
    process::{Patience, load_reference},
};
use crate::AS_SCHAKELPUNT;

/// A running `schakelpunt up`.
pub(crate) struct Up {
    child: Child,
    home: PathBuf,
    address: String,
    took: Duration,
}

impl Up {
    /// Starts it on a data directory with a broker of its own, and waits until it is ready.
    pub(crate) async fn start(home: &Path, database: Option<&str>) -> anyhow::Result<Self> {
        Self::start_on(home, database, None).await
    }

    /// Starts it on a data directory and these servers, and waits until it is ready. Servers that are not named are its own.
    pub(crate) async fn start_on(
        home: &Path,
        database: Option<&str>,
        broker: Option<&str>,
    ) -> anyhow::Result<Self> {
        let began = Instant::now();
        let mut command = Command::new(std::env::current_exe()?);
        command
            .env(AS_SCHAKELPUNT, "1")
            .args([OsStr::new("up"), OsStr::new("--data-dir"), home.as_os_str()])
            .stdout(Stdio::null());
        for (name, url) in [("DATABASE_URL", database), ("NATS_URL", broker)] {
            match url {
                Some(url) => command.env(name, url),
                None => command.env_remove(name),
            };
        }
        let child = command.spawn()?;
        let mut up = Self {
            child,
            home: home.to_owned(),
            address: String::new(),
            took: Duration::ZERO,
        };
        let patience = Patience::with("the hub to be ready");
        up.address = loop {
            if let Some(note) = HubFile::read(home)? {
                break note.address;
            }
            let ended = up.child.try_wait()?;
            anyhow::ensure!(ended.is_none(), "the hub ended: {ended:?}");
            patience.pause().await?;
        };
        up.took = began.elapsed();
        Ok(up)
    }

    /// How long it took until it was ready.
    pub(crate) fn took(&self) -> Duration {
        self.took
    }

    /// Its process.
    pub(crate) fn process(&self) -> u32 {
        self.child.id()
    }

    /// Where it is called.
    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    /// A caller in these roles over so many connections.
    pub(crate) fn caller(&self, roles: &str, connections: usize) -> anyhow::Result<Caller> {
        self.caller_at(&self.address, roles, connections)
    }

    /// Like [`Up::caller`], by another way to the same hub.
    pub(crate) fn caller_at(&self, address: &str, roles: &str, connections: usize) -> anyhow::Result<Caller> {
        let key = self.home.join(DEVELOPMENT_KEY_FILE);
        Caller::connect(address, &key, &format!("bench-{roles}"), roles, connections)
    }

    /// Loads the repository's reference data.
    pub(crate) fn load_reference(&self) -> anyhow::Result<()> {
        load_reference(&self.address, &self.home)
    }

    /// A figure of the kernel about its memory, in MiB.
    pub(crate) fn memory(&self, name: &str) -> anyhow::Result<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status
            .lines()
            .find_map(|line| line.strip_prefix(name))
            .with_context(|| format!("no {name} in {status}"))?;
        let kibibytes = line.trim_start_matches(':').trim().trim_end_matches(" kB");
        Ok(kibibytes.parse::<f64>()? / 1024.0)
    }

    /// Stops it as an operator would.
    pub(crate) async fn stop(mut self) -> anyhow::Result<()> {
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
