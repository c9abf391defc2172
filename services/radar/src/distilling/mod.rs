//! Reading sources as they come in, by every run that is under way. One process at a time does it; what it did not finish, the next
//! one does: whether a run has read a source stands in the log.

mod begin;
mod found;
mod lexicons;
mod runs;

use std::{collections::HashMap, sync::Arc, time::Duration};

use distil::Distiller;
use eventing::{Context, ExecuteError, Meta, RequestKey, lease::Lease, projection::FollowerHandle};
use futures::{StreamExt, stream};
use runtime::fault::error_chain;
use tokio_util::sync::CancellationToken;

use crate::{
    domain::{
        reading::{self, Command},
        run::{self, Run, Runs},
        source::Source,
    },
    grpc::{Desk, source_context},
    projections::sources,
    taxonomies::Unreadable,
};

/// Name of the lease.
const LEASE: &str = "distilling";
/// Who acts in the facts.
const ACTOR: &str = "hub-distiller";
/// How often it is looked for work when nothing happens, in seconds.
const BEAT_SECONDS: u64 = 60;
/// Wait after a failure, in milliseconds.
const RETRY_MILLIS: u64 = 1_000;
/// Sources that are looked up at a time.
const BATCH: i64 = 64;

/// Why a round could not be done. The next one does what this one left.
#[derive(Debug, thiserror::Error)]
enum Trouble {
    #[error("what is to be read cannot be looked up")]
    Database(#[from] sqlx::Error),
    #[error("what was read cannot be recorded")]
    Execute(#[from] ExecuteError),
    #[error("the concepts to look for cannot be had")]
    Taxonomies(#[from] Unreadable),
    #[error("the concepts to look for could not be made ready")]
    Lexicon(#[from] tokio::task::JoinError),
}

/// Reads sources.
pub(crate) struct Reader {
    pub(crate) desk: Desk,
    /// The read models that say what is to be read.
    pub(crate) followed: Vec<FollowerHandle>,
    /// Distillers by run: making one takes seconds.
    pub(crate) distillers: HashMap<String, Arc<Distiller>>,
}

impl Reader {
    /// Reads until the process stops.
    pub(crate) async fn run(mut self, shutdown: CancellationToken) {
        let pool = self.desk.office.store.pool().clone();
        while let Some(lease) = Lease::acquire(&pool, LEASE, &shutdown).await {
            tokio::select! {
                () = shutdown.cancelled() => return,
                () = lease.lost() => {}
                () = self.work() => {}
            }
        }
    }

    async fn work(&mut self) {
        let store = self.desk.office.store.clone();
        let mut news = store.watch_head();
        loop {
            let seen = match self.round().await {
                Ok(Some(head)) => head,
                // There is more to do.
                Ok(None) => continue,
                Err(error) => {
                    tracing::warn!(error = %error_chain(&error), "sources are not read now; trying again");
                    tokio::time::sleep(Duration::from_millis(RETRY_MILLIS)).await;
                    continue;
                }
            };
            let beat = Duration::from_secs(BEAT_SECONDS);
            // Nothing new is fine too: what the beat brings is looking again.
            let _ = tokio::time::timeout(beat, store.wait_beyond(seen, &mut news)).await;
        }
    }

    /// Does a part of what there is to do. When nothing is left, answers the place in the log up to which that is so.
    async fn round(&mut self) -> Result<Option<u64>, Trouble> {
        let head = self.desk.office.store.head().await?;
        for follower in &self.followed {
            follower.wait_for(head).await?;
        }
        if self.begin().await? || self.arrange_runs().await? {
            return Ok(None);
        }
        let runs = self.runs().await?;
        self.distillers
            .retain(|run_id, _| runs.active().any(|it| it.run_id == *run_id));
        for run in runs.active() {
            let waiting = sources::waiting(self.desk.office.store.pool(), &run.run_id, BATCH).await?;
            if !waiting.is_empty() {
                self.read(run, waiting).await?;
                return Ok(None);
            }
            if run.takes_over {
                self.take_over(run).await?;
                return Ok(None);
            }
        }
        self.desk.archive.sweep().await?;
        // So that nobody who asks for trends waits for what came since somebody last did.
        if let Some(run) = runs.in_use() {
            drop(self.desk.archive.reading(&run.run_id).await?);
        }
        Ok(Some(head))
    }

    async fn runs(&self) -> Result<Runs, Trouble> {
        Ok(self.desk.office.store.load::<Runs>(run::ARCHIVE).await?.state)
    }

    async fn read(&mut self, run: &Run, source_ids: Vec<String>) -> Result<(), Trouble> {
        let distiller = self.distiller(run).await?;
        let at_once = std::thread::available_parallelism().map_or(1, usize::from);
        let desk = &self.desk;
        let readings =
            stream::iter(source_ids).map(|source_id| read_one(desk, run, distiller.clone(), source_id));
        let mut readings = readings.buffer_unordered(at_once);
        while let Some(read) = readings.next().await {
            read?;
        }
        Ok(())
    }
}

/// Reads one source and records what was found.
async fn read_one(
    desk: &Desk,
    run: &Run,
    distiller: Arc<Distiller>,
    source_id: String,
) -> Result<(), Trouble> {
    let source = desk.office.store.load::<Source>(&source_id).await?.state;
    let document = desk.archive.text(&source_id).await?;
    let language = source.content().and_then(|it| it.language.clone());
    let work = document.map(|document| {
        let (run, source_id) = (run.clone(), source_id.clone());
        tokio::task::spawn_blocking(move || found::find(&run, &source_id, language, &distiller, &document))
    });
    let found = match work {
        Some(work) => work.await.ok(),
        None => None,
    };
    let command = match found {
        Some(found) => {
            found.keep(&desk.archive, &run.run_id, &source_id).await?;
            Command::Record(Box::new(found.findings))
        }
        None => {
            let (run_id, source_id) = (run.run_id.clone(), source_id.clone());
            tracing::error!(run_id, source_id, "the source cannot be read and is passed over");
            Command::GiveUp { run_id, source_id }
        }
    };
    let stream = reading::stream(&run.run_id, &source_id);
    let context = source.content().map(source_context).unwrap_or_default();
    let meta = meta(desk, context);
    match desk
        .office
        .store
        .execute::<reading::Reading>(&stream, command, &meta)
        .await
    {
        Ok(_) => Ok(()),
        // The first reading stands.
        Err(ExecuteError::Rejected(rejection)) => {
            tracing::error!(run_id = run.run_id, source_id, %rejection, "a source was read otherwise than before");
            Ok(())
        }
        Err(error) => Err(error.into()),
    }
}

fn meta(desk: &Desk, context: Context) -> Meta {
    Meta {
        actor: ACTOR.to_owned(),
        at: desk.office.clock.now(),
        request: None::<RequestKey>,
        traceparent: None,
        context,
    }
}
