//! Starts the whole hub in this process: `schakelpunt up`.
//!
//! Without `DATABASE_URL` and `NATS_URL` it starts its own private PostgreSQL and nats-server in the data directory and stops
//! them with itself. It leaves two notes there: where it can be reached (`hub.json`) and what it runs with (`running.toml`).

mod announcement;
mod running;
mod servers;

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::Context;
use contracts::insight::v1::GetOverviewRequest;
use runtime::{
    config::Settings,
    identity::development::{DEVELOPMENT_KEY_FILE, PSEUDONYM_KEY_FILE, SERVICE_KEY_FILE},
    server::{Addresses, Process, shutdown_on_signals},
    telemetry::Telemetry,
};
use serde_json::json;
use tokio_util::sync::CancellationToken;

pub use running::settings_of_running_hub;

use crate::{
    blocks::BLOCKS,
    cli::{Globals, LoadArgs, OverviewArgs, UpArgs, UserCommand},
    client::Hub,
    commands,
    data_dir::{self, HubFile},
};
use servers::Servers;

/// How long the first overview waits for what was just loaded, in seconds.
const CAUGHT_UP_SECONDS_MAX: u64 = 20;
/// How long a hub may take to stop, in seconds.
const STOP_SECONDS_MAX: u64 = 15;
/// How long the hub may take until it is ready, in seconds.
const READY_SECONDS_MAX: u64 = 120;

/// Runs the hub until the process is told to stop.
///
/// # Errors
/// Servers cannot be started, the configuration cannot be used, data cannot be loaded, or a part of the hub failed.
pub async fn run(args: UpArgs, globals: &Globals) -> anyhow::Result<()> {
    let home = data_dir::resolve(globals.data_dir.as_deref());
    std::fs::create_dir_all(&home)
        .with_context(|| format!("the data directory {} cannot be made", home.display()))?;
    let home = home.canonicalize()?;
    let mut settings = Settings::load_over(&defaults(&home), args.config.as_deref())?;
    let telemetry = Telemetry::start(&settings.telemetry)?;
    let shutdown = shutdown_on_signals();
    let outcome = async {
        let mut servers = Servers::start(&home, &mut settings).await?;
        let outcome = with_servers(
            &args,
            globals,
            &home,
            settings,
            telemetry.registry(),
            &servers,
            &shutdown,
        )
        .await;
        let stopped = servers.stop().await;
        outcome.and(stopped)
    }
    .await;
    telemetry.flush();
    outcome
}

/// What differs from the defaults of `serve`: a development hub on free loopback ports, its keys in its data directory.
fn defaults(home: &Path) -> serde_json::Value {
    json!({
        "profile": "development",
        "listen": "127.0.0.1:0",
        "operations": "127.0.0.1:0",
        "identity": {
            "pseudonym_key": home.join(PSEUDONYM_KEY_FILE),
            "service_key": home.join(SERVICE_KEY_FILE),
            "development_key": home.join(DEVELOPMENT_KEY_FILE),
        },
        "telemetry": {"log": "warn,sqlx=error"},
    })
}

async fn with_servers(
    args: &UpArgs,
    globals: &Globals,
    home: &Path,
    settings: Settings,
    registry: prometheus::Registry,
    servers: &Servers,
    shutdown: &CancellationToken,
) -> anyhow::Result<()> {
    running::write(home, &settings)?;
    let process = Process::bind(settings, registry).await?;
    let addresses = process.addresses()?;
    let readiness = process.readiness();
    let stop = shutdown.child_token();
    let welcome = async {
        tokio::time::timeout(Duration::from_secs(READY_SECONDS_MAX), readiness.ready())
            .await
            .with_context(|| {
                format!(
                    "the hub was not ready within {READY_SECONDS_MAX} s: {:?}",
                    readiness.wrong()
                )
            })?;
        welcome(args, globals, home, addresses).await?;
        std::future::pending::<anyhow::Result<()>>().await
    };
    let hub = process.run(BLOCKS, stop.clone());
    tokio::pin!(hub);
    let (outcome, has_ended) = tokio::select! {
        outcome = &mut hub => (outcome, true),
        outcome = welcome => (outcome, false),
        died = servers.died() => (Err(died), false),
    };
    stop.cancel();
    HubFile::remove(home)?;
    if !has_ended {
        // Whatever ended first is the reason that is told.
        let _ = tokio::time::timeout(Duration::from_secs(STOP_SECONDS_MAX), hub).await;
    }
    outcome
}

/// Says where the hub is, loads what is to be loaded, and shows the national overview.
async fn welcome(args: &UpArgs, globals: &Globals, home: &Path, addresses: Addresses) -> anyhow::Result<()> {
    let address = format!("http://{}", addresses.calls);
    let tokens = announcement::write_tokens(home)?;
    let note = HubFile {
        address: address.clone(),
        operations: Some(format!("http://{}", addresses.operations)),
        tokens_file: Some(tokens),
    };
    note.write(home)?;
    let here = Globals {
        address: Some(address),
        data_dir: Some(home.to_owned()),
        ..globals.clone()
    };
    if args.with_example_season {
        load(&args.data_files, &here).await?;
    }
    announcement::print(&note, home, globals.lang)?;
    tokio::time::timeout(Duration::from_secs(CAUGHT_UP_SECONDS_MAX), caught_up(&here))
        .await
        .ok();
    let overview = UserCommand::Overview(OverviewArgs::default());
    commands::run(overview, here)
        .await
        .map_err(|failure| anyhow::anyhow!("the overview cannot be shown: {failure:?}"))?;
    announcement::print_stays(globals.lang)
}

/// Waits until insight shows everything the ledger has, so that the first overview is that of all that was loaded. What is
/// still on its way shows in the overview's own freshness.
async fn caught_up(here: &Globals) {
    let Ok(hub) = Hub::of(here) else { return };
    let mut before = None;
    loop {
        let answer = hub.insight().get_overview(GetOverviewRequest::default()).await;
        let freshness = answer.ok().and_then(|answer| answer.into_inner().freshness);
        let newest =
            freshness.filter(|freshness| freshness.age.is_none_or(|age| age.seconds == 0 && age.nanos == 0));
        // Twice the same: nothing more is on its way from the blocks to the ledger.
        if newest.is_some() && newest == before {
            return;
        }
        before = newest;
        tokio::time::sleep(Duration::from_millis(300)).await;
    }
}

/// Loads reference data, the rules of blocks 3 and 4 and the season. The season's first file sets the clock back to its beginning, which only an empty log allows.
async fn load(data: &Path, here: &Globals) -> anyhow::Result<()> {
    let mut files = files_in(&data.join("example-season"))?;
    let mut rules = files_in(&data.join("reference"))?;
    rules.extend(files_in(&data.join("professionalisation"))?);
    rules.extend(files_in(&data.join("culture"))?);
    files.splice(1..1, rules);
    let load = UserCommand::Load(LoadArgs::of_files(files));
    commands::run(load, here.clone())
        .await
        .map_err(|failure| anyhow::anyhow!("the data were not all loaded: {failure:?}"))
}

/// The data files of a folder by name, which is the order they build on each other.
fn files_in(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(folder).with_context(|| {
        format!(
            "the data files in {} cannot be read; say where they are with --data-files",
            folder.display()
        )
    })?;
    let mut files: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "jsonl"));
    files.sort();
    Ok(files)
}
