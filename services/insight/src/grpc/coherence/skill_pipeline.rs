//! `GetSkillPipeline`: per skill and region, from the signal of the radar to credentials.

use contracts::insight::v1::{GetSkillPipelineRequest, GetSkillPipelineResponse};
use runtime::{call::deadline, fault::Fault, paging::Page, parse::Faults};
use tonic::Request;

use super::filter;
use crate::{
    coherence::{
        paged,
        pipeline::{Filter, pipeline},
    },
    views::Views,
};

/// Rows on a page when the caller does not say, and at most.
const PAGE_DEFAULT: usize = 100;
const PAGE_MAX: usize = 1_000;

/// Answers the call.
pub(super) async fn answer(
    views: &Views,
    request: Request<GetSkillPipelineRequest>,
) -> Result<GetSkillPipelineResponse, Fault> {
    let deadline = deadline(&request);
    let asked = request.into_inner();
    let filter = parse(&asked)?;
    let arguments = format!("GetSkillPipeline {filter:?}");
    let page = Page::parse(
        asked.page_size,
        PAGE_DEFAULT,
        PAGE_MAX,
        &asked.page_token,
        &arguments,
    )?;

    let view = views.view(&asked.consistency_token, deadline).await?;
    filter::known(&view.facts.reference, &filter.region_id, &filter.theme_id, "")?;
    let pipeline = pipeline(&view.facts, &filter);
    let found = paged(pipeline.rows, &page);
    Ok(GetSkillPipelineResponse {
        as_of: view.as_of.to_string(),
        edition: pipeline.edition,
        rows: found.rows,
        next_page_token: found.next_page_token,
        total_size: found.total_size,
        freshness: Some(view.freshness),
    })
}

fn parse(asked: &GetSkillPipelineRequest) -> Result<Filter, Fault> {
    let mut faults = Faults::new();
    filter::id_or_none(&mut faults, "region_id", &asked.region_id);
    filter::theme(&mut faults, &asked.theme_id);
    faults.optional_uri("skill_uri", &asked.skill_uri);
    let ring = filter::one_of(&mut faults, "ring", asked.ring, "Ring");
    let gap_at = filter::one_of(&mut faults, "gap_at", asked.gap_at, "PipelineStage");
    faults.finish(Filter {
        region_id: asked.region_id.clone(),
        theme_id: asked.theme_id.clone(),
        skill_uri: asked.skill_uri.clone(),
        ring,
        gap_at,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_faulty_fields_are_told_at_once() {
        let wrong = GetSkillPipelineRequest {
            region_id: "A M".into(),
            skill_uri: "solderen".into(),
            ring: 99,
            gap_at: -1,
            ..GetSkillPipelineRequest::default()
        };
        let refused = parse(&wrong).unwrap_err();
        let fields: Vec<_> = refused
            .fields()
            .iter()
            .map(|fault| fault.field.as_str())
            .collect();
        assert_eq!(fields, ["region_id", "skill_uri", "ring", "gap_at"]);
        let country = GetSkillPipelineRequest {
            region_id: "-".into(),
            ..GetSkillPipelineRequest::default()
        };
        assert!(parse(&country).is_ok());
    }
}
