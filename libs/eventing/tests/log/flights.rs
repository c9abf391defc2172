//! Two batches under way, the second behind the first.

use eventing::{Committed, ExecuteError, Store};
use sqlx::{Executor, Postgres, Transaction};
use tokio::task::JoinHandle;

use crate::{
    counter::{Command, Counter, TestLog, meta},
    limits::{hold_head, they_wait},
};

fn add(store: &Store, id: &'static str) -> JoinHandle<Result<Committed, ExecuteError>> {
    let store = store.clone();
    tokio::spawn(async move {
        store
            .execute::<Counter>(id, Command::Add { ceiling: 1_000 }, &meta(None))
            .await
    })
}

/// A log whose head is held, with a batch that waits for it and another one behind that.
async fn two_under_way() -> (
    TestLog,
    Transaction<'static, Postgres>,
    [JoinHandle<Result<Committed, ExecuteError>>; 2],
) {
    let log = TestLog::open().await;
    // One caller was answered, so the next one goes as soon as it comes.
    add(&log.store, "before").await.unwrap().unwrap();
    let mut held = hold_head(log.store.pool()).await;
    let first = add(&log.store, "first");
    they_wait(&mut held, 1).await;
    let second = add(&log.store, "second");
    they_wait(&mut held, 2).await;
    (log, held, [first, second])
}

async fn streams(log: &TestLog) -> Vec<(u64, String)> {
    let facts = log.store.read(0, 100).await.unwrap();
    facts
        .into_iter()
        .map(|fact| (fact.position, fact.stream_id))
        .collect()
}

fn in_order(streams: &[&str]) -> Vec<(u64, String)> {
    (1..).zip(streams.iter().map(|id| (*id).to_owned())).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_second_stands_right_behind_the_first() {
    let (log, held, calls) = two_under_way().await;
    held.rollback().await.unwrap();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    let expected = ["before", "before", "first", "first", "second", "second"];
    assert_eq!(streams(&log).await, in_order(&expected));
}

#[tokio::test(flavor = "multi_thread")]
async fn when_somebody_else_has_written_both_are_written_behind_that() {
    let (log, mut held, calls) = two_under_way().await;
    for statement in [
        "INSERT INTO events (position, aggregate_type, aggregate_id, sequence, event_type, event_version, payload, metadata, timestamp)
         SELECT position + 1, 'counter', 'other', 1, 'Added', '1', '\"Added\"', '{\"actor\":\"p\"}', now() FROM head",
        "UPDATE head SET position = position + 1",
    ] {
        held.execute(statement).await.unwrap();
    }
    held.commit().await.unwrap();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    let expected = ["before", "before", "other", "first", "first", "second", "second"];
    assert_eq!(streams(&log).await, in_order(&expected));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_loses_the_connection_of_the_first_is_told_and_the_second_is_written() {
    let (log, mut held, [first, second]) = two_under_way().await;
    // Of those who wait, the one that nobody but the holder is ahead of.
    let ended: bool = sqlx::query_scalar(
        "SELECT bool_and(pg_terminate_backend(pid)) FROM pg_locks
         WHERE NOT granted AND pg_blocking_pids(pid) = ARRAY[pg_backend_pid()]",
    )
    .fetch_one(&mut *held)
    .await
    .unwrap();
    assert!(ended);
    let told = first.await.unwrap().unwrap_err();
    assert!(matches!(told, ExecuteError::Unavailable(_)), "{told:?}");
    held.rollback().await.unwrap();
    second.await.unwrap().unwrap();
    let expected = ["before", "before", "second", "second"];
    assert_eq!(streams(&log).await, in_order(&expected));
}
