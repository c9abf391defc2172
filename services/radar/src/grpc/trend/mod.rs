//! The trend service: how mentions develop, and the radar as it stands.

mod answer;
mod judged;

use contracts::radar::v1::{self, trend_service_server::TrendService};
use tonic::{Request, Response};

use super::{Answer, Desk};

pub(crate) use judged::{JudgedSkill, RadarOf, radar_of};

/// Answers the calls of the trend service.
#[derive(Clone)]
pub struct TrendCalls(pub Desk);

#[tonic::async_trait]
impl TrendService for TrendCalls {
    async fn get_trend(&self, request: Request<v1::GetTrendRequest>) -> Answer<v1::GetTrendResponse> {
        Ok(Response::new(self.one(request.get_ref()).await?))
    }

    async fn list_trends(&self, request: Request<v1::ListTrendsRequest>) -> Answer<v1::ListTrendsResponse> {
        Ok(Response::new(self.list(request.get_ref()).await?))
    }

    async fn get_radar(&self, request: Request<v1::GetRadarRequest>) -> Answer<v1::GetRadarResponse> {
        Ok(Response::new(self.radar(request.get_ref()).await?))
    }
}
