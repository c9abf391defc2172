//! The curation service: emerging skills.

mod change;
mod list;
mod propose;
mod publish;

use contracts::{
    options::v1::Role,
    radar::v1::{self, curation_service_server::CurationService},
};
use runtime::{access::Caller, fault::Fault};
use tonic::{Request, Response};

use super::{Answer, Desk};
use crate::{
    archive::{Evidence, Sought},
    domain::skill::{Skill, Stage},
};

/// Longest chain of merges that is followed. Merges make no circles; this is only so that nothing can run for ever.
const MERGES_MAX: usize = 100;
/// Who sees skills before they are published.
const CURATING: [Role; 7] = [
    Role::TaxonomyCurator,
    Role::WorkgroupLead,
    Role::BlockCoordinator,
    Role::RegionalCoordinator,
    Role::NationalCoordinator,
    Role::MinistryReader,
    Role::Auditor,
];

/// Answers the calls of the curation service.
#[derive(Clone)]
pub struct Curation(pub Desk);

/// Whether a caller sees a skill in a stage: what was on the radar is for everyone.
fn may_see(caller: &Caller, stage: Stage) -> bool {
    let is_public = matches!(stage, Stage::Published | Stage::Retired);
    is_public || CURATING.iter().any(|role| caller.has(*role))
}

impl Desk {
    /// What a skill rests on by the run in use.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn evidence(&self, skill: &Skill) -> Result<Evidence, Fault> {
        let Some(content) = skill.content() else {
            return Ok(Evidence::default());
        };
        let run = self.run_in_use().await?;
        let concept = content.concept.as_ref().map_or("", |it| it.uri.as_str());
        let uris = self.concepts_of(concept).await?;
        let sought = Sought {
            run_id: run.as_ref().map_or("", |it| it.run_id.as_str()),
            uris: &uris,
            keys: &content.term_keys,
            cited: skill.cited(),
        };
        Ok(self.archive.evidence(&sought).await?)
    }

    /// Where all merges of a skill lead, with the skills on the way.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn at_the_end(&self, skill_id: &str) -> Result<(String, Vec<String>), Fault> {
        let (mut id, mut way) = (skill_id.to_owned(), Vec::new());
        while way.len() < MERGES_MAX {
            let skill = self.office.store.load::<Skill>(&id).await?.state;
            let Some(into) = skill.merged_into() else { break };
            way.push(std::mem::replace(&mut id, into.to_owned()));
        }
        Ok((id, way))
    }
}

#[tonic::async_trait]
impl CurationService for Curation {
    async fn propose_skill(
        &self,
        request: Request<v1::ProposeSkillRequest>,
    ) -> Answer<v1::ProposeSkillResponse> {
        Ok(Response::new(self.propose(&request).await?))
    }

    async fn cite_source(&self, request: Request<v1::CiteSourceRequest>) -> Answer<v1::CiteSourceResponse> {
        Ok(Response::new(self.cite(&request).await?))
    }

    async fn review_skill(
        &self,
        request: Request<v1::ReviewSkillRequest>,
    ) -> Answer<v1::ReviewSkillResponse> {
        Ok(Response::new(self.review(&request).await?))
    }

    async fn decide_on_skill(
        &self,
        request: Request<v1::DecideOnSkillRequest>,
    ) -> Answer<v1::DecideOnSkillResponse> {
        Ok(Response::new(self.decide(&request).await?))
    }

    async fn merge_skill(&self, request: Request<v1::MergeSkillRequest>) -> Answer<v1::MergeSkillResponse> {
        Ok(Response::new(self.merge(&request).await?))
    }

    async fn publish_skill(
        &self,
        request: Request<v1::PublishSkillRequest>,
    ) -> Answer<v1::PublishSkillResponse> {
        Ok(Response::new(self.publish(&request).await?))
    }

    async fn retire_skill(
        &self,
        request: Request<v1::RetireSkillRequest>,
    ) -> Answer<v1::RetireSkillResponse> {
        Ok(Response::new(self.retire(&request).await?))
    }

    async fn record_dissent(
        &self,
        request: Request<v1::RecordDissentRequest>,
    ) -> Answer<v1::RecordDissentResponse> {
        Ok(Response::new(self.dissent(&request).await?))
    }

    async fn get_skill(&self, request: Request<v1::GetSkillRequest>) -> Answer<v1::GetSkillResponse> {
        Ok(Response::new(self.get(&request).await?))
    }

    async fn list_skills(&self, request: Request<v1::ListSkillsRequest>) -> Answer<v1::ListSkillsResponse> {
        Ok(Response::new(self.list(&request).await?))
    }

    async fn list_curation_queue(
        &self,
        request: Request<v1::ListCurationQueueRequest>,
    ) -> Answer<v1::ListCurationQueueResponse> {
        Ok(Response::new(self.queue(request.get_ref()).await?))
    }
}
