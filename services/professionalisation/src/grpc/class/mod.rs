//! The credential class service: looking classes up; see [`change`] for what happens to them.

mod change;

use blocks::{freshness::of_projection, office::Office};
use contracts::{
    options::v1::Role,
    professionalisation::v1::{self, credential_class_service_server::CredentialClassService},
};
use runtime::{
    access::{self, Caller},
    fault::Fault,
};
use tonic::{Request, Response};

use super::{Answer, cut, one_more, parse_id, parse_page};
use crate::{
    contract::class::kept,
    domain::class::{Class, Content, Stage},
    projections::classes::{self, Wanted},
};

/// Who sees classes before they are published, whoever their provider is.
const SEEING_ALL: [Role; 6] = [
    Role::Assessor,
    Role::BlockCoordinator,
    Role::NationalCoordinator,
    Role::AgencyOfficer,
    Role::MinistryReader,
    Role::Auditor,
];

/// Answers the calls of the credential class service.
#[derive(Clone)]
pub struct Classes(pub Office);

impl Classes {
    async fn get(&self, request: &Request<v1::GetClassRequest>) -> Result<v1::GetClassResponse, Fault> {
        let id = parse_id("class_id", &request.get_ref().class_id)?;
        let found = self.0.store.load::<Class>(&id).await?;
        let caller = access::caller(request);
        let seen = |content: &Content| may_see(&caller, content, found.state.stage());
        let credential_class =
            kept(&found.state, found.version).filter(|_| found.state.content().is_some_and(seen));
        if credential_class.is_none() {
            let what = format!("there is no credential class {id}");
            return Err(Fault::not_found("CLASS_UNKNOWN", what));
        }
        Ok(v1::GetClassResponse { credential_class })
    }

    async fn list(&self, request: &v1::ListClassesRequest) -> Result<v1::ListClassesResponse, Fault> {
        let wanted = Wanted {
            provider_id: &request.provider_id,
            skill_uri: &request.skill_uri,
            framework_id: &request.framework_id,
        };
        let page = parse_page(request.page_size, &request.page_token, &format!("{wanted:?}"))?;
        let freshness = of_projection(&self.0.store, self.0.clock.as_ref(), classes::NAME).await?;
        let after = page.after.clone().unwrap_or_default();
        let mut found = classes::list(self.0.store.pool(), &wanted, &after, one_more(&page)).await?;
        let next_page_token = cut(&page, &mut found, String::as_str);
        let mut classes = Vec::with_capacity(found.len());
        for id in &found {
            let loaded = self.0.store.load::<Class>(id).await?;
            // Everyone sees the list: what a review said is not for everyone.
            classes.extend(kept(&loaded.state, loaded.version).map(|it| v1::KeptClass {
                review_remarks: String::new(),
                ..it
            }));
        }
        Ok(v1::ListClassesResponse {
            classes,
            next_page_token,
            freshness: Some(freshness),
        })
    }
}

/// Before it is published a class is seen by its provider and by those who see all of them, and by peers who may review it.
fn may_see(caller: &Caller, content: &Content, stage: Stage) -> bool {
    let own = |grant: &access::Grant| {
        grant.role == Role::ProviderOfficer && grant.scope.as_deref() == Some(content.provider_id.as_str())
    };
    let reviewing = stage == Stage::Proposed && caller.has(Role::ProviderOfficer);
    let is_public = stage == Stage::Published;
    is_public || reviewing || SEEING_ALL.iter().any(|role| caller.has(*role)) || caller.grants.iter().any(own)
}

#[tonic::async_trait]
impl CredentialClassService for Classes {
    async fn propose_class(
        &self,
        request: Request<v1::ProposeClassRequest>,
    ) -> Answer<v1::ProposeClassResponse> {
        Ok(Response::new(self.propose(&request).await?))
    }

    async fn revise_class(
        &self,
        request: Request<v1::ReviseClassRequest>,
    ) -> Answer<v1::ReviseClassResponse> {
        Ok(Response::new(self.revise(&request).await?))
    }

    async fn review_class(
        &self,
        request: Request<v1::ReviewClassRequest>,
    ) -> Answer<v1::ReviewClassResponse> {
        Ok(Response::new(self.review(&request).await?))
    }

    async fn accredit_class(
        &self,
        request: Request<v1::AccreditClassRequest>,
    ) -> Answer<v1::AccreditClassResponse> {
        Ok(Response::new(self.accredit(&request).await?))
    }

    async fn publish_class(
        &self,
        request: Request<v1::PublishClassRequest>,
    ) -> Answer<v1::PublishClassResponse> {
        Ok(Response::new(self.publish(&request).await?))
    }

    async fn withdraw_class(
        &self,
        request: Request<v1::WithdrawClassRequest>,
    ) -> Answer<v1::WithdrawClassResponse> {
        Ok(Response::new(self.withdraw(&request).await?))
    }

    async fn get_class(&self, request: Request<v1::GetClassRequest>) -> Answer<v1::GetClassResponse> {
        Ok(Response::new(self.get(&request).await?))
    }

    async fn list_classes(
        &self,
        request: Request<v1::ListClassesRequest>,
    ) -> Answer<v1::ListClassesResponse> {
        Ok(Response::new(self.list(request.get_ref()).await?))
    }
}
