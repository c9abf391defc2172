//! The tables under a broker at its worst, beside a simple model, written by two processes in turn.

use std::collections::BTreeMap;

use jiff::Timestamp;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use transparency::{Hash, root_of};

use super::*;
use crate::event::Event;
use crate::event::tests::sample;
use crate::fixture::Database;

const NOW: Timestamp = Timestamp::constant(1_714_557_600, 0);

const BLOCKS: [&str; 3] = ["programme", "radar", "culture"];

/// Published events of each block.
const EVENTS: u64 = 12;

/// Ledgers that are tried in one run.
const CASES: usize = 16;

/// One delivery of an event, and whether its content is another than the first time.
type Delivery = (usize, u64, bool);

/// Deliveries that come together, and which of the two processes takes them.
type Turn = (Vec<Delivery>, bool);

/// Any event of any block at any time, some of them with other content, and runs of events as they should be.
fn turns() -> impl Strategy<Value = Vec<Turn>> {
    let other = prop::bool::weighted(0.1);
    let batch = prop_oneof![
        2 => (0..BLOCKS.len(), 1..=EVENTS, 1_usize..5)
            .prop_map(|(block, from, many)| (from..=EVENTS).take(many).map(|n| (block, n, false)).collect()),
        3 => prop::collection::vec((0..BLOCKS.len(), 1..=EVENTS, other), 0..12),
    ];
    prop::collection::vec((batch, any::<bool>()), 1..25)
}

/// What the ledger should have.
#[derive(Default)]
struct Model {
    newest: BTreeMap<&'static str, u64>,
    entries: Vec<Event>,
}

impl Model {
    /// Takes what arrives; how many of it the ledger had, and how many came too early.
    fn take(&mut self, events: &[Event]) -> (usize, usize) {
        let (mut repeats, mut early) = (0, 0);
        for event in events {
            let block = BLOCKS.into_iter().find(|block| *block == event.block).unwrap();
            let newest = self.newest.entry(block).or_default();
            match event.sequence {
                sequence if sequence <= *newest => repeats += 1,
                sequence if sequence == *newest + 1 => {
                    *newest = sequence;
                    self.entries.push(event.clone());
                }
                _ => early += 1,
            }
        }
        (repeats, early)
    }

    fn leaves(&self) -> Vec<Hash> {
        self.entries.iter().map(|event| Hash(event.leaf_hash())).collect()
    }

    fn listed(&self) -> Vec<(i64, String, i64)> {
        let entries = self.entries.iter().enumerate();
        entries
            .map(|(index, event)| (to_sql(index as u64 + 1), event.id.clone(), to_sql(event.sequence)))
            .collect()
    }
}

fn event(&(block, sequence, other): &Delivery) -> Event {
    let mut event = sample(BLOCKS[block], sequence, sequence * 3);
    if other {
        event.id.push_str("-other");
    }
    event
}

async fn listed(store: &LedgerStore) -> Vec<(i64, String, i64)> {
    sqlx::query_as("SELECT position, event_id, sequence FROM entries ORDER BY position")
        .fetch_all(store.pool())
        .await
        .unwrap()
}

#[tokio::test]
async fn whatever_the_broker_does_and_whoever_writes_the_tables_are_those_of_the_model() {
    let database = Database::start().await;
    let mut runner = TestRunner::default();
    for case in 0..CASES {
        let one = database.another(&format!("case_{case}")).await;
        let other = LedgerStore::new(one.pool().clone());
        let mut turns = turns().new_tree(&mut runner).unwrap().current();
        // And then, as relays do, everything from the start once more.
        let everything = (0..BLOCKS.len()).flat_map(|block| (1..=EVENTS).map(move |n| (block, n, false)));
        turns.push((everything.collect(), true));
        let mut model = Model::default();
        for (deliveries, by_one) in &turns {
            let events: Vec<Event> = deliveries.iter().map(event).collect();
            let (repeats, early) = model.take(&events);
            let batch = Batch {
                events,
                rejected: Vec::new(),
            };
            let writer = if *by_one { &one } else { &other };
            let outcome = writer.append(&batch, NOW).await.unwrap();
            assert_eq!(outcome.newest.position, model.entries.len() as u64, "{turns:?}");
            assert_eq!(
                (outcome.repeats, outcome.gaps.len()),
                (repeats, early),
                "{turns:?}"
            );
            let root = root_of(&model.leaves());
            let head = one.tree_head().await.unwrap();
            assert_eq!(
                (head.size, head.root),
                (model.entries.len() as u64, Some(root)),
                "{turns:?}"
            );
        }
        assert_eq!(listed(&one).await, model.listed(), "{turns:?}");
        assert_eq!(
            one.root_at(model.entries.len() as u64).await.unwrap(),
            root_of(&model.leaves())
        );
        assert_eq!(model.entries.len() as u64, EVENTS * BLOCKS.len() as u64);
    }
}

#[tokio::test]
async fn a_writer_that_does_not_know_of_held_events_appends_none_before_them() {
    let database = Database::start().await;
    let store = &database.store;
    let batch = |sequence| Batch {
        events: vec![sample("radar", sequence, sequence)],
        rejected: Vec::new(),
    };
    store.append(&batch(1), NOW).await.unwrap();
    // As another process leaves it in the middle of filling a restored ledger again.
    sqlx::query("INSERT INTO held_heads (block, sequence, log_position, event_id) VALUES ('culture', 5, 5, 'culture-000000000005')")
        .execute(store.pool())
        .await
        .unwrap();
    store.append(&batch(2), NOW).await.unwrap();
    let still_held: i64 = sqlx::query_scalar("SELECT count(*) FROM held_heads")
        .fetch_one(store.pool())
        .await
        .unwrap();
    assert_eq!(still_held, 0, "it saw them, and put everything in its place");
    assert_eq!(listed(store).await.len(), 2);
}
