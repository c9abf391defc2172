//! The audit of a ledger's tables, beside the hub or without one.

use ledger::audit::{
    Trust,
    tables::{Proven, Request, Tables, verify},
};
use runtime::{config::Settings, database};

use super::{
    super::Session,
    files, keys,
    outcome::Audited,
    progress::Progress,
    verify::{conclude, readers},
};
use crate::{cli::VerifyArgs, failure::Failure, up::settings_of_running_hub};

/// The block whose tables these are.
const LEDGER: &str = "ledger";

pub(super) async fn run(args: VerifyArgs, session: &Session<'_>) -> Result<(), Failure> {
    let settings = settings(&args, session).map_err(Failure::Server)?;
    let own = own(&settings).map_err(Failure::Server)?;
    let trust = Trust {
        given: keys::given(&args.keys)?,
        hub: own.keys,
    };
    let kept = args
        .from
        .as_deref()
        .map(|file| files::checkpoint(file, &trust.keys()))
        .transpose()?;
    let readers = readers(&args);
    let connections = u32::try_from(readers).unwrap_or(u32::MAX);
    let tables = Tables::open(own.options, connections, Some(&own.memory));
    let tables = tables.await.map_err(|error| Failure::Server(error.into()))?;
    let request = Request {
        trust,
        from: kept.map(|kept| kept.checkpoint().clone()),
        readers,
    };
    let mut progress = Progress::new(&session.screen);
    let proven = verify(tables, &request, |size, last| progress.at(size, last)).await;
    let took = progress.end();
    let proven = proven.map_err(|error| Failure::Server(error.into()))?;
    conclude(&args, session, &found(&proven, took), &request.trust)
}

fn settings(args: &VerifyArgs, session: &Session<'_>) -> anyhow::Result<Settings> {
    Ok(match &args.config {
        Some(file) => Settings::load(Some(file))?,
        None => settings_of_running_hub(session.globals)?,
    })
}

/// What the hub's own configuration says of the ledger.
struct Own {
    keys: Vec<transparency::VerifierKey>,
    memory: std::path::PathBuf,
    options: sqlx::postgres::PgConnectOptions,
}

fn own(settings: &Settings) -> anyhow::Result<Own> {
    let source = settings.source(LEDGER);
    let config = ledger::Config::read(&settings.section(LEDGER), &source)?;
    let log = &config.log;
    let keys = [log.current(), log.former().to_vec(), log.witnesses().to_vec()].concat();
    let url = settings.database_url(LEDGER)?;
    Ok(Own {
        keys,
        memory: config.memory,
        options: database::options(LEDGER, &url, settings.database.roles)?,
    })
}

fn found(proven: &Proven, took: std::time::Duration) -> Audited<'_> {
    Audited {
        source: "tables",
        covered_before: proven.skipped,
        position: proven.size,
        signed: proven.signed,
        root: proven.root.to_string(),
        held: proven.held,
        waiting: proven.size.saturating_sub(proven.signed),
        checkpoint: proven.checkpoint.as_ref(),
        findings: &proven.findings,
        took,
    }
}
