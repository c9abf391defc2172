//! The source service: taking sources in; see [`mentions`] and [`candidates`] for what was found in them.

mod candidates;
mod list;
mod mentions;
mod register;

use contracts::radar::v1::{self, source_service_server::SourceService};
use tonic::{Request, Response};

use super::{Answer, Desk};

/// Answers the calls of the source service.
#[derive(Clone)]
pub struct Sources(pub Desk);

#[tonic::async_trait]
impl SourceService for Sources {
    async fn register_source(
        &self,
        request: Request<v1::RegisterSourceRequest>,
    ) -> Answer<v1::RegisterSourceResponse> {
        Ok(Response::new(self.register(request).await?))
    }

    async fn revise_source(
        &self,
        request: Request<v1::ReviseSourceRequest>,
    ) -> Answer<v1::ReviseSourceResponse> {
        Ok(Response::new(self.revise(&request).await?))
    }

    async fn withdraw_source(
        &self,
        request: Request<v1::WithdrawSourceRequest>,
    ) -> Answer<v1::WithdrawSourceResponse> {
        Ok(Response::new(self.withdraw(&request).await?))
    }

    async fn get_source(&self, request: Request<v1::GetSourceRequest>) -> Answer<v1::GetSourceResponse> {
        Ok(Response::new(self.one(request.get_ref()).await?))
    }

    async fn list_sources(
        &self,
        request: Request<v1::ListSourcesRequest>,
    ) -> Answer<v1::ListSourcesResponse> {
        Ok(Response::new(self.list(request.get_ref()).await?))
    }

    async fn list_mentions(
        &self,
        request: Request<v1::ListMentionsRequest>,
    ) -> Answer<v1::ListMentionsResponse> {
        Ok(Response::new(self.mentions(request.get_ref()).await?))
    }

    async fn list_candidates(
        &self,
        request: Request<v1::ListCandidatesRequest>,
    ) -> Answer<v1::ListCandidatesResponse> {
        Ok(Response::new(self.candidates(request.get_ref()).await?))
    }
}
