//! The calls, one file each: read the request, take a [`View`](crate::views::View), answer from it.

mod coherence;
mod explain;
mod filter;
mod list_linked_projects;
mod list_obligations;
mod list_projects;
mod list_signals;
mod overview;
mod project_feedback;
mod project_status;
mod request;
mod workgroup_feedback;

use std::sync::Arc;

use blocks::ledger::Ledger;
use contracts::insight::v1::{
    ExplainRequest, ExplainResponse, GetOverviewRequest, GetOverviewResponse, GetProjectFeedbackRequest,
    GetProjectFeedbackResponse, GetProjectStatusRequest, GetProjectStatusResponse,
    GetWorkgroupFeedbackRequest, GetWorkgroupFeedbackResponse, ListLinkedProjectsRequest,
    ListLinkedProjectsResponse, ListObligationsRequest, ListObligationsResponse, ListProjectsRequest,
    ListProjectsResponse, ListSignalsRequest, ListSignalsResponse, insight_service_server::InsightService,
};
use tonic::{Request, Response, Status};

pub use coherence::Coherence;
pub(crate) use request::scopes_of;

use crate::{explain::Rules, views::Views};

/// Answers the calls of the contract.
#[derive(Clone)]
pub struct Service {
    views: Views,
    rules: Rules,
    ledger: Arc<dyn Ledger>,
}

impl Service {
    /// A service over these views; the events behind a figure are asked of the ledger.
    #[must_use]
    pub fn new(views: Views, rules: Rules, ledger: Arc<dyn Ledger>) -> Self {
        Self { views, rules, ledger }
    }
}

#[tonic::async_trait]
impl InsightService for Service {
    async fn get_overview(&self, request: Request<GetOverviewRequest>) -> Reply<GetOverviewResponse> {
        Ok(Response::new(overview::answer(&self.views, request).await?))
    }

    async fn list_projects(&self, request: Request<ListProjectsRequest>) -> Reply<ListProjectsResponse> {
        Ok(Response::new(list_projects::answer(&self.views, request).await?))
    }

    async fn list_linked_projects(
        &self,
        request: Request<ListLinkedProjectsRequest>,
    ) -> Reply<ListLinkedProjectsResponse> {
        Ok(Response::new(
            list_linked_projects::answer(&self.views, request).await?,
        ))
    }

    async fn get_project_status(
        &self,
        request: Request<GetProjectStatusRequest>,
    ) -> Reply<GetProjectStatusResponse> {
        Ok(Response::new(
            project_status::project_status(&self.views, request).await?,
        ))
    }

    async fn list_obligations(
        &self,
        request: Request<ListObligationsRequest>,
    ) -> Reply<ListObligationsResponse> {
        Ok(Response::new(
            list_obligations::answer(&self.views, request).await?,
        ))
    }

    async fn get_project_feedback(
        &self,
        request: Request<GetProjectFeedbackRequest>,
    ) -> Reply<GetProjectFeedbackResponse> {
        Ok(Response::new(
            project_feedback::project_feedback(&self.views, request).await?,
        ))
    }

    async fn get_workgroup_feedback(
        &self,
        request: Request<GetWorkgroupFeedbackRequest>,
    ) -> Reply<GetWorkgroupFeedbackResponse> {
        Ok(Response::new(
            workgroup_feedback::workgroup_feedback(&self.views, request).await?,
        ))
    }

    async fn list_signals(&self, request: Request<ListSignalsRequest>) -> Reply<ListSignalsResponse> {
        Ok(Response::new(list_signals::answer(&self.views, request).await?))
    }

    async fn explain(&self, request: Request<ExplainRequest>) -> Reply<ExplainResponse> {
        Ok(Response::new(explain::answer(self, request).await?))
    }
}

type Reply<T> = Result<Response<T>, Status>;
