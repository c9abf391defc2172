//! Runs a command beside a private PostgreSQL and nats-server, and stops them when it ends:
//!
//! ```sh
//! with-servers DATA_DIRECTORY COMMAND [ARGUMENT...]
//! ```
//!
//! The command finds the servers' addresses where a hub looks for them: in `DATABASE_URL` (the database `postgres`, as
//! superuser) and `NATS_URL`. Several hubs, or a hub and somebody who looks over its shoulder, can so share one pair of
//! servers. The data do not survive a crash of the machine.

use std::path::Path;
use std::process::{ExitCode, ExitStatus};

use local::{Binaries, Durability, Error, Nats, Postgres};
use tokio::process::Command;
use tokio::signal::unix::{SignalKind, signal};

const USAGE: u8 = 64;
const FAILED: u8 = 70;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [data_dir, program, arguments @ ..] = arguments.as_slice() else {
        eprintln!("usage: with-servers DATA_DIRECTORY COMMAND [ARGUMENT...]");
        return ExitCode::from(USAGE);
    };
    let mut command = Command::new(program);
    command.args(arguments);
    match run(Path::new(data_dir), command).await {
        Ok(status) => ExitCode::from(code(status)),
        Err(error) => {
            eprintln!("with-servers: {}", chain(&error));
            ExitCode::from(FAILED)
        }
    }
}

async fn run(data_dir: &Path, command: Command) -> Result<ExitStatus, Error> {
    let binaries = Binaries::find()?;
    let (postgres, nats) = tokio::join!(
        Postgres::start(&binaries, data_dir, Durability::Tests),
        Nats::start(&binaries, data_dir)
    );
    let (mut postgres, mut nats) = (postgres?, nats?);
    let status = run_beside(&postgres, &nats, command).await;
    nats.stop().await?;
    postgres.stop().await?;
    status
}

async fn run_beside(postgres: &Postgres, nats: &Nats, mut command: Command) -> Result<ExitStatus, Error> {
    command.env("DATABASE_URL", postgres.url("postgres"));
    command.env("NATS_URL", nats.url());
    let failed = |source| Error::Io {
        attempt: "run the command".into(),
        source,
    };
    // The terminal's Control-C reaches the command as well; how that ends is how we end. Whoever wants to stop just
    // us sends SIGTERM: then dropping the command kills it.
    let mut interrupt = signal(SignalKind::interrupt()).map_err(failed)?;
    let mut terminate = signal(SignalKind::terminate()).map_err(failed)?;
    let mut child = command.kill_on_drop(true).spawn().map_err(failed)?;
    loop {
        tokio::select! {
            status = child.wait() => return status.map_err(failed),
            error = postgres.died() => return Err(error),
            error = nats.died() => return Err(error),
            _ = terminate.recv() => child.start_kill().map_err(failed)?,
            _ = interrupt.recv() => {}
        }
    }
}

/// The command's exit code, in the way of shells when a signal ended it.
fn code(status: ExitStatus) -> u8 {
    use std::os::unix::process::ExitStatusExt;
    let code = status.code().or(status.signal().map(|signal| 128 + signal));
    code.and_then(|code| code.try_into().ok()).unwrap_or(FAILED)
}

fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        text = format!("{text}: {error}");
        source = error.source();
    }
    text
}
