//! Stopping in an orderly way under load, and a part that cannot go on.

use std::time::{Duration, Instant};

use serde_json::json;

use crate::{
    checks, play, quiet,
    workload::Workload,
    world::{Layout, Setting, World},
};

/// What "seconds" means: calls under way and tasks get ten.
const STOP_SECONDS: u64 = 15;

const fn in_layout(layout: Layout) -> Setting {
    Setting {
        layout,
        small_disk: false,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hub_that_is_told_to_stop_under_load_takes_seconds_and_loses_nothing() {
    let mut world = World::new(in_layout(Layout::Whole)).await.unwrap();
    let workload = Workload::start(&world, 1, 8);
    for _ in 0..2 {
        let started = Instant::now();
        let enough = world.record.totals().0 + 30;
        testkit::eventually("some changes are made", async || {
            (world.record.totals().0 > enough).then_some(())
        })
        .await;
        let asked = Instant::now();
        let status = world.processes[0].stop().await.unwrap();
        assert!(
            status.success() && asked.elapsed() < Duration::from_secs(STOP_SECONDS),
            "{status} after {:?}, {:?} in all",
            asked.elapsed(),
            started.elapsed()
        );
        world.start(0, &[]).unwrap();
        world.ready().await.unwrap();
    }
    workload.stop().await;
    quiet::wait(&mut world).await.unwrap();
    let mut played = play::Played::default();
    play::check(&mut world, &mut played).await.unwrap();
    played.findings.append(&mut world.surprises);
    assert!(played.findings.is_empty(), "{:#?}", played.findings);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_part_that_cannot_go_on_stops_its_process_with_its_reason() {
    let mut world = World::new(in_layout(Layout::Separate)).await.unwrap();
    let programme = world.running("programme")[0];
    let mut database = checks::connect(&world).await.unwrap();
    // A fact that nobody can read: neither relay nor projections may pass it over.
    sqlx::query(
        "WITH moved AS (UPDATE programme.head SET position = position + 1 RETURNING position)
         INSERT INTO programme.events (aggregate_type, aggregate_id, sequence, event_type, event_version, payload, metadata, position)
         SELECT 'project', 'llo-broken', 1, 'Registered', '1.0', $1, '{\"actor\": \"nobody\"}', position FROM moved",
    )
    .bind(json!({"Registered": {"profile": 7}}))
    .execute(&mut database)
    .await
    .unwrap();
    let status = testkit::eventually("the process ends", async || {
        world.processes[programme].has_ended().unwrap()
    })
    .await;
    // The whole of it: a backtrace may follow the reason.
    let log = std::fs::read_to_string(world.log(programme)).unwrap();
    assert!(!status.success(), "{status}\n{log}");
    assert!(log.contains("the task programme"), "{log}");
}
