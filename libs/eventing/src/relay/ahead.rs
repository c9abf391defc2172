//! Reading the log ahead: while events are published, the facts behind them are fetched.

use std::{sync::Arc, time::Duration};

use tokio::{sync::mpsc, task::JoinSet};

use crate::{
    recorded::Recorded,
    store::{Batch, Store},
};

/// Most facts read from the log at once.
const BATCH_FACTS_MAX: usize = 1_000;
/// What a batch should have at most, in bytes of facts.
const BATCH_BYTES: usize = 2 * 1024 * 1024;
/// Batches that are read and wait; one more is being read.
const BATCHES_WAITING: usize = 1;
/// Wait when the log does not have what its head promises, in milliseconds.
const MISSING_MILLIS: u64 = 100;

/// Facts of a log in order, read ahead. Dropped, it stops reading.
pub(super) struct Ahead {
    batches: mpsc::Receiver<Result<Batch, sqlx::Error>>,
    _reader: JoinSet<()>,
}

impl Ahead {
    /// Starts reading after place `after`.
    pub(super) fn start(store: &Store, after: u64) -> Self {
        let (sender, batches) = mpsc::channel(BATCHES_WAITING);
        let mut reader = JoinSet::new();
        reader.spawn(read(store.clone(), after, sender));
        Self {
            batches,
            _reader: reader,
        }
    }

    /// Waits for the next facts; there is at least one. May be dropped and called again.
    ///
    /// # Errors
    /// The log cannot be read. Nothing comes after that.
    pub(super) async fn next(&mut self) -> Result<Batch, sqlx::Error> {
        self.batches
            .recv()
            .await
            .unwrap_or(Err(sqlx::Error::WorkerCrashed))
    }
}

async fn read(store: Store, mut after: u64, batches: mpsc::Sender<Result<Batch, sqlx::Error>>) {
    let (mut newest, mut pace) = (store.watch_head(), Pace::default());
    loop {
        store.wait_beyond(after, &mut newest).await;
        // Room first: what is read must not be older than it has to be.
        let Ok(room) = batches.reserve().await else { return };
        // What was just committed is at hand.
        let batch = match store.read_recent(after) {
            Some(batch) => Ok(batch),
            None => store.read(after, pace.facts()).await.map(shared),
        };
        match batch {
            Ok(batch) => {
                let Some(last) = batch.last() else {
                    tokio::time::sleep(Duration::from_millis(MISSING_MILLIS)).await;
                    continue;
                };
                after = last.position;
                pace.adapt(&batch);
                room.send(Ok(batch));
            }
            Err(error) => return room.send(Err(error)),
        }
    }
}

fn shared(facts: Vec<Recorded>) -> Batch {
    facts.into_iter().map(Arc::new).collect()
}

/// How many facts are read at once: fewer where they are large.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Pace(usize);

impl Default for Pace {
    fn default() -> Self {
        Self(BATCH_FACTS_MAX / 4)
    }
}

impl Pace {
    fn facts(self) -> u32 {
        u32::try_from(self.0).unwrap_or(u32::MAX)
    }

    /// Adapts to what the facts of a batch take. Grows slowly, because the next ones may be larger.
    fn adapt(&mut self, batch: &[Arc<Recorded>]) {
        let bytes: usize = batch.iter().map(|fact| fact.payload.get().len()).sum();
        let average = (bytes / batch.len().max(1)).max(1);
        self.0 = (BATCH_BYTES / average).min(self.0 * 2).clamp(1, BATCH_FACTS_MAX);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::value::RawValue;

    use super::*;

    fn facts(count: usize, bytes: usize) -> Batch {
        let fact = || Recorded {
            position: 1,
            stream_type: "counter".into(),
            stream_id: "c".into(),
            version: 1,
            name: "Counted".into(),
            shape_version: "1".into(),
            payload: RawValue::from_string(format!("\"{}\"", "x".repeat(bytes - 2))).unwrap(),
            meta: crate::RecordedMeta::default(),
            at: jiff::Timestamp::UNIX_EPOCH,
        };
        std::iter::repeat_with(fact).map(Arc::new).take(count).collect()
    }

    #[test]
    fn large_facts_are_read_in_small_batches_and_small_ones_in_large_ones() {
        let mut pace = Pace::default();
        for _ in 0..10 {
            pace.adapt(&facts(2, 600));
        }
        assert_eq!(pace.facts(), 1_000);
        pace.adapt(&facts(2, BATCH_BYTES / 4));
        assert_eq!(pace.facts(), 4);
        pace.adapt(&facts(1, 3 * BATCH_BYTES));
        assert_eq!(pace.facts(), 1);
        pace.adapt(&facts(1, 600));
        assert_eq!(pace.facts(), 2);
    }
}
