//! The project service: one file per group of calls. Each parses, makes a command from what it read (guarded), executes it, and
//! answers with a receipt.

mod achieve;
mod change;
mod dependency;
mod end;
mod money;
mod plan;
mod register;

use std::sync::Arc;

use contracts::{
    hub::v1::Receipt,
    programme::v1::{self, project_service_server::ProjectService},
};
use eventing::{Clock, Committed, Context, Loaded, Meta, Store};
use futures::FutureExt;
use jiff::{Timestamp, civil::Date};
use runtime::{call::Change, fault::Fault, parse::Faults, receipt::receipt};
use tonic::{Request, Response, Status};

use super::{
    BLOCK,
    reading::{project, referenced, scheme_version, unknown_project},
};
use crate::{
    contract,
    domain::{
        calendar::day_of,
        project::{Command, Project},
        reference::{Reference, Referenced, SchemeVersion},
        values::{Actor, Id},
    },
};

/// Answers the calls of the project service.
#[derive(Clone)]
pub struct Projects {
    store: Store,
    clock: Arc<dyn Clock>,
}

/// What a command about a project rests on besides the request.
pub(crate) struct Ground {
    /// The project as it is.
    pub(crate) project: Project,
    /// The rules it was submitted under.
    pub(crate) rules: SchemeVersion,
    /// The reference data the request names.
    pub(crate) referenced: Vec<Referenced>,
    /// Who asks.
    by: Actor,
    /// The block's time.
    now: Timestamp,
    /// The Dutch day it is.
    pub(crate) today: Date,
}

impl Projects {
    /// The service on a log, by a clock.
    #[must_use]
    pub fn new(store: Store, clock: Arc<dyn Clock>) -> Self {
        Self { store, clock }
    }

    /// Carries out a command that needs nothing but the project itself.
    async fn execute(
        &self,
        project_id: &str,
        change: &Change,
        now: Timestamp,
        command: Command,
    ) -> Result<Committed, Fault> {
        let meta = change.meta(now, Context::default());
        self.store
            .execute_reading::<Project, _, Fault>(project_id, &meta, |reading| {
                let (project_id, command) = (project_id.to_owned(), command.clone());
                async move {
                    project(reading, &project_id).await?;
                    Ok(command)
                }
                .boxed()
            })
            .await
    }

    /// Carries out a command made from the project, its scheme version's rules and the reference data that the request names.
    async fn execute_on_ground(
        &self,
        project_id: &str,
        change: &Change,
        references: Vec<Reference>,
        make: impl Fn(Ground) -> Command + Send + Sync + 'static,
    ) -> Result<Committed, Fault> {
        let meta = change.meta(self.clock.now(), Context::default());
        self.execute_as(project_id, &meta, references, make).await
    }

    /// The same, for whoever and whenever the metadata say.
    pub(crate) async fn execute_as(
        &self,
        project_id: &str,
        meta: &Meta,
        references: Vec<Reference>,
        make: impl Fn(Ground) -> Command + Send + Sync + 'static,
    ) -> Result<Committed, Fault> {
        let (by, now, make) = (meta.actor.clone(), meta.at, Arc::new(make));
        self.store
            .execute_reading::<Project, _, Fault>(project_id, meta, |reading| {
                let (project_id, references) = (project_id.to_owned(), references.clone());
                let (by, make) = (by.clone(), make.clone());
                async move {
                    let project = project(reading, &project_id).await?;
                    let key = project
                        .scheme_version_key()
                        .ok_or_else(|| unknown_project(&project_id))?;
                    let rules = scheme_version(reading, &key).await?;
                    let referenced = referenced(reading, references).await?;
                    Ok(make(Ground {
                        project,
                        rules,
                        referenced,
                        by,
                        now,
                        today: day_of(now),
                    }))
                }
                .boxed()
            })
            .await
    }

    async fn get(&self, request: &v1::GetProjectRequest) -> Result<v1::GetProjectResponse, Fault> {
        let project_id = parse_project_id(&request.project_id)?;
        let Loaded { state, version } = self.store.load::<Project>(&project_id).await?;
        if !state.exists() {
            return Err(unknown_project(&project_id));
        }
        Ok(v1::GetProjectResponse {
            project: contract::project::project(&state, version),
        })
    }
}

fn parse_project_id(project_id: &str) -> Result<Id, Fault> {
    let mut faults = Faults::new();
    let project_id = faults.id("project_id", project_id);
    faults.finish(project_id)
}

fn receipt_of(project_id: &str, committed: &Committed) -> Option<Receipt> {
    Some(receipt(BLOCK, project_id, committed))
}

type Answer<T> = Result<Response<T>, Status>;

#[tonic::async_trait]
impl ProjectService for Projects {
    async fn register_project(
        &self,
        request: Request<v1::RegisterProjectRequest>,
    ) -> Answer<v1::RegisterProjectResponse> {
        Ok(Response::new(register::register(self, &request).await?))
    }

    async fn set_baseline(
        &self,
        request: Request<v1::SetBaselineRequest>,
    ) -> Answer<v1::SetBaselineResponse> {
        Ok(Response::new(plan::set_baseline(self, &request).await?))
    }

    async fn revise_plan(&self, request: Request<v1::RevisePlanRequest>) -> Answer<v1::RevisePlanResponse> {
        Ok(Response::new(plan::revise(self, &request).await?))
    }

    async fn request_change(
        &self,
        request: Request<v1::RequestChangeRequest>,
    ) -> Answer<v1::RequestChangeResponse> {
        Ok(Response::new(change::request(self, &request).await?))
    }

    async fn decide_change(
        &self,
        request: Request<v1::DecideChangeRequest>,
    ) -> Answer<v1::DecideChangeResponse> {
        Ok(Response::new(change::decide(self, &request).await?))
    }

    async fn achieve_milestone(
        &self,
        request: Request<v1::AchieveMilestoneRequest>,
    ) -> Answer<v1::AchieveMilestoneResponse> {
        Ok(Response::new(achieve::achieve(self, &request).await?))
    }

    async fn declare_dependency(
        &self,
        request: Request<v1::DeclareDependencyRequest>,
    ) -> Answer<v1::DeclareDependencyResponse> {
        Ok(Response::new(dependency::declare(self, &request).await?))
    }

    async fn withdraw_dependency(
        &self,
        request: Request<v1::WithdrawDependencyRequest>,
    ) -> Answer<v1::WithdrawDependencyResponse> {
        Ok(Response::new(dependency::withdraw(self, &request).await?))
    }

    async fn record_money(
        &self,
        request: Request<v1::RecordMoneyRequest>,
    ) -> Answer<v1::RecordMoneyResponse> {
        Ok(Response::new(money::record(self, &request).await?))
    }

    async fn finish_project(
        &self,
        request: Request<v1::FinishProjectRequest>,
    ) -> Answer<v1::FinishProjectResponse> {
        Ok(Response::new(end::finish(self, &request).await?))
    }

    async fn stop_project(
        &self,
        request: Request<v1::StopProjectRequest>,
    ) -> Answer<v1::StopProjectResponse> {
        Ok(Response::new(end::stop(self, &request).await?))
    }

    async fn get_project(&self, request: Request<v1::GetProjectRequest>) -> Answer<v1::GetProjectResponse> {
        Ok(Response::new(self.get(request.get_ref()).await?))
    }
}
