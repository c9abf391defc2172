//! What the streams come to, for everyone who can read them: both stores, a fresh one, postgres-es, and the snapshots.

use cqrs_es::{AggregateContext, EventStore, persist::PersistedEventStore};
use eventing::{Aggregate, Decider, Store};
use postgres_es::PostgresEventRepository;

use super::{
    history::Streams,
    plan::{is_kept, stream_id},
    tally::{Marked, Tally},
    world::World,
};

/// Streams are numbered from 0 to below this.
const STREAMS_MAX: usize = 100;

/// Compares everyone's reading with the model's.
pub(crate) async fn agree(world: &World, model: &Streams) {
    let fresh = world.another().await;
    for stream in 0..STREAMS_MAX {
        let id = stream_id(stream);
        let Some(facts) = model.get(&id) else { continue };
        for store in world.stores.iter().chain([&fresh]) {
            if is_kept(stream) {
                loads::<true>(store, &id, facts).await;
            } else {
                loads::<false>(store, &id, facts).await;
            }
        }
        if is_kept(stream) {
            stock_loads::<true>(world, &id, facts).await;
        } else {
            stock_loads::<false>(world, &id, facts).await;
        }
    }
    snapshots(world, model).await;
}

async fn loads<const KEPT: bool>(store: &Store, id: &str, facts: &[Marked]) {
    // A connection that was cut shows when it is used, and there are a few.
    let mut loaded = store.load::<Tally<KEPT>>(id).await;
    for _ in 0..8 {
        if loaded.is_ok() {
            break;
        }
        loaded = store.load::<Tally<KEPT>>(id).await;
    }
    let loaded = loaded.unwrap();
    assert_eq!(
        (loaded.state.facts.as_slice(), loaded.version),
        (facts, facts.len() as u64),
        "{id}"
    );
    let half = facts.len() / 2;
    let mut earlier = store.load_at::<Tally<KEPT>>(id, half as u64).await;
    for _ in 0..8 {
        if earlier.is_ok() {
            break;
        }
        earlier = store.load_at::<Tally<KEPT>>(id, half as u64).await;
    }
    assert_eq!(earlier.unwrap().state.facts, facts[..half], "{id} at {half}");
}

async fn stock_loads<const KEPT: bool>(world: &World, id: &str, facts: &[Marked]) {
    let repository = PostgresEventRepository::new(world.admin.clone());
    let stock = PersistedEventStore::<_, Aggregate<Tally<KEPT>>>::new_event_store(repository);
    let mut theirs = stock.load_aggregate(id).await.unwrap();
    assert_eq!(theirs.aggregate().0.facts, facts, "{id} as postgres-es reads it");
}

async fn snapshots(world: &World, model: &Streams) {
    let kept: Vec<(String, String, i64, String)> =
        sqlx::query_as("SELECT aggregate_type, aggregate_id, version, state::text FROM snapshots")
            .fetch_all(&world.admin)
            .await
            .unwrap();
    for (stream_type, id, version, state) in kept {
        assert_eq!(stream_type, Tally::<true>::TYPE);
        let state: Tally<true> = serde_json::from_str(&state).unwrap();
        let version = usize::try_from(version).unwrap();
        assert_eq!(
            state.facts,
            model[&id][..version],
            "the snapshot of {id} at {version}"
        );
    }
}
