//! The intervention service.

use blocks::{freshness::of_projection, known::Kind, office::Office, values::Cents};
use contracts::culture::v1::{self, intervention_service_server::InterventionService};
use eventing::Committed;
use jiff::civil::Date;
use runtime::{
    call::Change,
    fault::{Fault, together},
    parse::Faults,
};
use tonic::{Request, Response};

use super::{Answer, check_project, cut, filing, one_more, parse_id, parse_page};
use crate::{
    contract::{
        component::known as known_component,
        intervention::{kept, kept_effect, known_stage, read_content, read_effect},
        values::{REASON_CHARS_MAX, whole},
    },
    domain::{
        instrument::{Instrument, Standing},
        intervention::{Command, Content, Effect, Intervention, Rejection},
        values::Id,
    },
    projections::interventions::{self, Wanted},
};

/// Answers the calls of the intervention service.
#[derive(Clone)]
pub struct Interventions(pub Office);

/// How an intervention ended, as it was read.
struct Ended {
    workgroup_id: Id,
    intervention_id: Id,
    ended_on: Date,
    stopped_because: Option<String>,
    realised: Cents,
}

impl Interventions {
    async fn plan(
        &self,
        request: &Request<v1::PlanInterventionRequest>,
    ) -> Result<v1::PlanInterventionResponse, Fault> {
        let given = request.get_ref();
        let (change, content) = parse(request, &given.request_id, given.intervention.clone())?;
        let id = content.intervention_id.clone();
        let command = |content| Command::Plan { content };
        let committed = self.execute_written(&change, content, command).await?;
        Ok(v1::PlanInterventionResponse {
            receipt: self.0.receipt(&id, &committed),
        })
    }

    async fn revise(
        &self,
        request: &Request<v1::ReviseInterventionRequest>,
    ) -> Result<v1::ReviseInterventionResponse, Fault> {
        let given = request.get_ref();
        let (change, content) = parse(request, &given.request_id, given.intervention.clone())?;
        let id = content.intervention_id.clone();
        let command = |content| Command::Revise { content };
        let committed = self.execute_written(&change, content, command).await?;
        Ok(v1::ReviseInterventionResponse {
            receipt: self.0.receipt(&id, &committed),
        })
    }

    async fn execute_written(
        &self,
        change: &Change,
        content: Content,
        command: fn(Box<Content>) -> Command,
    ) -> Result<Committed, Fault> {
        self.check_named(&content).await?;
        let (now, _) = self.0.now();
        let meta = change.meta(now, filing::intervention(&content));
        let id = content.intervention_id.clone();
        let command = command(Box::new(content));
        Ok(self.0.store.execute::<Intervention>(&id, command, &meta).await?)
    }

    async fn check_named(&self, content: &Content) -> Result<(), Fault> {
        let field = |list: &str, index: usize| format!("intervention.{list}[{index}]");
        let workgroup = "intervention.workgroup_id".to_owned();
        let mut named = vec![(workgroup, Kind::Workgroup, content.workgroup_id.as_str())];
        let organisations = content.organisation_ids.iter().enumerate();
        named.extend(
            organisations
                .map(|(index, id)| (field("organisation_ids", index), Kind::Organisation, id.as_str())),
        );
        let regions = content.region_ids.iter().enumerate();
        named.extend(regions.map(|(index, id)| (field("region_ids", index), Kind::Region, id.as_str())));
        if let Some(theme) = &content.theme_id {
            named.push(("intervention.theme_id".to_owned(), Kind::Theme, theme));
        }
        self.0.known.check(&named).await?;
        check_project(&self.0, "intervention.project_id", content.project_id.as_ref()).await
    }

    async fn start(
        &self,
        request: &Request<v1::StartInterventionRequest>,
    ) -> Result<v1::StartInterventionResponse, Fault> {
        let given = request.get_ref();
        let mut faults = Faults::new();
        let workgroup_id = faults.id("workgroup_id", &given.workgroup_id);
        let id = faults.id("intervention_id", &given.intervention_id);
        let started_on = faults.date("started_on", &given.started_on);
        let parsed = whole(faults, started_on);
        let (change, started_on) = together(Change::parse(request, &given.request_id), parsed)?;
        let (_, today) = self.0.now();
        let command = Command::Start {
            workgroup_id,
            started_on,
            today,
        };
        let committed = self.execute(&id, &change, command).await?;
        Ok(v1::StartInterventionResponse {
            receipt: self.0.receipt(&id, &committed),
        })
    }

    async fn stop(
        &self,
        request: &Request<v1::StopInterventionRequest>,
    ) -> Result<v1::StopInterventionResponse, Fault> {
        let given = request.get_ref();
        let mut faults = Faults::new();
        let reason = faults.text("reason", &given.reason, REASON_CHARS_MAX, true);
        let ids = (given.workgroup_id.as_str(), given.intervention_id.as_str());
        let day = ("stopped_on", given.stopped_on.as_str());
        let parsed = read_end(faults, ids, day, Some(reason), given.realised_cents);
        let (change, ended) = together(Change::parse(request, &given.request_id), parsed)?;
        let (id, committed) = self.end(&change, ended).await?;
        Ok(v1::StopInterventionResponse {
            receipt: self.0.receipt(&id, &committed),
        })
    }

    async fn finish(
        &self,
        request: &Request<v1::FinishInterventionRequest>,
    ) -> Result<v1::FinishInterventionResponse, Fault> {
        let given = request.get_ref();
        let ids = (given.workgroup_id.as_str(), given.intervention_id.as_str());
        let day = ("finished_on", given.finished_on.as_str());
        let parsed = read_end(Faults::new(), ids, day, None, given.realised_cents);
        let (change, ended) = together(Change::parse(request, &given.request_id), parsed)?;
        let (id, committed) = self.end(&change, ended).await?;
        Ok(v1::FinishInterventionResponse {
            receipt: self.0.receipt(&id, &committed),
        })
    }

    async fn end(&self, change: &Change, ended: Ended) -> Result<(Id, Committed), Fault> {
        let (_, today) = self.0.now();
        let command = Command::End {
            workgroup_id: ended.workgroup_id,
            ended_on: ended.ended_on,
            stopped_because: ended.stopped_because,
            realised: ended.realised,
            today,
        };
        let committed = self.execute(&ended.intervention_id, change, command).await?;
        Ok((ended.intervention_id, committed))
    }

    async fn observe(
        &self,
        request: &Request<v1::ObserveEffectRequest>,
    ) -> Result<v1::ObserveEffectResponse, Fault> {
        let given = request.get_ref();
        let mut faults = Faults::new();
        let workgroup_id = faults.id("workgroup_id", &given.workgroup_id);
        let id = faults.id("intervention_id", &given.intervention_id);
        let effect = read_effect(&mut faults, given.effect.clone());
        let parsed = whole(faults, effect);
        let (change, effect) = together(Change::parse(request, &given.request_id), parsed)?;
        self.check_instrument(&effect).await?;
        let (_, today) = self.0.now();
        let effect_id = effect.effect_id.clone();
        let command = Command::Observe {
            workgroup_id,
            effect: Box::new(effect),
            today,
        };
        let committed = self.execute(&id, &change, command).await?;
        let kept = self.0.store.load::<Intervention>(&id).await?.state;
        let kept = kept.effects().iter().find(|it| it.effect.effect_id == effect_id);
        Ok(v1::ObserveEffectResponse {
            receipt: self.0.receipt(&id, &committed),
            effect: kept.map(kept_effect),
        })
    }

    /// Refuses an instrument that was never released.
    async fn check_instrument(&self, effect: &Effect) -> Result<(), Fault> {
        let Some((id, version)) = &effect.instrument else {
            return Ok(());
        };
        let found = self.0.store.load::<Instrument>(id).await?.state;
        let found = found
            .version(*version)
            .is_some_and(|it| it.standing != Standing::Draft);
        let mut faults = Faults::new();
        let expected = "a version that was released";
        faults.check("effect.instrument_version", found, expected);
        faults.finish(())
    }

    /// Carries out a command, its facts filed under what the intervention belongs to.
    async fn execute(&self, id: &str, change: &Change, command: Command) -> Result<Committed, Fault> {
        let (now, _) = self.0.now();
        let meta = change.meta(now, filing::block());
        self.0
            .execute_filed::<Intervention>(id, &meta, command, |it| it.content().map(filing::intervention))
            .await
    }

    async fn get(&self, request: &v1::GetInterventionRequest) -> Result<v1::GetInterventionResponse, Fault> {
        let id = parse_id("intervention_id", &request.intervention_id)?;
        let found = self.0.store.load::<Intervention>(&id).await?;
        let intervention = kept(&found.state, found.version);
        if intervention.is_none() {
            return Err(Fault::rejected(&Rejection::Unknown));
        }
        Ok(v1::GetInterventionResponse { intervention })
    }

    async fn list(
        &self,
        request: &v1::ListInterventionsRequest,
    ) -> Result<v1::ListInterventionsResponse, Fault> {
        let wanted = Wanted {
            stage: known_stage(request.state()),
            region_id: &request.region_id,
            component: known_component(request.component()),
            project_id: &request.project_id,
        };
        let page = parse_page(request.page_size, &request.page_token, &format!("{wanted:?}"))?;
        let freshness = of_projection(&self.0.store, self.0.clock.as_ref(), interventions::NAME).await?;
        let after = page.after.clone().unwrap_or_default();
        let mut found = interventions::list(self.0.store.pool(), &wanted, &after, one_more(&page)).await?;
        let next_page_token = cut(&page, &mut found, String::as_str);
        let mut listed = Vec::with_capacity(found.len());
        for id in &found {
            let loaded = self.0.store.load::<Intervention>(id).await?;
            listed.extend(kept(&loaded.state, loaded.version));
        }
        Ok(v1::ListInterventionsResponse {
            interventions: listed,
            next_page_token,
            freshness: Some(freshness),
        })
    }
}

fn read_end(
    mut faults: Faults,
    (workgroup_id, intervention_id): (&str, &str),
    (field, day): (&str, &str),
    stopped_because: Option<String>,
    realised_cents: i64,
) -> Result<Ended, Fault> {
    let workgroup_id = faults.id("workgroup_id", workgroup_id);
    let intervention_id = faults.id("intervention_id", intervention_id);
    let ended_on = faults.date(field, day);
    let realised = Cents(faults.cents("realised_cents", realised_cents));
    let ended = ended_on.map(|ended_on| Ended {
        workgroup_id,
        intervention_id,
        ended_on,
        stopped_because,
        realised,
    });
    whole(faults, ended)
}

fn parse<T: prost::Message>(
    request: &Request<T>,
    request_id: &str,
    intervention: Option<v1::Intervention>,
) -> Result<(Change, Content), Fault> {
    let mut faults = Faults::new();
    let content = read_content(&mut faults, intervention);
    together(Change::parse(request, request_id), whole(faults, content))
}

#[tonic::async_trait]
impl InterventionService for Interventions {
    async fn plan_intervention(
        &self,
        request: Request<v1::PlanInterventionRequest>,
    ) -> Answer<v1::PlanInterventionResponse> {
        Ok(Response::new(self.plan(&request).await?))
    }

    async fn revise_intervention(
        &self,
        request: Request<v1::ReviseInterventionRequest>,
    ) -> Answer<v1::ReviseInterventionResponse> {
        Ok(Response::new(self.revise(&request).await?))
    }

    async fn start_intervention(
        &self,
        request: Request<v1::StartInterventionRequest>,
    ) -> Answer<v1::StartInterventionResponse> {
        Ok(Response::new(self.start(&request).await?))
    }

    async fn stop_intervention(
        &self,
        request: Request<v1::StopInterventionRequest>,
    ) -> Answer<v1::StopInterventionResponse> {
        Ok(Response::new(self.stop(&request).await?))
    }

    async fn finish_intervention(
        &self,
        request: Request<v1::FinishInterventionRequest>,
    ) -> Answer<v1::FinishInterventionResponse> {
        Ok(Response::new(self.finish(&request).await?))
    }

    async fn observe_effect(
        &self,
        request: Request<v1::ObserveEffectRequest>,
    ) -> Answer<v1::ObserveEffectResponse> {
        Ok(Response::new(self.observe(&request).await?))
    }

    async fn get_intervention(
        &self,
        request: Request<v1::GetInterventionRequest>,
    ) -> Answer<v1::GetInterventionResponse> {
        Ok(Response::new(self.get(request.get_ref()).await?))
    }

    async fn list_interventions(
        &self,
        request: Request<v1::ListInterventionsRequest>,
    ) -> Answer<v1::ListInterventionsResponse> {
        Ok(Response::new(self.list(request.get_ref()).await?))
    }
}
