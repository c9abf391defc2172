//! `ListWhiteSpots`: themes and skills without an application in a region, and skills that come up with nothing there.

use contracts::insight::v1::{ListWhiteSpotsRequest, ListWhiteSpotsResponse, WhiteSpotKind};
use runtime::{call::deadline, fault::Fault, paging::Page, parse::Faults};
use tonic::Request;

use super::filter;
use crate::{
    coherence::{
        paged,
        white_spots::{Filter, white_spots},
    },
    views::Views,
};

/// Spots on a page when the caller does not say, and at most.
const PAGE_DEFAULT: usize = 100;
const PAGE_MAX: usize = 1_000;

/// Answers the call.
pub(super) async fn answer(
    views: &Views,
    request: Request<ListWhiteSpotsRequest>,
) -> Result<ListWhiteSpotsResponse, Fault> {
    let deadline = deadline(&request);
    let asked = request.into_inner();
    let mut faults = Faults::new();
    let kind: WhiteSpotKind = filter::one_of(&mut faults, "kind", asked.kind, "WhiteSpotKind");
    faults.optional_id("region_id", &asked.region_id);
    faults.optional_id("theme_id", &asked.theme_id);
    let filter = faults.finish(Filter {
        kind,
        region_id: asked.region_id,
        theme_id: asked.theme_id,
        without_demand: asked.without_demand,
    })?;
    let arguments = format!("ListWhiteSpots {filter:?}");
    let page = Page::parse(
        asked.page_size,
        PAGE_DEFAULT,
        PAGE_MAX,
        &asked.page_token,
        &arguments,
    )?;

    let view = views.view(&asked.consistency_token, deadline).await?;
    filter::known(&view.facts.reference, &filter.region_id, &filter.theme_id, "")?;
    let found = paged(white_spots(&view.facts, &filter, view.as_of), &page);
    Ok(ListWhiteSpotsResponse {
        as_of: view.as_of.to_string(),
        spots: found.rows,
        next_page_token: found.next_page_token,
        total_size: found.total_size,
        freshness: Some(view.freshness),
    })
}
