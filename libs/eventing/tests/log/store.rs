//! What the store promises.

use eventing::{Context, ExecuteError, RequestKey};
use futures::future::join_all;
use uuid::Uuid;

use crate::counter::{Command, Counter, TestLog, meta};

const ADD: Command = Command::Add { ceiling: 1_000 };

#[tokio::test(flavor = "multi_thread")]
async fn places_are_gapless_and_every_change_counts_once_under_many_callers() {
    let log = TestLog::open().await;
    let calls = (0..200_u32).map(|call| {
        let store = log.store.clone();
        async move {
            store
                .execute::<Counter>(&format!("c{}", call % 20), ADD, &meta(None))
                .await
        }
    });
    let outcomes = join_all(calls).await;
    let done = outcomes.iter().filter(|outcome| outcome.is_ok()).count() as u64;
    // Those that gave up said so and left nothing behind.
    assert!(
        outcomes
            .iter()
            .filter_map(|outcome| outcome.as_ref().err())
            .all(|error| matches!(error, ExecuteError::Contended))
    );
    assert!(done >= 20, "at least one change of each counter goes through");

    let facts = log.store.read(0, 10_000).await.unwrap();
    assert_eq!(
        facts.iter().map(|fact| fact.position).collect::<Vec<_>>(),
        (1..=done * 2).collect::<Vec<_>>()
    );
    let mut counted = 0;
    for counter in 0..20 {
        counted += log
            .store
            .load::<Counter>(&format!("c{counter}"))
            .await
            .unwrap()
            .state
            .value;
    }
    assert_eq!(counted, done);
}

#[tokio::test]
async fn the_same_request_is_carried_out_once_and_answered_alike() {
    let log = TestLog::open().await;
    let request = Some(Uuid::now_v7());
    let first = log
        .store
        .execute::<Counter>("c", Command::Add { ceiling: 1 }, &meta(request))
        .await
        .unwrap();
    // By now the rule would refuse it: the answer is the first one all the same.
    let second = log
        .store
        .execute::<Counter>("c", Command::Add { ceiling: 1 }, &meta(request))
        .await
        .unwrap();
    assert_eq!(
        (second.positions.clone(), second.version, second.public_position),
        (first.positions, first.version, Some(1))
    );
    assert!(second.repeated && !first.repeated);
    assert_eq!(log.store.load::<Counter>("c").await.unwrap().state.value, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_request_at_the_same_time_is_carried_out_once() {
    let log = TestLog::open().await;
    let request = Some(Uuid::now_v7());
    let calls = (0..16).map(|_| {
        let store = log.store.clone();
        async move { store.execute::<Counter>("c", ADD, &meta(request)).await.unwrap() }
    });
    let outcomes = join_all(calls).await;
    assert_eq!(outcomes.iter().filter(|outcome| !outcome.repeated).count(), 1);
    assert!(outcomes.iter().all(|outcome| outcome.positions == [1, 2]));
}

#[tokio::test]
async fn a_request_id_with_other_content_is_refused() {
    let log = TestLog::open().await;
    let id = Uuid::now_v7();
    log.store
        .execute::<Counter>("c", ADD, &meta(Some(id)))
        .await
        .unwrap();
    let mut other = meta(Some(id));
    other.request = Some(RequestKey::new(id, "Add", "p-test", b"other content"));
    let refused = log.store.execute::<Counter>("c", ADD, &other).await.unwrap_err();
    assert!(matches!(refused, ExecuteError::RequestReused(reused) if reused == id));
    assert_eq!(log.store.head().await.unwrap(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rule_over_two_aggregates_holds_under_concurrency() {
    let log = TestLog::open().await;
    // Together the two counters may not pass 10; each decision reads the other one.
    let calls = (0..40_u32).map(|call| {
        let store = log.store.clone();
        let (own, other) = if call % 2 == 0 { ("a", "b") } else { ("b", "a") };
        async move {
            store
                .execute_reading::<Counter, _, ExecuteError>(own, &meta(None), |reading| {
                    Box::pin(async move {
                        let others = reading.read::<Counter>(other).await?.state.value;
                        Ok(Command::Add {
                            ceiling: 10_u64.saturating_sub(others),
                        })
                    })
                })
                .await
        }
    });
    join_all(calls).await;
    let a = log.store.load::<Counter>("a").await.unwrap().state.value;
    let b = log.store.load::<Counter>("b").await.unwrap().state.value;
    assert!(a + b <= 10, "{a} + {b} passes the ceiling");
    assert!(a + b > 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn facts_are_filed_under_what_was_read_also_when_others_write_in_between() {
    let log = TestLog::open().await;
    let elsewhere = log.another().await;
    // The decision reads its own aggregate, so that it knows from memory what two processes write by turns.
    for (store, turn) in [&log.store, &elsewhere].into_iter().cycle().zip(0..10_u64) {
        store
            .execute_reading::<Counter, _, ExecuteError>("c", &meta(None), |reading| {
                Box::pin(async move {
                    let value = reading.read::<Counter>("c").await?.state.value;
                    reading.file_under(Context {
                        theme: Some(value.to_string()),
                        ..Context::default()
                    });
                    Ok(ADD)
                })
            })
            .await
            .unwrap();
        let facts = store.read(2 * turn, 2).await.unwrap();
        let themes: Vec<_> = facts.into_iter().map(|fact| fact.meta.context.theme).collect();
        assert_eq!(themes, [Some(turn.to_string()), Some(turn.to_string())]);
    }
}

#[tokio::test]
async fn one_that_conflicts_does_not_fail_its_neighbours() {
    let log = TestLog::open().await;
    let request = Some(Uuid::now_v7());
    log.store
        .execute::<Counter>("known", ADD, &meta(request))
        .await
        .unwrap();
    // Sent together they are written together, and one of them hits the request record.
    let (again, new) = (meta(request), meta(None));
    let (repeated, fresh, other) = tokio::join!(
        log.store.execute::<Counter>("known", ADD, &again),
        log.store.execute::<Counter>("x", ADD, &new),
        log.store.execute::<Counter>("y", ADD, &new),
    );
    assert!(repeated.unwrap().repeated);
    assert!(fresh.is_ok() && other.is_ok());
}

#[tokio::test]
async fn a_database_that_goes_away_is_told_and_leaves_nothing_half_done() {
    let mut log = TestLog::open_durable().await;
    log.store.execute::<Counter>("c", ADD, &meta(None)).await.unwrap();
    log.postgres.stop_immediate().await.unwrap();
    let request = Some(Uuid::now_v7());
    let refused = log
        .store
        .execute::<Counter>("c", ADD, &meta(request))
        .await
        .unwrap_err();
    assert!(matches!(refused, ExecuteError::Unavailable(_)), "{refused}");
    log.postgres.restart().await.unwrap();
    // Connections that broke are found out one by one; asking again with the same id is safe.
    for _ in 0..20 {
        if log
            .store
            .execute::<Counter>("c", ADD, &meta(request))
            .await
            .is_ok()
        {
            break;
        }
    }
    assert_eq!(log.store.load::<Counter>("c").await.unwrap().state.value, 2);
}

#[tokio::test]
async fn a_server_that_takes_no_changes_is_away_until_another_one_does() {
    let log = TestLog::open().await;
    log.store.execute::<Counter>("c", ADD, &meta(None)).await.unwrap();
    // As after a failover: whoever connects now has reached a standby.
    let mut admin = log.store.pool().acquire().await.unwrap();
    for statement in [
        "ALTER ROLE CURRENT_USER SET default_transaction_read_only = on",
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname IS NOT NULL",
    ] {
        sqlx::query(statement).execute(&mut *admin).await.unwrap();
    }
    for _ in 0..5 {
        let refused = log.store.execute::<Counter>("c", ADD, &meta(None)).await;
        assert!(
            matches!(refused, Err(ExecuteError::Unavailable(_))),
            "{refused:?}"
        );
    }
    sqlx::query("ALTER ROLE CURRENT_USER RESET default_transaction_read_only")
        .execute(&mut *admin)
        .await
        .unwrap();
    let committed = log.store.execute::<Counter>("c", ADD, &meta(None)).await;
    assert_eq!(committed.unwrap().version, 4);
}

#[tokio::test]
async fn the_log_tells_context_and_actor_of_each_fact() {
    let log = TestLog::open().await;
    log.store.execute::<Counter>("c", ADD, &meta(None)).await.unwrap();
    let facts = log.store.read(0, 10).await.unwrap();
    assert_eq!(facts[0].meta.context, meta(None).context);
    assert_eq!(
        (facts[0].version, facts[1].version, facts[0].stream_id.as_str()),
        (1, 2, "c")
    );
    assert!(facts[0].fact::<Counter>().unwrap().is_ok());
}

#[tokio::test]
async fn old_requests_are_forgotten_and_newer_ones_are_not() {
    let log = TestLog::open().await;
    let (old, new) = (Uuid::now_v7(), Uuid::now_v7());
    log.store
        .execute::<Counter>("c", ADD, &meta(Some(old)))
        .await
        .unwrap();
    let mut later = meta(Some(new));
    later.at = "2024-03-01T00:00:00Z".parse().unwrap();
    log.store.execute::<Counter>("c", ADD, &later).await.unwrap();
    let before = "2024-02-01T00:00:00Z".parse().unwrap();
    assert_eq!(log.store.forget_requests(before, 10).await.unwrap(), 1);
    assert!(log.store.known_request(&meta(Some(old))).await.unwrap().is_none());
    assert!(log.store.known_request(&later).await.unwrap().is_some());
}
