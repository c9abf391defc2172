//! The demand service: bottlenecks and the articulation of demand.

mod bottleneck;

use std::collections::BTreeSet;

use blocks::{freshness::of_projection, known::Kind};
use contracts::transitions::v1::{self, demand_service_server::DemandService};
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
        demand::{kept_demand, read_contribution, read_phase, read_signal},
        values::{REASON_CHARS_MAX, read_choice, whole},
    },
    domain::{
        bottleneck::Bottleneck,
        demand::{self, Demand, Signal},
    },
    projections,
};

/// Answers the calls of the demand service.
#[derive(Clone)]
pub struct Demands(pub Office);

impl Demands {
    async fn signal(
        &self,
        request: &Request<v1::SignalDemandRequest>,
    ) -> Result<v1::SignalDemandResponse, Fault> {
        let given = request.get_ref();
        let mut faults = Faults::new();
        let signal = read_signal(&mut faults, given.demand.clone());
        let parsed = whole(faults, signal);
        let (change, signal) = together(Change::parse(request, &given.request_id), parsed)?;
        self.check_signal(&signal).await?;
        let (now, today) = self.0.now();
        let meta = change.meta(now, filing::demand(&signal));
        let id = signal.demand_id.clone();
        let committed = self
            .0
            .store
            .execute_reading::<Demand, _, Fault>(&id, &meta, |reading| {
                let signal = signal.clone();
                async move {
                    let mut bottlenecks = BTreeSet::new();
                    for id in &signal.bottleneck_ids {
                        if reading.read::<Bottleneck>(id).await?.state.record().is_some() {
                            bottlenecks.insert(id.clone());
                        }
                    }
                    Ok(demand::Command::Signal {
                        signal,
                        bottlenecks,
                        today,
                    })
                }
                .boxed()
            })
            .await?;
        Ok(v1::SignalDemandResponse {
            receipt: self.0.receipt(&id, &committed),
        })
    }

    async fn check_signal(&self, signal: &Signal) -> Result<(), Fault> {
        let regions = signal.region_ids.iter().enumerate();
        let mut named: Vec<_> = regions
            .map(|(index, id)| (format!("demand.region_ids[{index}]"), Kind::Region, id.as_str()))
            .collect();
        let theme = signal.theme_id.as_deref();
        named.extend(theme.map(|id| ("demand.theme_id".to_owned(), Kind::Theme, id)));
        self.0.known.check(&named).await
    }

    async fn contribute(
        &self,
        request: &Request<v1::ContributeToDemandRequest>,
    ) -> Result<v1::ContributeToDemandResponse, Fault> {
        let given = request.get_ref();
        let mut faults = Faults::new();
        let id = faults.id("demand_id", &given.demand_id);
        let contribution = read_contribution(&mut faults, given.contribution.clone());
        let parsed = whole(faults, contribution);
        let (change, contribution) = together(Change::parse(request, &given.request_id), parsed)?;
        let organisation = contribution.organisation_id.iter();
        let named: Vec<_> = organisation
            .map(|id| {
                (
                    "contribution.organisation_id".to_owned(),
                    Kind::Organisation,
                    id.as_str(),
                )
            })
            .collect();
        self.0.known.check(&named).await?;
        let (now, today) = self.0.now();
        let command = demand::Command::Contribute { contribution, today };
        let committed = self
            .on_demand(&id, &change.meta(now, Context::default()), command)
            .await?;
        Ok(v1::ContributeToDemandResponse {
            receipt: self.0.receipt(&id, &committed),
        })
    }

    async fn on_demand(&self, id: &str, meta: &Meta, command: demand::Command) -> Result<Committed, Fault> {
        self.0
            .execute_filed::<Demand>(id, meta, command, |it| it.signal().map(filing::demand))
            .await
    }

    async fn advance(
        &self,
        request: &Request<v1::AdvanceDemandRequest>,
    ) -> Result<v1::AdvanceDemandResponse, Fault> {
        let given = request.get_ref();
        let mut faults = Faults::new();
        let id = faults.id("demand_id", &given.demand_id);
        let phase = read_choice(&mut faults, "phase", given.phase, read_phase);
        let findings = faults.text("findings", &given.findings, REASON_CHARS_MAX, false);
        let reached_on = faults.date("reached_on", &given.reached_on);
        let parsed = whole(faults, phase.zip(reached_on));
        let (change, (phase, reached_on)) = together(Change::parse(request, &given.request_id), parsed)?;
        let (now, today) = self.0.now();
        let command = demand::Command::Advance {
            phase,
            findings,
            reached_on,
            today,
        };
        let committed = self
            .on_demand(&id, &change.meta(now, Context::default()), command)
            .await?;
        Ok(v1::AdvanceDemandResponse {
            receipt: self.0.receipt(&id, &committed),
        })
    }

    async fn drop(&self, request: &Request<v1::DropDemandRequest>) -> Result<v1::DropDemandResponse, Fault> {
        let given = request.get_ref();
        let mut faults = Faults::new();
        let id = faults.id("demand_id", &given.demand_id);
        let reason = faults.text("reason", &given.reason, REASON_CHARS_MAX, true);
        let parsed = faults.finish((id, reason));
        let (change, (id, reason)) = together(Change::parse(request, &given.request_id), parsed)?;
        let (at, _) = self.0.now();
        let by = change.actor().to_owned();
        let command = demand::Command::Drop { reason, by, at };
        let committed = self
            .on_demand(&id, &change.meta(at, Context::default()), command)
            .await?;
        Ok(v1::DropDemandResponse {
            receipt: self.0.receipt(&id, &committed),
        })
    }

    async fn get_one(&self, request: &v1::GetDemandRequest) -> Result<v1::GetDemandResponse, Fault> {
        let id = parse_id("demand_id", &request.demand_id)?;
        let found = self.0.store.load::<Demand>(&id).await?;
        let demand = kept_demand(&found.state, found.version);
        if demand.is_none() {
            return Err(Fault::not_found(
                "DEMAND_UNKNOWN",
                format!("there is no demand {id}"),
            ));
        }
        Ok(v1::GetDemandResponse { demand })
    }

    async fn list(&self, request: &v1::ListDemandsRequest) -> Result<v1::ListDemandsResponse, Fault> {
        let known = v1::DemandPhase::try_from(request.phase).ok();
        let mut faults = Faults::new();
        faults.check("phase", known.is_some(), "one of the values of the contract");
        let phase = faults.finish(known.and_then(read_phase))?;
        let (region_id, skill_uri) = (request.region_id.as_str(), request.skill_uri.as_str());
        let arguments = format!("{region_id}|{skill_uri}|{}", request.phase);
        let page = parse_page(request.page_size, &request.page_token, &arguments)?;
        let freshness =
            of_projection(&self.0.store, self.0.clock.as_ref(), projections::demands::NAME).await?;
        let wanted = projections::demands::Wanted {
            region_id,
            skill_uri,
            phase,
        };
        let after = page.after.clone().unwrap_or_default();
        let pool = self.0.store.pool();
        let mut found = projections::demands::list(pool, &wanted, &after, one_more(&page)).await?;
        let next_page_token = cut(&page, &mut found, String::as_str);
        let mut demands = Vec::with_capacity(found.len());
        for id in &found {
            let loaded = self.0.store.load::<Demand>(id).await?;
            demands.extend(kept_demand(&loaded.state, loaded.version));
        }
        Ok(v1::ListDemandsResponse {
            demands,
            next_page_token,
            freshness: Some(freshness),
        })
    }
}

#[tonic::async_trait]
impl DemandService for Demands {
    async fn record_bottleneck(
        &self,
        request: Request<v1::RecordBottleneckRequest>,
    ) -> Answer<v1::RecordBottleneckResponse> {
        Ok(Response::new(self.record(&request).await?))
    }

    async fn revise_bottleneck(
        &self,
        request: Request<v1::ReviseBottleneckRequest>,
    ) -> Answer<v1::ReviseBottleneckResponse> {
        Ok(Response::new(self.revise(&request).await?))
    }

    async fn resolve_bottleneck(
        &self,
        request: Request<v1::ResolveBottleneckRequest>,
    ) -> Answer<v1::ResolveBottleneckResponse> {
        Ok(Response::new(self.resolve(&request).await?))
    }

    async fn get_bottleneck(
        &self,
        request: Request<v1::GetBottleneckRequest>,
    ) -> Answer<v1::GetBottleneckResponse> {
        Ok(Response::new(self.one_bottleneck(request.get_ref()).await?))
    }

    async fn list_bottlenecks(
        &self,
        request: Request<v1::ListBottlenecksRequest>,
    ) -> Answer<v1::ListBottlenecksResponse> {
        Ok(Response::new(self.bottlenecks(request.get_ref()).await?))
    }

    async fn signal_demand(
        &self,
        request: Request<v1::SignalDemandRequest>,
    ) -> Answer<v1::SignalDemandResponse> {
        Ok(Response::new(self.signal(&request).await?))
    }

    async fn contribute_to_demand(
        &self,
        request: Request<v1::ContributeToDemandRequest>,
    ) -> Answer<v1::ContributeToDemandResponse> {
        Ok(Response::new(self.contribute(&request).await?))
    }

    async fn advance_demand(
        &self,
        request: Request<v1::AdvanceDemandRequest>,
    ) -> Answer<v1::AdvanceDemandResponse> {
        Ok(Response::new(self.advance(&request).await?))
    }

    async fn drop_demand(&self, request: Request<v1::DropDemandRequest>) -> Answer<v1::DropDemandResponse> {
        Ok(Response::new(self.drop(&request).await?))
    }

    async fn get_demand(&self, request: Request<v1::GetDemandRequest>) -> Answer<v1::GetDemandResponse> {
        Ok(Response::new(self.get_one(request.get_ref()).await?))
    }

    async fn list_demands(
        &self,
        request: Request<v1::ListDemandsRequest>,
    ) -> Answer<v1::ListDemandsResponse> {
        Ok(Response::new(self.list(request.get_ref()).await?))
    }
}
