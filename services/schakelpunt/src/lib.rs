//! The all-in-one process and the command line of the Landelijk Schakelpunt.
//!
//! Two halves meet here. The commands for whoever *runs* a hub live in [`up`], [`serve`], [`migrate`], [`rebuild`] and
//! [`config_check`]. The commands for whoever *uses* one live in [`commands`], one file each; they call a hub through
//! [`client`], which is the same for a hub on this machine and a hub elsewhere, and show answers through [`output`].
//!
//! To add a command: a variant with its arguments in [`cli`], a file in [`commands`], a line in `commands::run`, and its
//! words in `locales/nl/cli.ftl` and `locales/en/cli.ftl`. The tests tell which words are missing.

use std::{ffi::OsString, io::Write, process::ExitCode};

pub mod blocks;
pub mod cli;
pub mod client;
pub mod commands;
pub mod config_check;
pub mod data_dir;
pub mod failure;
pub mod load;
pub mod migrate;
pub mod output;
pub mod rebuild;
pub mod serve;
pub mod up;

use cli::{Cli, Command};
use failure::Failure;
use output::{Format, Texts};

/// Runs the command line of this process: exit code 0 when done, 1 when refused or out of reach, 2 when used wrongly.
pub fn main() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().collect();
    let (texts, format) = cli::first_look(&arguments);
    let cli = match cli::parse(&arguments, &texts, format) {
        Ok(cli) => cli,
        Err(code) => return code,
    };
    let texts = Texts::new(cli.globals.lang);
    let format = cli.globals.output;
    match block_on(run(cli)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => tell(&failure, &texts, format),
    }
}

fn block_on(work: impl Future<Output = Result<(), Failure>>) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.map_err(|error| Failure::Server(error.into()))?;
    let outcome = runtime.block_on(work);
    // A read of the terminal may still be under way in a helper thread; the process ends without it.
    runtime.shutdown_background();
    outcome
}

async fn run(cli: Cli) -> Result<(), Failure> {
    let globals = cli.globals;
    match cli.command {
        Command::Up(args) => up::run(args, &globals).await.map_err(Failure::Server),
        Command::Serve(args) => serve::run(args, &globals).await.map_err(Failure::Server),
        Command::Migrate(args) => migrate::run(args, &globals).await.map_err(Failure::Server),
        Command::Rebuild(args) => rebuild::run(args, &globals).await.map_err(Failure::Server),
        Command::Config(cli::ConfigCommand::Check(args)) => {
            config_check::run(args, &globals).await.map_err(Failure::Server)
        }
        Command::Config(cli::ConfigCommand::Nats(args)) => config_check::nats(&args).map_err(Failure::Server),
        Command::User(command) => commands::run(command, globals).await,
    }
}

fn tell(failure: &Failure, texts: &Texts, format: Format) -> ExitCode {
    if let Some(text) = failure.told(texts, format) {
        // When even the error stream is gone there is nobody left to tell.
        let _ = writeln!(std::io::stderr(), "{text}");
    }
    failure.exit_code()
}
