//! `ListSkillNeeds`: per provider and region the skills of the radar that it should look at.

use contracts::insight::v1::{ListSkillNeedsRequest, ListSkillNeedsResponse};
use eventing::FieldFault;
use runtime::{call::deadline, fault::Fault, paging::Page, parse::Faults};
use tonic::Request;

use super::filter;
use crate::{
    coherence::{
        needs::{Filter, Needs, is_known_provider},
        paged,
    },
    figure::UNASSIGNED,
    rows::Facts,
    views::Views,
};

/// Needs on a page when the caller does not say, and at most.
const PAGE_DEFAULT: usize = 100;
const PAGE_MAX: usize = 1_000;

/// Answers the call.
pub(super) async fn answer(
    views: &Views,
    request: Request<ListSkillNeedsRequest>,
) -> Result<ListSkillNeedsResponse, Fault> {
    let deadline = deadline(&request);
    let asked = request.into_inner();
    let filter = parse(&asked)?;
    let arguments = format!("ListSkillNeeds {filter:?}");
    let page = Page::parse(
        asked.page_size,
        PAGE_DEFAULT,
        PAGE_MAX,
        &asked.page_token,
        &arguments,
    )?;

    let view = views.view(&asked.consistency_token, deadline).await?;
    filter::known(&view.facts.reference, &filter.region_id, &filter.theme_id, "")?;
    known_provider(&view.facts, &filter.provider_id)?;
    let needs = Needs::of(&view.facts);
    let found = paged(needs.find(&filter), &page);
    Ok(ListSkillNeedsResponse {
        as_of: view.as_of.to_string(),
        edition: needs.edition(),
        needs: found.rows.iter().map(|it| needs.shown(it)).collect(),
        next_page_token: found.next_page_token,
        total_size: found.total_size,
        freshness: Some(view.freshness),
    })
}

fn parse(asked: &ListSkillNeedsRequest) -> Result<Filter, Fault> {
    let mut faults = Faults::new();
    let kind = filter::one_of(&mut faults, "kind", asked.kind, "SkillNeedKind");
    filter::id_or_none(&mut faults, "provider_id", &asked.provider_id);
    faults.optional_id("region_id", &asked.region_id);
    filter::theme(&mut faults, &asked.theme_id);
    faults.optional_uri("skill_uri", &asked.skill_uri);
    faults.finish(Filter {
        kind,
        provider_id: asked.provider_id.clone(),
        region_id: asked.region_id.clone(),
        theme_id: asked.theme_id.clone(),
        skill_uri: asked.skill_uri.clone(),
    })
}

/// A spelling mistake must not look like a provider without needs.
fn known_provider(facts: &Facts, provider_id: &str) -> Result<(), Fault> {
    if matches!(provider_id, "" | UNASSIGNED) || is_known_provider(facts, provider_id) {
        return Ok(());
    }
    let fault = FieldFault::new("provider_id", "a known provider");
    Err(Fault::invalid(vec![fault]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_provider_that_nobody_registered_is_refused() {
        let facts = Facts::default();
        let refused = known_provider(&facts, "o9").unwrap_err();
        assert_eq!(refused.fields()[0].field, "provider_id");
        assert!(known_provider(&facts, "").is_ok() && known_provider(&facts, "-").is_ok());
    }

    #[test]
    fn all_faulty_fields_are_told_at_once() {
        let wrong = ListSkillNeedsRequest {
            kind: 7,
            provider_id: "?".into(),
            region_id: "-".into(),
            ..ListSkillNeedsRequest::default()
        };
        let refused = parse(&wrong).unwrap_err();
        let fields: Vec<_> = refused
            .fields()
            .iter()
            .map(|fault| fault.field.as_str())
            .collect();
        assert_eq!(fields, ["kind", "provider_id", "region_id"]);
    }
}
