//! One read of what lies behind for all who ask for the same at about the same time.
//!
//! When projections begin, all of them ask for the ledger from its first entry, and what is read and decoded once serves
//! all. They get the batches at the pace of the slowest: each has work to do for every batch, and there is nothing to gain
//! by being ahead of the others.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use async_trait::async_trait;
use blocks::ledger::{Batch, Batches, Ledger};
use contracts::ledger::v1::Entry;
use futures::{StreamExt, stream};
use tokio::sync::mpsc;
use tonic::Status;

/// How long is waited for others that ask for the same, in milliseconds.
const GATHER_MILLIS: u64 = 50;
/// Batches that a reader may be behind the others.
const BEHIND_BATCHES: usize = 4;

type Reader = mpsc::Sender<Result<Batch, Status>>;

/// A ledger that is read together.
#[derive(Clone)]
pub struct Together {
    ledger: Arc<dyn Ledger>,
    /// Who waits for a read to begin, by its first position.
    waiting: Arc<Mutex<HashMap<u64, Vec<Reader>>>>,
}

impl Together {
    /// Reads this ledger.
    #[must_use]
    pub fn new(ledger: Arc<dyn Ledger>) -> Self {
        Self {
            ledger,
            waiting: Arc::default(),
        }
    }

    /// Each change of it is one step, so whoever panics leaves it whole.
    fn waiting(&self) -> MutexGuard<'_, HashMap<u64, Vec<Reader>>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads from a position up to the head for those who wait for it by then.
    async fn read_for_all(self, from: u64) {
        tokio::time::sleep(Duration::from_millis(GATHER_MILLIS)).await;
        let mut readers = self.waiting().remove(&from).unwrap_or_default();
        let mut batches = match self.ledger.read(from, false).await {
            Ok(batches) => batches,
            Err(status) => stream::iter([Err(status)]).boxed(),
        };
        while let Some(batch) = batches.next().await {
            readers = hand_on(&batch, readers).await;
            if batch.is_err() || readers.is_empty() {
                return;
            }
        }
    }
}

/// Hands a batch to all, and answers who still reads.
async fn hand_on(batch: &Result<Batch, Status>, readers: Vec<Reader>) -> Vec<Reader> {
    let mut left = Vec::with_capacity(readers.len());
    for reader in readers {
        if reader.send(batch.clone()).await.is_ok() {
            left.push(reader);
        }
    }
    left
}

#[async_trait]
impl Ledger for Together {
    async fn read(&self, from_position: u64, follow: bool) -> Result<Batches, Status> {
        if follow {
            return self.ledger.read(from_position, true).await;
        }
        let (reader, batches) = mpsc::channel(BEHIND_BATCHES);
        let is_first = {
            let mut waiting = self.waiting();
            let readers = waiting.entry(from_position).or_default();
            readers.push(reader);
            readers.len() == 1
        };
        if is_first {
            tokio::spawn(self.clone().read_for_all(from_position));
        }
        let batches = stream::unfold(batches, |mut batches| async move {
            Some((batches.recv().await?, batches))
        });
        Ok(batches.boxed())
    }

    async fn entries(&self, positions: &[u64]) -> Result<Vec<Entry>, Status> {
        self.ledger.entries(positions).await
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use contracts::ledger::v1::ReadEventsResponse;

    use super::*;

    /// A ledger of single entries up to a place, where it fails.
    #[derive(Default)]
    struct Short {
        reads: AtomicUsize,
    }

    const FAILS_AT: u64 = 20;

    #[async_trait]
    impl Ledger for Short {
        async fn read(&self, from_position: u64, _follow: bool) -> Result<Batches, Status> {
            self.reads.fetch_add(1, Ordering::Relaxed);
            if from_position > FAILS_AT {
                return Err(Status::unavailable("away"));
            }
            let batch = |position| {
                let entry = Entry {
                    position,
                    ..Entry::default()
                };
                match position {
                    FAILS_AT => Err(Status::unavailable("away")),
                    _ => Ok(Arc::new(ReadEventsResponse {
                        entries: vec![entry],
                        ..ReadEventsResponse::default()
                    })),
                }
            };
            Ok(stream::iter((from_position..=FAILS_AT).map(batch)).boxed())
        }

        async fn entries(&self, _positions: &[u64]) -> Result<Vec<Entry>, Status> {
            Ok(Vec::new())
        }
    }

    async fn read(ledger: &Together, from: u64) -> (Vec<u64>, bool) {
        let (mut positions, mut failed) = (Vec::new(), false);
        let mut batches = ledger.read(from, false).await.unwrap();
        while let Some(batch) = batches.next().await {
            match batch {
                Ok(batch) => positions.extend(batch.entries.iter().map(|entry| entry.position)),
                Err(_) => failed = true,
            }
        }
        (positions, failed)
    }

    #[tokio::test]
    async fn who_asks_for_the_same_is_served_by_one_read() {
        let ledger = Arc::new(Short::default());
        let together = Together::new(ledger.clone());
        // One of them goes away, and one reads something else.
        drop(together.read(1, false).await.unwrap());
        let (first, second, other) = tokio::join!(read(&together, 1), read(&together, 1), read(&together, 5));
        assert_eq!(first, ((1..FAILS_AT).collect(), true));
        assert_eq!(second, first);
        assert_eq!(other, ((5..FAILS_AT).collect(), true));
        assert_eq!(ledger.reads.load(Ordering::Relaxed), 2);
        // Who comes later begins anew.
        assert_eq!(read(&together, 1).await, first);
        assert_eq!(ledger.reads.load(Ordering::Relaxed), 3);
    }

    #[tokio::test]
    async fn a_ledger_that_is_away_is_told_to_all() {
        let together = Together::new(Arc::new(Short::default()));
        let from = FAILS_AT + 1;
        let (first, second) = tokio::join!(read(&together, from), read(&together, from));
        assert_eq!((first, second), ((vec![], true), (vec![], true)));
    }
}
