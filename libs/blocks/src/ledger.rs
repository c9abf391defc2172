//! The ledger as those read it who show or pass on everything in it.

use std::sync::Arc;

use async_trait::async_trait;
use contracts::ledger::v1::{
    Entry, GetEventRequest, GetHeadRequest, ReadEventsRequest, ReadEventsResponse, get_event_request::Key,
    ledger_service_client::LedgerServiceClient,
};
use futures::{StreamExt, TryStreamExt, stream, stream::BoxStream};
use runtime::peers::PeerChannel;
use tonic::{Code, Status};

/// Most entries in one message: few when little happens, and many when there is much to catch up with. The ledger ends a
/// message at 1 MiB, so that more would be read there in vain.
const BATCH_ENTRIES: u32 = 1_000;
/// Entries that are fetched by one call when there is much to fetch, and how many such calls are under way at once: fetching
/// the next ones and folding those before overlap, and no single call has to do it all.
const STRETCH_ENTRIES: u64 = 4_000;
const STRETCHES_AT_ONCE: usize = 4;
/// Single entries asked for at the same time.
const ENTRIES_AT_ONCE: usize = 32;

/// A message of the ledger: entries that follow on each other, none when only the head is told. Several projections read it.
pub type Batch = Arc<ReadEventsResponse>;

/// Messages of the ledger, oldest first.
pub type Batches = BoxStream<'static, Result<Batch, Status>>;

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
        let from = from_position.max(1);
        if !follow {
            let head = self
                .clone()
                .get_head(GetHeadRequest {})
                .await?
                .into_inner()
                .position;
            if head >= from.saturating_add(STRETCH_ENTRIES) {
                return Ok(in_stretches(self.clone(), from, head));
            }
        }
        let request = ReadEventsRequest {
            follow,
            ..request(from)
        };
        let messages = self.clone().read_events(request).await?.into_inner();
        Ok(messages.map_ok(Arc::new).boxed())
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

fn request(from_position: u64) -> ReadEventsRequest {
    ReadEventsRequest {
        from_position,
        batch_size: BATCH_ENTRIES,
        ..Default::default()
    }
}

/// Everything from a position up to another, fetched by several calls at once and handed on in order.
fn in_stretches(ledger: LedgerServiceClient<PeerChannel>, from: u64, to: u64) -> Batches {
    let starts = stream::iter((0..).map(move |number| from + number * STRETCH_ENTRIES));
    starts
        .take_while(move |start| std::future::ready(*start <= to))
        .map(move |start| fetch(ledger.clone(), start, STRETCH_ENTRIES.min(to - start + 1)))
        .buffered(STRETCHES_AT_ONCE)
        .map_ok(|messages| stream::iter(messages.into_iter().map(Arc::new).map(Ok)))
        .try_flatten()
        .boxed()
}

/// Fetches one stretch in a task of its own.
async fn fetch(
    mut ledger: LedgerServiceClient<PeerChannel>,
    from: u64,
    limit: u64,
) -> Result<Vec<ReadEventsResponse>, Status> {
    let fetched = tokio::spawn(async move {
        let request = ReadEventsRequest {
            limit,
            ..request(from)
        };
        let messages = ledger.read_events(request).await?.into_inner();
        messages.try_collect().await
    });
    let fetched: Result<Vec<ReadEventsResponse>, Status> = fetched
        .await
        .map_err(|_| Status::aborted("the process is stopping"))?;
    fetched
}
