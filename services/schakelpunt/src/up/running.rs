//! What a running hub runs with, for commands that work on its database from beside it.

use std::{fs::OpenOptions, io::Write, os::unix::fs::OpenOptionsExt, path::Path};

use anyhow::Context;
use runtime::config::Settings;
use secrecy::ExposeSecret;

use crate::{cli::Globals, data_dir};

/// The file in the data directory. It holds passwords, so only its owner may read it.
const RUNNING_FILE: &str = "running.toml";

/// Writes the settings as a configuration file that `serve`, `migrate` and `rebuild` take.
pub(super) fn write(home: &Path, settings: &Settings) -> anyhow::Result<()> {
    let identity = &settings.identity;
    let text = toml::to_string(&serde_json::json!({
        "profile": settings.profile,
        "oin": settings.oin,
        "database": {"url": settings.database_url("programme")?.expose_secret(), "roles": settings.database.roles},
        "broker": {"url": settings.broker_url()?.expose_secret()},
        "identity": {
            "pseudonym_key": identity.pseudonym_key,
            "service_key": identity.service_key,
            "development_key": identity.development_key,
        },
        "exchange": settings.section("exchange").given(),
    }))?;
    let path = home.join(RUNNING_FILE);
    // Made anew, so that an older file's wider permissions do not stay.
    let _ = std::fs::remove_file(&path);
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&path)?;
    file.write_all(text.as_bytes())
        .with_context(|| format!("{} cannot be written", path.display()))
}

/// The settings of the hub that runs, or last ran, in the data directory, with the address it can be reached at.
///
/// # Errors
/// No hub ran there, or its settings cannot be used.
pub fn settings_of_running_hub(globals: &Globals) -> anyhow::Result<Settings> {
    let home = data_dir::resolve(globals.data_dir.as_deref());
    let mut settings = Settings::load(Some(&home.join(RUNNING_FILE))).with_context(|| {
        format!(
            "no hub has run in {}; give its configuration with --config",
            home.display()
        )
    })?;
    // Beside a running hub only what goes wrong is worth a line.
    "warn,sqlx=error".clone_into(&mut settings.telemetry.log);
    if let Some(note) = data_dir::HubFile::read(&home)? {
        settings.peers.insert("ledger".to_owned(), note.address);
    }
    Ok(settings)
}
