//! An archive with five million mentions: what a run found in fifty thousand sources, recorded in the radar's own log as its reader records
//! it. Nothing in it is random.

use std::sync::Arc;

use anyhow::Context;
use contracts::radar::v1::{ListRunsRequest, ListTrendsRequest, RunState, StopRunRequest};
use eventing::{Context as Filed, Meta, Store};
use futures::{StreamExt, TryStreamExt, stream};
use jiff::{Timestamp, ToSpan, civil::Date};
use radar::domain::{
    reading::{self, Findings, FoundConcept, Reading},
    source::{self, Content, Format, Kind, Source, Text},
};
use runtime::{block::Registration, server::open_database};
use schakelpunt::blocks::named;
use uuid::Uuid;

use super::{import::import, release};
use crate::{
    hub::{Caller, Hub, Patience},
    measure::Effort,
    servers::Servers,
};

/// Sources, and skills that each names.
const SOURCES: u64 = 50_000;
const NAMED: usize = 100;
/// Skills there are, some of which are named far more often than others.
const SKILLS: usize = 13_896;
/// Commands at a time.
const AT_ONCE: usize = 256;
/// Words of a source.
const WORDS: u32 = 8_000;
/// Callers of the hub.
const CALLERS: usize = 1;
/// First day on which a source was published, and for how many days after.
const FIRST_DAY: Date = Date::constant(2021, 1, 1);
const DAYS: i64 = 2_000;

/// A hub with a full archive.
pub(crate) struct Archive {
    _hub: Hub,
    /// Who asks.
    pub(crate) caller: Caller,
}

impl Archive {
    /// Fills a hub's radar.
    pub(crate) async fn fill(servers: &Servers, effort: &Effort) -> anyhow::Result<Arc<Self>> {
        let database = servers.database("archive").await?;
        let blocks = named(&["programme", "ledger", "radar"].map(str::to_owned))?;
        let hub = Hub::start(&database, blocks.clone())?;
        let curator = hub.caller("taxonomy-curator", CALLERS)?;
        import(&curator, &release::files()?, "9").await?;
        let run_id = run_over(&curator, "9").await?;
        stop_others(&curator, &run_id).await?;
        let settings = hub.settings().clone();
        // What follows is recorded by hand: the radar must not read it meanwhile.
        let others = named(&["programme", "ledger"].map(str::to_owned))?;
        let hub = hub.again(&database, others)?;
        let radar = blocks.iter().find(|it| it.name == "radar").context("no radar")?;
        let sources = effort.size(SOURCES);
        eprintln!("filling an archive with {} mentions ...", sources * NAMED as u64);
        record(&settings, radar, &run_id, sources).await?;
        let hub = hub.again(&database, blocks)?;
        let caller = hub.caller("national-coordinator", CALLERS)?;
        until_held(&caller, &run_id, sources).await?;
        Ok(Arc::new(Self { _hub: hub, caller }))
    }
}

/// The run in use, as soon as it is one over this release.
async fn run_over(caller: &Caller, version: &str) -> anyhow::Result<String> {
    let patience = Patience::with("a run over the release");
    loop {
        let runs = caller
            .distilling(0)
            .list_runs(ListRunsRequest {})
            .await?
            .into_inner()
            .runs;
        let over = |it: &contracts::radar::v1::Run| it.releases.iter().any(|it| it.version == version);
        if let Some(run) = runs
            .into_iter()
            .find(|it| it.state() == RunState::InUse && over(it))
        {
            return Ok(run.run_id);
        }
        patience.pause().await?;
    }
}

/// Stops what else reads: it would look in vain for the texts of what is recorded by hand.
async fn stop_others(curator: &Caller, run_id: &str) -> anyhow::Result<()> {
    let mut distilling = curator.distilling(0);
    let runs = distilling.list_runs(ListRunsRequest {}).await?.into_inner().runs;
    let others = runs
        .into_iter()
        .filter(|it| it.run_id != run_id && it.state() == RunState::Beside);
    for run in others {
        let stop = StopRunRequest {
            request_id: Uuid::new_v4().to_string(),
            run_id: run.run_id,
        };
        distilling.stop_run(stop).await?;
    }
    Ok(())
}

async fn record(
    settings: &runtime::config::Settings,
    radar: &Registration,
    run_id: &str,
    sources: u64,
) -> anyhow::Result<()> {
    let pool = open_database(settings, radar).await?;
    let store = Store::open("radar", pool.clone()).await?;
    stream::iter(0..sources)
        .map(|number| one(&store, run_id, usize::try_from(number).unwrap_or(usize::MAX)))
        .buffer_unordered(AT_ONCE)
        .try_collect::<()>()
        .await?;
    drop(store);
    pool.close().await;
    Ok(())
}

/// Records a source and what was found in it.
async fn one(store: &Store, run_id: &str, number: usize) -> anyhow::Result<()> {
    let source_id = format!("s{number:032x}");
    let meta = Meta {
        actor: "bench".to_owned(),
        at: Timestamp::now(),
        request: None,
        traceparent: None,
        context: Filed::default(),
    };
    let register = source::Command::Register {
        source_id: source_id.clone(),
        content: Box::new(content(number)?),
        text: Text {
            format: Format::Plain,
            sha256: "00".repeat(32),
            language: "en".to_owned(),
            words: WORDS,
            passages: 100,
        },
        today: Date::constant(2026, 9, 1),
    };
    store.execute::<Source>(&source_id, register, &meta).await?;
    let stream = reading::stream(run_id, &source_id);
    let found = reading::Command::Record(Box::new(findings(run_id, source_id, number)));
    store.execute::<Reading>(&stream, found, &meta).await?;
    Ok(())
}

fn content(number: usize) -> anyhow::Result<Content> {
    let days = i64::try_from(number)? * 7_919 % DAYS;
    Ok(Content {
        title: format!("Source {number}"),
        publisher: format!("Publisher {}", number % 400),
        published_on: FIRST_DAY.checked_add(days.days())?,
        licence: "CC BY 4.0".to_owned(),
        kind: Kind::Study,
        language: Some("en".to_owned()),
        region_ids: vec![region(number)],
        sectors: vec![sector(number)],
        theme_ids: vec!["energy-raw-materials".to_owned()],
        uri: None,
    })
}

/// The region that a source is about.
pub(crate) fn region(number: usize) -> String {
    format!("AM{:02}", number % 35 + 1)
}

/// The sector that a source is about.
pub(crate) fn sector(number: usize) -> String {
    format!("{}", number % 20 + 1)
}

fn findings(run_id: &str, source_id: String, number: usize) -> Findings {
    let mut concepts: Vec<usize> = (0..NAMED).map(|turn| skill(number, turn)).collect();
    concepts.sort_unstable();
    concepts.dedup();
    Findings {
        run_id: run_id.to_owned(),
        source_id,
        method: "phrases/1".to_owned(),
        language: "en".to_owned(),
        words: WORDS,
        concepts: concepts
            .into_iter()
            .map(|skill| FoundConcept {
                uri: release::uri(skill),
                asserted: 1,
                listed: 0,
                negated: 0,
                confidence_thousandths: 900,
            })
            .collect(),
        terms: 0,
        digest: "00".repeat(32),
    }
}

/// Which skill a source names: the first ones in most sources, the last ones in few.
fn skill(source: usize, turn: usize) -> usize {
    let mixed = (source.wrapping_mul(2_654_435_761) ^ turn.wrapping_mul(40_503)) % 1_000_003;
    let share = mixed as f64 / 1_000_003.0;
    // From 0 to below the number of skills.
    (share.powf(1.6) * SKILLS as f64) as usize
}

/// Waits until everything is in the radar's rows and in its memory.
async fn until_held(caller: &Caller, run_id: &str, sources: u64) -> anyhow::Result<()> {
    let patience = Patience::with("an archive that was read");
    loop {
        let runs = caller
            .distilling(0)
            .list_runs(ListRunsRequest {})
            .await?
            .into_inner()
            .runs;
        let run = runs
            .into_iter()
            .find(|it| it.run_id == run_id)
            .context("the run is gone")?;
        if u64::from(run.sources_read) >= sources {
            break;
        }
        patience.pause().await?;
    }
    // The first question fills the memory.
    caller.trends(0).list_trends(ListTrendsRequest::default()).await?;
    Ok(())
}
