//! The award service: what the agency decided, and what became of it.

mod list;

use std::sync::Arc;

use blocks::freshness::of_projection;
use contracts::transitions::v1::{self, award_service_server::AwardService};
use eventing::{Committed, Context, clock::dutch_date};
use futures::FutureExt;
use runtime::{
    call::Change,
    fault::{Fault, together},
    parse::Faults,
};
use tonic::{Request, Response};

use super::{Answer, Office, application::unknown, filing, parse_id};
use crate::{
    contract::{
        award::{award, read_advance, read_conditions, read_decision, read_outcome},
        rules::size_class,
        values::{REASON_CHARS_MAX, read_given, whole},
    },
    domain::{
        application::{Application, Rejection as ApplicationRejection},
        award::{
            Awards as CallAwards, Command, DecideChange, DecideCondition, Determine, PayAdvance, Record,
            RequestChange, Requested,
        },
        rules::{Call, SizeClass},
        values::Cents,
    },
    known,
    projections::applications,
};

/// Answers the calls of the award service.
#[derive(Clone)]
pub struct Awards(pub Office);

/// What a command on an award rests on besides the request.
struct Ground {
    /// The application as it was submitted.
    requested: Requested,
    /// Ceiling of its size class in the call; absent while it is not known.
    ceiling: Option<Cents>,
}

type Make = Arc<dyn Fn(Ground) -> Command + Send + Sync>;

impl Awards {
    /// Carries out a command on the awards of the call that an application was submitted to. The application is guarded until the
    /// commit: it cannot be withdrawn meanwhile.
    async fn execute(&self, application_id: &str, change: &Change, make: Make) -> Result<Committed, Fault> {
        let application = self.0.store.load::<Application>(application_id).await?.state;
        let content = application.content().ok_or_else(|| unknown(application_id))?;
        let call = known::call(&self.0.known, &content.call_id)
            .await?
            .map(|known| known.call);
        let call_id = content.call_id.clone();
        let meta = change.meta(self.0.clock.now(), Context::default());
        self.0
            .store
            .execute_reading::<CallAwards, _, Fault>(&call_id, &meta, |reading| {
                let (id, call, make) = (application_id.to_owned(), call.clone(), make.clone());
                async move {
                    let application = reading.read::<Application>(&id).await?.state;
                    let ground = ground(&application, call.as_ref())?;
                    reading.file_under(filing::application(&ground.requested.content));
                    Ok(make(ground))
                }
                .boxed()
            })
            .await
    }

    async fn record(
        &self,
        request: &Request<v1::RecordAwardRequest>,
    ) -> Result<v1::RecordAwardResponse, Fault> {
        let given = request.get_ref();
        let mut faults = Faults::new();
        let id = faults.id("application_id", &given.application_id);
        let outcome = read_outcome(&mut faults, given.outcome);
        let awarded = Cents(faults.cents("awarded_cents", given.awarded_cents));
        let decision = read_decision(&mut faults, &given.reference, &given.decided_on);
        let conditions = read_conditions(&mut faults, &given.conditions);
        let motivation = faults.text("motivation", &given.motivation, REASON_CHARS_MAX, false);
        let parsed = whole(faults, outcome.zip(decision));
        let (change, (outcome, decision)) = together(Change::parse(request, &given.request_id), parsed)?;
        let (_, today) = self.0.now();
        let make: Make = Arc::new(move |ground: Ground| {
            Command::Record(Box::new(Record {
                requested: ground.requested,
                outcome,
                awarded,
                decision: decision.clone(),
                motivation: motivation.clone(),
                conditions: conditions.clone(),
                ceiling: ground.ceiling,
                today,
            }))
        });
        let committed = self.execute(&id, &change, make).await?;
        Ok(v1::RecordAwardResponse {
            receipt: self.0.receipt(&id, &committed),
        })
    }

    async fn condition(
        &self,
        request: &Request<v1::RecordConditionRequest>,
    ) -> Result<v1::RecordConditionResponse, Fault> {
        let given = request.get_ref();
        let mut faults = Faults::new();
        let id = faults.id("application_id", &given.application_id);
        let condition_id = faults.id("condition_id", &given.condition_id);
        let decision = read_decision(&mut faults, &given.reference, &given.decided_on);
        let parsed = whole(faults, decision);
        let (change, decision) = together(Change::parse(request, &given.request_id), parsed)?;
        let (application_id, met, (_, today)) = (id.clone(), given.met, self.0.now());
        let make: Make = Arc::new(move |_| {
            Command::DecideCondition(DecideCondition {
                application_id: application_id.clone(),
                condition_id: condition_id.clone(),
                met,
                decision: decision.clone(),
                today,
            })
        });
        let committed = self.execute(&id, &change, make).await?;
        Ok(v1::RecordConditionResponse {
            receipt: self.0.receipt(&id, &committed),
        })
    }

    async fn advance(
        &self,
        request: &Request<v1::RecordAdvanceRequest>,
    ) -> Result<v1::RecordAdvanceResponse, Fault> {
        let given = request.get_ref();
        let mut faults = Faults::new();
        let id = faults.id("application_id", &given.application_id);
        let advance = read_advance(&mut faults, given.advance.clone());
        let parsed = whole(faults, advance);
        let (change, advance) = together(Change::parse(request, &given.request_id), parsed)?;
        let (application_id, (_, today)) = (id.clone(), self.0.now());
        let make: Make = Arc::new(move |_| {
            Command::PayAdvance(PayAdvance {
                application_id: application_id.clone(),
                advance: advance.clone(),
                today,
            })
        });
        let committed = self.execute(&id, &change, make).await?;
        Ok(v1::RecordAdvanceResponse {
            receipt: self.0.receipt(&id, &committed),
        })
    }

    async fn request_change(
        &self,
        request: &Request<v1::RequestAwardChangeRequest>,
    ) -> Result<v1::RequestAwardChangeResponse, Fault> {
        let given = request.get_ref();
        let mut faults = Faults::new();
        let id = faults.id("application_id", &given.application_id);
        let asked = read_given(&mut faults, "change", given.change.clone());
        let change_id = faults.id("change.change_id", &asked.change_id);
        let reason = faults.text("change.reason", &asked.reason, REASON_CHARS_MAX, true);
        let awarded = asked
            .awarded_cents
            .map(|cents| Cents(faults.cents("change.awarded_cents", cents)));
        let parsed = faults.finish(());
        let (change, ()) = together(Change::parse(request, &given.request_id), parsed)?;
        let (application_id, by, at) = (id.clone(), change.actor().to_owned(), self.0.clock.now());
        let make: Make = Arc::new(move |_| {
            Command::RequestChange(RequestChange {
                application_id: application_id.clone(),
                change_id: change_id.clone(),
                reason: reason.clone(),
                awarded,
                by: by.clone(),
                at,
            })
        });
        let committed = self.execute(&id, &change, make).await?;
        Ok(v1::RequestAwardChangeResponse {
            receipt: self.0.receipt(&id, &committed),
        })
    }

    async fn decide_change(
        &self,
        request: &Request<v1::DecideAwardChangeRequest>,
    ) -> Result<v1::DecideAwardChangeResponse, Fault> {
        let given = request.get_ref();
        let mut faults = Faults::new();
        let id = faults.id("application_id", &given.application_id);
        let change_id = faults.id("change_id", &given.change_id);
        let decision = read_decision(&mut faults, &given.reference, &given.decided_on);
        let parsed = whole(faults, decision);
        let (change, decision) = together(Change::parse(request, &given.request_id), parsed)?;
        let (application_id, approved, (_, today)) = (id.clone(), given.approved, self.0.now());
        let make: Make = Arc::new(move |ground: Ground| {
            Command::DecideChange(DecideChange {
                application_id: application_id.clone(),
                change_id: change_id.clone(),
                approved,
                decision: decision.clone(),
                ceiling: ground.ceiling,
                today,
            })
        });
        let committed = self.execute(&id, &change, make).await?;
        Ok(v1::DecideAwardChangeResponse {
            receipt: self.0.receipt(&id, &committed),
        })
    }

    async fn determine(
        &self,
        request: &Request<v1::DetermineGrantRequest>,
    ) -> Result<v1::DetermineGrantResponse, Fault> {
        let given = request.get_ref();
        let mut faults = Faults::new();
        let id = faults.id("application_id", &given.application_id);
        let determined = Cents(faults.cents("determined_cents", given.determined_cents));
        let decision = read_decision(&mut faults, &given.reference, &given.decided_on);
        let parsed = whole(faults, decision);
        let (change, decision) = together(Change::parse(request, &given.request_id), parsed)?;
        let (application_id, (_, today)) = (id.clone(), self.0.now());
        let make: Make = Arc::new(move |_| {
            Command::Determine(Determine {
                application_id: application_id.clone(),
                determined,
                decision: decision.clone(),
                today,
            })
        });
        let committed = self.execute(&id, &change, make).await?;
        Ok(v1::DetermineGrantResponse {
            receipt: self.0.receipt(&id, &committed),
        })
    }

    async fn get(&self, request: &v1::GetAwardRequest) -> Result<v1::GetAwardResponse, Fault> {
        let id = parse_id("application_id", &request.application_id)?;
        let application = self.0.store.load::<Application>(&id).await?.state;
        let content = application.content().ok_or_else(|| unknown(&id))?;
        let awards = self.0.store.load::<CallAwards>(&content.call_id).await?.state;
        let found = awards.award(&id).ok_or_else(|| {
            let what = format!("there is no award on application {id}");
            Fault::not_found("AWARD_UNKNOWN", what)
        })?;
        Ok(v1::GetAwardResponse {
            award: Some(award(&id, &content.call_id, found)),
        })
    }

    async fn get_call_of(&self, request: &v1::GetCallRequest) -> Result<v1::GetCallResponse, Fault> {
        let id = parse_id("call_id", &request.call_id)?;
        let known = known::call(&self.0.known, &id).await?.ok_or_else(|| {
            let what = format!("there is no call {id} with known rules");
            Fault::not_found("CALL_WINDOW_UNKNOWN", what)
        })?;
        let awards = self.0.store.load::<CallAwards>(&id).await?.state;
        let freshness = of_projection(&self.0.store, self.0.clock.as_ref(), applications::NAME).await?;
        let classes = known.rules.limits.iter().map(|limits| limits.size_class);
        Ok(v1::GetCallResponse {
            awarded: classes.map(|class| total(&awards, class, &known.call)).collect(),
            call: Some(known.window),
            rules: Some(known.version),
            freshness: Some(freshness),
        })
    }
}

/// What was awarded in a size class.
fn total(awards: &CallAwards, class: SizeClass, call: &Call) -> v1::AwardedTotal {
    let of_class = awards
        .all()
        .filter(|(_, award)| award.size_class == class && award.standing.takes());
    v1::AwardedTotal {
        size_class: size_class(class).into(),
        ceiling_cents: call.ceiling(class).map(|cents| cents.0),
        awarded_cents: awards.awarded(class, "").unwrap_or_default().0,
        awards: u32::try_from(of_class.count()).unwrap_or(u32::MAX),
    }
}

/// What a command rests on; refused when the application is not submitted.
fn ground(application: &Application, call: Option<&Call>) -> Result<Ground, Fault> {
    let (content, submission) = application
        .submitted()
        .map_err(|refusal| Fault::rejected(&refusal))?;
    // A submitted application has a size class: it is not complete without one.
    let class = content
        .size_class
        .ok_or_else(|| Fault::rejected(&ApplicationRejection::NotSubmitted))?;
    Ok(Ground {
        ceiling: call.and_then(|call| call.ceiling(class)),
        requested: Requested {
            content: content.clone(),
            size_class: class,
            rules: submission.rules.clone(),
            tranche_id: submission.tranche_id.clone(),
            submitted_on: dutch_date(submission.at),
        },
    })
}

#[tonic::async_trait]
impl AwardService for Awards {
    async fn record_award(
        &self,
        request: Request<v1::RecordAwardRequest>,
    ) -> Answer<v1::RecordAwardResponse> {
        Ok(Response::new(self.record(&request).await?))
    }

    async fn record_condition(
        &self,
        request: Request<v1::RecordConditionRequest>,
    ) -> Answer<v1::RecordConditionResponse> {
        Ok(Response::new(self.condition(&request).await?))
    }

    async fn record_advance(
        &self,
        request: Request<v1::RecordAdvanceRequest>,
    ) -> Answer<v1::RecordAdvanceResponse> {
        Ok(Response::new(self.advance(&request).await?))
    }

    async fn request_award_change(
        &self,
        request: Request<v1::RequestAwardChangeRequest>,
    ) -> Answer<v1::RequestAwardChangeResponse> {
        Ok(Response::new(self.request_change(&request).await?))
    }

    async fn decide_award_change(
        &self,
        request: Request<v1::DecideAwardChangeRequest>,
    ) -> Answer<v1::DecideAwardChangeResponse> {
        Ok(Response::new(self.decide_change(&request).await?))
    }

    async fn determine_grant(
        &self,
        request: Request<v1::DetermineGrantRequest>,
    ) -> Answer<v1::DetermineGrantResponse> {
        Ok(Response::new(self.determine(&request).await?))
    }

    async fn get_award(&self, request: Request<v1::GetAwardRequest>) -> Answer<v1::GetAwardResponse> {
        Ok(Response::new(self.get(request.get_ref()).await?))
    }

    async fn list_awards(&self, request: Request<v1::ListAwardsRequest>) -> Answer<v1::ListAwardsResponse> {
        Ok(Response::new(self.list(&request).await?))
    }

    async fn get_call(&self, request: Request<v1::GetCallRequest>) -> Answer<v1::GetCallResponse> {
        Ok(Response::new(self.get_call_of(request.get_ref()).await?))
    }
}
