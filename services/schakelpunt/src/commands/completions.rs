//! `schakelpunt completions`: completions for a shell.

use super::Session;
use crate::{
    cli::{self, CompletionsArgs},
    failure::Failure,
};

pub(super) fn run(args: CompletionsArgs, session: &Session<'_>) -> Result<(), Failure> {
    let mut script = Vec::new();
    clap_complete::generate(
        args.shell,
        &mut cli::command(session.screen.texts),
        "schakelpunt",
        &mut script,
    );
    session.screen.put(&String::from_utf8_lossy(&script))?;
    Ok(())
}
