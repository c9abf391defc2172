//! A hub in this process, on servers with durable settings: the same code as `schakelpunt up` and `serve` run.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, OnceLock},
    time::{Duration, Instant},
};

use anyhow::Context;
use local::{Binaries, Nats};
use runtime::{
    block::Registration,
    config::Settings,
    identity::development::{DEVELOPMENT_KEY_FILE, PSEUDONYM_KEY_FILE, SERVICE_KEY_FILE},
    server::{Process, open_database},
    telemetry::Telemetry,
};
use schakelpunt::{
    cli::{Globals, LoadArgs},
    client,
    load::{Loader, Options},
    output::{Format, Lang, Texts},
};
use serde_json::json;
use tempfile::TempDir;
use tokio::{runtime::Handle, task::JoinHandle};
use tokio_util::sync::CancellationToken;

use super::caller::Caller;

/// How long the hub may take until it is ready, in seconds: it may have millions of events to catch up with.
const READY_SECONDS: u64 = 1_800;
/// How often a condition is looked at, in milliseconds.
const LOOK_MILLIS: u64 = 10;
/// How long a condition is waited for, in seconds.
const PATIENCE_SECONDS: u64 = 600;

/// A running hub. It has a broker of its own, and a database that it is given.
pub(crate) struct Hub {
    address: String,
    settings: Settings,
    /// Its keys, and its broker; kept by those who start it again.
    home: Arc<TempDir>,
    stop: CancellationToken,
    running: Option<JoinHandle<anyhow::Result<()>>>,
    _nats: Nats,
}

impl Hub {
    /// Starts these blocks on a database, and waits until they are ready.
    pub(crate) fn start(database: &str, blocks: Vec<Registration>) -> anyhow::Result<Self> {
        // A hub lives as long as its measure, and there are few.
        here(Self::run(database, blocks.leak(), Arc::new(tempfile::tempdir()?)))
    }

    /// Stops it, and starts these blocks with the same keys and the same broker's files.
    pub(crate) fn again(self, database: &str, blocks: Vec<Registration>) -> anyhow::Result<Self> {
        let home = self.home.clone();
        drop(self);
        here(Self::run(database, blocks.leak(), home))
    }

    async fn run(
        database: &str,
        blocks: &'static [Registration],
        home: Arc<TempDir>,
    ) -> anyhow::Result<Self> {
        let nats = Nats::start(&Binaries::find()?, &home.path().join("nats")).await?;
        let settings = settings(home.path(), database, &nats.url())?;
        let process = Process::bind(settings.clone(), registry(&settings)?).await?;
        let (addresses, readiness) = (process.addresses()?, process.readiness());
        let stop = CancellationToken::new();
        let mut running = tokio::spawn(process.run(blocks, stop.clone()));
        tokio::select! {
            ready = tokio::time::timeout(Duration::from_secs(READY_SECONDS), readiness.ready()) => {
                ready.with_context(|| format!("the hub was not ready in time: {:?}", readiness.wrong()))?;
            }
            ended = &mut running => anyhow::bail!("the hub ended while starting: {ended:?}"),
        }
        Ok(Self {
            address: format!("http://{}", addresses.calls),
            settings,
            home,
            stop,
            running: Some(running),
            _nats: nats,
        })
    }

    /// What it runs with.
    pub(crate) fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Where it is called.
    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    /// A caller in these roles over so many connections.
    pub(crate) fn caller(&self, roles: &str, connections: usize) -> anyhow::Result<Caller> {
        self.caller_as(&format!("bench-{roles}"), roles, connections)
    }

    /// A caller of this name in these roles over so many connections.
    pub(crate) fn caller_as(&self, name: &str, roles: &str, connections: usize) -> anyhow::Result<Caller> {
        let key = self.home.path().join(DEVELOPMENT_KEY_FILE);
        Caller::connect(&self.address, &key, name, roles, connections)
    }

    /// Somebody else over the connections of a caller.
    pub(crate) fn caller_beside(&self, caller: &Caller, roles: &str) -> anyhow::Result<Caller> {
        let key = self.home.path().join(DEVELOPMENT_KEY_FILE);
        caller.also(&key, &format!("bench-{roles}"), roles)
    }

    /// Loads the repository's reference data.
    pub(crate) fn load_reference(&self) -> anyhow::Result<()> {
        load_reference(&self.address, self.home.path())
    }
}

impl Drop for Hub {
    /// Waits until it has stopped, so that it takes no time from what is measured next.
    fn drop(&mut self) {
        self.stop.cancel();
        if let Some(running) = self.running.take()
            && !matches!(here(running), Ok(Ok(())))
        {
            eprintln!("a hub did not stop as it should");
        }
    }
}

/// Loads the repository's reference data through the same calls that everyone uses.
pub(crate) fn load_reference(address: &str, home: &Path) -> anyhow::Result<()> {
    let globals = Globals {
        address: Some(address.to_owned()),
        token: None,
        token_file: None,
        acting_as: Vec::new(),
        output: Format::Text,
        lang: Lang::En,
        timeout: 30,
        ca_file: None,
        data_dir: Some(home.to_owned()),
    };
    let hub = client::Hub::of(&globals).map_err(|failure| anyhow::anyhow!("no hub to load: {failure:?}"))?;
    let (files, texts) = (reference_files()?, Texts::new(Lang::En));
    let options = Options {
        args: LoadArgs::of_files(files.clone()),
        data_dir: home.to_owned(),
        format: Format::Text,
    };
    let mut loader = Loader::new(Some(&hub), options, &texts)
        .map_err(|failure| anyhow::anyhow!("the reference data cannot be loaded: {failure:?}"))?;
    let summary = here(loader.load(&files));
    anyhow::ensure!(summary.is_good(), "reference data was refused: {summary:?}");
    Ok(())
}

/// Waits on this thread for what is made for a program that does one thing, and cannot be moved between threads.
pub(crate) fn here<T>(work: impl Future<Output = T>) -> T {
    tokio::task::block_in_place(|| Handle::current().block_on(work))
}

/// Makes the tables of these blocks in a database.
pub(crate) fn make_tables(database: &str, blocks: &[Registration]) -> anyhow::Result<()> {
    let home = tempfile::tempdir()?;
    let settings = settings(home.path(), database, "nats://127.0.0.1:1")?;
    for block in blocks {
        here(async {
            open_database(&settings, block).await?.close().await;
            anyhow::Ok(())
        })?;
    }
    Ok(())
}

/// The files with reference data, in the order in which they build on each other.
pub(crate) fn reference_files() -> anyhow::Result<Vec<PathBuf>> {
    let folder = data().join("reference");
    let mut files: Vec<PathBuf> = std::fs::read_dir(&folder)
        .with_context(|| format!("no reference data in {}", folder.display()))?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "jsonl"))
        .collect();
    files.sort();
    Ok(files)
}

/// The repository's data.
pub(crate) fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data")
}

/// Waiting for a condition, with an end.
pub(crate) struct Patience {
    what: &'static str,
    until: Instant,
}

impl Patience {
    /// Waits for this.
    pub(crate) fn with(what: &'static str) -> Self {
        Self {
            what,
            until: Instant::now() + Duration::from_secs(PATIENCE_SECONDS),
        }
    }

    /// Passes some time before the next look.
    pub(crate) async fn pause(&self) -> anyhow::Result<()> {
        anyhow::ensure!(Instant::now() < self.until, "waited in vain for {}", self.what);
        tokio::time::sleep(Duration::from_millis(LOOK_MILLIS)).await;
        Ok(())
    }
}

fn settings(home: &Path, database: &str, nats: &str) -> anyhow::Result<Settings> {
    let over = json!({
        "profile": "development",
        "listen": "127.0.0.1:0",
        "operations": "127.0.0.1:0",
        "identity": {
            "pseudonym_key": home.join(PSEUDONYM_KEY_FILE),
            "service_key": home.join(SERVICE_KEY_FILE),
            "development_key": home.join(DEVELOPMENT_KEY_FILE),
        },
        "telemetry": {"log": "error"},
    });
    let mut settings = Settings::load_over(&over, None)?;
    // The environment may name a developer's own servers.
    settings.database.url = Some(database.to_owned().into());
    settings.broker.url = Some(nats.to_owned().into());
    Ok(settings)
}

/// Spans, metrics and logs as every hub has them; a process has them once.
fn registry(settings: &Settings) -> anyhow::Result<prometheus::Registry> {
    static TELEMETRY: OnceLock<Telemetry> = OnceLock::new();
    if let Some(telemetry) = TELEMETRY.get() {
        return Ok(telemetry.registry());
    }
    let started = Telemetry::start(&settings.telemetry)?;
    Ok(TELEMETRY.get_or_init(|| started).registry())
}
