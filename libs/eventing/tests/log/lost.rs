//! A database that comes back with less than it had, as after a restore or a failover to a standby that was behind: what it has
//! is the truth, and nothing that was in memory is built upon.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use cqrs_es::CqrsFramework;
use eventing::{Aggregate, ExecuteError, Store};

use crate::counter::{Command, Counter, TestLog, meta};

const ADD: Command = Command::Add { ceiling: 1_000 };

/// How often something is tried while broken connections are found out one by one.
const TRIES: usize = 20;

/// Takes away what stands after a place in the log, and all connections.
async fn lose(store: &Store, place: u64) {
    for statement in [
        format!("DELETE FROM events WHERE position > {place}"),
        format!("UPDATE head SET position = {place}"),
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname IS NOT NULL"
            .to_owned(),
    ] {
        sqlx::query(&statement).execute(store.pool()).await.unwrap();
    }
}

/// Adds one, again while the database is away.
async fn add(store: &Store, id: &str) -> u64 {
    for _ in 0..TRIES {
        match store.execute::<Counter>(id, ADD, &meta(None)).await {
            Ok(committed) => return committed.version,
            Err(ExecuteError::Unavailable(_)) => {}
            Err(error) => panic!("{error:?}"),
        }
    }
    panic!("the database stays away");
}

async fn value(store: &Store, id: &str) -> u64 {
    store.load::<Counter>(id).await.unwrap().state.value
}

#[tokio::test]
async fn a_database_that_comes_back_with_less_is_believed() {
    let log = TestLog::open().await;
    for _ in 0..3 {
        add(&log.store, "c").await;
    }
    lose(&log.store, 4).await;
    assert_eq!(add(&log.store, "c").await, 6);
    assert_eq!(value(&log.another().await, "c").await, 3);
}

#[tokio::test]
async fn what_was_read_before_the_first_append_is_not_built_upon_either() {
    let log = TestLog::open().await;
    for _ in 0..3 {
        add(&log.store, "c").await;
    }
    let reader = log.another().await;
    assert_eq!(value(&reader, "c").await, 3);
    lose(&log.store, 4).await;
    assert_eq!(add(&reader, "c").await, 6);
    assert_eq!(value(&log.another().await, "c").await, 3);
}

#[tokio::test]
async fn a_decision_on_what_was_lost_meanwhile_is_made_again() {
    let log = TestLog::open().await;
    for _ in 0..3 {
        add(&log.store, "read").await;
    }
    let store = log.store.clone();
    let (runs, seen) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)));
    let (told_runs, told_seen) = (runs.clone(), seen.clone());
    log.store
        .execute_reading::<Counter, _, ExecuteError>("c", &meta(None), move |reading| {
            let (store, runs, seen) = (store.clone(), told_runs.clone(), told_seen.clone());
            Box::pin(async move {
                let read = reading.read::<Counter>("read").await?.state.value;
                seen.store(read, Ordering::Relaxed);
                if runs.fetch_add(1, Ordering::Relaxed) == 0 {
                    // Between reading and deciding the newest is lost, and the writer has found a new connection.
                    lose(&store, 4).await;
                    commit_elsewhere(&store).await;
                }
                Ok(ADD)
            })
        })
        .await
        .unwrap();
    assert_eq!(seen.load(Ordering::Relaxed), 2, "decided on what is not there");
    assert!(runs.load(Ordering::Relaxed) > 1);
}

/// Appends through the framework, which takes no turn among the commands.
async fn commit_elsewhere(store: &Store) {
    let framework = CqrsFramework::<Aggregate<Counter>, Store>::new(store.clone(), Vec::new(), ());
    for _ in 0..TRIES {
        if framework.execute("elsewhere", ADD).await.is_ok() {
            return;
        }
    }
    panic!("the database stays away");
}

#[tokio::test]
async fn a_version_that_is_not_there_whole_is_not_made_up() {
    let log = TestLog::open().await;
    add(&log.store, "c").await;
    let beyond = log.store.load_at::<Counter>("c", 3).await;
    assert!(
        matches!(beyond, Err(ExecuteError::Gap { version: 3, .. })),
        "{beyond:?}"
    );
    sqlx::query("DELETE FROM events WHERE sequence = 1")
        .execute(log.store.pool())
        .await
        .unwrap();
    let holed = log.another().await.load_at::<Counter>("c", 2).await;
    assert!(
        matches!(holed, Err(ExecuteError::Gap { version: 2, .. })),
        "{holed:?}"
    );
}
