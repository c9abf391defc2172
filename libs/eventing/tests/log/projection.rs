//! Projections of the log: each fact once, whoever feeds them.

use std::{sync::Arc, time::Duration};

use async_trait::async_trait;
use eventing::{
    Projection, ProjectionError, Recorded, Store,
    projection::{FollowerHandle, follow_log, reset},
};
use sqlx::PgConnection;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::counter::{Command, Counter, TestLog, meta};

/// How long the rows are waited for.
const PATIENCE: Duration = Duration::from_secs(60);

/// The places of the facts of one counter; a second row for one would be refused.
struct Places;

#[async_trait]
impl Projection for Places {
    fn name(&self) -> &'static str {
        "places"
    }

    fn is_concerned(&self, fact: &Recorded) -> bool {
        fact.stream_id == "seen"
    }

    async fn apply(
        &self,
        batch: &[Arc<Recorded>],
        connection: &mut PgConnection,
    ) -> Result<(), ProjectionError> {
        let places: Vec<i64> = batch
            .iter()
            .filter(|fact| self.is_concerned(fact))
            .map(|fact| fact.position.cast_signed())
            .collect();
        assert!(!places.is_empty(), "nothing in this batch concerns it");
        sqlx::query("INSERT INTO places SELECT * FROM UNNEST($1::bigint[])")
            .bind(places)
            .execute(connection)
            .await?;
        Ok(())
    }

    async fn reset(&self, connection: &mut PgConnection) -> Result<(), ProjectionError> {
        sqlx::query("DELETE FROM places").execute(connection).await?;
        Ok(())
    }
}

async fn places(store: &Store) -> Vec<i64> {
    sqlx::query_scalar("SELECT place FROM places ORDER BY place")
        .fetch_all(store.pool())
        .await
        .unwrap()
}

async fn at_the_end(store: &Store, followers: &[FollowerHandle], expected: &[i64]) {
    let head = store.head().await.unwrap();
    let reached = async {
        for follower in followers {
            follower.wait_for(head).await.unwrap();
        }
        while places(store).await != expected {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(PATIENCE, reached)
        .await
        .unwrap_or_else(|_| panic!("the rows do not become those of the log"));
}

#[tokio::test(flavor = "multi_thread")]
async fn two_replicas_write_each_row_once_also_when_the_rows_are_emptied_under_them() {
    let log = TestLog::open().await;
    sqlx::query("CREATE TABLE places (place bigint PRIMARY KEY)")
        .execute(log.store.pool())
        .await
        .unwrap();
    let (stop, tasks) = (CancellationToken::new(), TaskTracker::new());
    let followers: Vec<_> = [log.store.clone(), log.another().await]
        .into_iter()
        .map(|store| {
            let (handle, run) = follow_log(store, Arc::new(Places), stop.clone());
            tasks.spawn(async move { run.await.unwrap() });
            handle
        })
        .collect();
    let mut expected = Vec::new();
    for turn in 0..60 {
        // Three commands in a row that concern the projection, and three that do not.
        let id = if turn % 6 < 3 { "seen" } else { "other" };
        let add = Command::Add { ceiling: 1_000 };
        let committed = log.store.execute::<Counter>(id, add, &meta(None)).await.unwrap();
        if id == "seen" {
            expected.extend(committed.positions.iter().map(|place| place.cast_signed()));
        }
        if turn == 30 {
            reset(log.store.pool(), &Places).await.unwrap();
        }
    }
    at_the_end(&log.store, &followers, &expected).await;
    reset(log.store.pool(), &Places).await.unwrap();
    at_the_end(&log.store, &followers, &expected).await;
    stop.cancel();
    tasks.close();
    tasks.wait().await;
}
