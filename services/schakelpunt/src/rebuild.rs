//! Builds a projection of insight again from the ledger: `schakelpunt rebuild <projection>`.

use std::io::Write;

use runtime::{config::Settings, telemetry::Telemetry};

use crate::{
    cli::{Globals, RebuildArgs},
    up,
};

/// Builds the projection beside the live one and swaps it in; a running hub goes on answering meanwhile.
///
/// # Errors
/// There is no such projection, the configuration cannot be used, or the ledger or database is away.
pub async fn run(args: RebuildArgs, globals: &Globals) -> anyhow::Result<()> {
    let settings = match &args.config {
        Some(file) => Settings::load(Some(file))?,
        None => up::settings_of_running_hub(globals)?,
    };
    let telemetry = Telemetry::start(&settings.telemetry)?;
    let position = up::rebuild(&settings, &args.projection).await;
    telemetry.flush();
    writeln!(std::io::stdout(), "{}: rebuilt up to ledger position {}", args.projection, position?)?;
    Ok(())
}
