//! `ListProjects`: the projects a caller may see, with their judgement.

use contracts::{
    insight::v1::{Colour, ListProjectsRequest, ListProjectsResponse},
    programme::v1::ProjectState,
};
use runtime::{call::deadline, fault::Fault, paging::Page, parse::Faults};
use tonic::Request;

use super::request;
use crate::{
    projects::{Filter, Order, list},
    views::Views,
};

/// Projects on a page when the caller does not say, and at most.
const PAGE_DEFAULT: usize = 50;
const PAGE_MAX: usize = 500;
/// Longest search, in characters.
const SEARCH_CHARS_MAX: usize = 200;

/// Answers the call.
pub(super) async fn answer(
    views: &Views,
    request: Request<ListProjectsRequest>,
) -> Result<ListProjectsResponse, Fault> {
    let visibility = request::visibility(&request, "ListProjects");
    let deadline = deadline(&request);
    let asked = request.into_inner();
    let (filter, order) = parse(&asked)?;
    let page = Page::parse(
        asked.page_size,
        PAGE_DEFAULT,
        PAGE_MAX,
        &asked.page_token,
        &arguments(&filter, order),
    )?;

    let view = views.view(&asked.consistency_token, deadline).await?;
    request::known(&view.facts.reference, &filter.scope)?;
    let visible = view
        .facts
        .projects
        .values()
        .map(AsRef::as_ref)
        .filter(|project| request::covers(&visibility, project));
    let list = list(&view, visible, &filter, order, &page);
    Ok(ListProjectsResponse {
        projects: list.projects,
        next_page_token: list.next_page_token,
        total_size: list.total_size,
        freshness: Some(view.freshness),
    })
}

fn parse(asked: &ListProjectsRequest) -> Result<(Filter, Order), Fault> {
    let mut faults = Faults::new();
    let scope = request::scope(&mut faults, asked.scope.clone());
    let state = ProjectState::try_from(asked.state).ok();
    faults.check("state", state.is_some(), "one of the values of ProjectState");
    let colour = Colour::try_from(asked.colour).ok();
    faults.check("colour", colour.is_some(), "one of the values of Colour");
    let short = asked.search.chars().count() <= SEARCH_CHARS_MAX;
    faults.check("search", short, &format!("at most {SEARCH_CHARS_MAX} characters"));
    let order = Order::parse(&asked.order_by);
    faults.check("order_by", order.is_some(), Order::EXPECTED);
    let filter = Filter::new(
        scope,
        state.unwrap_or_default(),
        colour.unwrap_or_default(),
        &asked.search,
    );
    faults.finish((filter, order.unwrap_or_default()))
}

/// What a page token is bound to.
fn arguments(filter: &Filter, order: Order) -> String {
    format!("ListProjects {filter:?} {order:?}")
}
