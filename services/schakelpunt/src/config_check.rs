//! Reads and checks the configuration: `schakelpunt config check [FILE]`.

use std::io::Write;

use runtime::config::Settings;

use crate::cli::{ConfigCheckArgs, Globals};

/// Reads the whole configuration as `serve` would, starts nothing, and says what it leads to, without secrets.
///
/// # Errors
/// Every key that cannot be used, all at once.
pub async fn run(args: ConfigCheckArgs, _globals: &Globals) -> anyhow::Result<()> {
    let settings = Settings::load(args.file.as_deref())?;
    let told = |found: bool| if found { "configured" } else { "missing" };
    let mut out = std::io::stdout();
    writeln!(out, "profile: {:?}", settings.profile)?;
    writeln!(out, "listen: {}", settings.listen)?;
    writeln!(out, "operations: {}", settings.operations)?;
    writeln!(
        out,
        "database: {}",
        told(settings.database_url("programme").is_ok())
    )?;
    writeln!(out, "broker: {}", told(settings.broker_url().is_ok()))?;
    writeln!(out, "issuers: {}", settings.identity.issuers.len())?;
    Ok(())
}
