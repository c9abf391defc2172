//! The whole ledger on a real PostgreSQL and a real broker, and what happens when they fail.

use std::collections::BTreeMap;
use std::time::Duration;

use async_nats::HeaderMap;
use bytes::Bytes;
use contracts::ledger::v1::ledger_service_server::LedgerService;
use contracts::ledger::v1::{
    EventFilter, GetBlockHeadRequest, GetBlockHeadResponse, GetEventRequest, GetHeadRequest,
    ReadEventsRequest, ReadEventsResponse, get_event_request,
};
use futures::StreamExt;
use tonic::{Code, Request};

use crate::fixture::{Broker, Database, Replica, cloud_event, eventually};

/// Gapless positions, and each block's sequences from 1 without a gap.
fn assert_sound(entries: &[(u64, String, u64)]) {
    let mut blocks: BTreeMap<&str, u64> = BTreeMap::new();
    for (index, (position, block, sequence)) in entries.iter().enumerate() {
        assert_eq!(*position, index as u64 + 1);
        let last = blocks.entry(block).or_default();
        assert_eq!(*sequence, *last + 1, "{block}");
        *last = *sequence;
    }
}

async fn whole_head(replica: &Replica, block: &str) -> GetBlockHeadResponse {
    let request = Request::new(GetBlockHeadRequest { block: block.into() });
    replica.calls.get_block_head(request).await.unwrap().into_inner()
}

async fn block_head(replica: &Replica, block: &str) -> u64 {
    whole_head(replica, block).await.sequence
}

#[tokio::test(flavor = "multi_thread")]
async fn a_block_hears_which_event_of_a_fact_the_ledger_has() {
    let (database, broker) = tokio::join!(Database::start(), Broker::start());
    let replica = Replica::start(&database.store, &broker.bus);
    let place = async || {
        let head = whole_head(&replica, "radar").await;
        (head.sequence, head.log_position, head.part)
    };
    assert_eq!(place().await, (0, 0, 0));
    // The fourth is the second event of the fact of the third.
    broker.publish("radar", 1..=3).await;
    replica.reaches(3).await;
    assert_eq!(place().await, (3, 6, 1));
    broker.publish("radar", [4]).await;
    replica.reaches(4).await;
    assert_eq!(place().await, (4, 6, 2));
    broker.publish("radar", [5]).await;
    replica.reaches(5).await;
    assert_eq!(place().await, (5, 10, 1));
    assert_sound(&replica.entries().await);
    replica.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn repeats_gaps_and_nonsense_leave_a_sound_ledger() {
    let (database, broker) = tokio::join!(Database::start(), Broker::start());
    let replica = Replica::start(&database.store, &broker.bus);
    broker.publish("programme", [1, 2, 2, 1, 3]).await;
    broker.publish("radar", [2, 3]).await;
    broker
        .publish_raw("radar", HeaderMap::new(), Bytes::from_static(b"\xff"))
        .await;
    let mut foreign = cloud_event("programme", 4).to_headers();
    foreign.insert("ce-subject", "%C0%A0");
    broker
        .publish_raw("programme", foreign, Bytes::from_static(b"{}"))
        .await;
    broker.publish("programme", [4]).await;
    replica.reaches(4).await;
    eventually("everything was looked at", async || {
        replica.metrics.counted()[3] == 2
    })
    .await;
    assert_eq!(block_head(&replica, "radar").await, 0);
    broker.publish("radar", 1..=3).await;
    replica.reaches(7).await;
    assert_sound(&replica.entries().await);
    let [appended, repeats, gaps, rejected] = replica.metrics.counted();
    assert_eq!([appended, repeats, gaps, rejected], [7, 2, 2, 2]);
    replica.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_broker_that_comes_back_empty_costs_nothing() {
    let (database, mut broker) = tokio::join!(Database::start(), Broker::start());
    let replica = Replica::start(&database.store, &broker.bus);
    broker.publish("programme", 1..=5).await;
    replica.reaches(5).await;
    broker.server.stop().await.unwrap();
    eventually("the ledger says that the broker is away", async || {
        replica.health.broker().is_err()
    })
    .await;
    broker.server.restart_with_empty_store().await.unwrap();
    broker
        .publish("programme", block_head(&replica, "programme").await + 1..=9)
        .await;
    replica.reaches(9).await;
    assert_sound(&replica.entries().await);
    eventually("the ledger is well again", async || {
        replica.health.broker().is_ok()
    })
    .await;
    replica.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_goes_away_delays_and_loses_nothing() {
    let (mut database, broker) = tokio::join!(Database::start(), Broker::start());
    let replica = Replica::start(&database.store, &broker.bus);
    broker.publish("programme", 1..=3).await;
    replica.reaches(3).await;
    database.server.stop().await.unwrap();
    broker.publish("programme", 4..=300).await;
    eventually("the ledger says that its database is away", async || {
        replica.health.database().is_err()
    })
    .await;
    let refused = replica
        .calls
        .get_head(Request::new(GetHeadRequest {}))
        .await
        .unwrap_err();
    assert_eq!(refused.code(), Code::Unavailable);
    database.server.restart().await.unwrap();
    replica.reaches(300).await;
    assert_sound(&replica.entries().await);
    eventually("the ledger is well again", async || {
        replica.health.database().is_ok()
    })
    .await;
    replica.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_replica_takes_over_at_once_where_the_first_one_stopped() {
    let (database, broker) = tokio::join!(Database::start(), Broker::start());
    let first = Replica::start(&database.store, &broker.bus);
    broker.publish("programme", 1..=50).await;
    first.reaches(50).await;
    let second = Replica::start(&database.store, &broker.bus);
    second.reaches(50).await;
    broker.publish("programme", 51..=200).await;
    first.stop().await;
    broker.publish("programme", 201..=250).await;
    let taking_over = tokio::time::timeout(Duration::from_secs(15), second.reaches(250));
    taking_over
        .await
        .expect("what the first replica had fetched must not be waited for");
    assert_sound(&second.entries().await);
    let [_, _, gaps, rejected] = second.metrics.counted();
    assert_eq!([gaps, rejected], [0, 0]);
    second.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_killed_process_had_fetched_is_fetched_again_at_once() {
    let (database, broker) = tokio::join!(Database::start(), Broker::start());
    broker.publish("programme", 1..=20).await;
    let consumer = broker.bus.ensure_consumer("programme", "ledger").await.unwrap();
    let fetched = consumer.fetch().max_messages(10).messages().await.unwrap();
    assert_eq!(fetched.count().await, 10);
    let replica = Replica::start(&database.store, &broker.bus);
    let catching_up = tokio::time::timeout(Duration::from_secs(15), replica.reaches(20));
    catching_up
        .await
        .expect("the broker's patience with the killed process must not be waited for");
    assert_sound(&replica.entries().await);
    replica.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_followed_read_goes_live_also_in_a_process_that_does_not_write() {
    let (database, broker) = tokio::join!(Database::start(), Broker::start());
    let writer = Replica::start(&database.store, &broker.bus);
    broker.publish("programme", 1..=3).await;
    writer.reaches(3).await;
    let reader = Replica::start(&database.store, &broker.bus);
    let request = ReadEventsRequest {
        from_position: 2,
        follow: true,
        limit: 4,
        ..Default::default()
    };
    let mut messages = reader
        .calls
        .read_events(Request::new(request))
        .await
        .unwrap()
        .into_inner();
    let first = messages.next().await.unwrap().unwrap();
    assert_eq!(
        (positions(&first), first.read_to_position, first.head_position),
        (vec![2, 3], 3, 3)
    );
    broker.publish("programme", 4..=9).await;
    let mut read = Vec::new();
    while let Some(message) = messages.next().await {
        read.extend(positions(&message.unwrap()));
    }
    assert_eq!(read, [4, 5]);
    reader.stop().await;
    writer.stop().await;
}

fn positions(message: &ReadEventsResponse) -> Vec<u64> {
    message.entries.iter().map(|entry| entry.position).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_hears_how_far_it_is_and_that_the_hub_stops() {
    let (database, broker) = tokio::join!(Database::start(), Broker::start());
    let replica = Replica::start(&database.store, &broker.bus);
    let read = async |request| {
        replica
            .calls
            .read_events(Request::new(request))
            .await
            .unwrap()
            .into_inner()
    };
    let messages: Vec<_> = read(ReadEventsRequest::default()).await.collect().await;
    let empty = ReadEventsResponse::default();
    assert_eq!(
        messages.into_iter().map(Result::unwrap).collect::<Vec<_>>(),
        [empty]
    );

    broker.publish("programme", 1..=3).await;
    replica.reaches(3).await;
    let filter = EventFilter {
        project_ids: vec!["nobody".into()],
        ..Default::default()
    };
    let request = ReadEventsRequest {
        filter: Some(filter),
        follow: true,
        ..Default::default()
    };
    let mut messages = read(request).await;
    let progress = messages.next().await.unwrap().unwrap();
    assert_eq!((progress.entries.len(), progress.read_to_position), (0, 3));
    replica.shutdown.cancel();
    assert_eq!(
        messages.next().await.unwrap().unwrap_err().code(),
        Code::Unavailable
    );
    assert!(messages.next().await.is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn unknown_events_and_blocks_are_not_found_and_nonsense_is_invalid() {
    let (database, broker) = tokio::join!(Database::start(), Broker::start());
    let replica = Replica::start(&database.store, &broker.bus);
    let event = async |key| {
        replica
            .calls
            .get_event(Request::new(GetEventRequest { key }))
            .await
            .map_err(|status| status.code())
    };
    assert_eq!(
        event(Some(get_event_request::Key::Position(7)))
            .await
            .unwrap_err(),
        Code::NotFound
    );
    assert_eq!(
        event(Some(get_event_request::Key::Position(u64::MAX)))
            .await
            .unwrap_err(),
        Code::NotFound
    );
    assert_eq!(
        event(Some(get_event_request::Key::EventId("radar-1".into())))
            .await
            .unwrap_err(),
        Code::NotFound
    );
    assert_eq!(event(None).await.unwrap_err(), Code::InvalidArgument);
    let block = async |block: &str| {
        let request = Request::new(GetBlockHeadRequest { block: block.into() });
        replica
            .calls
            .get_block_head(request)
            .await
            .map(|head| head.into_inner().sequence)
            .map_err(|s| s.code())
    };
    assert_eq!(block("radar").await, Ok(0));
    assert_eq!(block("nonsense").await, Err(Code::NotFound));
    assert_eq!(block("a b").await, Err(Code::InvalidArgument));
    replica.stop().await;
}
