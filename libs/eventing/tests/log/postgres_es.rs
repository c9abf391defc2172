//! The store beside postgres-es on the same table: what one writes the other reads alike.

use cqrs_es::{
    CqrsFramework, EventStore,
    persist::{PersistedEventRepository, PersistedEventStore},
};
use eventing::{Aggregate, Store};
use postgres_es::PostgresEventRepository;

use crate::counter::{Command, Counted, Counter, TestLog, meta};

const ADD: Command = Command::Add { ceiling: 100 };

#[tokio::test]
async fn postgres_es_reads_what_the_store_wrote() {
    let log = TestLog::open().await;
    for _ in 0..5 {
        log.store.execute::<Counter>("c", ADD, &meta(None)).await.unwrap();
    }
    let repository = PostgresEventRepository::new(log.store.pool().clone());
    let events = repository.get_events::<Aggregate<Counter>>("c").await.unwrap();
    assert_eq!(
        events.iter().map(|event| event.sequence).collect::<Vec<_>>(),
        (1..=10).collect::<Vec<_>>()
    );

    let stock = PersistedEventStore::<_, Aggregate<Counter>>::new_event_store(repository);
    let theirs = EventStore::<Aggregate<Counter>>::load_events(&stock, "c")
        .await
        .unwrap();
    let ours = EventStore::<Aggregate<Counter>>::load_events(&log.store, "c")
        .await
        .unwrap();
    let plain = |events: &[cqrs_es::EventEnvelope<Aggregate<Counter>>]| {
        events
            .iter()
            .map(|event| (event.sequence, event.payload.clone(), event.metadata.clone()))
            .collect::<Vec<_>>()
    };
    assert_eq!(plain(&theirs), plain(&ours));
}

#[tokio::test]
async fn the_framework_of_cqrs_es_runs_on_the_store() {
    let log = TestLog::open().await;
    let framework = CqrsFramework::<Aggregate<Counter>, Store>::new(log.store.clone(), Vec::new(), ());
    framework.execute("c", ADD).await.unwrap();
    framework.execute("c", ADD).await.unwrap();
    let refused = framework.execute("c", Command::Add { ceiling: 2 }).await;
    assert!(matches!(refused, Err(cqrs_es::AggregateError::UserError(_))));
    assert_eq!(log.store.load::<Counter>("c").await.unwrap().state.value, 2);
}

#[tokio::test]
async fn the_framework_is_told_of_its_metadata_what_is_kept() {
    let log = TestLog::open().await;
    let given = [("project", "p1"), ("regions", "AM01,AM02"), ("shoe_size", "42")];
    let given = given.map(|(key, value)| (key.to_owned(), value.to_owned()));
    let context = EventStore::<Aggregate<Counter>>::load_aggregate(&log.store, "c")
        .await
        .unwrap();
    let told = log
        .store
        .commit(vec![Counted::Added], context, given.into())
        .await
        .unwrap();
    let kept = EventStore::<Aggregate<Counter>>::load_events(&log.store, "c")
        .await
        .unwrap();
    assert_eq!(told[0].metadata, kept[0].metadata);
    assert_eq!(kept[0].metadata["project"], "p1");
    let read = log.store.read(0, 1).await.unwrap();
    assert_eq!(read[0].meta.context.regions, ["AM01", "AM02"]);
}
