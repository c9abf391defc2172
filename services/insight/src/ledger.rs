//! The ledger as insight reads it.

use std::sync::Arc;

use async_trait::async_trait;
use contracts::ledger::v1::{
    Entry, GetEventRequest, ReadEventsRequest, ReadEventsResponse, get_event_request::Key,
    ledger_service_client::LedgerServiceClient,
};
use futures::{StreamExt, TryStreamExt, stream, stream::BoxStream};
use runtime::peers::PeerChannel;
use tokio::sync::mpsc;
use tonic::{Code, Status};

/// Most entries in one message: few when little happens, and many when there is much to catch up with.
const BATCH_ENTRIES: u32 = 2_000;
/// Messages read ahead, so that fetching and folding overlap.
const AHEAD_MESSAGES: usize = 4;
/// Single entries asked for at the same time.
const ENTRIES_AT_ONCE: usize = 32;

/// Messages of the ledger, oldest first.
pub type Batches = BoxStream<'static, Result<ReadEventsResponse, Status>>;

/// Where entries are read from.
#[async_trait]
pub trait Ledger: Send + Sync + 'static {
    /// Entries from a position on; with `follow` the stream goes on as new ones come.
    ///
    /// # Errors
    /// The ledger is away or refuses.
    async fn read(&self, from_position: u64, follow: bool) -> Result<Batches, Status>;

    /// The entries at the given positions, in their order; those that do not exist are left out.
    ///
    /// # Errors
    /// The ledger is away or refuses.
    async fn entries(&self, positions: &[u64]) -> Result<Vec<Entry>, Status>;
}

#[async_trait]
impl Ledger for LedgerServiceClient<PeerChannel> {
    async fn read(&self, from_position: u64, follow: bool) -> Result<Batches, Status> {
        let request = ReadEventsRequest {
            from_position,
            follow,
            batch_size: BATCH_ENTRIES,
            ..Default::default()
        };
        let batches = self.clone().read_events(request).await?.into_inner().boxed();
        Ok(if follow { batches } else { ahead(batches) })
    }

    async fn entries(&self, positions: &[u64]) -> Result<Vec<Entry>, Status> {
        let one = |position| {
            let mut ledger = self.clone();
            async move {
                let key = Some(Key::Position(position));
                match ledger.get_event(GetEventRequest { key }).await {
                    Ok(found) => Ok(found.into_inner().entry),
                    Err(status) if status.code() == Code::NotFound => Ok(None),
                    Err(status) => Err(status),
                }
            }
        };
        let found: Vec<Option<Entry>> = stream::iter(positions.iter().copied().map(one))
            .buffered(ENTRIES_AT_ONCE)
            .try_collect()
            .await?;
        Ok(found.into_iter().flatten().collect())
    }
}

#[async_trait]
impl<L: Ledger + ?Sized> Ledger for Arc<L> {
    async fn read(&self, from_position: u64, follow: bool) -> Result<Batches, Status> {
        (**self).read(from_position, follow).await
    }

    async fn entries(&self, positions: &[u64]) -> Result<Vec<Entry>, Status> {
        (**self).entries(positions).await
    }
}

/// Reads a few messages ahead of whoever takes them.
fn ahead(mut batches: Batches) -> Batches {
    let (send, taken) = mpsc::channel(AHEAD_MESSAGES);
    tokio::spawn(async move {
        while let Some(batch) = batches.next().await {
            // Nobody takes them any more.
            if send.send(batch).await.is_err() {
                return;
            }
        }
    });
    stream::unfold(
        taken,
        |mut taken| async move { Some((taken.recv().await?, taken)) },
    )
    .boxed()
}
