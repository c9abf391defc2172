//! One process of the hub, on ports that stay the same however often it is started.

use std::{
    fs::File,
    path::Path,
    process::{Child, Command, ExitStatus, Stdio},
    time::Duration,
};

use anyhow::Context;
use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};

/// How long a process may take to end when it is told to, in seconds.
const STOP_SECONDS: u64 = 30;

/// One process of the hub.
pub(crate) struct Process {
    pub(crate) name: String,
    pub(crate) blocks: &'static [&'static str],
    pub(crate) port: u16,
    pub(crate) operations: u16,
    child: Option<Child>,
}

impl Process {
    pub(crate) fn new(name: String, blocks: &'static [&'static str]) -> Self {
        Self {
            name,
            blocks,
            port: local::free_port().unwrap(),
            operations: local::free_port().unwrap(),
            child: None,
        }
    }

    /// What it is called in the count of kills.
    pub(crate) fn kind(&self) -> String {
        self.name
            .rsplit_once('-')
            .map_or(&*self.name, |(kind, _)| kind)
            .to_owned()
    }

    pub(crate) fn runs(&self, block: &str) -> bool {
        self.blocks.contains(&block)
    }

    pub(crate) fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    pub(crate) fn start(
        &mut self,
        program: &Path,
        variables: &[(String, String)],
        log: &Path,
    ) -> anyhow::Result<()> {
        let log_file = File::options().create(true).append(true).open(log)?;
        let mut command = Command::new(program);
        // Who runs the ledger beside others runs all.
        if self.blocks.len() > 1 && self.blocks.contains(&"ledger") {
            command
                .arg("up")
                .arg("--data-dir")
                .arg(log.with_extension("home"));
        } else {
            command.arg("serve").args(self.blocks);
        }
        command
            .envs(variables.iter().cloned())
            .env("SCHAKELPUNT_LISTEN", format!("127.0.0.1:{}", self.port))
            .env("SCHAKELPUNT_OPERATIONS", format!("127.0.0.1:{}", self.operations))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log_file);
        self.child = Some(command.spawn().context("the binary cannot be started")?);
        Ok(())
    }

    pub(crate) fn is_running(&self) -> bool {
        self.child.is_some()
    }

    /// How it ended, when it has and nobody looked since.
    pub(crate) fn has_ended(&mut self) -> anyhow::Result<Option<ExitStatus>> {
        let Some(child) = &mut self.child else {
            return Ok(None);
        };
        let ended = child.try_wait()?;
        if ended.is_some() {
            self.child = None;
        }
        Ok(ended)
    }

    /// Kills it; false when it did not run.
    pub(crate) fn kill(&mut self) -> anyhow::Result<bool> {
        let Some(mut child) = self.child.take() else {
            return Ok(false);
        };
        child.kill()?;
        child.wait()?;
        Ok(true)
    }

    /// Freezes it where it is.
    pub(crate) fn freeze(&self) -> anyhow::Result<()> {
        self.signal(Signal::SIGSTOP)
    }

    /// Lets it go on.
    pub(crate) fn go_on(&self) -> anyhow::Result<()> {
        self.signal(Signal::SIGCONT)
    }

    /// Tells it to stop and waits for it: how it ended, or an error when it does not in time.
    pub(crate) async fn stop(&mut self) -> anyhow::Result<ExitStatus> {
        self.signal(Signal::SIGTERM)?;
        let started = std::time::Instant::now();
        while started.elapsed() < Duration::from_secs(STOP_SECONDS) {
            if let Some(status) = self.has_ended()? {
                return Ok(status);
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        anyhow::bail!("{} did not stop within {STOP_SECONDS} seconds", self.name)
    }

    /// Whether it stands still, as the kernel sees it.
    pub(crate) fn is_frozen(&self) -> bool {
        let Some(child) = &self.child else { return false };
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", child.id())).unwrap_or_default();
        stat.rsplit_once(") ")
            .is_some_and(|(_, state)| state.starts_with('T'))
    }

    fn signal(&self, signal: Signal) -> anyhow::Result<()> {
        let Some(child) = &self.child else { return Ok(()) };
        let id = i32::try_from(child.id()).context("a process id")?;
        // Gone already is fine: whoever looks next sees how it ended.
        let _ = kill(Pid::from_raw(id), signal);
        Ok(())
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.kill();
    }
}
