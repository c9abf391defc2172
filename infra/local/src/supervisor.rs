//! Running a server so that it cannot outlive us.

use std::ffi::OsString;
use std::io::{PipeWriter, Write, pipe};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus};
use std::thread;
use std::time::{Duration, Instant};

use nix::sys::signal::Signal;
use tokio::sync::watch;

use crate::Error;
use crate::home::Home;
use crate::log::Log;

const SCRIPT: &str = include_str!("supervise.sh");

/// How long a server may take to stop by itself once we are gone, in seconds. Then it is killed.
const ORPHAN_GRACE_S: u32 = 60;

/// How long dropping a running server waits for its end. Longer would be hard on an async runtime.
const DROP_WAIT: Duration = Duration::from_secs(5);
const DROP_POLL: Duration = Duration::from_millis(5);

/// A program to run under supervision.
#[derive(Debug)]
pub(crate) struct Program<'a> {
    /// For messages.
    pub(crate) name: &'static str,
    pub(crate) path: &'a Path,
    pub(crate) arguments: Vec<OsString>,
    pub(crate) home: &'a Home,
    pub(crate) log: PathBuf,
    /// What makes it stop in an orderly way.
    pub(crate) stop: Signal,
}

/// One run of a supervised program. Dropping it stops the program in the orderly way, and waits a little.
#[derive(Debug)]
pub(crate) struct Running {
    name: &'static str,
    log: Log,
    control: Option<PipeWriter>,
    exit: watch::Receiver<Option<ExitStatus>>,
    /// Whether we asked for the end, so that it is no surprise.
    expected: watch::Sender<bool>,
}

impl Running {
    pub(crate) fn spawn(program: Program<'_>) -> Result<Self, Error> {
        let attempt = || Error::io(format!("start {}", program.path.display()));
        let (log, output) = Log::open(&program.log)?;
        let (reader, control) = pipe().map_err(attempt())?;
        let mut shell = Command::new("/bin/sh");
        shell.args([
            "-c",
            SCRIPT,
            "supervise",
            short_name(program.stop),
            &ORPHAN_GRACE_S.to_string(),
        ]);
        shell.arg(program.path).args(&program.arguments);
        // Messages are matched and shown to people; in one language.
        shell.env("LC_ALL", "C");
        // Control-C in the terminal is for us; we then stop the server when its users are done.
        shell.process_group(0);
        program.home.apply(&mut shell);
        shell
            .stdin(reader)
            .stdout(output.try_clone().map_err(attempt())?)
            .stderr(output);
        let child = shell.spawn().map_err(attempt())?;
        Ok(Self {
            name: program.name,
            log,
            control: Some(control),
            exit: await_exit(child),
            expected: watch::Sender::new(false),
        })
    }

    pub(crate) fn log(&self) -> &Log {
        &self.log
    }

    /// How the program ended, if it has.
    pub(crate) fn exit_status(&self) -> Option<ExitStatus> {
        *self.exit.borrow()
    }

    /// Waits for the program's end.
    pub(crate) async fn exited(&mut self) -> ExitStatus {
        match self.exit.wait_for(Option::is_some).await.map(|status| *status) {
            Ok(Some(status)) => status,
            // The thread that waits always reports; see there.
            _ => ExitStatus::default(),
        }
    }

    /// Resolves when the program ends without [`stop`](Self::stop), with the end of its log.
    pub(crate) fn died(&self) -> impl Future<Output = Error> + Send + 'static {
        let (name, log) = (self.name, self.log.clone());
        let (mut exit, expected) = (self.exit.clone(), self.expected.subscribe());
        async move {
            let ended = exit.wait_for(Option::is_some).await.map(|status| *status);
            match ended {
                Ok(Some(status)) if !*expected.borrow() => exited(name, status, &log),
                _ => std::future::pending().await,
            }
        }
    }

    /// Sends the signals one after the other, each time waiting for the end as long as it says.
    pub(crate) async fn stop(&mut self, steps: &[(Signal, Duration)]) -> Result<(), Error> {
        self.expected.send_replace(true);
        for (signal, patience) in steps {
            self.send(*signal);
            if tokio::time::timeout(*patience, self.exited()).await.is_ok() {
                return Ok(());
            }
            tracing::warn!(server = self.name, %signal, ?patience, "a private server does not stop");
        }
        Err(Error::StillRunning {
            server: self.name,
            after: steps.iter().map(|(_, patience)| *patience).sum(),
        })
    }

    /// Has the script send a signal. A failed write means that the script, and with it the server, has ended.
    fn send(&mut self, signal: Signal) {
        if let Some(control) = &mut self.control {
            let _ = control.write_all(format!("{}\n", short_name(signal)).as_bytes());
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.expected.send_replace(true);
        self.control = None;
        let start = Instant::now();
        while self.exit_status().is_none() && start.elapsed() < DROP_WAIT {
            thread::sleep(DROP_POLL);
        }
    }
}

/// The error for a program that ended by itself.
pub(crate) fn exited(name: &'static str, status: ExitStatus, log: &Log) -> Error {
    Error::Exited {
        server: name,
        status,
        log: log.path().to_owned(),
        tail: log.tail(),
    }
}

/// Waits for the script in a thread, not a task: a server may outlive the async runtime that started it.
fn await_exit(mut child: Child) -> watch::Receiver<Option<ExitStatus>> {
    let (sender, receiver) = watch::channel(None);
    thread::spawn(move || {
        // Waiting fails only for a process that is not our child, and then it is not running either.
        let status = child.wait().unwrap_or_default();
        sender.send_replace(Some(status));
    });
    receiver
}

/// The name a shell's `kill` knows: `INT` for SIGINT.
fn short_name(signal: Signal) -> &'static str {
    signal.as_str().trim_start_matches("SIG")
}

#[cfg(test)]
mod tests {
    use std::os::unix::process::ExitStatusExt;

    use super::*;

    const PATIENCE: Duration = Duration::from_secs(10);

    fn shell(folder: &tempfile::TempDir, script: &str) -> Running {
        let home = Home {
            path: folder.path().to_owned(),
            account: None,
        };
        let program = Program {
            name: "test",
            path: Path::new("/bin/sh"),
            arguments: vec!["-c".into(), script.into()],
            home: &home,
            log: folder.path().join("log"),
            stop: Signal::SIGTERM,
        };
        Running::spawn(program).unwrap()
    }

    #[tokio::test]
    async fn the_exit_status_is_the_programs_and_its_output_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let died = shell(&folder, "echo so long; exit 7").died();
        // Dropped at once, so its end counts as asked for; a second one is left to end by itself.
        let running = shell(&folder, "echo so long; exit 7");
        let message = running.died().await.to_string();
        assert!(
            message.contains("exit status: 7") && message.contains("so long"),
            "{message}"
        );
        assert!(
            tokio::time::timeout(Duration::from_millis(50), died)
                .await
                .is_err()
        );
    }

    #[tokio::test]
    async fn who_does_not_listen_gets_the_next_signal() {
        let folder = tempfile::tempdir().unwrap();
        let mut running = shell(&folder, "trap '' TERM; echo deaf; while :; do sleep 0.1; done");
        while !running.log().tail().contains("deaf") {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        let steps = [
            (Signal::SIGTERM, Duration::from_millis(100)),
            (Signal::SIGKILL, PATIENCE),
        ];
        running.stop(&steps).await.unwrap();
        let status = running.exit_status().unwrap();
        assert_eq!(status.signal().or(status.code()), Some(128 + 9));
    }

    #[tokio::test]
    async fn dropping_stops_the_program() {
        let folder = tempfile::tempdir().unwrap();
        let running = shell(
            &folder,
            "trap 'echo bye; exit' TERM; echo ready; while :; do sleep 0.05; done",
        );
        let log = running.log().clone();
        while !log.tail().contains("ready") {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        drop(running);
        assert_eq!(log.tail(), "ready\nbye");
    }
}
