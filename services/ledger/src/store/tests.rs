//! The tables on a real PostgreSQL.

use bytes::Bytes;
use contracts::options::v1::Audience;
use jiff::Timestamp;

use super::*;
use crate::event::tests::sample;
use crate::event::{Event, Malformed, Reason, leaf_hash};
use crate::filter::Filter;
use crate::fixture::Database;
use crate::sequence::BlockHead;

const NOW: Timestamp = Timestamp::constant(1_714_557_600, 0);

fn batch(events: Vec<Event>) -> Batch {
    Batch {
        events,
        rejected: Vec::new(),
    }
}

async fn append(database: &Database, events: Vec<Event>) -> Outcome {
    database.store.append(&batch(events), NOW).await.unwrap()
}

/// Positions read, and how far.
async fn read(database: &Database, query: Query<'_>) -> (Vec<u64>, u64) {
    let found = database.store.read(&query).await.unwrap();
    (
        found.entries.iter().map(|entry| entry.position).collect(),
        found.read_to,
    )
}

fn all(filter: &Filter) -> Query<'_> {
    Query {
        from: 1,
        to: 100,
        filter,
        audience: Audience::Hub,
        max_entries: 100,
        max_bytes: 1_000_000,
    }
}

#[tokio::test]
async fn an_event_is_appended_once_and_reads_back_as_it_was_sent() {
    let database = Database::start().await;
    let mut event = sample("programme", 1, 3);
    event.regions = vec!["AM01".into(), "AM02".into()];
    event.project = Some("LLO-2024-017".into());
    event.audience = Audience::Programmes;
    let outcome = append(&database, vec![event.clone(), event.clone()]).await;
    assert_eq!(
        (outcome.newest.position, outcome.appended.len(), outcome.repeats),
        (1, 1, 1)
    );
    assert!(append(&database, vec![event.clone()]).await.appended.is_empty());

    let entry = database
        .store
        .with_id(&event.id, Audience::Hub)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (
            entry.position,
            entry.block.as_str(),
            entry.sequence,
            entry.log_position
        ),
        (1, "programme", 1, 3)
    );
    assert_eq!(entry.region_ids, ["AM01", "AM02"]);
    assert_eq!(
        (entry.project_id.as_str(), entry.theme_id.as_str()),
        ("LLO-2024-017", "")
    );
    assert_eq!(entry.audience(), Audience::Programmes);
    assert_eq!(entry.data, br#"{"n":1}"#[..]);
    assert_eq!(entry.recorded_at.unwrap().seconds, NOW.as_second());
    let kept: (Vec<u8>, Vec<u8>) = sqlx::query_as("SELECT entry, leaf_hash FROM entries")
        .fetch_one(database.pool())
        .await
        .unwrap();
    assert_eq!(kept.0, **event.entry);
    assert_eq!(kept.1, leaf_hash(&event.entry));
}

#[tokio::test]
async fn heads_follow_the_entries_and_a_gap_is_refused() {
    let database = Database::start().await;
    let events = vec![
        sample("programme", 1, 3),
        sample("radar", 2, 9),
        sample("programme", 2, 4),
    ];
    let outcome = append(&database, events).await;
    assert_eq!(outcome.newest.position, 2);
    assert_eq!(outcome.gaps[0].expected, 1);
    assert_eq!(
        database.store.newest().await.unwrap(),
        Newest {
            position: 2,
            recorded_at: Some(NOW)
        }
    );
    let head = database.store.block_head("programme").await.unwrap();
    assert_eq!(
        head,
        Some(BlockHead {
            sequence: 2,
            log_position: 4,
            part: 1
        })
    );
    assert_eq!(database.store.block_head("radar").await.unwrap(), None);
}

#[tokio::test]
async fn a_repeat_with_other_content_is_told_and_never_overwrites() {
    let database = Database::start().await;
    append(&database, vec![sample("radar", 1, 5), sample("radar", 2, 6)]).await;
    let mut altered = sample("radar", 2, 6);
    altered.entry = Bytes::from_static(br#"{"data":{"n":"other"}}"#).into();
    let outcome = append(
        &database,
        vec![sample("radar", 1, 5), altered, sample("radar", 2, 7)],
    )
    .await;
    let ids: Vec<_> = outcome
        .conflicts
        .iter()
        .map(|c| (c.kept_id.as_str(), c.arrived_id.as_str()))
        .collect();
    assert_eq!(ids.len(), 2);
    assert!(ids.contains(&("radar-000000000006", "radar-000000000006")));
    assert!(ids.contains(&("radar-000000000006", "radar-000000000007")));
    let kept = database.store.at(2, Audience::Hub).await.unwrap().unwrap();
    assert_eq!(kept.data, br#"{"n":2}"#[..]);
}

#[tokio::test]
async fn nobody_changes_or_removes_an_entry() {
    let database = Database::start().await;
    append(&database, vec![sample("radar", 1, 5)]).await;
    for change in [
        "UPDATE entries SET subject = 'x'",
        "DELETE FROM entries",
        "TRUNCATE entries",
    ] {
        let refused = sqlx::query(change).execute(database.pool()).await.unwrap_err();
        assert!(
            refused.to_string().contains("never changed or removed"),
            "{change}: {refused}"
        );
    }
}

#[tokio::test]
async fn two_writers_at_once_take_turns() {
    let database = Database::start().await;
    let events: Vec<_> = (1..=200).map(|n| sample("radar", n, n)).collect();
    let write = |store: LedgerStore, events: Vec<Event>| async move {
        for event in events {
            store.append(&batch(vec![event]), NOW).await.unwrap();
        }
    };
    // Each as another process: what one knows of the tree is not what the other knows.
    let another = || LedgerStore::new(database.pool().clone());
    tokio::join!(write(another(), events.clone()), write(another(), events.clone()));
    append(&database, events).await;
    let (positions, _) = read(
        &database,
        Query {
            to: 500,
            max_entries: 500,
            ..all(&Filter::default())
        },
    )
    .await;
    assert_eq!(positions, (1..=200).collect::<Vec<_>>());
}

#[tokio::test]
async fn filters_and_audiences_hold_together_and_progress_is_told() {
    let database = Database::start().await;
    let mut events: Vec<_> = (1..=6).map(|n| sample("programme", n, n)).collect();
    events[1].project = Some("p1".into());
    events[2].project = Some("p2".into());
    events[2].regions = vec!["AM01".into(), "AM05".into()];
    events[3].audience = Audience::Hub;
    events[4].audience = Audience::Programmes;
    events[4].theme = Some("energy".into());
    append(&database, events).await;

    let filter = Filter {
        projects: vec!["p1".into(), "p2".into()],
        ..Filter::default()
    };
    let to_the_head = Query {
        to: 6,
        ..all(&filter)
    };
    assert_eq!(read(&database, to_the_head).await, (vec![2, 3], 6));
    let filter = Filter {
        regions: vec!["AM05".into()],
        ..filter
    };
    assert_eq!(read(&database, all(&filter)).await.0, [3]);
    let filter = Filter {
        themes: vec!["energy".into()],
        blocks: vec!["programme".into()],
        ..Filter::default()
    };
    assert_eq!(read(&database, all(&filter)).await.0, [5]);
    assert!(
        read(
            &database,
            Query {
                audience: Audience::Public,
                ..all(&filter)
            }
        )
        .await
        .0
        .is_empty()
    );
    let nothing = Filter::default();
    assert_eq!(
        read(
            &database,
            Query {
                audience: Audience::Public,
                ..all(&nothing)
            }
        )
        .await
        .0,
        [1, 2, 3, 6]
    );
    assert_eq!(
        read(
            &database,
            Query {
                audience: Audience::Programmes,
                ..all(&nothing)
            }
        )
        .await
        .0,
        [1, 2, 3, 5, 6]
    );
    assert_eq!(
        read(
            &database,
            Query {
                from: 2,
                to: 4,
                ..all(&nothing)
            }
        )
        .await,
        (vec![2, 3, 4], 4)
    );
    assert!(
        database
            .store
            .at(4, Audience::Programmes)
            .await
            .unwrap()
            .is_none()
    );
}

#[tokio::test]
async fn a_read_is_bounded_in_entries_and_bytes_and_says_how_far_it_came() {
    let database = Database::start().await;
    append(&database, (1..=9).map(|n| sample("programme", n, n)).collect()).await;
    let filter = Filter::default();
    assert_eq!(
        read(
            &database,
            Query {
                max_entries: 4,
                ..all(&filter)
            }
        )
        .await,
        (vec![1, 2, 3, 4], 4)
    );
    assert_eq!(
        read(
            &database,
            Query {
                max_bytes: 1,
                ..all(&filter)
            }
        )
        .await,
        (vec![1], 1)
    );
    let two = sample("programme", 1, 1).entry.len() + 1;
    assert_eq!(
        read(
            &database,
            Query {
                from: 3,
                max_bytes: two,
                ..all(&filter)
            }
        )
        .await,
        (vec![3, 4], 4)
    );
}

#[tokio::test]
async fn what_is_rejected_is_kept_once_and_counted() {
    let database = Database::start().await;
    let rejected = Rejected {
        block: "radar".into(),
        event_id: None,
        why: Malformed::new(Reason::DataNotJson, "expected `{`\0"),
        content: Bytes::from(vec![0xff; 10_000]),
    };
    for _ in 0..3 {
        let batch = Batch {
            events: Vec::new(),
            rejected: vec![rejected.clone(), rejected.clone()],
        };
        assert_eq!(
            database.store.append(&batch, NOW).await.unwrap().rejected.len(),
            2
        );
    }
    append(&database, vec![sample("radar", 1, 5), sample("radar", 2, 5)]).await;
    let rows: Vec<(String, i64, i64, i32)> =
        sqlx::query_as("SELECT reason, times, size, octet_length(sample) FROM rejected ORDER BY id")
            .fetch_all(database.pool())
            .await
            .unwrap();
    assert_eq!(rows[0], ("DATA_NOT_JSON".into(), 6, 10_000, 4_096));
    assert_eq!(rows[1].0, "OUT_OF_STEP");
}
