//! The provider service: who providers are, and what is known of them; see [`development`] for scans, plans and tracks.

mod development;

use blocks::{
    freshness::of_projection,
    known::Kind as Entry,
    office::{Office, cut, one_more, parse_page},
};
use contracts::{
    professionalisation::v1::{self, provider_service_server::ProviderService},
    programme::v1::entry::Content as Published,
};
use eventing::{Committed, Meta};
use runtime::{
    call::Change,
    fault::{Fault, together},
    parse::Faults,
};
use tonic::{Request, Response};

use super::{Answer, filing, parse_id};
use crate::{
    contract::{
        provider::{self as written, kept, kind_of_organisation, known_kind, read_profile},
        values::whole,
    },
    domain::provider::{Command, Kind, Profile, Provider},
    projections::providers::{self, Wanted},
};

/// Answers the calls of the provider service.
#[derive(Clone)]
pub struct Providers(pub Office);

impl Providers {
    async fn register(
        &self,
        request: &Request<v1::RegisterProviderRequest>,
    ) -> Result<v1::RegisterProviderResponse, Fault> {
        let given = request.get_ref();
        let (change, profile) = parse(request, &given.request_id, given.provider.clone())?;
        self.check_named(&profile, true).await?;
        let (now, _) = self.0.now();
        let meta = change.meta(now, filing::provider(&profile));
        let id = profile.provider_id.clone();
        let organisation_kind = self.organisation_kind(&id).await?;
        let command = Command::Register {
            profile,
            organisation_kind,
        };
        let committed = self.execute(&id, command, &meta).await?;
        Ok(v1::RegisterProviderResponse {
            receipt: self.0.receipt(&id, &committed),
        })
    }

    async fn revise(
        &self,
        request: &Request<v1::ReviseProviderRequest>,
    ) -> Result<v1::ReviseProviderResponse, Fault> {
        let given = request.get_ref();
        let (change, profile) = parse(request, &given.request_id, given.provider.clone())?;
        self.check_named(&profile, false).await?;
        let (now, _) = self.0.now();
        let meta = change.meta(now, filing::provider(&profile));
        let id = profile.provider_id.clone();
        let committed = self.execute(&id, Command::Revise { profile }, &meta).await?;
        Ok(v1::ReviseProviderResponse {
            receipt: self.0.receipt(&id, &committed),
        })
    }

    async fn execute(&self, id: &str, command: Command, meta: &Meta) -> Result<Committed, Fault> {
        Ok(self.0.store.execute::<Provider>(id, command, meta).await?)
    }

    /// Refuses regions that nobody defined, and for a new provider an organisation that nobody did.
    async fn check_named(&self, profile: &Profile, is_new: bool) -> Result<(), Fault> {
        let regions = profile.region_ids.iter().enumerate();
        let mut named: Vec<_> = regions
            .map(|(index, id)| {
                (
                    format!("provider.region_ids[{index}]"),
                    Entry::Region,
                    id.as_str(),
                )
            })
            .collect();
        if is_new {
            let field = "provider.provider_id".to_owned();
            named.push((field, Entry::Organisation, profile.provider_id.as_str()));
        }
        self.0.known.check(&named).await
    }

    async fn organisation_kind(&self, provider_id: &str) -> Result<Option<Kind>, Fault> {
        let entry = self.0.known.entry(Entry::Organisation, provider_id).await?;
        Ok(entry.and_then(|entry| match entry.content? {
            Published::Organisation(it) => kind_of_organisation(it.kind()),
            _ => None,
        }))
    }

    async fn get(&self, request: &v1::GetProviderRequest) -> Result<v1::GetProviderResponse, Fault> {
        let id = parse_id("provider_id", &request.provider_id)?;
        let found = self.0.store.load::<Provider>(&id).await?;
        let provider = kept(&found.state, found.version);
        if provider.is_none() {
            let what = format!("there is no provider {id}");
            return Err(Fault::not_found("PROVIDER_UNKNOWN", what));
        }
        Ok(v1::GetProviderResponse { provider })
    }

    async fn list(&self, request: &v1::ListProvidersRequest) -> Result<v1::ListProvidersResponse, Fault> {
        let kind = v1::ProviderKind::try_from(request.kind).ok();
        let mut faults = Faults::new();
        faults.check("kind", kind.is_some(), "one of the values of the contract");
        let kind = faults.finish(kind.and_then(known_kind))?;
        let wanted = Wanted {
            kind,
            region_id: &request.region_id,
        };
        let page = parse_page(request.page_size, &request.page_token, &format!("{wanted:?}"))?;
        let freshness = of_projection(&self.0.store, self.0.clock.as_ref(), providers::NAME).await?;
        let after = page.after.clone().unwrap_or_default();
        let mut found = providers::list(self.0.store.pool(), &wanted, &after, one_more(&page)).await?;
        let next_page_token = cut(&page, &mut found, String::as_str);
        let mut providers = Vec::with_capacity(found.len());
        for id in &found {
            let provider = self.0.store.load::<Provider>(id).await?.state;
            providers.extend(provider.profile().map(written::profile));
        }
        Ok(v1::ListProvidersResponse {
            providers,
            next_page_token,
            freshness: Some(freshness),
        })
    }
}

fn parse<T: prost::Message>(
    request: &Request<T>,
    request_id: &str,
    provider: Option<v1::Provider>,
) -> Result<(Change, Profile), Fault> {
    let mut faults = Faults::new();
    let profile = read_profile(&mut faults, provider);
    together(Change::parse(request, request_id), whole(faults, profile))
}

#[tonic::async_trait]
impl ProviderService for Providers {
    async fn register_provider(
        &self,
        request: Request<v1::RegisterProviderRequest>,
    ) -> Answer<v1::RegisterProviderResponse> {
        Ok(Response::new(self.register(&request).await?))
    }

    async fn revise_provider(
        &self,
        request: Request<v1::ReviseProviderRequest>,
    ) -> Answer<v1::ReviseProviderResponse> {
        Ok(Response::new(self.revise(&request).await?))
    }

    async fn record_scan(&self, request: Request<v1::RecordScanRequest>) -> Answer<v1::RecordScanResponse> {
        Ok(Response::new(self.scan(&request).await?))
    }

    async fn compare_scans(
        &self,
        request: Request<v1::CompareScansRequest>,
    ) -> Answer<v1::CompareScansResponse> {
        Ok(Response::new(self.compare(request.get_ref()).await?))
    }

    async fn plan_development(
        &self,
        request: Request<v1::PlanDevelopmentRequest>,
    ) -> Answer<v1::PlanDevelopmentResponse> {
        Ok(Response::new(self.develop(&request).await?))
    }

    async fn plan_track(&self, request: Request<v1::PlanTrackRequest>) -> Answer<v1::PlanTrackResponse> {
        Ok(Response::new(self.plan(&request).await?))
    }

    async fn start_track(&self, request: Request<v1::StartTrackRequest>) -> Answer<v1::StartTrackResponse> {
        Ok(Response::new(self.start(&request).await?))
    }

    async fn complete_track(
        &self,
        request: Request<v1::CompleteTrackRequest>,
    ) -> Answer<v1::CompleteTrackResponse> {
        Ok(Response::new(self.complete(&request).await?))
    }

    async fn get_provider(
        &self,
        request: Request<v1::GetProviderRequest>,
    ) -> Answer<v1::GetProviderResponse> {
        Ok(Response::new(self.get(request.get_ref()).await?))
    }

    async fn list_providers(
        &self,
        request: Request<v1::ListProvidersRequest>,
    ) -> Answer<v1::ListProvidersResponse> {
        Ok(Response::new(self.list(request.get_ref()).await?))
    }
}
