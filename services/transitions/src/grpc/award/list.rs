//! The awards of a call, as far as the caller may see them.

use blocks::freshness::of_projection;
use contracts::{options::v1::Role, transitions::v1};
use runtime::{access, fault::Fault, parse::Faults};
use tonic::Request;

use super::Awards;
use crate::{
    contract::award::award,
    domain::{
        application::Stage,
        award::{Awards as CallAwards, Standing},
    },
    grpc::{cut, parse_page},
    projections::applications,
};

/// Roles whose grants say which awards a list shows.
const LIST: [Role; 8] = [
    Role::ProjectLead,
    Role::Partner,
    Role::WorkgroupLead,
    Role::BlockCoordinator,
    Role::NationalCoordinator,
    Role::AgencyOfficer,
    Role::MinistryReader,
    Role::Auditor,
];
/// Applications that are looked at together while a page is filled with what the caller may see.
const LOOK: i64 = 500;

impl Awards {
    pub(super) async fn list(
        &self,
        request: &Request<v1::ListAwardsRequest>,
    ) -> Result<v1::ListAwardsResponse, Fault> {
        let given = request.get_ref();
        let state = v1::AwardState::try_from(given.state).ok();
        let mut faults = Faults::new();
        let call_id = faults.id("call_id", &given.call_id);
        faults.check("state", state.is_some(), "one of the values of the contract");
        let (call_id, wanted) = faults.finish((call_id, state.and_then(read_standing)))?;
        let arguments = format!("{call_id}|{}", given.state);
        let page = parse_page(given.page_size, &given.page_token, &arguments)?;
        let freshness = of_projection(&self.0.store, self.0.clock.as_ref(), applications::NAME).await?;
        let awards = self.0.store.load::<CallAwards>(&call_id).await?.state;
        let seen = access::caller(request).visibility(&LIST);
        let (mut after, mut found) = (page.after.clone().unwrap_or_default(), Vec::new());
        let pool = self.0.store.pool();
        while found.len() <= page.limit {
            let rows = applications::list(pool, &call_id, Some(Stage::Submitted), &after, LOOK).await?;
            let Some(last) = rows.last() else { break };
            after.clone_from(&last.application_id);
            let visible = rows
                .into_iter()
                .filter(|row| seen.covers(&row.application_id, &row.scopes));
            found.extend(visible.filter_map(|row| {
                let kept = awards.award(&row.application_id)?;
                let asked = wanted.is_none_or(|standing| standing == kept.standing);
                asked.then(|| award(&row.application_id, &call_id, kept))
            }));
        }
        let next_page_token = cut(&page, &mut found, |award| award.application_id.as_str());
        Ok(v1::ListAwardsResponse {
            awards: found,
            next_page_token,
            freshness: Some(freshness),
        })
    }
}

fn read_standing(state: v1::AwardState) -> Option<Standing> {
    match state {
        v1::AwardState::Unspecified => None,
        v1::AwardState::Granted => Some(Standing::Granted),
        v1::AwardState::Conditional => Some(Standing::Conditional),
        v1::AwardState::Rejected => Some(Standing::Rejected),
        v1::AwardState::Lapsed => Some(Standing::Lapsed),
        v1::AwardState::Determined => Some(Standing::Determined),
    }
}
