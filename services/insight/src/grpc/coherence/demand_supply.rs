//! `GetDemandSupply`: who asks for a skill in a region, and what teaches it there.

use contracts::insight::v1::{GetDemandSupplyRequest, GetDemandSupplyResponse};
use runtime::{call::deadline, fault::Fault, paging::Page, parse::Faults};
use tonic::Request;

use super::filter;
use crate::{
    coherence::{
        demand_supply::{Filter, demand_supply},
        paged,
    },
    views::Views,
};

/// Rows on a page when the caller does not say, and at most.
const PAGE_DEFAULT: usize = 100;
const PAGE_MAX: usize = 1_000;

/// Answers the call.
pub(super) async fn answer(
    views: &Views,
    request: Request<GetDemandSupplyRequest>,
) -> Result<GetDemandSupplyResponse, Fault> {
    let deadline = deadline(&request);
    let asked = request.into_inner();
    let mut faults = Faults::new();
    faults.optional_id("region_id", &asked.region_id);
    faults.optional_uri("skill_uri", &asked.skill_uri);
    filter::theme(&mut faults, &asked.theme_id);
    let filter = faults.finish(Filter {
        region_id: asked.region_id,
        skill_uri: asked.skill_uri,
        theme_id: asked.theme_id,
    })?;
    let arguments = format!("GetDemandSupply {filter:?}");
    let page = Page::parse(
        asked.page_size,
        PAGE_DEFAULT,
        PAGE_MAX,
        &asked.page_token,
        &arguments,
    )?;

    let view = views.view(&asked.consistency_token, deadline).await?;
    filter::known(&view.facts.reference, &filter.region_id, &filter.theme_id, "")?;
    let found = paged(demand_supply(&view.facts, &filter), &page);
    Ok(GetDemandSupplyResponse {
        as_of: view.as_of.to_string(),
        rows: found.rows,
        next_page_token: found.next_page_token,
        total_size: found.total_size,
        freshness: Some(view.freshness),
    })
}
