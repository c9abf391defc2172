//! `GetLearningCulture`: what was measured of the learning culture, beside figures of official statistics.

use contracts::insight::v1::{GetLearningCultureRequest, GetLearningCultureResponse, MeasuredWave};
use runtime::{call::deadline, fault::Fault, paging::Page, parse::Faults};
use tonic::Request;

use super::filter;
use crate::{
    coherence::paged,
    culture::{MeasuredFilter as Filter, figures, measured},
    views::Views,
};

/// Measurements on a page when the caller does not say, and at most.
const PAGE_DEFAULT: usize = 20;
const PAGE_MAX: usize = 100;

/// Answers the call.
pub(super) async fn answer(
    views: &Views,
    request: Request<GetLearningCultureRequest>,
) -> Result<GetLearningCultureResponse, Fault> {
    let deadline = deadline(&request);
    let asked = request.into_inner();
    let mut faults = Faults::new();
    faults.optional_id("region_id", &asked.region_id);
    faults.optional_id("wave_id", &asked.wave_id);
    let filter = faults.finish(Filter {
        region_id: asked.region_id,
        wave_id: asked.wave_id,
    })?;
    let arguments = format!("GetLearningCulture {filter:?}");
    let page = Page::parse(
        asked.page_size,
        PAGE_DEFAULT,
        PAGE_MAX,
        &asked.page_token,
        &arguments,
    )?;

    let view = views.view(&asked.consistency_token, deadline).await?;
    filter::known(&view.facts.reference, &filter.region_id, "", "")?;
    let culture = &view.facts.culture;
    let found = paged(measured(culture, &filter), &page);
    let is_example = |wave: &MeasuredWave| wave.measurement.as_ref().is_some_and(|it| it.example);
    Ok(GetLearningCultureResponse {
        as_of: view.as_of.to_string(),
        contains_examples: found.rows.iter().any(is_example),
        waves: found.rows,
        figures: figures(culture),
        next_page_token: found.next_page_token,
        total_size: found.total_size,
        freshness: Some(view.freshness),
    })
}
