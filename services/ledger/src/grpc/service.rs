//! The calls.

use std::pin::Pin;
use std::sync::Arc;

use contracts::ledger::v1::ledger_service_server::LedgerService;
use contracts::ledger::v1::{
    AddCosignatureRequest, AddCosignatureResponse, GetBlockHeadRequest, GetBlockHeadResponse,
    GetCheckpointRequest, GetCheckpointResponse, GetEventRequest, GetEventResponse, GetHeadRequest,
    GetHeadResponse, GetVerifierKeysRequest, GetVerifierKeysResponse, ListEventsRequest, ListEventsResponse,
    ProveConsistencyRequest, ProveConsistencyResponse, ProveInclusionRequest, ProveInclusionResponse,
    ReadEventsRequest, ReadEventsResponse,
};
use contracts::options::v1::Audience;
use futures::{Stream, StreamExt};
use runtime::access::{caller, widest_audience};
use runtime::fault::Fault;
use tokio_util::sync::CancellationToken;
use tonic::{Request, Response, Status};

use super::proof_request;
use super::reading::Reading;
use super::request::{self, Key};
use super::timestamp;
use crate::checkpoint::{Log, Signatures};
use crate::head::Head;
use crate::store::LedgerStore;
use crate::tail::Tail;

/// Answers the calls from the tables.
#[derive(Clone)]
pub(crate) struct Ledger {
    pub(crate) store: LedgerStore,
    pub(crate) head: Head,
    pub(crate) tail: Tail,
    pub(crate) log: Arc<Log>,
    pub(crate) signatures: Signatures,
    pub(crate) blocks: Arc<[String]>,
    pub(crate) shutdown: CancellationToken,
}

#[tonic::async_trait]
impl LedgerService for Ledger {
    type ReadEventsStream = Pin<Box<dyn Stream<Item = Result<ReadEventsResponse, Status>> + Send>>;

    async fn read_events(
        &self,
        request: Request<ReadEventsRequest>,
    ) -> Result<Response<Self::ReadEventsStream>, Status> {
        let audience = audience(&request);
        let read = request::read(request.into_inner())?;
        // From the tables, so that whatever a caller was told before, this call has it too.
        let newest = self.store.newest().await.map_err(Fault::from)?;
        self.head.advance(newest);
        let reading = Reading::new(
            self.store.clone(),
            self.head.watch(),
            self.tail.clone(),
            newest.position,
            audience,
            read,
            self.shutdown.clone(),
        );
        Ok(Response::new(reading.messages().boxed()))
    }

    async fn list_events(
        &self,
        request: Request<ListEventsRequest>,
    ) -> Result<Response<ListEventsResponse>, Status> {
        let audience = audience(&request);
        Ok(Response::new(self.page(request.into_inner(), audience).await?))
    }

    async fn get_event(
        &self,
        request: Request<GetEventRequest>,
    ) -> Result<Response<GetEventResponse>, Status> {
        let audience = audience(&request);
        let key = request::key(request.into_inner())?;
        let entry = match &key {
            Key::Position(position) => self.store.at(*position, audience).await,
            Key::EventId(id) => self.store.with_id(id, audience).await,
        };
        let entry = entry.map_err(Fault::from)?.ok_or_else(|| unknown_event(&key))?;
        Ok(Response::new(GetEventResponse { entry: Some(entry) }))
    }

    async fn get_head(&self, _request: Request<GetHeadRequest>) -> Result<Response<GetHeadResponse>, Status> {
        let newest = self.store.newest().await.map_err(Fault::from)?;
        Ok(Response::new(GetHeadResponse {
            position: newest.position,
            recorded_at: newest.recorded_at.map(timestamp),
        }))
    }

    async fn get_block_head(
        &self,
        request: Request<GetBlockHeadRequest>,
    ) -> Result<Response<GetBlockHeadResponse>, Status> {
        let block = request::block(request.into_inner().block)?;
        let head = self.store.block_head(&block).await.map_err(Fault::from)?;
        if head.is_none() && !self.blocks.contains(&block) {
            return Err(unknown_block(&block).into());
        }
        let head = head.unwrap_or_default();
        Ok(Response::new(GetBlockHeadResponse {
            sequence: head.sequence,
            log_position: head.log_position,
            part: head.part,
        }))
    }

    async fn get_checkpoint(
        &self,
        request: Request<GetCheckpointRequest>,
    ) -> Result<Response<GetCheckpointResponse>, Status> {
        let min_size = proof_request::size("min_size", request.into_inner().min_size)?;
        Ok(Response::new(self.checkpoint(min_size).await?))
    }

    async fn get_verifier_keys(
        &self,
        _request: Request<GetVerifierKeysRequest>,
    ) -> Result<Response<GetVerifierKeysResponse>, Status> {
        Ok(Response::new(self.verifier_keys()))
    }

    async fn prove_inclusion(
        &self,
        request: Request<ProveInclusionRequest>,
    ) -> Result<Response<ProveInclusionResponse>, Status> {
        let audience = audience(&request);
        let wanted = proof_request::inclusion(request.into_inner())?;
        Ok(Response::new(self.inclusion(wanted, audience).await?))
    }

    async fn prove_consistency(
        &self,
        request: Request<ProveConsistencyRequest>,
    ) -> Result<Response<ProveConsistencyResponse>, Status> {
        let wanted = proof_request::consistency(request.into_inner())?;
        Ok(Response::new(self.consistency(wanted).await?))
    }

    async fn add_cosignature(
        &self,
        request: Request<AddCosignatureRequest>,
    ) -> Result<Response<AddCosignatureResponse>, Status> {
        let handed_in = proof_request::cosignature(&request.into_inner())?;
        Ok(Response::new(self.cosign(handed_in).await?))
    }
}

/// What the caller may see.
fn audience<T>(request: &Request<T>) -> Audience {
    widest_audience(caller(request).grants.iter().map(|grant| grant.role))
}

/// The same answer whether there is no such entry or the caller may not see it.
pub(super) fn unknown_event(key: &Key) -> Fault {
    let what = match key {
        Key::Position(position) => format!("position {position}"),
        Key::EventId(id) => format!("the id `{id}`"),
    };
    Fault::not_found(
        "EVENT_UNKNOWN",
        format!("the ledger has no event with {what} that you may see"),
    )
}

fn unknown_block(block: &str) -> Fault {
    Fault::not_found(
        "BLOCK_UNKNOWN",
        format!("the ledger takes no events of a block `{block}`"),
    )
}
