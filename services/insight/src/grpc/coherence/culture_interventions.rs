//! `ListCultureInterventions`: what is done about the learning culture, at what cost, and what was seen of it.

use contracts::insight::v1::{ListCultureInterventionsRequest, ListCultureInterventionsResponse};
use runtime::{call::deadline, fault::Fault, paging::Page, parse::Faults};
use tonic::Request;

use super::filter;
use crate::{
    coherence::paged,
    culture::{InterventionsFilter as Filter, interventions},
    views::Views,
};

/// Interventions on a page when the caller does not say, and at most.
const PAGE_DEFAULT: usize = 50;
const PAGE_MAX: usize = 500;

/// Answers the call.
pub(super) async fn answer(
    views: &Views,
    request: Request<ListCultureInterventionsRequest>,
) -> Result<ListCultureInterventionsResponse, Fault> {
    let deadline = deadline(&request);
    let asked = request.into_inner();
    let filter = parse(&asked)?;
    let arguments = format!("ListCultureInterventions {filter:?}");
    let page = Page::parse(
        asked.page_size,
        PAGE_DEFAULT,
        PAGE_MAX,
        &asked.page_token,
        &arguments,
    )?;

    let view = views.view(&asked.consistency_token, deadline).await?;
    filter::known(&view.facts.reference, &filter.region_id, "", "")?;
    let found = interventions(&view.facts, &filter);
    let rows = paged(found.rows, &page);
    Ok(ListCultureInterventionsResponse {
        as_of: view.as_of.to_string(),
        tallies: found.tallies,
        interventions: rows.rows,
        contains_examples: found.contains_examples,
        next_page_token: rows.next_page_token,
        total_size: rows.total_size,
        freshness: Some(view.freshness),
    })
}

fn parse(asked: &ListCultureInterventionsRequest) -> Result<Filter, Fault> {
    let mut faults = Faults::new();
    let state = filter::one_of(&mut faults, "state", asked.state, "InterventionState");
    faults.optional_id("region_id", &asked.region_id);
    let component = filter::one_of(&mut faults, "component", asked.component, "Component");
    faults.optional_id("project_id", &asked.project_id);
    faults.finish(Filter {
        state,
        region_id: asked.region_id.clone(),
        component,
        project_id: asked.project_id.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_faulty_fields_are_told_at_once() {
        let wrong = ListCultureInterventionsRequest {
            state: 9,
            region_id: "?".into(),
            component: -1,
            project_id: "p 1".into(),
            ..ListCultureInterventionsRequest::default()
        };
        let refused = parse(&wrong).unwrap_err();
        let fields: Vec<_> = refused
            .fields()
            .iter()
            .map(|fault| fault.field.as_str())
            .collect();
        assert_eq!(fields, ["state", "region_id", "component", "project_id"]);
    }
}
