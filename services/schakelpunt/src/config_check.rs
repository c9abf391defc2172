//! Reads and checks the configuration: `schakelpunt config check [FILE]`.

use std::io::Write;

use exchange::nats::Identity;
use runtime::config::Settings;

use crate::{
    cli::{ConfigCheckArgs, ConfigNatsArgs, Globals},
    output::Texts,
};

/// Writes what the NATS for programmes is started with.
///
/// # Errors
/// The section `[exchange]` cannot be used, or its key.
pub fn nats(args: &ConfigNatsArgs) -> anyhow::Result<()> {
    let settings = Settings::load(args.file.as_deref())?;
    let identity = Identity::new(exchange::config::keys(&settings.section("exchange"))?);
    let server = identity.server(&args.accounts.display().to_string())?;
    write!(std::io::stdout(), "{}", server.text)?;
    Ok(())
}

/// Reads the whole configuration as `serve` would, starts nothing, and says what it leads to, without secrets.
///
/// # Errors
/// Every key that cannot be used, all at once.
pub async fn run(args: ConfigCheckArgs, globals: &Globals) -> anyhow::Result<()> {
    let settings = Settings::load(args.file.as_deref())?;
    let texts = Texts::new(globals.lang);
    let told = |found: bool| texts.get(if found { "config-present" } else { "config-absent" });
    let profile = if settings.is_development() {
        "development"
    } else {
        "production"
    };
    let values = [
        ("profile", profile.to_owned()),
        ("listen", settings.listen.to_string()),
        ("operations", settings.operations.to_string()),
        ("database", told(settings.database_url("programme").is_ok())),
        ("broker", told(settings.broker_url().is_ok())),
        ("issuers", settings.identity.issuers.len().to_string()),
    ];
    let values: Vec<(&str, &str)> = values
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    writeln!(std::io::stdout(), "{}", texts.with("config-usable", &values))?;
    Ok(())
}
