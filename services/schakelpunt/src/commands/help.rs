//! `schakelpunt help`: help on a command.

use super::Session;
use crate::{
    cli::{self, HelpArgs},
    failure::{Failure, Note},
};

pub(super) fn run(args: HelpArgs, session: &Session<'_>) -> Result<(), Failure> {
    let mut command = cli::command(session.screen.texts);
    // Building fills in the global options and the full names of the commands below.
    command.build();
    let mut found = &mut command;
    for name in &args.command {
        let unknown = || Failure::Usage(Note::new("usage-unknown-command").with("command", name));
        found = found.find_subcommand_mut(name).ok_or_else(unknown)?;
    }
    let help = found.render_help().to_string();
    session.screen.put(&help)?;
    Ok(())
}
