//! Building block 4 from end to end: the learning culture is measured and compared, stands beside official statistics, findings and
//! interventions are kept with what was seen of them, and what projects report of it is coded.

mod acting;
pub(crate) mod coding;
pub(crate) mod measuring;

use serde_json::{Value, json};
use testkit::{SeparateProcesses, TestHub, eventually, request_id};

use crate::reach::{Reach, program, request};

pub(crate) const COORDINATOR: &str = "block-coordinator:culture";
pub(crate) const RESEARCHER: &str = "researcher:culture";
pub(crate) const LEAD: &str = "workgroup-lead:wg-culture";

#[tokio::test(flavor = "multi_thread")]
async fn the_learning_culture_is_measured_moved_and_seen_in_projects() {
    let mut hub = TestHub::start(schakelpunt::blocks::BLOCKS).await;
    let database = hub.servers.database_url();
    walk(&Reach::whole(&hub), &database).await;
    hub.stop().await.unwrap();
}

pub(crate) async fn walk(hub: &Reach<'_>, database: &str) {
    hub.clock("2023-12-01T09:00:00Z").await;
    hub.load_reference_data().await;
    hub.load_culture().await;
    hub.clock("2024-01-02T09:00:00Z").await;
    coding::a_project_reports(hub).await;
    measuring::an_instrument_is_released(hub).await;
    measuring::a_wave_is_planned(hub, "w1", 1).await;
    measuring::identities_do_not_get_in(hub, "w1").await;
    let batch = measuring::responses_come_in(hub, "w1", database).await;
    measuring::only_aggregates_leave(hub, "w1", database).await;
    measuring::a_batch_is_answered_for_good(hub, batch).await;
    measuring::small_cells_stay_small(hub, "w1").await;
    measuring::versions_need_a_bridge(hub).await;
    measuring::it_stands_beside_official_statistics(hub).await;
    acting::an_intervention_runs_and_its_effects_are_claimed_no_further(hub).await;
    acting::a_finding_needs_two_people(hub).await;
    coding::answers_are_coded_and_seen_across_projects(hub).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wave_is_estimated_with_every_block_its_own_process() {
    let blocks = ["programme", "ledger", "insight", "culture"];
    let hub = SeparateProcesses::start(program(), &blocks).await;
    let reach = Reach::separate(&hub);
    reach.load_reference_data().await;
    measuring::an_instrument_is_released(&reach).await;
    measuring::a_wave_is_planned(&reach, "w1", 1).await;
    measuring::begin(&reach, "w1").await;
    measuring::submit(&reach, "w1", measuring::responses(0))
        .await
        .unwrap();
    measuring::close(&reach, "w1").await;
    measuring::estimate(&reach, "w1").await.unwrap();
    let whole = measuring::cells(&reach, "w1", &[]).await.remove(0);
    assert!(whole.components.is_some_and(|it| it.urgency.is_some()));
}

/// A measurement whose responses were kept for too long is withdrawn by the hub, and they are gone.
#[tokio::test(flavor = "multi_thread")]
async fn responses_are_not_kept_beyond_their_term() {
    let hub = TestHub::start(schakelpunt::blocks::BLOCKS).await;
    let (reach, database) = (Reach::whole(&hub), hub.servers.database_url());
    reach.clock("2024-01-02T09:00:00Z").await;
    reach.load_reference_data().await;
    measuring::an_instrument_is_released(&reach).await;
    measuring::a_wave_is_planned(&reach, "w1", 1).await;
    measuring::begin(&reach, "w1").await;
    measuring::submit(&reach, "w1", measuring::responses(0))
        .await
        .unwrap();
    measuring::close(&reach, "w1").await;
    reach.clock("2025-01-01T09:00:00Z").await;
    assert!(measuring::kept(&database).await > 0, "the term is not over");
    reach.clock("2025-01-03T09:00:00Z").await;
    eventually("the responses are deleted", async || {
        (measuring::kept(&database).await == 0).then_some(())
    })
    .await;
    let refused = measuring::estimate(&reach, "w1").await.unwrap_err();
    assert_eq!(refused, "MEASUREMENT_WRONG_STATE");
}

/// What a changing call of the block begins with.
fn changing(extra: Value) -> Value {
    let mut call = json!({"requestId": request_id(), "blockId": "culture"});
    if let (Some(call), Some(extra)) = (call.as_object_mut(), extra.as_object()) {
        call.extend(extra.clone());
    }
    call
}

/// The types of all events in the ledger that the block published, with their data.
async fn published(hub: &Reach<'_>) -> Vec<(String, String)> {
    let read = json!({"filter": {"blocks": ["culture"]}});
    let auditor = hub.ledger("auditor");
    let mut stream = auditor
        .ledger()
        .read_events(request(read))
        .await
        .unwrap()
        .into_inner();
    let mut found = Vec::new();
    while let Some(read) = stream.message().await.unwrap() {
        let entries = read.entries.into_iter();
        found.extend(entries.map(|it| (it.r#type, String::from_utf8_lossy(&it.data).into_owned())));
    }
    found
}
