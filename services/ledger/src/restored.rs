//! A database that is put back to an older state, with the whole ledger around it.

use std::path::Path;

use contracts::ledger::v1::ReadEventsRequest;
use contracts::ledger::v1::ledger_service_server::LedgerService;
use futures::StreamExt;
use tonic::Request;
use transparency::SignedCheckpoint;

use crate::fixture::{Broker, Database, Replica, eventually, log};
use crate::proofs::checkpoint;
use crate::store::LedgerStore;

/// Entries when the backup is made, and when it is put back.
const BACKED_UP: u64 = 8;
const SIGNED: u64 = 8 + 295 + 297;

fn start(store: &LedgerStore, broker: &Broker, memory: &Path) -> Replica {
    Replica::remembering(store, &broker.bus, memory, log(), |_| {})
}

/// A ledger with a backup, and then many more entries of two blocks, all signed.
async fn grown(database: &Database, broker: &Broker, memory: &Path) -> SignedCheckpoint {
    let replica = start(&database.store, broker, memory);
    broker.publish("programme", 1..=5).await;
    broker.publish("radar", 1..=3).await;
    replica.reaches(BACKED_UP).await;
    checkpoint(&replica, BACKED_UP).await.unwrap();
    replica.stop().await;
    database.store.pool().close().await;
    database.back_up().await;

    let replica = start(&database.connect().await, broker, memory);
    tokio::join!(
        broker.publish("programme", 6..=300),
        broker.publish("radar", 4..=300)
    );
    replica.reaches(SIGNED).await;
    let signed = checkpoint(&replica, SIGNED).await.unwrap();
    replica.stop().await;
    signed
}

/// What relays do: they send again what the ledger says that it has not got, one block after the other.
async fn send_again(broker: &Broker, store: &LedgerStore) {
    for block in ["radar", "programme"] {
        let head = store.block_head(block).await.unwrap().unwrap();
        broker.publish(block, head.sequence + 1..=300).await;
    }
}

/// The ledger says that it is incomplete, serves what it signed, and signs nothing.
async fn assert_refuses(replica: &Replica, store: &LedgerStore, signed: &SignedCheckpoint) {
    let missing = format!("positions {} to {SIGNED} are signed and missing", BACKED_UP + 1);
    eventually(
        "the ledger says what is missing and serves what it signed",
        async || {
            let newest = store.newest_checkpoint().await.unwrap();
            replica.health.proof().is_err_and(|why| why.contains(&missing))
                && newest.is_some_and(|kept| kept.size == SIGNED)
        },
    )
    .await;
    let served = checkpoint(replica, 0).await.unwrap();
    assert_eq!(served.to_string(), signed.to_string());
}

/// The ledger is what it was, and signs again.
async fn assert_filled(replica: &Replica, signed: &SignedCheckpoint, entries: &[(u64, String, u64)]) {
    replica.reaches(SIGNED).await;
    eventually("the ledger signs again", async || replica.health.proof().is_ok()).await;
    assert_eq!(replica.entries().await, entries);
    assert_eq!(replica.calls.store.root_at(SIGNED).await.unwrap(), signed.root());
}

/// New events follow behind, and the next checkpoint goes on from the old one.
async fn assert_goes_on(replica: &Replica, broker: &Broker, signed: &SignedCheckpoint) {
    broker.publish("programme", 301..=305).await;
    replica.reaches(SIGNED + 5).await;
    let newer = checkpoint(replica, SIGNED + 5).await.unwrap();
    let plan = transparency::Plan::consistency(SIGNED, newer.size()).unwrap();
    let proof = replica.calls.store.prove(&plan).await.unwrap();
    let (old, new) = ((signed.size(), signed.root()), (newer.size(), newer.root()));
    proof.verify_consistency(old, new).unwrap();
}

async fn entries(store: &LedgerStore) -> Vec<(u64, String, u64)> {
    let rows: Vec<(i64, String, i64)> =
        sqlx::query_as("SELECT position, block, sequence FROM entries ORDER BY position")
            .fetch_all(store.pool())
            .await
            .unwrap();
    rows.into_iter()
        .map(|(position, block, sequence)| (position.cast_unsigned(), block, sequence.cast_unsigned()))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_older_backup_is_recognised_at_the_start_and_filled_again_exactly_as_it_was_signed() {
    let (database, broker) = tokio::join!(Database::start(), Broker::start());
    let memory = tempfile::tempdir().unwrap();
    let signed = grown(&database, &broker, memory.path()).await;
    let before = entries(&database.connect().await).await;
    database.restore().await;

    let store = database.connect().await;
    let replica = start(&store, &broker, memory.path());
    assert_refuses(&replica, &store, &signed).await;
    send_again(&broker, &store).await;
    assert_filled(&replica, &signed, &before).await;
    assert_goes_on(&replica, &broker, &signed).await;
    replica.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_that_is_put_back_under_a_running_hub_is_recognised_and_no_reader_misses_an_entry() {
    let (database, broker) = tokio::join!(Database::start(), Broker::start());
    let memory = tempfile::tempdir().unwrap();
    let signed = grown(&database, &broker, memory.path()).await;
    let store = database.connect().await;
    let before = entries(&store).await;
    let replica = start(&store, &broker, memory.path());
    replica.reaches(SIGNED).await;
    let request = ReadEventsRequest {
        from_position: SIGNED + 1,
        follow: true,
        limit: 1,
        ..Default::default()
    };
    let follow = replica.calls.read_events(Request::new(request)).await.unwrap();
    let mut follow = follow.into_inner();
    database.restore().await;

    eventually("the head goes back", async || {
        replica.calls.head.newest().position == BACKED_UP
    })
    .await;
    assert_refuses(&replica, &store, &signed).await;
    send_again(&broker, &store).await;
    assert_filled(&replica, &signed, &before).await;
    assert_goes_on(&replica, &broker, &signed).await;
    let mut read = Vec::new();
    while let Some(message) = follow.next().await {
        read.extend(
            message
                .unwrap()
                .entries
                .into_iter()
                .map(|entry| (entry.position, entry.sequence)),
        );
    }
    assert_eq!(read, [(SIGNED + 1, 301)]);
    replica.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_ledger_is_not_signed_and_goes_on_taking_events() {
    let (database, broker) = tokio::join!(Database::start(), Broker::start());
    let memory = tempfile::tempdir().unwrap();
    let replica = start(&database.store, &broker, memory.path());
    broker.publish("programme", 1..=9).await;
    replica.reaches(9).await;
    let signed = checkpoint(&replica, 9).await.unwrap();
    replica.stop().await;
    // As thoroughly as somebody could who owns the database: the head fits what was changed.
    sqlx::raw_sql(
        "ALTER TABLE entries DISABLE TRIGGER entries_stay;
         UPDATE entries SET leaf_hash = sha256('other') WHERE position = 4",
    )
    .execute(database.pool())
    .await
    .unwrap();
    let root = database.store.root_at(9).await.unwrap();
    sqlx::query("UPDATE ledger_head SET root = $1")
        .bind(&root.0[..])
        .execute(database.pool())
        .await
        .unwrap();
    let replica = start(&database.store, &broker, memory.path());
    eventually("the ledger names the entry", async || {
        replica
            .health
            .proof()
            .is_err_and(|why| why.contains("the entry at position 4 is not the one"))
    })
    .await;
    broker.publish("programme", 10..=12).await;
    replica.reaches(12).await;
    assert_eq!(
        checkpoint(&replica, 0).await.unwrap().to_string(),
        signed.to_string()
    );
    assert!(replica.health.proof().is_err());
    replica.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn leaf_hashes_that_are_lost_beside_the_database_are_written_anew() {
    let (database, broker) = tokio::join!(Database::start(), Broker::start());
    let memory = tempfile::tempdir().unwrap();
    let replica = start(&database.store, &broker, memory.path());
    broker.publish("programme", 1..=9).await;
    replica.reaches(9).await;
    checkpoint(&replica, 9).await.unwrap();
    replica.stop().await;
    let leaves = memory.path().join("leaves");
    let whole = std::fs::read(&leaves).unwrap();
    std::fs::write(&leaves, b"").unwrap();
    let replica = start(&database.store, &broker, memory.path());
    eventually("all leaf hashes are there", async || {
        std::fs::read(&leaves).unwrap() == whole
    })
    .await;
    broker.publish("programme", 10..=10).await;
    replica.reaches(10).await;
    assert_eq!(checkpoint(&replica, 10).await.unwrap().size(), 10);
    replica.stop().await;
}
