//! The tree in the tables is the tree of RFC 6962 over the entries, however they came there.

use jiff::Timestamp;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use transparency::{EMPTY_ROOT, Hash, Plan, root_of};

use super::*;
use crate::event::Event;
use crate::event::tests::sample;
use crate::fixture::Database;

const NOW: Timestamp = Timestamp::constant(1_714_557_600, 0);

/// Ledgers that are tried in one run.
const CASES: usize = 12;

async fn append(store: &LedgerStore, events: &[Event]) -> Result<Outcome, sqlx::Error> {
    let batch = Batch {
        events: events.to_vec(),
        rejected: Vec::new(),
    };
    store.append(&batch, NOW).await
}

fn events(count: usize) -> Vec<Event> {
    (1..=count as u64).map(|n| sample("radar", n, n)).collect()
}

fn leaves(events: &[Event]) -> Vec<Hash> {
    events.iter().map(|event| Hash(event.leaf_hash())).collect()
}

/// Another process on the same tables: it knows nothing but what is stored.
fn restarted(store: &LedgerStore) -> LedgerStore {
    LedgerStore::new(store.pool().clone())
}

/// The root of the head, and the one that the tiles give.
async fn roots(store: &LedgerStore) -> (Option<Hash>, Hash) {
    let head = store.tree_head().await.unwrap();
    (head.root, store.root_at(head.size).await.unwrap())
}

/// Every proof in a tree of `size` holds that is among these.
async fn assert_proofs(store: &LedgerStore, leaves: &[Hash], indices: &[usize]) {
    let size = leaves.len() as u64;
    let root = root_of(leaves);
    for &index in indices {
        let plan = Plan::inclusion(index as u64, size).unwrap();
        let proof = store.prove(&plan).await.unwrap();
        proof
            .verify_inclusion(index as u64, size, leaves[index], root)
            .unwrap();
        let plan = Plan::consistency(index as u64 + 1, size).unwrap();
        let proof = store.prove(&plan).await.unwrap();
        let old = (index as u64 + 1, root_of(&leaves[..=index]));
        proof.verify_consistency(old, (size, root)).unwrap();
    }
}

/// Sizes of batches, and before which of them the process starts anew.
fn cutting() -> impl Strategy<Value = Vec<(usize, bool)>> {
    let size = prop_oneof![4 => 1_usize..6, 3 => 1_usize..300, 1 => Just(256_usize)];
    prop::collection::vec((size, any::<bool>()), 1..7)
}

#[tokio::test]
async fn however_entries_are_cut_into_batches_and_whenever_the_process_restarts_the_tree_is_that_of_the_standard()
 {
    let database = Database::start().await;
    let mut runner = TestRunner::default();
    for case in 0..CASES {
        let cuts = cutting().new_tree(&mut runner).unwrap().current();
        let mut store = database.another(&format!("case_{case}")).await;
        let events = events(cuts.iter().map(|(size, _)| size).sum());
        let all = leaves(&events);
        let mut to = 0;
        for (size, restart) in &cuts {
            if *restart {
                store = restarted(&store);
            }
            let from = to;
            to += size;
            append(&store, &events[from..to]).await.unwrap();
            let expected = root_of(&all[..to]);
            assert_eq!(roots(&store).await, (Some(expected), expected), "{cuts:?}");
        }
        let some: Vec<_> = (0..to).step_by(1 + to / 7).chain([to - 1]).collect();
        assert_proofs(&store, &all, &some).await;
        let smaller = 1 + to / 2;
        assert_proofs(&store, &all[..smaller], &[0, smaller - 1]).await;
    }
}

#[tokio::test]
async fn a_batch_that_fails_leaves_neither_entries_nor_tree_and_the_next_one_goes_on() {
    let database = Database::start().await;
    let store = &database.store;
    let events = events(600);
    append(store, &events[..250]).await.unwrap();
    // The same id again under a new sequence: PostgreSQL refuses the whole statement.
    let mut broken = events[250..300].to_vec();
    broken[49].id = events[0].id.clone();
    append(store, &broken).await.unwrap_err();
    let expected = root_of(&leaves(&events[..250]));
    assert_eq!(roots(store).await, (Some(expected), expected));
    append(store, &events[250..]).await.unwrap();
    let expected = root_of(&leaves(&events));
    assert_eq!(roots(store).await, (Some(expected), expected));
}

#[tokio::test]
async fn an_empty_ledger_has_the_empty_tree() {
    let database = Database::start().await;
    assert_eq!(roots(&database.store).await, (Some(EMPTY_ROOT), EMPTY_ROOT));
}

#[tokio::test]
async fn nobody_changes_or_removes_a_tile() {
    let database = Database::start().await;
    append(&database.store, &events(256)).await.unwrap();
    for change in [
        "UPDATE tiles SET index = 7",
        "DELETE FROM tiles",
        "TRUNCATE tiles",
    ] {
        let refused = sqlx::query(change).execute(database.pool()).await.unwrap_err();
        assert!(
            refused.to_string().contains("never changed or removed"),
            "{refused}"
        );
    }
}

#[tokio::test]
async fn a_ledger_from_before_the_tree_gets_it_with_its_next_batch_and_levels_grow() {
    let database = Database::start().await;
    let store = &database.store;
    let events = events(256 * 256 + 700);
    let all = leaves(&events);
    for batch in events[..65_000].chunks(5_000) {
        append(store, batch).await.unwrap();
    }
    let built: Vec<(i16, i64, Vec<u8>, Vec<u8>)> = tiles(store).await;
    // As it was before the migration.
    sqlx::raw_sql(
        "ALTER TABLE tiles DISABLE TRIGGER tiles_stay; DELETE FROM tiles; UPDATE ledger_head SET root = NULL",
    )
    .execute(database.pool())
    .await
    .unwrap();
    assert_eq!(store.tree_head().await.unwrap().root, None);
    append(&restarted(store), &events[65_000..65_001]).await.unwrap();
    assert_eq!(tiles(store).await, built);
    append(store, &events[65_001..]).await.unwrap();
    let expected = root_of(&all);
    assert_eq!(roots(store).await, (Some(expected), expected));
    assert_proofs(store, &all, &[0, 255, 256, 65_535, 65_536, all.len() - 1]).await;
}

async fn tiles(store: &LedgerStore) -> Vec<(i16, i64, Vec<u8>, Vec<u8>)> {
    sqlx::query_as("SELECT level, index, root, hashes FROM tiles ORDER BY level, index")
        .fetch_all(store.pool())
        .await
        .unwrap()
}

#[tokio::test]
async fn a_tree_that_somebody_changed_takes_no_further_entries() {
    let database = Database::start().await;
    let store = &database.store;
    let events = events(20);
    append(store, &events[..10]).await.unwrap();
    sqlx::raw_sql(
        "ALTER TABLE entries DISABLE TRIGGER entries_stay;
         UPDATE entries SET leaf_hash = sha256('other') WHERE position = 4",
    )
    .execute(database.pool())
    .await
    .unwrap();
    let refused = append(&restarted(store), &events[10..]).await.unwrap_err();
    assert!(refused.to_string().contains("first 10 entries"), "{refused}");
}
