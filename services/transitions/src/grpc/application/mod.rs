//! The application service: from draft to ranking.

mod assess;
mod list;
mod ranking;

use std::sync::Arc;

use contracts::{
    options::v1::Role,
    transitions::v1::{self, application_service_server::ApplicationService},
};
use eventing::{Committed, Context, Reading};
use futures::{FutureExt, future::BoxFuture};
use runtime::{
    access,
    call::Change,
    fault::{self, Fault, together},
    parse::Faults,
};
use tonic::{Request, Response};

use super::{Answer, Office, filing, parse_id};
use crate::{
    contract::{
        application::{check as write_check, kept, read_content},
        values::REASON_CHARS_MAX,
    },
    domain::{
        application::{Application, Command, Content, Ground, Rejection, Stage, check},
        award::Awards,
    },
    known::{self, KnownCall},
    projections::demands,
};

/// Answers the calls of the application service.
#[derive(Clone)]
pub struct Applications(pub Office);

/// Roles that see assessments.
const SEE_ASSESSMENTS: [Role; 6] = [
    Role::Assessor,
    Role::BlockCoordinator,
    Role::NationalCoordinator,
    Role::AgencyOfficer,
    Role::MinistryReader,
    Role::Auditor,
];
/// How a command is made from an application as it is, and whether the agency decided on it.
type Make = Arc<dyn Fn(&Application, bool) -> Command + Send + Sync>;

impl Applications {
    async fn draft(
        &self,
        request: &Request<v1::DraftApplicationRequest>,
    ) -> Result<v1::DraftApplicationResponse, Fault> {
        let given = request.get_ref();
        let parsed = parse_content(given.application.clone());
        let (change, content) = together(Change::parse(request, &given.request_id), parsed)?;
        let id = content.application_id.clone();
        let command = Command::Draft(Box::new(content.clone()));
        let committed = self.write(&change, &content, command).await?;
        Ok(v1::DraftApplicationResponse {
            receipt: self.0.receipt(&id, &committed),
        })
    }

    async fn fill(
        &self,
        request: &Request<v1::FillApplicationRequest>,
    ) -> Result<v1::FillApplicationResponse, Fault> {
        let given = request.get_ref();
        let parsed = parse_content(given.application.clone());
        let (change, content) = together(Change::parse(request, &given.request_id), parsed)?;
        let id = content.application_id.clone();
        let command = Command::Fill(Box::new(content.clone()));
        let committed = self.write(&change, &content, command).await?;
        Ok(v1::FillApplicationResponse {
            receipt: self.0.receipt(&id, &committed),
        })
    }

    async fn write(&self, change: &Change, content: &Content, command: Command) -> Result<Committed, Fault> {
        let meta = change.meta(self.0.clock.now(), filing::application(content));
        let id = &content.application_id;
        Ok(self.0.store.execute::<Application>(id, command, &meta).await?)
    }

    async fn check(
        &self,
        request: &v1::CheckApplicationRequest,
    ) -> Result<v1::CheckApplicationResponse, Fault> {
        let id = parse_id("application_id", &request.application_id)?;
        let application = self.0.store.load::<Application>(&id).await?.state;
        let content = application.content().ok_or_else(|| unknown(&id))?;
        let ground = self.ground(content).await?;
        let checks = check(content, &ground);
        let draft = application.stage() == Stage::Draft;
        Ok(v1::CheckApplicationResponse {
            scheme_id: ground.rules.scheme_id.clone(),
            scheme_version: ground.rules.version,
            can_be_submitted: draft && !checks.iter().any(|check| check.hinders()),
            rules: checks.iter().map(write_check).collect(),
        })
    }

    /// What an application is checked against now.
    async fn ground(&self, content: &Content) -> Result<Ground, Fault> {
        let KnownCall { call, rules, .. } = self.call(&content.call_id).await?;
        let demands = demands::which(self.0.store.pool(), &content.demand_ids).await?;
        let (_, today) = self.0.now();
        Ok(Ground {
            call,
            rules,
            named: known::named(&self.0.known, content, demands).await?,
            today,
        })
    }

    async fn call(&self, call_id: &str) -> Result<KnownCall, Fault> {
        let call = known::call(&self.0.known, call_id).await?;
        call.ok_or_else(|| {
            let what = format!("there is no call {call_id} with known rules");
            Fault::not_found("CALL_WINDOW_UNKNOWN", what)
        })
    }

    async fn submit(
        &self,
        request: &Request<v1::SubmitApplicationRequest>,
    ) -> Result<v1::SubmitApplicationResponse, Fault> {
        let given = request.get_ref();
        let parsed = parse_id("application_id", &given.application_id);
        let (change, id) = together(Change::parse(request, &given.request_id), parsed)?;
        let application = self.0.store.load::<Application>(&id).await?.state;
        let content = application.content().ok_or_else(|| unknown(&id))?;
        // What is submitted is what was checked: another content would be another ground.
        let (checked, ground) = (content.clone(), self.ground(content).await?);
        let at = self.0.clock.now();
        let meta = change.meta(at, filing::application(content));
        let committed = self
            .0
            .store
            .execute_reading::<Application, _, Fault>(&id, &meta, |reading| {
                let (id, checked, ground) = (id.clone(), checked.clone(), ground.clone());
                async move {
                    let application = reading.read::<Application>(&id).await?.state;
                    if application.stage() == Stage::Draft && application.content() != Some(&checked) {
                        let what = "the application was filled again meanwhile; look at it and submit again";
                        return Err(Fault::new("CONTENDED", fault::Kind::Conflict, what));
                    }
                    let ground = Box::new(ground);
                    Ok(Command::Submit { ground, at })
                }
                .boxed()
            })
            .await?;
        Ok(v1::SubmitApplicationResponse {
            receipt: self.0.receipt(&id, &committed),
        })
    }

    async fn withdraw(
        &self,
        request: &Request<v1::WithdrawApplicationRequest>,
    ) -> Result<v1::WithdrawApplicationResponse, Fault> {
        let given = request.get_ref();
        let mut faults = Faults::new();
        let id = faults.id("application_id", &given.application_id);
        let reason = faults.text("reason", &given.reason, REASON_CHARS_MAX, true);
        let parsed = faults.finish((id, reason));
        let (change, (id, reason)) = together(Change::parse(request, &given.request_id), parsed)?;
        let (at, by) = (self.0.clock.now(), change.actor().to_owned());
        let make: Make = Arc::new(move |_, decided| Command::Withdraw {
            reason: reason.clone(),
            decided,
            by: by.clone(),
            at,
        });
        let committed = self.decide(&id, &change, make).await?;
        Ok(v1::WithdrawApplicationResponse {
            receipt: self.0.receipt(&id, &committed),
        })
    }

    /// Carries out a command that depends on whether the agency decided on the application.
    async fn decide(&self, id: &str, change: &Change, make: Make) -> Result<Committed, Fault> {
        let meta = change.meta(self.0.clock.now(), Context::default());
        self.0
            .store
            .execute_reading::<Application, _, Fault>(id, &meta, |reading| {
                decided(reading, id.to_owned(), make.clone())
            })
            .await
    }

    async fn get(
        &self,
        request: &Request<v1::GetApplicationRequest>,
    ) -> Result<v1::GetApplicationResponse, Fault> {
        let id = parse_id("application_id", &request.get_ref().application_id)?;
        let found = self.0.store.load::<Application>(&id).await?;
        let caller = access::caller(request);
        let sees = SEE_ASSESSMENTS.iter().any(|role| caller.has(*role));
        let application = kept(&found.state, found.version, sees);
        if application.is_none() {
            return Err(unknown(&id));
        }
        Ok(v1::GetApplicationResponse { application })
    }
}

fn parse_content(application: Option<v1::Application>) -> Result<Content, Fault> {
    let mut faults = Faults::new();
    let content = read_content(&mut faults, application);
    faults.finish(content)
}

/// The refusal when an application does not exist.
pub(super) fn unknown(application_id: &str) -> Fault {
    Fault::not_found(
        "APPLICATION_UNKNOWN",
        format!("there is no application {application_id}"),
    )
}

/// Reads an application and the award on it, both guarded until the commit.
fn decided<'r>(
    reading: &'r mut Reading<'_>,
    id: String,
    make: Make,
) -> BoxFuture<'r, Result<Command, Fault>> {
    async move {
        let application = reading.read::<Application>(&id).await?.state;
        let Some(content) = application.content() else {
            return Err(Fault::rejected(&Rejection::Unknown));
        };
        reading.file_under(filing::application(content));
        let awards = reading.read::<Awards>(&content.call_id).await?.state;
        Ok(make(&application, awards.award(&id).is_some()))
    }
    .boxed()
}

#[tonic::async_trait]
impl ApplicationService for Applications {
    async fn draft_application(
        &self,
        request: Request<v1::DraftApplicationRequest>,
    ) -> Answer<v1::DraftApplicationResponse> {
        Ok(Response::new(self.draft(&request).await?))
    }

    async fn fill_application(
        &self,
        request: Request<v1::FillApplicationRequest>,
    ) -> Answer<v1::FillApplicationResponse> {
        Ok(Response::new(self.fill(&request).await?))
    }

    async fn check_application(
        &self,
        request: Request<v1::CheckApplicationRequest>,
    ) -> Answer<v1::CheckApplicationResponse> {
        Ok(Response::new(self.check(request.get_ref()).await?))
    }

    async fn submit_application(
        &self,
        request: Request<v1::SubmitApplicationRequest>,
    ) -> Answer<v1::SubmitApplicationResponse> {
        Ok(Response::new(self.submit(&request).await?))
    }

    async fn withdraw_application(
        &self,
        request: Request<v1::WithdrawApplicationRequest>,
    ) -> Answer<v1::WithdrawApplicationResponse> {
        Ok(Response::new(self.withdraw(&request).await?))
    }

    async fn get_application(
        &self,
        request: Request<v1::GetApplicationRequest>,
    ) -> Answer<v1::GetApplicationResponse> {
        Ok(Response::new(self.get(&request).await?))
    }

    async fn list_applications(
        &self,
        request: Request<v1::ListApplicationsRequest>,
    ) -> Answer<v1::ListApplicationsResponse> {
        Ok(Response::new(self.list(&request).await?))
    }

    async fn declare_interest(
        &self,
        request: Request<v1::DeclareInterestRequest>,
    ) -> Answer<v1::DeclareInterestResponse> {
        Ok(Response::new(self.declare(&request).await?))
    }

    async fn score_application(
        &self,
        request: Request<v1::ScoreApplicationRequest>,
    ) -> Answer<v1::ScoreApplicationResponse> {
        Ok(Response::new(self.score(&request).await?))
    }

    async fn get_ranking(&self, request: Request<v1::GetRankingRequest>) -> Answer<v1::GetRankingResponse> {
        Ok(Response::new(self.ranking(request.get_ref()).await?))
    }
}
