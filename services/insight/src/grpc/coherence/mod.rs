//! The calls over several building blocks, one file each: read the request, take a view, answer from it.

mod culture_in_projects;
mod culture_interventions;
mod demand_supply;
mod funnel;
mod lead_times;
mod learning_culture;
mod money_matrix;
mod overlaps;
mod reuse;
mod skill_needs;
mod skill_pipeline;
mod white_spots;

use contracts::insight::v1::{
    GetCultureInProjectsRequest, GetCultureInProjectsResponse, GetDemandSupplyRequest,
    GetDemandSupplyResponse, GetFunnelRequest, GetFunnelResponse, GetLeadTimesRequest, GetLeadTimesResponse,
    GetLearningCultureRequest, GetLearningCultureResponse, GetMoneyMatrixRequest, GetMoneyMatrixResponse,
    GetReuseRequest, GetReuseResponse, GetSkillPipelineRequest, GetSkillPipelineResponse,
    ListCultureInterventionsRequest, ListCultureInterventionsResponse, ListOverlapsRequest,
    ListOverlapsResponse, ListSkillNeedsRequest, ListSkillNeedsResponse, ListWhiteSpotsRequest,
    ListWhiteSpotsResponse, coherence_service_server::CoherenceService,
};
use tonic::{Request, Response};

use super::{Reply, filter};
use crate::views::Views;

/// Answers the calls of the contract.
#[derive(Clone)]
pub struct Coherence {
    views: Views,
}

impl Coherence {
    /// A service over these views.
    #[must_use]
    pub fn new(views: Views) -> Self {
        Self { views }
    }
}

#[tonic::async_trait]
impl CoherenceService for Coherence {
    async fn get_demand_supply(
        &self,
        request: Request<GetDemandSupplyRequest>,
    ) -> Reply<GetDemandSupplyResponse> {
        Ok(Response::new(demand_supply::answer(&self.views, request).await?))
    }

    async fn get_culture_in_projects(
        &self,
        request: Request<GetCultureInProjectsRequest>,
    ) -> Reply<GetCultureInProjectsResponse> {
        Ok(Response::new(
            culture_in_projects::answer(&self.views, request).await?,
        ))
    }

    async fn get_learning_culture(
        &self,
        request: Request<GetLearningCultureRequest>,
    ) -> Reply<GetLearningCultureResponse> {
        Ok(Response::new(
            learning_culture::answer(&self.views, request).await?,
        ))
    }

    async fn list_culture_interventions(
        &self,
        request: Request<ListCultureInterventionsRequest>,
    ) -> Reply<ListCultureInterventionsResponse> {
        Ok(Response::new(
            culture_interventions::answer(&self.views, request).await?,
        ))
    }

    async fn get_funnel(&self, request: Request<GetFunnelRequest>) -> Reply<GetFunnelResponse> {
        Ok(Response::new(funnel::answer(&self.views, request).await?))
    }

    async fn get_lead_times(&self, request: Request<GetLeadTimesRequest>) -> Reply<GetLeadTimesResponse> {
        Ok(Response::new(lead_times::answer(&self.views, request).await?))
    }

    async fn get_money_matrix(
        &self,
        request: Request<GetMoneyMatrixRequest>,
    ) -> Reply<GetMoneyMatrixResponse> {
        Ok(Response::new(money_matrix::answer(&self.views, request).await?))
    }

    async fn get_reuse(&self, request: Request<GetReuseRequest>) -> Reply<GetReuseResponse> {
        Ok(Response::new(reuse::answer(&self.views, request).await?))
    }

    async fn get_skill_pipeline(
        &self,
        request: Request<GetSkillPipelineRequest>,
    ) -> Reply<GetSkillPipelineResponse> {
        Ok(Response::new(skill_pipeline::answer(&self.views, request).await?))
    }

    async fn list_skill_needs(
        &self,
        request: Request<ListSkillNeedsRequest>,
    ) -> Reply<ListSkillNeedsResponse> {
        Ok(Response::new(skill_needs::answer(&self.views, request).await?))
    }

    async fn list_white_spots(
        &self,
        request: Request<ListWhiteSpotsRequest>,
    ) -> Reply<ListWhiteSpotsResponse> {
        Ok(Response::new(white_spots::answer(&self.views, request).await?))
    }

    async fn list_overlaps(&self, request: Request<ListOverlapsRequest>) -> Reply<ListOverlapsResponse> {
        Ok(Response::new(overlaps::answer(&self.views, request).await?))
    }
}
