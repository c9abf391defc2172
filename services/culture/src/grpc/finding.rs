//! The finding service.

use blocks::{freshness::of_projection, known::Kind, office::Office};
use contracts::{
    culture::v1::{self, finding_service_server::FindingService},
    options::v1::Role,
};
use eventing::Committed;
use futures::FutureExt;
use runtime::{
    access::{self, Caller},
    call::Change,
    fault::{Fault, together},
    parse::Faults,
};
use tonic::{Request, Response};

use super::{Answer, check_block, cut, filing, one_more, parse_id, parse_page};
use crate::{
    contract::{
        component::known as known_component,
        finding::{kept, known_strength, read_content},
        values::{REASON_CHARS_MAX, whole},
    },
    domain::{
        finding::{Command, Content, Dissent, Finding, Rejection, Stage},
        intervention::Intervention,
        values::{Actor, Id},
    },
    projections::findings::{self, Wanted},
};

/// Longest reason of a dissent, in characters: ten of them travel in one event with the finding.
const DISSENT_CHARS_MAX: usize = 1_000;

/// Who sees findings before they are published: those who can review them, and those who oversee.
const SEEING_ALL: [Role; 7] = [
    Role::Researcher,
    Role::WorkgroupLead,
    Role::Assessor,
    Role::BlockCoordinator,
    Role::NationalCoordinator,
    Role::MinistryReader,
    Role::Auditor,
];

/// Makes a command of a finding, the interventions it names that were not planned, and who wrote it.
type OfContent = fn(Box<Content>, Vec<Id>, Actor, jiff::civil::Date) -> Command;

/// Answers the calls of the finding service.
#[derive(Clone)]
pub struct Findings(pub Office);

impl Findings {
    async fn propose(
        &self,
        request: &Request<v1::ProposeFindingRequest>,
    ) -> Result<v1::ProposeFindingResponse, Fault> {
        let given = request.get_ref();
        let (change, content) = parse(request, &given.request_id, given.finding.clone())?;
        let command = |content, unknown, by, today| Command::Propose {
            content,
            unknown,
            by,
            today,
        };
        let committed = self.execute_written(&change, &content, command).await?;
        Ok(v1::ProposeFindingResponse {
            receipt: self.0.receipt(&content.finding_id, &committed),
        })
    }

    async fn revise(
        &self,
        request: &Request<v1::ReviseFindingRequest>,
    ) -> Result<v1::ReviseFindingResponse, Fault> {
        let given = request.get_ref();
        let (change, content) = parse(request, &given.request_id, given.finding.clone())?;
        let command = |content, unknown, by, today| Command::Revise {
            content,
            unknown,
            by,
            today,
        };
        let committed = self.execute_written(&change, &content, command).await?;
        Ok(v1::ReviseFindingResponse {
            receipt: self.0.receipt(&content.finding_id, &committed),
        })
    }

    /// Carries out a command that is judged by which interventions there are.
    async fn execute_written(
        &self,
        change: &Change,
        content: &Content,
        command: OfContent,
    ) -> Result<Committed, Fault> {
        let workgroup = "finding.workgroup_id".to_owned();
        let named = [(workgroup, Kind::Workgroup, content.workgroup_id.as_str())];
        self.0.known.check(&named).await?;
        let (now, today) = self.0.now();
        let meta = change.meta(now, filing::block());
        self.0
            .store
            .execute_reading::<Finding, _, Fault>(&content.finding_id, &meta, |reading| {
                let (content, by) = (Box::new(content.clone()), change.actor().to_owned());
                async move {
                    let mut unknown = Vec::new();
                    for id in &content.intervention_ids {
                        let found = reading.read::<Intervention>(id).await?.state;
                        if found.content().is_none() {
                            unknown.push(id.clone());
                        }
                    }
                    Ok(command(content, unknown, by, today))
                }
                .boxed()
            })
            .await
    }

    async fn execute(&self, id: &str, change: &Change, command: Command) -> Result<Committed, Fault> {
        let (now, _) = self.0.now();
        let meta = change.meta(now, filing::block());
        Ok(self.0.store.execute::<Finding>(id, command, &meta).await?)
    }

    async fn review(
        &self,
        request: &Request<v1::ReviewFindingRequest>,
    ) -> Result<v1::ReviewFindingResponse, Fault> {
        let given = request.get_ref();
        let mut faults = Faults::new();
        let id = faults.id("finding_id", &given.finding_id);
        let remarks = faults.text("remarks", &given.remarks, REASON_CHARS_MAX, false);
        let parsed = faults.finish((id, remarks));
        let (change, (id, remarks)) = together(Change::parse(request, &given.request_id), parsed)?;
        let (_, today) = self.0.now();
        let command = Command::Review {
            by: change.actor().to_owned(),
            approved: given.approved,
            remarks,
            today,
        };
        let committed = self.execute(&id, &change, command).await?;
        Ok(v1::ReviewFindingResponse {
            receipt: self.0.receipt(&id, &committed),
        })
    }

    async fn publish(
        &self,
        request: &Request<v1::PublishFindingRequest>,
    ) -> Result<v1::PublishFindingResponse, Fault> {
        let given = request.get_ref();
        let mut faults = Faults::new();
        check_block(&mut faults, &given.block_id);
        let id = faults.id("finding_id", &given.finding_id);
        let (change, id) = together(Change::parse(request, &given.request_id), faults.finish(id))?;
        let (_, today) = self.0.now();
        let committed = self.execute(&id, &change, Command::Publish { today }).await?;
        Ok(v1::PublishFindingResponse {
            receipt: self.0.receipt(&id, &committed),
        })
    }

    async fn dissent(
        &self,
        request: &Request<v1::RecordDissentRequest>,
    ) -> Result<v1::RecordDissentResponse, Fault> {
        let given = request.get_ref();
        let (_, today) = self.0.now();
        let mut faults = Faults::new();
        let id = faults.id("finding_id", &given.finding_id);
        let dissent = Dissent {
            dissent_id: faults.id("dissent_id", &given.dissent_id),
            organisation_id: faults.optional_id("organisation_id", &given.organisation_id),
            reason: faults.text("reason", &given.reason, DISSENT_CHARS_MAX, true),
            recorded_on: today,
        };
        let parsed = faults.finish((id, dissent));
        let (change, (id, dissent)) = together(Change::parse(request, &given.request_id), parsed)?;
        if let Some(organisation_id) = &dissent.organisation_id {
            let field = "organisation_id".to_owned();
            let named = [(field, Kind::Organisation, organisation_id.as_str())];
            self.0.known.check(&named).await?;
        }
        let by = change.actor().to_owned();
        let committed = self
            .execute(&id, &change, Command::Dissent { dissent, by })
            .await?;
        Ok(v1::RecordDissentResponse {
            receipt: self.0.receipt(&id, &committed),
        })
    }

    async fn retire(
        &self,
        request: &Request<v1::RetireFindingRequest>,
    ) -> Result<v1::RetireFindingResponse, Fault> {
        let given = request.get_ref();
        let mut faults = Faults::new();
        check_block(&mut faults, &given.block_id);
        let id = faults.id("finding_id", &given.finding_id);
        let reason = faults.text("reason", &given.reason, REASON_CHARS_MAX, true);
        let successor = faults.optional_id("superseded_by", &given.superseded_by);
        let parsed = faults.finish((id, reason, successor));
        let (change, (id, reason, successor)) = together(Change::parse(request, &given.request_id), parsed)?;
        let (now, today) = self.0.now();
        let meta = change.meta(now, filing::block());
        let committed = self
            .0
            .store
            .execute_reading::<Finding, _, Fault>(&id, &meta, |reading| {
                let (reason, successor) = (reason.clone(), successor.clone());
                async move {
                    let successor = match successor {
                        None => None,
                        Some(other) => {
                            let stage = reading.read::<Finding>(&other).await?.state.stage();
                            Some((other, stage == Stage::Published))
                        }
                    };
                    Ok(Command::Retire {
                        reason,
                        successor,
                        today,
                    })
                }
                .boxed()
            })
            .await?;
        Ok(v1::RetireFindingResponse {
            receipt: self.0.receipt(&id, &committed),
        })
    }

    async fn get(&self, request: &Request<v1::GetFindingRequest>) -> Result<v1::GetFindingResponse, Fault> {
        let id = parse_id("finding_id", &request.get_ref().finding_id)?;
        let found = self.0.store.load::<Finding>(&id).await?;
        let sees_all = sees_all(&access::caller(request));
        let public = found.state.published_on().is_some();
        let finding = kept(&found.state, found.version).filter(|_| public || sees_all);
        let Some(finding) = finding else {
            return Err(Fault::rejected(&Rejection::Unknown));
        };
        Ok(v1::GetFindingResponse {
            finding: Some(if sees_all { finding } else { for_everyone(finding) }),
        })
    }

    async fn list(&self, request: &v1::ListFindingsRequest) -> Result<v1::ListFindingsResponse, Fault> {
        let wanted = Wanted {
            component: known_component(request.component()),
            strength_least: known_strength(request.strength_least()),
            intervention_id: &request.intervention_id,
            retired_too: request.retired_too,
        };
        let page = parse_page(request.page_size, &request.page_token, &format!("{wanted:?}"))?;
        let freshness = of_projection(&self.0.store, self.0.clock.as_ref(), findings::NAME).await?;
        let after = page.after.clone().unwrap_or_default();
        let mut found = findings::list(self.0.store.pool(), &wanted, &after, one_more(&page)).await?;
        let next_page_token = cut(&page, &mut found, String::as_str);
        let mut listed = Vec::with_capacity(found.len());
        for id in &found {
            let loaded = self.0.store.load::<Finding>(id).await?;
            listed.extend(kept(&loaded.state, loaded.version).map(for_everyone));
        }
        Ok(v1::ListFindingsResponse {
            findings: listed,
            next_page_token,
            freshness: Some(freshness),
        })
    }
}

fn sees_all(caller: &Caller) -> bool {
    SEEING_ALL.iter().any(|role| caller.has(*role))
}

/// What a review said is not for everyone.
fn for_everyone(finding: v1::KeptFinding) -> v1::KeptFinding {
    v1::KeptFinding {
        remarks: String::new(),
        ..finding
    }
}

fn parse<T: prost::Message>(
    request: &Request<T>,
    request_id: &str,
    finding: Option<v1::Finding>,
) -> Result<(Change, Content), Fault> {
    let mut faults = Faults::new();
    let content = read_content(&mut faults, finding);
    together(Change::parse(request, request_id), whole(faults, content))
}

#[tonic::async_trait]
impl FindingService for Findings {
    async fn propose_finding(
        &self,
        request: Request<v1::ProposeFindingRequest>,
    ) -> Answer<v1::ProposeFindingResponse> {
        Ok(Response::new(self.propose(&request).await?))
    }

    async fn revise_finding(
        &self,
        request: Request<v1::ReviseFindingRequest>,
    ) -> Answer<v1::ReviseFindingResponse> {
        Ok(Response::new(self.revise(&request).await?))
    }

    async fn review_finding(
        &self,
        request: Request<v1::ReviewFindingRequest>,
    ) -> Answer<v1::ReviewFindingResponse> {
        Ok(Response::new(self.review(&request).await?))
    }

    async fn publish_finding(
        &self,
        request: Request<v1::PublishFindingRequest>,
    ) -> Answer<v1::PublishFindingResponse> {
        Ok(Response::new(self.publish(&request).await?))
    }

    async fn record_dissent(
        &self,
        request: Request<v1::RecordDissentRequest>,
    ) -> Answer<v1::RecordDissentResponse> {
        Ok(Response::new(self.dissent(&request).await?))
    }

    async fn retire_finding(
        &self,
        request: Request<v1::RetireFindingRequest>,
    ) -> Answer<v1::RetireFindingResponse> {
        Ok(Response::new(self.retire(&request).await?))
    }

    async fn get_finding(&self, request: Request<v1::GetFindingRequest>) -> Answer<v1::GetFindingResponse> {
        Ok(Response::new(self.get(&request).await?))
    }

    async fn list_findings(
        &self,
        request: Request<v1::ListFindingsRequest>,
    ) -> Answer<v1::ListFindingsResponse> {
        Ok(Response::new(self.list(request.get_ref()).await?))
    }
}
