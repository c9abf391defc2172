//! The distilling service: runs over the archive.

use blocks::{
    contract::{REASON_CHARS_MAX, whole},
    freshness::of_projection,
};
use contracts::radar::v1::{self, distilling_service_server::DistillingService};
use distil::Method;
use runtime::{
    call::Change,
    fault::{Fault, together},
    parse::Faults,
};
use tonic::{Request, Response};

use super::{Answer, Desk, cut_ranked, filing, parse_id, parse_page, skipped};
use crate::{
    archive::Difference,
    contract::run::{self as write, methods},
    domain::run::{ARCHIVE, Basis, Command, Runs, State},
    projections::{readings, sources},
};

/// Answers the calls of the distilling service.
#[derive(Clone)]
pub struct Distilling(pub Desk);

impl Distilling {
    async fn runs(&self) -> Result<Runs, Fault> {
        Ok(self.0.office.store.load::<Runs>(ARCHIVE).await?.state)
    }

    async fn command<T: prost::Message>(
        &self,
        request: &Request<T>,
        request_id: &str,
        run_id: &str,
        command: impl AsyncFnOnce(&Change) -> Result<Command, Fault>,
    ) -> Result<Option<contracts::hub::v1::Receipt>, Fault> {
        let change = Change::parse(request, request_id)?;
        let meta = change.meta(self.0.office.now().0, filing::block());
        let command = command(&change).await?;
        let committed = self
            .0
            .office
            .store
            .execute::<Runs>(ARCHIVE, command, &meta)
            .await?;
        Ok(self.0.office.receipt(run_id, &committed))
    }

    async fn start(&self, request: &Request<v1::StartRunRequest>) -> Result<v1::StartRunResponse, Fault> {
        let given = request.get_ref();
        let mut faults = Faults::new();
        let run_id = faults.id("run_id", &given.run_id);
        let method = Method::find(&format!("{}/{}", given.method, given.method_version));
        let names: Vec<String> = distil::METHODS.iter().map(ToString::to_string).collect();
        let expected = format!("a method with a version that makes one of {}", names.join(", "));
        faults.check("method", method.is_some(), &expected);
        let parsed = whole(faults, method);
        let (_, method) = together(Change::parse(request, &given.request_id), parsed)?;
        let releases = self.0.taxonomies.in_force().await?;
        let today = self.0.office.now().1;
        let id = run_id.clone();
        let command = async move |_: &Change| {
            Ok(Command::Start {
                run_id,
                basis: Basis {
                    method: method.name.to_owned(),
                    method_version: method.version,
                    releases,
                },
                takes_over: false,
                today,
            })
        };
        let receipt = self.command(request, &given.request_id, &id, command).await?;
        Ok(v1::StartRunResponse { receipt })
    }

    async fn put_to_use(&self, request: &Request<v1::UseRunRequest>) -> Result<v1::UseRunResponse, Fault> {
        let given = request.get_ref();
        let mut faults = Faults::new();
        let run_id = faults.id("run_id", &given.run_id);
        let reason = faults.text("reason", &given.reason, REASON_CHARS_MAX, true);
        let parsed = faults.finish(());
        together(Change::parse(request, &given.request_id), parsed)?;
        let (pool, id) = (self.0.office.store.pool(), run_id.clone());
        let today = self.0.office.now().1;
        let command = async move |change: &Change| {
            Ok(Command::Use {
                waiting: sources::waiting_count(pool, &run_id).await?,
                run_id,
                reason,
                by: change.actor().to_owned(),
                today,
            })
        };
        let receipt = self.command(request, &given.request_id, &id, command).await?;
        Ok(v1::UseRunResponse { receipt })
    }

    async fn stop(&self, request: &Request<v1::StopRunRequest>) -> Result<v1::StopRunResponse, Fault> {
        let given = request.get_ref();
        let parsed = parse_id("run_id", &given.run_id);
        let (_, run_id) = together(Change::parse(request, &given.request_id), parsed)?;
        let id = run_id.clone();
        let command = async move |_: &Change| Ok(Command::Stop { run_id });
        let receipt = self.command(request, &given.request_id, &id, command).await?;
        Ok(v1::StopRunResponse { receipt })
    }

    async fn list(&self) -> Result<v1::ListRunsResponse, Fault> {
        let office = &self.0.office;
        let freshness = of_projection(&office.store, office.clock.as_ref(), readings::NAME).await?;
        let progress = readings::progress(office.store.pool()).await?;
        let mut runs = Vec::new();
        for run in self.runs().await?.all().iter().rev() {
            let waiting = match run.state {
                State::Stopped => 0,
                State::Beside | State::InUse => {
                    sources::waiting_count(office.store.pool(), &run.run_id).await?
                }
            };
            let progress = progress.get(&run.run_id).copied().unwrap_or_default();
            runs.push(write::run(run, progress, waiting));
        }
        Ok(v1::ListRunsResponse {
            runs,
            methods: methods(),
            freshness: Some(freshness),
        })
    }

    async fn compare(&self, request: &v1::CompareRunsRequest) -> Result<v1::CompareRunsResponse, Fault> {
        let runs = self.runs().await?;
        let mut faults = Faults::new();
        for (field, run_id) in [
            ("run_id", &request.run_id),
            ("other_run_id", &request.other_run_id),
        ] {
            faults.check(field, runs.get(run_id).is_some(), "a run that ListRuns answers");
        }
        let differs = request.run_id != request.other_run_id;
        faults.check("other_run_id", differs, "another run than run_id");
        faults.finish(())?;
        let arguments = format!("{}|{}", request.run_id, request.other_run_id);
        let page = parse_page(request.page_size, &request.page_token, &arguments)?;
        let skip = skipped(&page);
        let compared = self
            .0
            .archive
            .compare(&request.run_id, &request.other_run_id)
            .await?;
        let from = usize::try_from(skip).unwrap_or(0);
        let mut found: Vec<Difference> = compared
            .concepts
            .into_iter()
            .skip(from)
            .take(page.limit + 1)
            .collect();
        let next_page_token = cut_ranked(&page, skip, &mut found);
        let (both, first, other) = compared.pairs;
        let either = both + first + other;
        Ok(v1::CompareRunsResponse {
            sources: compared.sources,
            in_both: both,
            only_first: first,
            only_other: other,
            agreement: (either > 0).then(|| both as f64 / either as f64),
            concepts: self.differences(found).await?,
            next_page_token,
        })
    }

    async fn differences(&self, found: Vec<Difference>) -> Result<Vec<v1::ConceptDifference>, Fault> {
        let uris: Vec<String> = found.iter().map(|it| it.uri.clone()).collect();
        let names = self.0.taxonomies.names(&uris).await?;
        let count = |it: i64| u32::try_from(it).unwrap_or(u32::MAX);
        let difference = |it: Difference| v1::ConceptDifference {
            concept: Some(v1::FoundConcept {
                label: names.get(&it.uri).cloned().unwrap_or_default(),
                uri: it.uri,
                ..v1::FoundConcept::default()
            }),
            in_both: count(it.both),
            only_first: count(it.first),
            only_other: count(it.other),
        };
        Ok(found.into_iter().map(difference).collect())
    }
}

#[tonic::async_trait]
impl DistillingService for Distilling {
    async fn start_run(&self, request: Request<v1::StartRunRequest>) -> Answer<v1::StartRunResponse> {
        Ok(Response::new(self.start(&request).await?))
    }

    async fn use_run(&self, request: Request<v1::UseRunRequest>) -> Answer<v1::UseRunResponse> {
        Ok(Response::new(self.put_to_use(&request).await?))
    }

    async fn stop_run(&self, request: Request<v1::StopRunRequest>) -> Answer<v1::StopRunResponse> {
        Ok(Response::new(self.stop(&request).await?))
    }

    async fn list_runs(&self, _: Request<v1::ListRunsRequest>) -> Answer<v1::ListRunsResponse> {
        Ok(Response::new(self.list().await?))
    }

    async fn compare_runs(
        &self,
        request: Request<v1::CompareRunsRequest>,
    ) -> Answer<v1::CompareRunsResponse> {
        Ok(Response::new(self.compare(request.get_ref()).await?))
    }
}
