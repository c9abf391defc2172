//! Aggregates in memory: what is kept there is never taken for the truth.

use eventing::{Decider, ExecuteError, Snapshots, Store};
use futures::future::join_all;
use serde::{Deserialize, Serialize};

use crate::counter::{CeilingReached, Command, Counted, Counter, TestLog, meta};

const ADD: Command = Command::Add { ceiling: 1_000 };

async fn add<D: Decider<Command = Command>>(store: &Store, id: &str) -> Result<u64, ExecuteError> {
    let committed = store.execute::<D>(id, ADD, &meta(None)).await?;
    Ok(committed.version)
}

#[tokio::test]
async fn what_another_process_has_changed_decides_also_when_nothing_is_appended() {
    let log = TestLog::open().await;
    let other = log.another().await;
    add::<Counter>(&log.store, "c").await.unwrap();
    add::<Counter>(&other, "c").await.unwrap();
    // In memory the counter stands at one, in the log at two.
    let refused = log
        .store
        .execute::<Counter>("c", Command::Add { ceiling: 2 }, &meta(None))
        .await;
    assert!(matches!(refused, Err(ExecuteError::Rejected(_))), "{refused:?}");
    add::<Counter>(&other, "c").await.unwrap();
    assert_eq!(add::<Counter>(&log.store, "c").await.unwrap(), 8);
    assert_eq!(log.store.load::<Counter>("c").await.unwrap().state.value, 4);
}

#[tokio::test]
async fn what_was_read_from_memory_is_looked_at_again_before_anything_rests_on_it() {
    let log = TestLog::open().await;
    let other = log.another().await;
    add::<Counter>(&log.store, "read").await.unwrap();
    add::<Counter>(&other, "read").await.unwrap();
    let by_read = async |ceiling_of: fn(u64) -> u64| {
        log.store
            .execute_reading::<Counter, _, ExecuteError>("c", &meta(None), |reading| {
                Box::pin(async move {
                    let value = reading.read::<Counter>("read").await?.state.value;
                    Ok(Command::Add {
                        ceiling: ceiling_of(value),
                    })
                })
            })
            .await
    };
    // Memory says one, which would refuse; the log says two, which allows.
    by_read(|value| value - 1).await.unwrap();
    add::<Counter>(&other, "read").await.unwrap();
    // Memory says two, which would allow; the log says three, which refuses.
    let refused = by_read(|value| if value == 2 { 1_000 } else { 0 }).await;
    assert!(matches!(refused, Err(ExecuteError::Rejected(_))), "{refused:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crowd_on_one_aggregate_gets_through() {
    let log = TestLog::open().await;
    let calls = (0..200).map(|_| {
        let store = log.store.clone();
        async move { add::<Counter>(&store, "c").await.unwrap() }
    });
    let mut versions = join_all(calls).await;
    versions.sort_unstable();
    assert_eq!(versions, (1..=200).map(|nth| nth * 2).collect::<Vec<_>>());
}

#[tokio::test(flavor = "multi_thread")]
async fn two_processes_on_the_same_aggregates_lose_nothing() {
    let log = TestLog::open().await;
    let other = log.another().await;
    let calls = (0..120).map(|call| {
        let store = if call % 2 == 0 { &log.store } else { &other }.clone();
        async move { add::<Counter>(&store, &format!("c{}", call % 3)).await }
    });
    let done = join_all(calls)
        .await
        .iter()
        .filter(|outcome| outcome.is_ok())
        .count() as u64;
    let mut counted = 0;
    for counter in 0..3 {
        counted += other
            .load::<Counter>(&format!("c{counter}"))
            .await
            .unwrap()
            .state
            .value;
    }
    assert_eq!(counted, done);
    let places: Vec<u64> = log
        .store
        .read(0, 1_000)
        .await
        .unwrap()
        .iter()
        .map(|fact| fact.position)
        .collect();
    assert_eq!(places, (1..=done * 2).collect::<Vec<_>>());
}

#[tokio::test]
async fn one_that_cannot_be_stored_does_not_fail_its_neighbours() {
    let log = TestLog::open().await;
    let (bad, good, other) = tokio::join!(
        add::<Counter>(&log.store, "a\0b"),
        add::<Counter>(&log.store, "x"),
        add::<Counter>(&log.store, "y"),
    );
    assert!(matches!(bad, Err(ExecuteError::Refused(_))), "{bad:?}");
    assert_eq!((good.unwrap(), other.unwrap()), (2, 2));
}

#[tokio::test]
async fn a_fact_that_is_missing_is_noticed() {
    let log = TestLog::open().await;
    add::<Counter>(&log.store, "c").await.unwrap();
    add::<Counter>(&log.store, "c").await.unwrap();
    sqlx::query("DELETE FROM events WHERE sequence = 2")
        .execute(log.store.pool())
        .await
        .unwrap();
    let refused = log.another().await.load::<Counter>("c").await;
    assert!(
        matches!(refused, Err(ExecuteError::Gap { version: 4, .. })),
        "{refused:?}"
    );
}

/// The counter, with snapshots.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
struct Kept<const SHAPE: u8>(Counter);

impl<const SHAPE: u8> Decider for Kept<SHAPE> {
    const TYPE: &'static str = "kept";
    const SNAPSHOTS: Option<Snapshots> = Some(Snapshots {
        every: 10,
        shape: if SHAPE == 1 { "1" } else { "2" },
    });
    type Command = Command;
    type Fact = Counted;
    type Rejection = CeilingReached;

    fn decide(&self, command: Command) -> Result<Vec<Counted>, CeilingReached> {
        self.0.decide(command)
    }

    fn evolve(&mut self, fact: Counted) {
        self.0.evolve(fact);
    }

    fn is_public(fact: &Counted) -> bool {
        Counter::is_public(fact)
    }
}

#[tokio::test]
async fn a_long_stream_starts_from_its_snapshot_and_an_old_shape_is_passed_over() {
    let log = TestLog::open().await;
    for _ in 0..6 {
        add::<Kept<1>>(&log.store, "c").await.unwrap();
    }
    let kept = async || -> Option<i64> {
        sqlx::query_scalar("SELECT version FROM snapshots")
            .fetch_optional(log.store.pool())
            .await
            .unwrap()
    };
    while kept().await != Some(10) {
        tokio::task::yield_now().await;
    }
    // Only the snapshot still knows of the first facts.
    sqlx::query("DELETE FROM events WHERE sequence <= 10")
        .execute(log.store.pool())
        .await
        .unwrap();
    let loaded = log.another().await.load::<Kept<1>>("c").await.unwrap();
    assert_eq!((loaded.state.0.value, loaded.version), (6, 12));
    let refused = log.another().await.load::<Kept<2>>("c").await;
    assert!(matches!(refused, Err(ExecuteError::Gap { .. })), "{refused:?}");
}
