//! A hub to be broken: real processes, real servers, and between them networks that can be disturbed.

mod disk;
mod door;
mod layout;
mod process;
mod setup;

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use anyhow::Context;
use local::Nats;
use testkit::{Network, TestServers, Weather};

pub(crate) use disk::SmallDisk;
pub(crate) use door::address as door_address;
pub(crate) use layout::{Layout, Setting};
pub(crate) use process::Process;

use crate::{subscribers::Subscribers, workload::Record};

/// The binary under test.
pub(crate) fn program() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_schakelpunt"))
}

/// The hub, its servers and what became of its callers.
pub(crate) struct World {
    // In the order in which they are dropped: processes before servers before the disk that they write on.
    pub(crate) processes: Vec<Process>,
    /// Between the processes and PostgreSQL, between them and the broker, and between them and the NATS for programmes.
    pub(crate) to_database: Network,
    pub(crate) to_broker: Network,
    pub(crate) to_door: Network,
    /// The NATS for programmes.
    pub(crate) door: Nats,
    pub(crate) servers: TestServers,
    pub(crate) disk: Option<SmallDisk>,
    pub(crate) setting: Setting,
    /// What callers asked and were told.
    pub(crate) record: Arc<Record>,
    /// Who reads what the hub publishes.
    pub(crate) subscribers: Subscribers,
    /// Whether many more events are made than callers cause.
    pub(crate) in_volume: bool,
    /// How often what was killed.
    pub(crate) kills: BTreeMap<String, u64>,
    /// What is wrong with a process that nobody touched.
    pub(crate) surprises: Vec<String>,
}

impl World {
    /// Counts a kill.
    pub(crate) fn killed(&mut self, what: impl Into<String>) {
        *self.kills.entry(what.into()).or_default() += 1;
    }

    /// Indices of the processes that run a block.
    pub(crate) fn running(&self, block: &str) -> Vec<usize> {
        (0..self.processes.len())
            .filter(|index| self.processes[*index].runs(block))
            .collect()
    }

    /// Kills a process as the kernel does, and starts it again; whoever watches over it in production does that too.
    pub(crate) async fn kill_and_start(&mut self, index: usize, pause: Duration) -> anyhow::Result<()> {
        self.kill(index)?;
        tokio::time::sleep(pause).await;
        self.start(index, &[])
    }

    /// Kills a process.
    pub(crate) fn kill(&mut self, index: usize) -> anyhow::Result<()> {
        self.look_after(index)?;
        if self.processes[index].kill()? {
            let name = self.processes[index].kind();
            self.killed(name);
        }
        Ok(())
    }

    /// Starts a process, with these variables besides.
    pub(crate) fn start(&mut self, index: usize, more: &[(&str, &str)]) -> anyhow::Result<()> {
        let mut variables = self.variables();
        variables.extend(
            more.iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned())),
        );
        let log = self.log(index);
        let peers = self.peers(index);
        variables.extend(peers);
        self.processes[index].start(program(), &variables, &log)
    }

    /// Notes a process that has ended by itself, and starts it again.
    pub(crate) fn look_after_all(&mut self) -> anyhow::Result<()> {
        (0..self.processes.len()).try_for_each(|index| self.look_after(index))
    }

    fn look_after(&mut self, index: usize) -> anyhow::Result<()> {
        if let Some(status) = self.processes[index].has_ended()? {
            let log = end_of(&self.log(index));
            let name = &self.processes[index].name;
            self.surprises
                .push(format!("{name} ended by itself ({status}):\n{log}"));
            self.start(index, &[])?;
        }
        Ok(())
    }

    /// Makes everything well again that a fault may have left: networks, servers, processes.
    pub(crate) async fn heal(&mut self) -> anyhow::Result<()> {
        self.to_database.set(Weather::Fair);
        self.to_broker.set(Weather::Fair);
        self.to_door.set(Weather::Fair);
        self.look_after_all()?;
        for index in 0..self.processes.len() {
            self.processes[index].go_on()?;
            if !self.processes[index].is_running() {
                self.start(index, &[])?;
            }
        }
        Ok(())
    }

    /// Runs a command of the binary beside the hub; its output.
    pub(crate) async fn beside(
        &self,
        arguments: &[&str],
        more: &[(&str, &str)],
    ) -> anyhow::Result<std::process::Output> {
        let mut command = tokio::process::Command::new(program());
        command.args(arguments).env("NO_COLOR", "1").kill_on_drop(true);
        command.envs(self.variables()).envs(self.peers(0));
        command.envs(more.iter().copied());
        command.output().await.context("the binary cannot be run")
    }

    pub(crate) fn log(&self, index: usize) -> PathBuf {
        self.servers
            .home()
            .join(format!("{}.log", self.processes[index].name))
    }
}

/// The last lines of a log.
pub(crate) fn end_of(log: &Path) -> String {
    let text = std::fs::read_to_string(log).unwrap_or_default();
    let lines: Vec<_> = text.lines().collect();
    lines[lines.len().saturating_sub(12)..].join("\n")
}
