//! The measurement service: looking measurements up; see [`plan`] for their course, [`fieldwork`] for responses, [`estimate`] for what
//! becomes of them, and [`compare`] for how two of them differ.

mod compare;
mod estimate;
mod fieldwork;
mod plan;

use blocks::{freshness::of_projection, office::Office};
use contracts::culture::v1::{self, measurement_service_server::MeasurementService};
use runtime::fault::{self, Fault};
use tonic::{Request, Response};

use super::{Answer, cut, one_more, parse_id, parse_page};
use crate::{
    contract::{
        component::cell,
        measurement::{kept, known_stage},
    },
    domain::wave::{Rejection, Stage, Wave},
    projections::measurements::{self, Wanted},
    responses::Responses,
};

/// Answers the calls of the measurement service.
#[derive(Clone)]
pub struct Measurements {
    /// What it works with.
    pub office: Office,
    /// Responses, beside the log.
    pub responses: Responses,
}

impl Measurements {
    /// A measurement that was planned.
    async fn known(&self, wave_id: &str) -> Result<(std::sync::Arc<Wave>, u64), Fault> {
        let found = self.office.store.load::<Wave>(wave_id).await?;
        if found.state.plan().is_none() {
            return Err(Fault::rejected(&Rejection::Unknown));
        }
        Ok((found.state.into(), found.version))
    }

    async fn get(&self, request: &v1::GetMeasurementRequest) -> Result<v1::GetMeasurementResponse, Fault> {
        let id = parse_id("wave_id", &request.wave_id)?;
        let (wave, version) = self.known(&id).await?;
        Ok(v1::GetMeasurementResponse {
            measurement: kept(&wave, version),
        })
    }

    async fn list(
        &self,
        request: &v1::ListMeasurementsRequest,
    ) -> Result<v1::ListMeasurementsResponse, Fault> {
        let wanted = Wanted {
            instrument_id: &request.instrument_id,
            region_id: &request.region_id,
            stage: known_stage(request.state()),
        };
        let page = parse_page(request.page_size, &request.page_token, &format!("{wanted:?}"))?;
        let store = &self.office.store;
        let freshness = of_projection(store, self.office.clock.as_ref(), measurements::NAME).await?;
        let after = page.after.clone().unwrap_or_default();
        let mut found = measurements::list(store.pool(), &wanted, &after, one_more(&page)).await?;
        let next_page_token = cut(&page, &mut found, String::as_str);
        let mut listed = Vec::with_capacity(found.len());
        for id in &found {
            let loaded = store.load::<Wave>(id).await?;
            listed.extend(kept(&loaded.state, loaded.version));
        }
        Ok(v1::ListMeasurementsResponse {
            measurements: listed,
            next_page_token,
            freshness: Some(freshness),
        })
    }

    async fn estimates(&self, request: &v1::GetEstimatesRequest) -> Result<v1::GetEstimatesResponse, Fault> {
        let id = parse_id("wave_id", &request.wave_id)?;
        let (wave, version) = self.known(&id).await?;
        check_estimated(&wave)?;
        check_cut(&wave, &request.variables)?;
        let cells = wave.cells().iter().filter(|it| it.is_of_cut(&request.variables));
        Ok(v1::GetEstimatesResponse {
            measurement: kept(&wave, version),
            cells: cells.map(cell).collect(),
        })
    }
}

/// Refuses a measurement of which nothing was found. One that was withdrawn after that shows what was found, and that it does not hold.
fn check_estimated(wave: &Wave) -> Result<(), Fault> {
    if wave.summary().is_none() {
        return Err(Fault::rejected(&Rejection::Stage(wave.stage())));
    }
    Ok(())
}

/// Refuses a measurement whose estimates do not hold.
fn check_stands(wave: &Wave) -> Result<(), Fault> {
    wave.at(Stage::Estimated)
        .map_err(|refusal| Fault::rejected(&refusal))?;
    Ok(())
}

/// Refuses a cut that was not planned: nothing was estimated of it, and the responses are gone.
fn check_cut(wave: &Wave, variables: &[String]) -> Result<(), Fault> {
    let cuts = wave.plan().map(|plan| plan.cuts()).unwrap_or_default();
    let wanted = |cut: &&Vec<&str>| {
        cut.len() == variables.len() && cut.iter().all(|it| variables.iter().any(|name| name == it))
    };
    if cuts.iter().any(|cut| wanted(&cut)) {
        return Ok(());
    }
    let what = "the measurement was not planned to be cut by these variables";
    Err(
        Fault::new("CUT_UNKNOWN", fault::Kind::Invalid, what).with_fields(vec![eventing::FieldFault::new(
            "variables",
            "none, one that is told apart, or a crossing of the plan",
        )]),
    )
}

#[tonic::async_trait]
impl MeasurementService for Measurements {
    async fn plan_measurement(
        &self,
        request: Request<v1::PlanMeasurementRequest>,
    ) -> Answer<v1::PlanMeasurementResponse> {
        Ok(Response::new(self.plan(&request).await?))
    }

    async fn revise_measurement(
        &self,
        request: Request<v1::ReviseMeasurementRequest>,
    ) -> Answer<v1::ReviseMeasurementResponse> {
        Ok(Response::new(self.revise(&request).await?))
    }

    async fn start_fieldwork(
        &self,
        request: Request<v1::StartFieldworkRequest>,
    ) -> Answer<v1::StartFieldworkResponse> {
        Ok(Response::new(self.start(&request).await?))
    }

    async fn submit_responses(
        &self,
        request: Request<v1::SubmitResponsesRequest>,
    ) -> Answer<v1::SubmitResponsesResponse> {
        Ok(Response::new(self.submit(&request).await?))
    }

    async fn close_fieldwork(
        &self,
        request: Request<v1::CloseFieldworkRequest>,
    ) -> Answer<v1::CloseFieldworkResponse> {
        Ok(Response::new(self.close(&request).await?))
    }

    async fn estimate_measurement(
        &self,
        request: Request<v1::EstimateMeasurementRequest>,
    ) -> Answer<v1::EstimateMeasurementResponse> {
        Ok(Response::new(self.estimate(&request).await?))
    }

    async fn withdraw_measurement(
        &self,
        request: Request<v1::WithdrawMeasurementRequest>,
    ) -> Answer<v1::WithdrawMeasurementResponse> {
        Ok(Response::new(self.withdraw(&request).await?))
    }

    async fn get_measurement(
        &self,
        request: Request<v1::GetMeasurementRequest>,
    ) -> Answer<v1::GetMeasurementResponse> {
        Ok(Response::new(self.get(request.get_ref()).await?))
    }

    async fn list_measurements(
        &self,
        request: Request<v1::ListMeasurementsRequest>,
    ) -> Answer<v1::ListMeasurementsResponse> {
        Ok(Response::new(self.list(request.get_ref()).await?))
    }

    async fn get_estimates(
        &self,
        request: Request<v1::GetEstimatesRequest>,
    ) -> Answer<v1::GetEstimatesResponse> {
        Ok(Response::new(self.estimates(request.get_ref()).await?))
    }

    async fn compare_measurements(
        &self,
        request: Request<v1::CompareMeasurementsRequest>,
    ) -> Answer<v1::CompareMeasurementsResponse> {
        Ok(Response::new(self.compare(request.get_ref()).await?))
    }
}
