//! `GetReuse`: solutions with who uses them where.

use contracts::insight::v1::{GetReuseRequest, GetReuseResponse};
use runtime::{call::deadline, fault::Fault, paging::Page, parse::Faults};
use tonic::Request;

use super::filter;
use crate::{
    coherence::{
        paged,
        reuse::{Filter, reuse},
    },
    views::Views,
};

/// Solutions on a page when the caller does not say, and at most.
const PAGE_DEFAULT: usize = 50;
const PAGE_MAX: usize = 500;

/// Answers the call.
pub(super) async fn answer(
    views: &Views,
    request: Request<GetReuseRequest>,
) -> Result<GetReuseResponse, Fault> {
    let deadline = deadline(&request);
    let asked = request.into_inner();
    let mut faults = Faults::new();
    faults.optional_id("region_id", &asked.region_id);
    filter::theme(&mut faults, &asked.theme_id);
    faults.optional_uri("skill_uri", &asked.skill_uri);
    let filter = faults.finish(Filter {
        region_id: asked.region_id,
        theme_id: asked.theme_id,
        skill_uri: asked.skill_uri,
        reused_only: asked.reused_only,
    })?;
    let arguments = format!("GetReuse {filter:?}");
    let page = Page::parse(
        asked.page_size,
        PAGE_DEFAULT,
        PAGE_MAX,
        &asked.page_token,
        &arguments,
    )?;

    let view = views.view(&asked.consistency_token, deadline).await?;
    filter::known(&view.facts.reference, &filter.region_id, &filter.theme_id, "")?;
    let reused = reuse(&view.facts, &filter);
    let (solutions, others, share) = (reused.solutions.count(), reused.reused.count(), reused.share());
    let found = paged(reused.rows, &page);
    Ok(GetReuseResponse {
        as_of: view.as_of.to_string(),
        solutions: Some(solutions),
        reused: Some(others),
        share,
        rows: found.rows,
        next_page_token: found.next_page_token,
        total_size: found.total_size,
        freshness: Some(view.freshness),
    })
}
