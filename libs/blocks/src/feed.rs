//! One read of the ledger for all readers of a process, such as projections.
//!
//! Each takes batches at its own pace from a ring. One that falls behind the ring reads what it missed by itself and comes
//! back; the others do not notice.

use std::{sync::Arc, time::Duration};

use futures::StreamExt;
use runtime::fault::error_chain;
use tokio::sync::{broadcast, watch};
use tokio_util::sync::CancellationToken;
use tonic::Status;

use crate::ledger::{Batch, Ledger};

/// Batches kept for readers that are not there yet.
const RING_BATCHES: usize = 64;
/// First and longest wait after a failure, in milliseconds; it doubles in between.
const RETRY_FIRST_MILLIS: u64 = 200;
const RETRY_LONGEST_MILLIS: u64 = 5_000;

/// Hands out the ledger's entries as they come. Cheap to clone.
#[derive(Clone)]
pub struct Feed {
    ledger: Arc<dyn Ledger>,
    batches: broadcast::Sender<Batch>,
    from: Arc<watch::Sender<Option<u64>>>,
}

impl Feed {
    /// A feed that waits until somebody says where it starts.
    #[must_use]
    pub fn new(ledger: Arc<dyn Ledger>) -> Self {
        Self {
            ledger,
            batches: broadcast::channel(RING_BATCHES).0,
            from: Arc::new(watch::channel(None).0),
        }
    }

    /// The ledger itself, for what lies further back.
    #[must_use]
    pub fn ledger(&self) -> &Arc<dyn Ledger> {
        &self.ledger
    }

    /// Batches from now on.
    #[must_use]
    pub fn listen(&self) -> broadcast::Receiver<Batch> {
        self.batches.subscribe()
    }

    /// Starts at a position, unless it has started already.
    pub fn start_at(&self, position: u64) {
        self.from.send_if_modified(|from| {
            let first = from.is_none();
            from.get_or_insert(position);
            first
        });
    }

    /// Reads until the process stops. Failures are waited out.
    ///
    /// # Errors
    /// None so far.
    pub async fn run(self, shutdown: CancellationToken) -> anyhow::Result<()> {
        tokio::select! {
            () = shutdown.cancelled() => {}
            () = self.read_for_ever() => {}
        }
        Ok(())
    }

    async fn read_for_ever(&self) {
        let mut from = self.from.subscribe();
        let Ok(mut next) = from.wait_for(Option::is_some).await.map(|from| from.unwrap_or(1)) else {
            return;
        };
        let mut wait = RETRY_FIRST_MILLIS;
        loop {
            let before = next;
            if let Err(error) = self.read(&mut next).await {
                tracing::warn!(error = %error_chain(&error), "the ledger is not followed; trying again");
            }
            wait = if next > before {
                RETRY_FIRST_MILLIS
            } else {
                (wait * 2).min(RETRY_LONGEST_MILLIS)
            };
            tokio::time::sleep(Duration::from_millis(wait)).await;
        }
    }

    async fn read(&self, next: &mut u64) -> Result<(), Status> {
        let mut batches = self.ledger.read(*next, true).await?;
        while let Some(batch) = batches.next().await {
            let batch = batch?;
            if let Some(last) = batch.entries.last() {
                *next = last.position + 1;
            }
            // Without listeners there is nobody to tell.
            let _ = self.batches.send(batch);
        }
        Ok(())
    }
}
