//! Bottlenecks.

use blocks::{freshness::of_projection, known::Kind};
use contracts::transitions::v1;
use eventing::Context;
use runtime::{
    call::Change,
    fault::{Fault, together},
    parse::Faults,
};
use tonic::Request;

use super::Demands;
use crate::{
    contract::{
        demand::{kept_bottleneck, read_bottleneck},
        values::{REASON_CHARS_MAX, whole},
    },
    domain::bottleneck::{self, Bottleneck, Record},
    grpc::{cut, filing, one_more, parse_id, parse_page},
    projections,
};

impl Demands {
    pub(super) async fn record(
        &self,
        request: &Request<v1::RecordBottleneckRequest>,
    ) -> Result<v1::RecordBottleneckResponse, Fault> {
        let given = request.get_ref();
        let parsed = parse_record(given.bottleneck.clone());
        let (change, record) = together(Change::parse(request, &given.request_id), parsed)?;
        self.check_record(&record).await?;
        let (now, today) = self.0.now();
        let meta = change.meta(now, filing::bottleneck(&record));
        let id = record.bottleneck_id.clone();
        let command = bottleneck::Command::Record { record, today };
        let committed = self.0.store.execute::<Bottleneck>(&id, command, &meta).await?;
        Ok(v1::RecordBottleneckResponse {
            receipt: self.0.receipt(&id, &committed),
        })
    }

    pub(super) async fn revise(
        &self,
        request: &Request<v1::ReviseBottleneckRequest>,
    ) -> Result<v1::ReviseBottleneckResponse, Fault> {
        let given = request.get_ref();
        let mut faults = Faults::new();
        let record = read_bottleneck(&mut faults, given.bottleneck.clone());
        let reason = faults.text("reason", &given.reason, REASON_CHARS_MAX, true);
        let parsed = whole(faults, record);
        let (change, record) = together(Change::parse(request, &given.request_id), parsed)?;
        self.check_record(&record).await?;
        let (at, today) = self.0.now();
        let meta = change.meta(at, filing::bottleneck(&record));
        let id = record.bottleneck_id.clone();
        let by = change.actor().to_owned();
        let command = bottleneck::Command::Revise {
            record,
            reason,
            by,
            at,
            today,
        };
        let committed = self.0.store.execute::<Bottleneck>(&id, command, &meta).await?;
        Ok(v1::ReviseBottleneckResponse {
            receipt: self.0.receipt(&id, &committed),
        })
    }

    pub(super) async fn resolve(
        &self,
        request: &Request<v1::ResolveBottleneckRequest>,
    ) -> Result<v1::ResolveBottleneckResponse, Fault> {
        let given = request.get_ref();
        let mut faults = Faults::new();
        let id = faults.id("bottleneck_id", &given.bottleneck_id);
        let resolution = faults.text("resolution", &given.resolution, REASON_CHARS_MAX, true);
        let resolved_on = faults.date("resolved_on", &given.resolved_on);
        let parsed = whole(faults, resolved_on);
        let (change, resolved_on) = together(Change::parse(request, &given.request_id), parsed)?;
        let (now, today) = self.0.now();
        let meta = change.meta(now, Context::default());
        let command = bottleneck::Command::Resolve {
            resolution,
            resolved_on,
            today,
        };
        let committed = self
            .0
            .execute_filed::<Bottleneck>(&id, &meta, command, |it| it.record().map(filing::bottleneck))
            .await?;
        Ok(v1::ResolveBottleneckResponse {
            receipt: self.0.receipt(&id, &committed),
        })
    }

    async fn check_record(&self, record: &Record) -> Result<(), Fault> {
        let mut named = vec![(
            "bottleneck.region_id".to_owned(),
            Kind::Region,
            record.region_id.as_str(),
        )];
        let theme = record.theme_id.as_deref();
        named.extend(theme.map(|id| ("bottleneck.theme_id".to_owned(), Kind::Theme, id)));
        self.0.known.check(&named).await
    }

    pub(super) async fn one_bottleneck(
        &self,
        request: &v1::GetBottleneckRequest,
    ) -> Result<v1::GetBottleneckResponse, Fault> {
        let id = parse_id("bottleneck_id", &request.bottleneck_id)?;
        let found = self.0.store.load::<Bottleneck>(&id).await?;
        let bottleneck = kept_bottleneck(&found.state, found.version);
        if bottleneck.is_none() {
            let what = format!("there is no bottleneck {id}");
            return Err(Fault::not_found("BOTTLENECK_UNKNOWN", what));
        }
        Ok(v1::GetBottleneckResponse { bottleneck })
    }

    pub(super) async fn bottlenecks(
        &self,
        request: &v1::ListBottlenecksRequest,
    ) -> Result<v1::ListBottlenecksResponse, Fault> {
        let state = v1::BottleneckState::try_from(request.state).ok();
        let mut faults = Faults::new();
        faults.check("state", state.is_some(), "one of the values of the contract");
        let resolved = faults.finish(state.and_then(|state| match state {
            v1::BottleneckState::Unspecified => None,
            v1::BottleneckState::Open => Some(false),
            v1::BottleneckState::Resolved => Some(true),
        }))?;
        let (region_id, skill_uri) = (request.region_id.as_str(), request.skill_uri.as_str());
        let arguments = format!("{region_id}|{skill_uri}|{}", request.state);
        let page = parse_page(request.page_size, &request.page_token, &arguments)?;
        let name = projections::bottlenecks::NAME;
        let freshness = of_projection(&self.0.store, self.0.clock.as_ref(), name).await?;
        let wanted = projections::bottlenecks::Wanted {
            region_id,
            skill_uri,
            resolved,
        };
        let after = page.after.clone().unwrap_or_default();
        let pool = self.0.store.pool();
        let mut found = projections::bottlenecks::list(pool, &wanted, &after, one_more(&page)).await?;
        let next_page_token = cut(&page, &mut found, String::as_str);
        let mut bottlenecks = Vec::with_capacity(found.len());
        for id in &found {
            let loaded = self.0.store.load::<Bottleneck>(id).await?;
            bottlenecks.extend(kept_bottleneck(&loaded.state, loaded.version));
        }
        Ok(v1::ListBottlenecksResponse {
            bottlenecks,
            next_page_token,
            freshness: Some(freshness),
        })
    }
}

fn parse_record(bottleneck: Option<v1::Bottleneck>) -> Result<Record, Fault> {
    let mut faults = Faults::new();
    let record = read_bottleneck(&mut faults, bottleneck);
    whole(faults, record)
}
