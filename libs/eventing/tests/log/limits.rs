//! How much the store takes, and what becomes of those who do not wait for it.

use std::{pin::Pin, time::Duration};

use eventing::{Committed, ExecuteError, Store};
use futures::{FutureExt, future::join_all};
use sqlx::{PgPool, Postgres, Transaction};

use crate::counter::{Command, Counter, TestLog, meta};

/// Commands under way at a time, as the store's documentation says.
const COMMANDS_MAX: usize = 4_096;

/// Holds the log's head: nothing is written until it is let go.
pub(crate) async fn hold_head(pool: &PgPool) -> Transaction<'static, Postgres> {
    let mut held = pool.begin().await.unwrap();
    sqlx::query("SELECT FROM head FOR UPDATE")
        .execute(&mut *held)
        .await
        .unwrap();
    held
}

/// Waits until so many wait for a lock, one behind the other, as the writer's batches do behind a head that is held.
pub(crate) async fn they_wait(held: &mut Transaction<'static, Postgres>, how_many: i64) {
    let waits = async {
        let mut waiting = 0;
        while waiting < how_many {
            waiting = sqlx::query_scalar(
                "WITH RECURSIVE behind (pid) AS (
                    SELECT pg_backend_pid()
                    UNION SELECT waiting.pid FROM behind
                        JOIN (SELECT DISTINCT pid FROM pg_locks WHERE NOT granted) AS waiting
                        ON behind.pid = ANY (pg_blocking_pids(waiting.pid)))
                 SELECT count(*) - 1 FROM behind",
            )
            .fetch_one(&mut **held)
            .await
            .unwrap();
        }
    };
    tokio::time::timeout(Duration::from_secs(30), waits)
        .await
        .expect("too few wait for the head");
}

type Call<'a> = Pin<Box<dyn Future<Output = Result<Committed, ExecuteError>> + Send + 'a>>;

fn add(store: &Store, call: usize) -> Call<'_> {
    Box::pin(async move {
        store
            .execute::<Counter>(&format!("c{call}"), Command::Add { ceiling: 1 }, &meta(None))
            .await
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn as_many_commands_are_under_way_as_the_store_takes_and_not_one_more() {
    let log = TestLog::open().await;
    let held = hold_head(log.store.pool()).await;
    let mut calls: Vec<_> = (0..COMMANDS_MAX).map(|call| add(&log.store, call)).collect();
    for call in &mut calls {
        assert!(call.now_or_never().is_none(), "there is room");
    }
    let beyond = add(&log.store, COMMANDS_MAX).await;
    assert!(matches!(beyond, Err(ExecuteError::Busy)), "{beyond:?}");

    drop(calls.pop());
    calls.push(add(&log.store, COMMANDS_MAX));
    assert!(
        calls[COMMANDS_MAX - 1].as_mut().now_or_never().is_none(),
        "who goes away leaves room for one"
    );
    let beyond = add(&log.store, COMMANDS_MAX + 1).await;
    assert!(matches!(beyond, Err(ExecuteError::Busy)), "{beyond:?}");

    held.rollback().await.unwrap();
    for outcome in join_all(calls).await {
        assert_eq!(outcome.unwrap().version, 2);
    }
    assert_eq!(log.store.head().await.unwrap(), 2 * COMMANDS_MAX as u64);
}
