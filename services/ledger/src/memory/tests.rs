//! The tables against what is remembered: changed, restored, filled again.

use std::sync::Arc;

use jiff::Timestamp;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use tempfile::TempDir;
use transparency::{Hash, root_of};

use super::*;
use crate::event::Event;
use crate::event::tests::sample;
use crate::fixture::{Database, eventually, log};
use crate::store::{Batch, LedgerStore};

const NOW: Timestamp = Timestamp::constant(1_714_557_600, 0);

/// Restored ledgers that are tried in one run.
const CASES: usize = 8;

async fn append(store: &LedgerStore, events: &[Event]) {
    let batch = Batch {
        events: events.to_vec(),
        rejected: Vec::new(),
    };
    eventually("nobody else has the memory", async || {
        match store.append(&batch, NOW).await {
            Ok(_) => true,
            // Tests beside this one start servers: between fork and exec those still hold what this process has just closed.
            Err(sqlx::Error::Io(error)) if error.to_string().contains("another process uses") => false,
            Err(error) => panic!("{error}"),
        }
    })
    .await;
}

/// Opens a memory that has just been closed; see above why it may take a moment.
async fn opened(folder: &TempDir, log: &Log) -> Result<Memory, MemoryError> {
    let opened = std::cell::RefCell::new(None);
    eventually("nobody else has the memory", async || {
        let attempt = Memory::open(folder.path(), log);
        let free = !matches!(attempt, Err(MemoryError::InUse(_)));
        opened.replace(Some(attempt));
        free
    })
    .await;
    opened.into_inner().unwrap()
}

fn leaves(events: &[Event]) -> Vec<Hash> {
    events.iter().map(|event| Hash(event.leaf_hash())).collect()
}

/// A memory of these entries, all signed.
fn remembered(events: &[Event]) -> (TempDir, Memory) {
    let folder = tempfile::tempdir().unwrap();
    let log = log();
    let mut memory = Memory::open(folder.path(), &log).unwrap();
    let leaves = leaves(events);
    memory.append(&leaves).unwrap();
    memory.sync().unwrap();
    let note = log.sign(leaves.len() as u64, root_of(&leaves)).unwrap();
    memory.remember(log.open(&note.to_string()).unwrap()).unwrap();
    (folder, memory)
}

fn events(count: u64) -> Vec<Event> {
    (1..=count).map(|n| sample("radar", n, n)).collect()
}

/// Does something to the tables that the hub would never do.
async fn tamper(store: &LedgerStore, statements: &str) {
    let all = format!(
        "ALTER TABLE entries DISABLE TRIGGER entries_stay; ALTER TABLE tiles DISABLE TRIGGER tiles_stay; {statements}"
    );
    sqlx::raw_sql(&all).execute(store.pool()).await.unwrap();
}

#[tokio::test]
async fn whatever_was_done_to_the_tables_the_first_wrong_position_is_told() {
    let database = Database::start().await;
    let events = events(600);
    let (_folder, memory) = remembered(&events);
    let entry = |position| Difference::Entry {
        position,
        signed: 600,
    };
    let swap = "UPDATE entries e SET leaf_hash = (SELECT leaf_hash FROM entries o WHERE o.position = 603 - e.position)
        WHERE position IN (301, 302); UPDATE tiles SET root = sha256(hashes) WHERE index = 1";
    let fewer = "DELETE FROM entries WHERE position > 590; UPDATE ledger_head SET position = 590";
    let cases = [
        (
            "UPDATE entries SET leaf_hash = sha256('x') WHERE position = 540",
            entry(540),
        ),
        (swap, entry(301)),
        ("DELETE FROM entries WHERE position = 520", entry(520)),
        ("DELETE FROM entries WHERE position > 580", entry(581)),
        (fewer, Difference::Tree { position: 513 }),
        (
            "UPDATE tiles SET hashes = overlay(hashes placing '\\x00' from 9), root = sha256('x') WHERE index = 1",
            Difference::Tree { position: 257 },
        ),
        (
            "DELETE FROM tiles WHERE index = 0",
            Difference::Tree { position: 1 },
        ),
    ];
    for (case, (statements, expected)) in cases.into_iter().enumerate() {
        let store = database.another(&format!("tampered_{case}")).await;
        append(&store, &events).await;
        assert!(matches!(
            store.examine(&memory).await.unwrap().1,
            Verdict::GoesOn(_)
        ));
        tamper(&store, statements).await;
        match store.examine(&memory).await.unwrap().1 {
            Verdict::Differs(found) => assert_eq!(found, expected, "{statements}"),
            other => panic!("{statements}: {other:?}"),
        }
        store.pool().close().await;
    }
}

#[tokio::test]
async fn another_database_is_recognised_and_an_empty_one_is_the_beginning_of_every_ledger() {
    let database = Database::start().await;
    let (_folder, memory) = remembered(&events(300));
    let other: Vec<_> = (1..=400).map(|n| sample("culture", n, n)).collect();
    let Verdict::Behind(refill) = database.store.examine(&memory).await.unwrap().1 else {
        panic!("nothing is the beginning of everything");
    };
    assert_eq!(
        (refill.after(0, 1), refill.last()),
        (&leaves(&events(1))[..], 300)
    );
    for (from, to) in [(0, 10), (10, 400)] {
        append(&database.store, &other[from..to]).await;
        let difference = database.store.examine(&memory).await.unwrap().1;
        let expected = Difference::Entry {
            position: 1,
            signed: 300,
        };
        assert!(
            matches!(difference, Verdict::Differs(found) if found == expected),
            "{difference:?}"
        );
    }
}

#[tokio::test]
async fn the_memory_is_for_one_process_and_one_log() {
    let (folder, memory) = remembered(&events(3));
    let refused = Memory::open(folder.path(), &log());
    assert!(matches!(refused, Err(MemoryError::InUse(_))));
    drop(memory);
    let memory = opened(&folder, &log()).await.unwrap();
    let leaves = leaves(&events(3))[1..].to_vec();
    assert_eq!((memory.size(), memory.leaves(1, 9).unwrap()), (3, leaves));
    drop(memory);
    let key = transparency::SigningKey::from_seed("example.org/other", [1; 32]).unwrap();
    let other = Log::new("example.org/other".into(), vec![key], Vec::new(), Vec::new());
    let refused = opened(&folder, &other).await;
    assert!(matches!(refused, Err(MemoryError::Foreign { .. })));
}

#[tokio::test]
async fn what_was_written_and_never_signed_is_forgotten() {
    let (folder, mut memory) = remembered(&events(3));
    memory.append(&leaves(&events(2))).unwrap();
    drop(memory);
    let memory = opened(&folder, &log()).await.unwrap();
    assert_eq!((memory.size(), memory.written(), memory.is_whole()), (3, 3, true));
    drop(memory);
    std::fs::write(folder.path().join(LEAVES), [0; 40]).unwrap();
    let memory = opened(&folder, &log()).await.unwrap();
    assert_eq!(
        (memory.size(), memory.written(), memory.is_whole()),
        (3, 1, false)
    );
}

const BLOCKS: [&str; 3] = ["programme", "radar", "culture"];

/// The order in which three blocks' events lie in the ledger: which block is next.
fn order() -> impl Strategy<Value = Vec<usize>> {
    prop::collection::vec(0..BLOCKS.len(), 20..400)
}

/// The events of blocks in some order between each other.
fn in_order(order: &[usize]) -> Vec<Event> {
    let mut next = [0; BLOCKS.len()];
    let event = |&block: &usize| {
        next[block] += 1;
        sample(BLOCKS[block], next[block], next[block] * 2)
    };
    order.iter().map(event).collect()
}

/// What relays send again: each block's events in its own order, the blocks in any.
fn sent_again(missing: &[Event], shuffle: &[usize]) -> Vec<Event> {
    let mut queues: Vec<Vec<_>> = BLOCKS
        .iter()
        .map(|block| {
            missing
                .iter()
                .rev()
                .filter(|event| event.block == *block)
                .cloned()
                .collect()
        })
        .collect();
    let mut sent: Vec<_> = shuffle.iter().filter_map(|block| queues[*block].pop()).collect();
    for queue in queues {
        sent.extend(queue.into_iter().rev());
    }
    sent
}

#[tokio::test]
async fn a_restored_ledger_is_filled_again_as_it_was_signed_however_its_events_come_back() {
    let database = Database::start().await;
    let mut runner = TestRunner::default();
    for case in 0..CASES {
        let mut draw =
            |strategy: BoxedStrategy<Vec<usize>>| strategy.new_tree(&mut runner).unwrap().current();
        let (signed, shuffle) = (draw(order().boxed()), draw(order().boxed()));
        let batches = draw(prop::collection::vec(1_usize..40, 400).boxed());
        let all = in_order(&signed);
        let newer: Vec<_> = BLOCKS
            .iter()
            .map(|block| {
                let sequence = all.iter().filter(|event| event.block == *block).count() as u64 + 1;
                sample(block, sequence, sequence * 2)
            })
            .collect();
        let (folder, memory) = remembered(&all);
        drop(memory);
        let plain = database.another(&format!("case_{case}")).await;
        let kept = all.len() / (case + 1) - usize::from(case == 0);
        append(&plain, &all[..kept]).await;

        let missing: Vec<_> = all[kept..].iter().chain(&newer).cloned().collect();
        let mut coming = sent_again(&missing, &shuffle);
        let context = format!("{signed:?} {shuffle:?} {batches:?}");
        for size in batches {
            if coming.is_empty() {
                break;
            }
            // Each batch by a process that knows nothing but what is stored and remembered.
            let keeper = Keeper::new(folder.path(), Arc::new(log()));
            let rest = coming.split_off(size.min(coming.len()));
            append(&plain.remembered_by(keeper), &coming).await;
            coming = rest;
        }
        assert!(coming.is_empty(), "{context}");
        let head = plain.tree_head().await.unwrap();
        assert_eq!(head.size, (all.len() + newer.len()) as u64, "{context}");
        assert_eq!(
            plain.root_at(all.len() as u64).await.unwrap(),
            root_of(&leaves(&all)),
            "{context}"
        );
        assert_eq!(plain.held().await.unwrap(), 0, "{context}");
        for event in &newer {
            let block_head = plain.block_head(&event.block).await.unwrap().unwrap();
            assert_eq!(block_head.sequence, event.sequence, "{context}");
        }
        plain.pool().close().await;
    }
}
