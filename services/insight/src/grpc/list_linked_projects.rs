//! `ListLinkedProjects`: projects of other programmes, and what is counted of them.

use contracts::insight::v1::{ListLinkedProjectsRequest, ListLinkedProjectsResponse};
use runtime::{call::deadline, fault::Fault, paging::Page, parse::Faults};
use tonic::Request;

use super::filter;
use crate::{
    coherence::paged,
    figure::Scope,
    linked::{Filter, programmes, projects},
    views::Views,
};

/// Projects on a page when the caller does not say, and at most.
const PAGE_DEFAULT: usize = 50;
const PAGE_MAX: usize = 500;

/// Answers the call.
pub(super) async fn answer(
    views: &Views,
    request: Request<ListLinkedProjectsRequest>,
) -> Result<ListLinkedProjectsResponse, Fault> {
    let deadline = deadline(&request);
    let asked = request.into_inner();
    let filter = parse(&asked)?;
    let arguments = format!("ListLinkedProjects {filter:?}");
    let page = Page::parse(
        asked.page_size,
        PAGE_DEFAULT,
        PAGE_MAX,
        &asked.page_token,
        &arguments,
    )?;

    let view = views.view(&asked.consistency_token, deadline).await?;
    filter::known(
        &view.facts.reference,
        &filter.scope.region,
        &filter.scope.theme,
        "",
    )?;
    let found = paged(projects(&view.facts, &filter), &page);
    Ok(ListLinkedProjectsResponse {
        programmes: programmes(&view.facts, &filter),
        projects: found.rows,
        next_page_token: found.next_page_token,
        total_size: found.total_size,
        freshness: Some(view.freshness),
    })
}

fn parse(asked: &ListLinkedProjectsRequest) -> Result<Filter, Fault> {
    let mut faults = Faults::new();
    faults.optional_id("programme_id", &asked.programme_id);
    filter::id_or_none(&mut faults, "region_id", &asked.region_id);
    filter::theme(&mut faults, &asked.theme_id);
    faults.finish(Filter {
        programme_id: asked.programme_id.clone(),
        scope: Scope {
            region: asked.region_id.clone(),
            theme: asked.theme_id.clone(),
            ..Scope::default()
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_faulty_fields_are_told_at_once() {
        let wrong = ListLinkedProjectsRequest {
            programme_id: "een programma".into(),
            region_id: "A M".into(),
            theme_id: "?".into(),
            ..ListLinkedProjectsRequest::default()
        };
        let refused = parse(&wrong).unwrap_err();
        let fields: Vec<_> = refused.fields().iter().map(|it| it.field.as_str()).collect();
        assert_eq!(fields, ["programme_id", "region_id", "theme_id"]);
        let nationwide = ListLinkedProjectsRequest {
            region_id: "-".into(),
            ..ListLinkedProjectsRequest::default()
        };
        assert!(parse(&nationwide).is_ok());
    }
}
