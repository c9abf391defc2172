//! The link service: how other programmes bring their projects into the national view.

use blocks::{contract::REASON_CHARS_MAX, known::Kind, office::parse_id};
use contracts::exchange::v1::{self, link_service_server::LinkService};
use eventing::Committed;
use runtime::{
    access,
    call::Change,
    fault::{Fault, together},
    parse::Faults,
    telemetry,
};
use tonic::{Request, Response};

use super::{Answer, Desk, context};
use crate::{
    contract::link::{kept, read, read_project},
    domain::{
        link::{Command, Link, Rejection},
        linked_project::{self, Content, LinkedProject, Named, stream_id},
        subscription::By,
    },
    reporting::{Reporter, report},
};

/// Answers the calls of the link service.
#[derive(Clone)]
pub struct Links(pub Desk);

impl Links {
    fn by(&self, change: &Change) -> By {
        By {
            actor: change.actor().to_owned(),
            today: self.0.office.now().1,
        }
    }

    async fn link(&self, programme_id: &str) -> Result<Link, Fault> {
        Ok(self.0.office.store.load::<Link>(programme_id).await?.state)
    }

    async fn execute(
        &self,
        programme_id: &str,
        change: &Change,
        command: Command,
    ) -> Result<Committed, Fault> {
        let office = &self.0.office;
        let meta = change.meta(office.now().0, context());
        Ok(office.store.execute::<Link>(programme_id, command, &meta).await?)
    }

    async fn request(
        &self,
        request: &Request<v1::RequestLinkRequest>,
    ) -> Result<v1::RequestLinkResponse, Fault> {
        let given = request.get_ref();
        let mut faults = Faults::new();
        let content = read(&mut faults, given.link.clone());
        let (change, content) = together(Change::parse(request, &given.request_id), faults.finish(content))?;
        let programme = (
            "link.programme_id".to_owned(),
            Kind::LinkedProgramme,
            content.programme_id.as_str(),
        );
        self.0.office.known.check(&[programme]).await?;
        let id = content.programme_id.clone();
        let command = Command::Request {
            content: Box::new(content),
            by: self.by(&change),
        };
        let committed = self.execute(&id, &change, command).await?;
        Ok(v1::RequestLinkResponse {
            receipt: self.0.office.receipt(&id, &committed),
            revision: self.link(&id).await?.revision(),
        })
    }

    async fn approve(
        &self,
        request: &Request<v1::ApproveLinkRequest>,
    ) -> Result<v1::ApproveLinkResponse, Fault> {
        let given = request.get_ref();
        let mut faults = Faults::new();
        let id = faults.id("programme_id", &given.programme_id);
        let expected = "the revision that was looked at, from 1 on";
        faults.check("revision", given.revision > 0, expected);
        let (change, id) = together(Change::parse(request, &given.request_id), faults.finish(id))?;
        let command = Command::Approve {
            revision: given.revision,
            by: self.by(&change),
        };
        let committed = self.execute(&id, &change, command).await?;
        Ok(v1::ApproveLinkResponse {
            receipt: self.0.office.receipt(&id, &committed),
        })
    }

    async fn end(&self, request: &Request<v1::EndLinkRequest>) -> Result<v1::EndLinkResponse, Fault> {
        let given = request.get_ref();
        let mut faults = Faults::new();
        let id = faults.id("programme_id", &given.programme_id);
        let reason = faults.text("reason", &given.reason, REASON_CHARS_MAX, true);
        let parsed = faults.finish((id, reason));
        let (change, (id, reason)) = together(Change::parse(request, &given.request_id), parsed)?;
        let command = Command::End {
            reason,
            by: self.by(&change),
        };
        let committed = self.execute(&id, &change, command).await?;
        Ok(v1::EndLinkResponse {
            receipt: self.0.office.receipt(&id, &committed),
        })
    }

    /// What a project names has to be there.
    async fn check(&self, content: &Content) -> Result<(), Fault> {
        let known = &self.0.office.known;
        let regions = content.region_ids.iter().enumerate();
        let regions =
            regions.map(|(index, id)| (format!("project.region_ids[{index}]"), Kind::Region, id.as_str()));
        let theme = content.theme_id.as_deref();
        let theme = theme.map(|id| ("project.theme_id".to_owned(), Kind::Theme, id));
        let named: Vec<_> = regions.chain(theme).collect();
        known.check(&named).await?;
        let Some(same) = &content.same_as_project_id else {
            return Ok(());
        };
        let mut faults = Faults::new();
        let is_known = known.project(same).await?.is_some();
        faults.check("project.same_as_project_id", is_known, "a project of the hub");
        faults.finish(())
    }

    async fn link_one(
        &self,
        request: &Request<v1::LinkProjectRequest>,
    ) -> Result<v1::LinkProjectResponse, Fault> {
        let given = request.get_ref();
        let mut faults = Faults::new();
        let programme_id = faults.id("programme_id", &given.programme_id);
        let content = read_project(&mut faults, given.project.clone());
        let parsed = faults.finish((programme_id, content));
        let (change, (programme_id, content)) = together(Change::parse(request, &given.request_id), parsed)?;
        let link = self.link(&programme_id).await?;
        link.active().map_err(|it| Fault::rejected(&it))?;
        self.check(&content).await?;
        let id = stream_id(&programme_id, &content.project_id);
        let office = &self.0.office;
        let meta = change.meta(office.now().0, LinkedProject::context(&content));
        let command = linked_project::Command::Describe {
            programme_id,
            content: Box::new(content),
            by: self.by(&change),
        };
        let committed = office.store.execute::<LinkedProject>(&id, command, &meta).await?;
        Ok(v1::LinkProjectResponse {
            receipt: office.receipt(&id, &committed),
        })
    }

    async fn unlink_one(
        &self,
        request: &Request<v1::UnlinkProjectRequest>,
    ) -> Result<v1::UnlinkProjectResponse, Fault> {
        let given = request.get_ref();
        let mut faults = Faults::new();
        let programme_id = faults.id("programme_id", &given.programme_id);
        let project_id = faults.id("project_id", &given.project_id);
        let reason = faults.text("reason", &given.reason, REASON_CHARS_MAX, true);
        let parsed = faults.finish((programme_id, project_id, reason));
        let (change, (programme_id, project_id, reason)) =
            together(Change::parse(request, &given.request_id), parsed)?;
        let id = stream_id(&programme_id, &project_id);
        let office = &self.0.office;
        let command = linked_project::Command::Remove {
            named: Named {
                programme_id,
                project_id,
            },
            reason,
            by: self.by(&change),
        };
        let meta = change.meta(office.now().0, context());
        let committed = office
            .execute_filed::<LinkedProject>(&id, &meta, command, |project| {
                project.content().map(LinkedProject::context)
            })
            .await?;
        Ok(v1::UnlinkProjectResponse {
            receipt: office.receipt(&id, &committed),
        })
    }

    async fn report_one(
        &self,
        request: &Request<v1::ReportEventRequest>,
    ) -> Result<v1::ReportEventResponse, Fault> {
        let given = request.get_ref();
        let reporter = Reporter {
            programme_id: parse_id("programme_id", &given.programme_id)?,
            actor: access::caller(request).actor.clone(),
            traceparent: telemetry::current_traceparent(),
        };
        report(&self.0, &reporter, &given.event.clone().unwrap_or_default()).await
    }
}

#[tonic::async_trait]
impl LinkService for Links {
    async fn request_link(
        &self,
        request: Request<v1::RequestLinkRequest>,
    ) -> Answer<v1::RequestLinkResponse> {
        Ok(Response::new(self.request(&request).await?))
    }

    async fn approve_link(
        &self,
        request: Request<v1::ApproveLinkRequest>,
    ) -> Answer<v1::ApproveLinkResponse> {
        Ok(Response::new(self.approve(&request).await?))
    }

    async fn end_link(&self, request: Request<v1::EndLinkRequest>) -> Answer<v1::EndLinkResponse> {
        Ok(Response::new(self.end(&request).await?))
    }

    async fn get_link(&self, request: Request<v1::GetLinkRequest>) -> Answer<v1::GetLinkResponse> {
        let id = parse_id("programme_id", &request.get_ref().programme_id)?;
        let kept = kept(&self.link(&id).await?);
        Ok(Response::new(
            kept.ok_or_else(|| Fault::rejected(&Rejection::Unknown))?,
        ))
    }

    async fn link_project(
        &self,
        request: Request<v1::LinkProjectRequest>,
    ) -> Answer<v1::LinkProjectResponse> {
        Ok(Response::new(self.link_one(&request).await?))
    }

    async fn unlink_project(
        &self,
        request: Request<v1::UnlinkProjectRequest>,
    ) -> Answer<v1::UnlinkProjectResponse> {
        Ok(Response::new(self.unlink_one(&request).await?))
    }

    async fn report_event(
        &self,
        request: Request<v1::ReportEventRequest>,
    ) -> Answer<v1::ReportEventResponse> {
        Ok(Response::new(self.report_one(&request).await?))
    }
}
