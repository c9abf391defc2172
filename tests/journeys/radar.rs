//! Building block 1 from end to end: sources come in and are read, skills are curated by several people, trends are judged, editions are
//! published, and a new release of a taxonomy takes over.

pub(crate) mod curating;
mod releases;
pub(crate) mod sources;

use contracts::radar::v1::{KeptSource, RegisterSourceResponse, Run, RunState, SourceState};
use serde_json::{Value, json};
use testkit::{SeparateProcesses, TestHub, eventually, request_id};

use crate::reach::{Reach, program, request};

pub(crate) use curating::{edition, merge};

/// Installing heat pumps, in ESCO.
pub(crate) const HEAT_PUMPS: &str = "http://data.europa.eu/esco/skill/00735755-adc6-4ea0-b034-b8caff339c9f";
/// Who proposes, and two who decide.
pub(crate) const PROPOSER: &str = "workgroup-lead:wg-radar";
pub(crate) const CURATOR: &str = "taxonomy-curator";
pub(crate) const COORDINATOR: &str = "national-coordinator";

#[tokio::test(flavor = "multi_thread")]
async fn the_radar_reads_curates_judges_and_publishes() {
    let mut hub = TestHub::start(schakelpunt::blocks::BLOCKS).await;
    walk(&Reach::whole(&hub)).await;
    hub.stop().await.unwrap();
}

async fn walk(hub: &Reach<'_>) {
    hub.clock("2026-07-01T09:00:00Z").await;
    hub.load_reference_data().await;
    releases::concepts_are_found_in_both_languages(hub).await;
    sources::a_document_is_one_source(hub).await;
    sources::mentions_say_where_and_how(hub).await;
    sources::what_cannot_be_read_is_told(hub).await;
    sources::years_of_reading_come_in(hub).await;
    curating::a_skill_needs_two_people_and_two_publishers(hub).await;
    curating::terms_that_no_concept_covers_become_a_skill(hub).await;
    curating::merges_redirect_and_dissent_stays(hub).await;
    curating::trends_and_editions(hub).await;
    releases::a_new_release_breaks_nothing(hub).await;
}

/// Years of sources are read, and two skills are on the radar: [`HEAT_PUMPS`], and `waterstofveiligheid` that no taxonomy has.
pub(crate) async fn two_skills_are_published(hub: &Reach<'_>) {
    sources::a_document_is_one_source(hub).await;
    sources::years_of_reading_come_in(hub).await;
    curating::a_skill_needs_two_people_and_two_publishers(hub).await;
    curating::terms_that_no_concept_covers_become_a_skill(hub).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sources_are_read_with_every_block_its_own_process() {
    let blocks = ["programme", "ledger", "insight", "radar"];
    let hub = SeparateProcesses::start(program(), &blocks).await;
    let reach = Reach::separate(&hub);
    reach.load_reference_data().await;
    let source = register(
        &reach,
        source("Losse studie", "CBS", "2025-02-01"),
        "Wij installeren warmtepompen.",
    )
    .await;
    let read = read(&reach, &source.source_id).await;
    assert!(read.mentions >= 1, "{read:?}");
}

/// What is known of a source.
pub(crate) fn source(title: &str, publisher: &str, published_on: &str) -> Value {
    json!({
        "title": title, "publisher": publisher, "publishedOn": published_on, "licence": "CC BY 4.0",
        "kind": "SOURCE_KIND_STUDY", "themeIds": ["energy-raw-materials"], "regionIds": ["AM01"], "sectors": ["43.22"],
    })
}

/// Takes in a source in plain text.
pub(crate) async fn register(hub: &Reach<'_>, source: Value, text: &str) -> RegisterSourceResponse {
    try_register(hub, source, "TEXT_FORMAT_PLAIN", text.as_bytes())
        .await
        .unwrap()
}

pub(crate) async fn try_register(
    hub: &Reach<'_>,
    source: Value,
    format: &str,
    content: &[u8],
) -> Result<RegisterSourceResponse, tonic::Status> {
    use base64::Engine as _;
    let content = base64::engine::general_purpose::STANDARD.encode(content);
    let asked =
        json!({"requestId": request_id(), "source": source, "text": {"format": format, "content": content}});
    // A region or theme that the programme block just defined may take a moment to be known here.
    let curator = hub.radar(CURATOR);
    Ok(curator
        .sources()
        .register_source(request(asked))
        .await?
        .into_inner())
}

/// Waits until a source was read.
pub(crate) async fn read(hub: &Reach<'_>, source_id: &str) -> KeptSource {
    let anybody = hub.radar("");
    eventually("the source is read", async || {
        let asked = request(json!({"sourceId": source_id}));
        let found = anybody.sources().get_source(asked).await.unwrap().into_inner();
        found.source.filter(|it| it.state() == SourceState::Read)
    })
    .await
}

/// Waits until the run in use has read everything there is.
pub(crate) async fn all_read(hub: &Reach<'_>) -> Run {
    let anybody = hub.radar("");
    eventually("everything is read", async || {
        let runs = anybody
            .distilling()
            .list_runs(request(json!({})))
            .await
            .unwrap()
            .into_inner()
            .runs;
        let done = |it: &Run| it.state() == RunState::InUse && it.sources_waiting == 0 && it.sources_read > 0;
        let settled = runs.iter().all(|it| !it.takes_over);
        runs.into_iter().find(|it| settled && done(it))
    })
    .await
}
