//! `ListOverlaps`: what teaches the same skill to the same people in the same region.

use contracts::insight::v1::{ListOverlapsRequest, ListOverlapsResponse};
use runtime::{call::deadline, fault::Fault, paging::Page, parse::Faults};
use tonic::Request;

use super::filter;
use crate::{
    coherence::{
        overlap::{Filter, overlaps},
        paged,
    },
    views::Views,
};

/// Overlaps on a page when the caller does not say, and at most.
const PAGE_DEFAULT: usize = 100;
const PAGE_MAX: usize = 1_000;

/// Answers the call.
pub(super) async fn answer(
    views: &Views,
    request: Request<ListOverlapsRequest>,
) -> Result<ListOverlapsResponse, Fault> {
    let deadline = deadline(&request);
    let asked = request.into_inner();
    let mut faults = Faults::new();
    faults.optional_id("region_id", &asked.region_id);
    faults.optional_uri("skill_uri", &asked.skill_uri);
    faults.optional_id("about_id", &asked.about_id);
    let filter = faults.finish(Filter {
        region_id: asked.region_id,
        skill_uri: asked.skill_uri,
        about_id: asked.about_id,
    })?;
    let arguments = format!("ListOverlaps {filter:?}");
    let page = Page::parse(
        asked.page_size,
        PAGE_DEFAULT,
        PAGE_MAX,
        &asked.page_token,
        &arguments,
    )?;

    let view = views.view(&asked.consistency_token, deadline).await?;
    filter::known(&view.facts.reference, &filter.region_id, "", "")?;
    let found = paged(overlaps(&view.facts, &filter), &page);
    Ok(ListOverlapsResponse {
        as_of: view.as_of.to_string(),
        overlaps: found.rows,
        next_page_token: found.next_page_token,
        total_size: found.total_size,
        freshness: Some(view.freshness),
    })
}
