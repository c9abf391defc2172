//! The list of applications, as far as the caller may see them.

use blocks::freshness::of_projection;
use contracts::{options::v1::Role, transitions::v1};
use runtime::{access, fault::Fault, parse::Faults};
use tonic::Request;

use super::Applications;
use crate::{
    contract::{application::stage, rules::size_class},
    domain::application::{Application, Stage},
    grpc::{cut, parse_page},
    projections::applications,
};

/// Roles whose grants say which applications a list shows.
const LIST: [Role; 8] = [
    Role::ProjectLead,
    Role::Partner,
    Role::Assessor,
    Role::BlockCoordinator,
    Role::NationalCoordinator,
    Role::AgencyOfficer,
    Role::MinistryReader,
    Role::Auditor,
];
/// Applications that are looked at together while a page is filled with what the caller may see.
const LOOK: i64 = 500;
impl Applications {
    pub(super) async fn list(
        &self,
        request: &Request<v1::ListApplicationsRequest>,
    ) -> Result<v1::ListApplicationsResponse, Fault> {
        let given = request.get_ref();
        let wanted = v1::ApplicationState::try_from(given.state).ok();
        let mut faults = Faults::new();
        faults.check("state", wanted.is_some(), "one of the values of the contract");
        let wanted = faults.finish(wanted.and_then(read_stage))?;
        let arguments = format!("{}|{}", given.call_id, given.state);
        let page = parse_page(given.page_size, &given.page_token, &arguments)?;
        let freshness = of_projection(&self.0.store, self.0.clock.as_ref(), applications::NAME).await?;
        let seen = access::caller(request).visibility(&LIST);
        let (mut after, mut found) = (page.after.clone().unwrap_or_default(), Vec::new());
        let pool = self.0.store.pool();
        while found.len() <= page.limit {
            let rows = applications::list(pool, &given.call_id, wanted, &after, LOOK).await?;
            let Some(last) = rows.last() else { break };
            after.clone_from(&last.application_id);
            let rows = rows
                .into_iter()
                .filter(|row| seen.covers(&row.application_id, &row.scopes));
            found.extend(rows.map(|row| row.application_id));
        }
        let next_page_token = cut(&page, &mut found, String::as_str);
        let mut summaries = Vec::with_capacity(found.len());
        for id in &found {
            let application = self.0.store.load::<Application>(id).await?.state;
            summaries.extend(summary(&application));
        }
        Ok(v1::ListApplicationsResponse {
            applications: summaries,
            next_page_token,
            freshness: Some(freshness),
        })
    }
}

fn summary(application: &Application) -> Option<v1::ApplicationSummary> {
    let content = application.content()?;
    Some(v1::ApplicationSummary {
        application_id: content.application_id.clone(),
        call_id: content.call_id.clone(),
        name: content.name.clone(),
        size_class: content.size_class.map_or(0, |it| size_class(it).into()),
        lead_organisation_id: content.lead_organisation_id.clone().unwrap_or_default(),
        requested_cents: content.requested.0,
        state: stage(application.stage()).into(),
    })
}

fn read_stage(state: v1::ApplicationState) -> Option<Stage> {
    match state {
        v1::ApplicationState::Unspecified => None,
        v1::ApplicationState::Draft => Some(Stage::Draft),
        v1::ApplicationState::Submitted => Some(Stage::Submitted),
        v1::ApplicationState::Withdrawn => Some(Stage::Withdrawn),
    }
}
