//! The solution service.

use std::collections::BTreeSet;

use blocks::{freshness::of_projection, known::Kind};
use contracts::transitions::v1::{self, solution_service_server::SolutionService};
use eventing::{Committed, Context, Meta};
use futures::FutureExt;
use runtime::{
    call::Change,
    fault::{Fault, together},
    parse::Faults,
};
use tonic::{Request, Response};

use super::{Answer, Office, cut, filing, one_more, parse_id, parse_page};
use crate::{
    contract::{
        solution::{kept, read_design, read_reuse},
        values::whole,
    },
    domain::{
        demand::Demand,
        solution::{Command, Pilot, Scale, Solution},
    },
    projections::solutions::{self, State, Wanted},
};

/// Answers the calls of the solution service.
#[derive(Clone)]
pub struct Solutions(pub Office);

impl Solutions {
    async fn design(
        &self,
        request: &Request<v1::DesignSolutionRequest>,
    ) -> Result<v1::DesignSolutionResponse, Fault> {
        let given = request.get_ref();
        let mut faults = Faults::new();
        let design = read_design(&mut faults, given.solution.clone());
        let parsed = whole(faults, design);
        let (change, design) = together(Change::parse(request, &given.request_id), parsed)?;
        let regions = design.region_ids.iter().enumerate();
        let named: Vec<_> = regions
            .map(|(index, id)| (format!("solution.region_ids[{index}]"), Kind::Region, id.as_str()))
            .collect();
        self.0.known.check(&named).await?;
        let (now, today) = self.0.now();
        let meta = change.meta(now, filing::solution(&design));
        let id = design.solution_id.clone();
        let committed = self
            .0
            .store
            .execute_reading::<Solution, _, Fault>(&id, &meta, |reading| {
                let design = design.clone();
                async move {
                    let mut demands = BTreeSet::new();
                    for id in &design.demand_ids {
                        if reading.read::<Demand>(id).await?.state.signal().is_some() {
                            demands.insert(id.clone());
                        }
                    }
                    Ok(Command::Design {
                        design,
                        demands,
                        today,
                    })
                }
                .boxed()
            })
            .await?;
        Ok(v1::DesignSolutionResponse {
            receipt: self.0.receipt(&id, &committed),
        })
    }

    async fn pilot(
        &self,
        request: &Request<v1::PilotSolutionRequest>,
    ) -> Result<v1::PilotSolutionResponse, Fault> {
        let given = request.get_ref();
        let mut faults = Faults::new();
        let project_id = faults.id("project_id", &given.project_id);
        let id = faults.id("solution_id", &given.solution_id);
        let piloted_on = faults.date("piloted_on", &given.piloted_on);
        let parsed = whole(faults, piloted_on);
        let (change, piloted_on) = together(Change::parse(request, &given.request_id), parsed)?;
        let (now, today) = self.0.now();
        let learners = given.learners;
        let command = Command::Pilot {
            project_id,
            pilot: Pilot { piloted_on, learners },
            today,
        };
        let committed = self
            .execute(&id, &change.meta(now, Context::default()), command)
            .await?;
        Ok(v1::PilotSolutionResponse {
            receipt: self.0.receipt(&id, &committed),
        })
    }

    async fn scale(
        &self,
        request: &Request<v1::ScaleSolutionRequest>,
    ) -> Result<v1::ScaleSolutionResponse, Fault> {
        let given = request.get_ref();
        let mut faults = Faults::new();
        let project_id = faults.id("project_id", &given.project_id);
        let id = faults.id("solution_id", &given.solution_id);
        let scaled_on = faults.date("scaled_on", &given.scaled_on);
        let parsed = whole(faults, scaled_on);
        let (change, scaled_on) = together(Change::parse(request, &given.request_id), parsed)?;
        let (now, today) = self.0.now();
        let places_per_year = given.places_per_year;
        let command = Command::Scale {
            project_id,
            scale: Scale {
                scaled_on,
                places_per_year,
            },
            today,
        };
        let committed = self
            .execute(&id, &change.meta(now, Context::default()), command)
            .await?;
        Ok(v1::ScaleSolutionResponse {
            receipt: self.0.receipt(&id, &committed),
        })
    }

    async fn reuse(
        &self,
        request: &Request<v1::ReuseSolutionRequest>,
    ) -> Result<v1::ReuseSolutionResponse, Fault> {
        let given = request.get_ref();
        let mut faults = Faults::new();
        let id = faults.id("solution_id", &given.solution_id);
        let reuse = read_reuse(&mut faults, given.reuse.clone());
        let parsed = whole(faults, reuse);
        let (change, reuse) = together(Change::parse(request, &given.request_id), parsed)?;
        let named = [
            (
                "reuse.organisation_id".to_owned(),
                Kind::Organisation,
                reuse.organisation_id.as_str(),
            ),
            (
                "reuse.region_id".to_owned(),
                Kind::Region,
                reuse.region_id.as_str(),
            ),
        ];
        self.0.known.check(&named).await?;
        let lead_organisation_id = self.lead_of(&id).await?;
        let (now, today) = self.0.now();
        let command = Command::Reuse {
            reuse,
            lead_organisation_id,
            today,
        };
        let committed = self
            .execute(&id, &change.meta(now, Context::default()), command)
            .await?;
        Ok(v1::ReuseSolutionResponse {
            receipt: self.0.receipt(&id, &committed),
        })
    }

    /// The organisation that leads the project that made a solution, when the project is known.
    async fn lead_of(&self, solution_id: &str) -> Result<Option<String>, Fault> {
        let solution = self.0.store.load::<Solution>(solution_id).await?.state;
        let Some(design) = solution.design() else {
            return Ok(None);
        };
        let project = self.0.known.project(&design.project_id).await?;
        Ok(project.map(|project| project.lead_organisation_id))
    }

    /// Carries out a command, its facts filed under what the solution belongs to.
    async fn execute(&self, id: &str, meta: &Meta, command: Command) -> Result<Committed, Fault> {
        self.0
            .execute_filed::<Solution>(id, meta, command, |it| it.design().map(filing::solution))
            .await
    }

    async fn get(&self, request: &v1::GetSolutionRequest) -> Result<v1::GetSolutionResponse, Fault> {
        let id = parse_id("solution_id", &request.solution_id)?;
        let found = self.0.store.load::<Solution>(&id).await?;
        let solution = kept(&found.state, found.version);
        if solution.is_none() {
            return Err(Fault::not_found(
                "SOLUTION_UNKNOWN",
                format!("there is no solution {id}"),
            ));
        }
        Ok(v1::GetSolutionResponse { solution })
    }

    async fn list(&self, request: &v1::ListSolutionsRequest) -> Result<v1::ListSolutionsResponse, Fault> {
        let state = v1::SolutionState::try_from(request.state).ok();
        let mut faults = Faults::new();
        faults.check("state", state.is_some(), "one of the values of the contract");
        let state = faults.finish(state.and_then(|state| match state {
            v1::SolutionState::Unspecified => None,
            v1::SolutionState::Designed => Some(State::Designed),
            v1::SolutionState::Piloted => Some(State::Piloted),
            v1::SolutionState::Scaled => Some(State::Scaled),
        }))?;
        let wanted = Wanted {
            project_id: &request.project_id,
            region_id: &request.region_id,
            skill_uri: &request.skill_uri,
            state,
        };
        let page = parse_page(request.page_size, &request.page_token, &format!("{wanted:?}"))?;
        let freshness = of_projection(&self.0.store, self.0.clock.as_ref(), solutions::NAME).await?;
        let after = page.after.clone().unwrap_or_default();
        let mut found = solutions::list(self.0.store.pool(), &wanted, &after, one_more(&page)).await?;
        let next_page_token = cut(&page, &mut found, String::as_str);
        let mut solutions = Vec::with_capacity(found.len());
        for id in &found {
            let loaded = self.0.store.load::<Solution>(id).await?;
            solutions.extend(kept(&loaded.state, loaded.version));
        }
        Ok(v1::ListSolutionsResponse {
            solutions,
            next_page_token,
            freshness: Some(freshness),
        })
    }
}

#[tonic::async_trait]
impl SolutionService for Solutions {
    async fn design_solution(
        &self,
        request: Request<v1::DesignSolutionRequest>,
    ) -> Answer<v1::DesignSolutionResponse> {
        Ok(Response::new(self.design(&request).await?))
    }

    async fn pilot_solution(
        &self,
        request: Request<v1::PilotSolutionRequest>,
    ) -> Answer<v1::PilotSolutionResponse> {
        Ok(Response::new(self.pilot(&request).await?))
    }

    async fn scale_solution(
        &self,
        request: Request<v1::ScaleSolutionRequest>,
    ) -> Answer<v1::ScaleSolutionResponse> {
        Ok(Response::new(self.scale(&request).await?))
    }

    async fn reuse_solution(
        &self,
        request: Request<v1::ReuseSolutionRequest>,
    ) -> Answer<v1::ReuseSolutionResponse> {
        Ok(Response::new(self.reuse(&request).await?))
    }

    async fn get_solution(
        &self,
        request: Request<v1::GetSolutionRequest>,
    ) -> Answer<v1::GetSolutionResponse> {
        Ok(Response::new(self.get(request.get_ref()).await?))
    }

    async fn list_solutions(
        &self,
        request: Request<v1::ListSolutionsRequest>,
    ) -> Answer<v1::ListSolutionsResponse> {
        Ok(Response::new(self.list(request.get_ref()).await?))
    }
}
