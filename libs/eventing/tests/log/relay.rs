//! The relay on a real log and a real broker, with a ledger that does as the test says.

use std::{
    sync::{Arc, Mutex, atomic::Ordering},
    time::Duration,
};

use async_nats::jetstream::consumer::pull::Stream;
use async_trait::async_trait;
use eventing::{
    CorruptFact, Published, Publisher, Recorded, Store,
    bus::Bus,
    cloudevent::CloudEvent,
    event_id::event_id,
    relay::{BlockHead, LedgerHead, Relay, RelayStatus},
    trace::NoTraceLink,
};
use futures::{StreamExt, TryStreamExt};
use local::{Binaries, Nats};
use tempfile::TempDir;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::counter::{Command, Counted, Counter, TestLog, meta};

/// How long anything is waited for.
const PATIENCE: Duration = Duration::from_secs(60);

/// Publishes what was added; what was noted stays private.
struct Additions {
    /// Versions of the event that stand side by side.
    versions: u32,
}

impl Publisher for Additions {
    fn publish(&self, fact: &Recorded) -> Result<Vec<Published>, CorruptFact> {
        let counted = fact.fact::<Counter>().transpose()?;
        if counted != Some(Counted::Added) {
            return Ok(Vec::new());
        }
        let version = |version| Published {
            event_type: format!("nl.counting.added.v{version}"),
            subject: fact.stream_id.clone(),
            data: b"{}".to_vec(),
            audience: "public",
        };
        Ok((1..=self.versions).map(version).collect())
    }
}

/// A ledger that has what the test says.
struct Said(Mutex<BlockHead>);

#[async_trait]
impl LedgerHead for Said {
    async fn block_head(&self, _block: &str) -> Result<BlockHead, Box<dyn std::error::Error + Send + Sync>> {
        Ok(*self.0.lock().unwrap())
    }
}

/// A log, a broker, and a relay between them.
struct World {
    log: TestLog,
    bus: Bus,
    ledger: Arc<Said>,
    status: Arc<RelayStatus>,
    _relay: JoinSet<()>,
    _broker: (Nats, TempDir),
}

impl World {
    async fn start(ledger: BlockHead, before: impl AsyncFnOnce(&Store)) -> Self {
        Self::start_with(1, ledger, before).await
    }

    async fn start_with(versions: u32, ledger: BlockHead, before: impl AsyncFnOnce(&Store)) -> Self {
        let home = tempfile::tempdir().unwrap();
        let nats = Nats::start(&Binaries::find().unwrap(), home.path())
            .await
            .unwrap();
        let (log, bus) = (
            TestLog::open().await,
            Bus::connect(&nats.url(), "relay-tests").await.unwrap(),
        );
        before(&log.store).await;
        let ledger = Arc::new(Said(Mutex::new(ledger)));
        let status = Arc::new(RelayStatus::default());
        let relay = Relay {
            store: log.store.clone(),
            publisher: Arc::new(Additions { versions }),
            bus: bus.clone(),
            ledger: ledger.clone(),
            source: "urn:nld:oin:1:systeem:test".into(),
            trace: Arc::new(NoTraceLink),
            status: status.clone(),
        };
        let mut running = JoinSet::new();
        running.spawn(async move { relay.run(CancellationToken::new()).await.unwrap() });
        Self {
            log,
            bus,
            ledger,
            status,
            _relay: running,
            _broker: (nats, home),
        }
    }

    /// What arrives at the broker, from the beginning.
    async fn arrivals(&self) -> Stream {
        let block = self.log.store.block();
        let consumer = self.bus.ensure_consumer(block, "test").await.unwrap();
        consumer.messages().await.unwrap()
    }
}

/// Adds so often to counters of its own.
async fn add(store: &Store, prefix: &str, times: usize) {
    let mut adding = JoinSet::new();
    for index in 0..times {
        let (store, id) = (store.clone(), format!("{prefix}-{index}"));
        adding.spawn(async move {
            let command = Command::Add { ceiling: 1 };
            store.execute::<Counter>(&id, command, &meta(None)).await.unwrap();
        });
    }
    adding.join_all().await;
}

/// The next events, as (message id, sequence, log position).
async fn events(arrivals: &mut Stream, count: usize) -> Vec<(String, u64, u64)> {
    let events = arrivals.take(count).map_ok(|message| {
        let headers = message.headers.clone().unwrap();
        let event = CloudEvent::from_message(Some(&headers), message.payload.clone()).unwrap();
        let number = |name: &str| event.extensions[name].parse::<u64>().unwrap();
        (
            headers.get("Nats-Msg-Id").unwrap().to_string(),
            number("blocksequence"),
            number("logposition"),
        )
    });
    let events = tokio::time::timeout(PATIENCE, events.try_collect());
    events.await.unwrap().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_public_fact_is_published_once_in_the_order_of_the_log() {
    let world = World::start(BlockHead::default(), async |store| {
        add(store, "before", 700).await
    })
    .await;
    let mut arrivals = world.arrivals().await;
    let mut events = events(&mut arrivals, 700).await;
    add(&world.log.store, "after", 300).await;
    events.extend(self::events(&mut arrivals, 300).await);
    let sequences: Vec<_> = events.iter().map(|event| event.1).collect();
    assert_eq!(sequences, (1..=1_000).collect::<Vec<_>>());
    // Behind each public fact stands a private one of the same command.
    let positions: Vec<_> = events.iter().map(|event| event.2).collect();
    assert_eq!(positions, (1..=1_000).map(|n| 2 * n - 1).collect::<Vec<_>>());
    assert_eq!(world.status.published.load(Ordering::Relaxed), 1_000);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_relay_goes_on_from_what_the_ledger_has() {
    let has = BlockHead {
        sequence: 40,
        log_position: 79,
        part: 1,
    };
    let world = World::start(has, async |store| add(store, "c", 50).await).await;
    let events = events(&mut world.arrivals().await, 10).await;
    let numbers: Vec<_> = events.iter().map(|event| (event.1, event.2)).collect();
    assert_eq!(numbers, (41..=50).map(|n| (n, 2 * n - 1)).collect::<Vec<_>>());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_ledger_never_gets_is_sent_again_though_nothing_new_happens() {
    let world = World::start(BlockHead::default(), async |store| add(store, "c", 3).await).await;
    let mut arrivals = world.arrivals().await;
    let first = events(&mut arrivals, 3).await;
    let again = events(&mut arrivals, 3).await;
    for (first, again) in first.iter().zip(&again) {
        assert_eq!((first.1, first.2), (again.1, again.2));
        assert_ne!(first.0, again.0, "the broker would drop it as a repeat");
    }
    *world.ledger.0.lock().unwrap() = BlockHead {
        sequence: 3,
        log_position: 5,
        part: 1,
    };
    add(&world.log.store, "later", 1).await;
    // Whatever is repeated until the relay hears of it: in the end comes the fourth.
    loop {
        if events(&mut arrivals, 1).await[0].1 == 4 {
            break;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_fact_with_two_versions_the_ledger_may_have_one() {
    let has = BlockHead {
        sequence: 3,
        log_position: 3,
        part: 1,
    };
    let world = World::start_with(2, has, async |store| add(store, "c", 4).await).await;
    let events = events(&mut world.arrivals().await, 5).await;
    let numbers: Vec<_> = events.iter().map(|event| (event.1, event.2)).collect();
    assert_eq!(numbers, [(4, 3), (5, 5), (6, 5), (7, 7), (8, 7)]);
    let ids: Vec<_> = events
        .iter()
        .map(|event| event.0.split(':').next().unwrap())
        .collect();
    let block = world.log.store.block();
    let expected = [(3, 2), (5, 1), (5, 2), (7, 1), (7, 2)].map(|(place, part)| event_id(block, place, part));
    assert_eq!(ids, expected);
}
