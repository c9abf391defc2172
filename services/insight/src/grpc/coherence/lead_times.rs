//! `GetLeadTimes`: how long it takes from demand to award to first learner.

use std::collections::BTreeMap;

use contracts::insight::v1::{GetLeadTimesRequest, GetLeadTimesResponse, GroupBy};
use runtime::{call::deadline, fault::Fault, paging::Page, parse::Faults};
use tonic::Request;

use super::filter;
use crate::{
    coherence::{
        lead_times::{Chain, Filter, chains, groups},
        paged,
    },
    views::Views,
};

/// Chains on a page when the caller does not say, and at most.
const PAGE_DEFAULT: usize = 50;
const PAGE_MAX: usize = 500;

/// Answers the call.
pub(super) async fn answer(
    views: &Views,
    request: Request<GetLeadTimesRequest>,
) -> Result<GetLeadTimesResponse, Fault> {
    let deadline = deadline(&request);
    let asked = request.into_inner();
    let filter = parse(&asked)?;
    let arguments = format!("GetLeadTimes {filter:?}");
    let page = Page::parse(
        asked.page_size,
        PAGE_DEFAULT,
        PAGE_MAX,
        &asked.page_token,
        &arguments,
    )?;

    let view = views.view(&asked.consistency_token, deadline).await?;
    filter::known(&view.facts.reference, &filter.region_id, &filter.theme_id, "")?;
    let chains = chains(&view.facts.transitions);
    let covered = chains.iter().filter(|chain| filter.covers(chain));
    let by_demand: BTreeMap<String, &Chain<'_>> = covered
        .map(|chain| (chain.demand.demand_id.clone(), chain))
        .collect();
    let found = paged(by_demand, &page);
    Ok(GetLeadTimesResponse {
        as_of: view.as_of.to_string(),
        groups: groups(&chains, &filter, view.as_of),
        chains: found.rows.into_iter().map(Chain::shown).collect(),
        next_page_token: found.next_page_token,
        total_size: found.total_size,
        freshness: Some(view.freshness),
    })
}

fn parse(asked: &GetLeadTimesRequest) -> Result<Filter, Fault> {
    let mut faults = Faults::new();
    filter::theme(&mut faults, &asked.theme_id);
    faults.optional_id("region_id", &asked.region_id);
    let split = filter::split(&mut faults, &asked.split_by, &[GroupBy::Theme, GroupBy::Region]);
    faults.finish(Filter {
        theme_id: asked.theme_id.clone(),
        region_id: asked.region_id.clone(),
        by_theme: split.theme,
        by_region: split.region,
    })
}
