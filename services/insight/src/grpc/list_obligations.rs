//! `ListObligations`: the reporting calendar a caller may see, with lateness.

use contracts::{
    insight::v1::{ListObligationsRequest, ListObligationsResponse},
    programme::v1::ObligationState,
};
use runtime::{call::deadline, fault::Fault, paging::Page, parse::Faults};
use tonic::Request;

use super::request;
use crate::{
    calendar::{Filter, calendar},
    views::Views,
};

/// Obligations on a page when the caller does not say, and at most.
const PAGE_DEFAULT: usize = 100;
const PAGE_MAX: usize = 1_000;
/// Most states in one request; there are fewer.
const STATES_MAX: usize = 20;

/// Answers the call.
pub(super) async fn answer(
    views: &Views,
    request: Request<ListObligationsRequest>,
) -> Result<ListObligationsResponse, Fault> {
    let visibility = request::visibility(&request, "ListObligations");
    let deadline = deadline(&request);
    let asked = request.into_inner();
    let filter = parse(&asked)?;
    let arguments = format!("ListObligations {filter:?}");
    let page = Page::parse(
        asked.page_size,
        PAGE_DEFAULT,
        PAGE_MAX,
        &asked.page_token,
        &arguments,
    )?;

    let view = views.view(&asked.consistency_token, deadline).await?;
    request::known(&view.facts.reference, &filter.scope)?;
    let visible = view
        .facts
        .projects
        .values()
        .map(AsRef::as_ref)
        .filter(|project| request::covers(&visibility, project));
    let (obligations, next_page_token) = calendar(visible, &filter, &page, view.as_of);
    Ok(ListObligationsResponse {
        obligations,
        next_page_token,
        freshness: Some(view.freshness),
    })
}

fn parse(asked: &ListObligationsRequest) -> Result<Filter, Fault> {
    let mut faults = Faults::new();
    let scope = request::scope(&mut faults, asked.scope.clone());
    let due_from = faults.optional_date("due_from", &asked.due_from);
    let due_to = faults.optional_date("due_to", &asked.due_to);
    let ordered = due_from.zip(due_to).is_none_or(|(from, to)| from <= to);
    faults.check("due_to", ordered, "a day on or after due_from");
    faults.at_most("states", &asked.states, STATES_MAX);
    let states: Vec<_> = asked
        .states
        .iter()
        .filter_map(|state| ObligationState::try_from(*state).ok())
        .collect();
    let named = states.len() == asked.states.len() && !states.contains(&ObligationState::Unspecified);
    faults.check(
        "states",
        named,
        "values of ObligationState other than the unspecified one",
    );
    faults.finish(Filter {
        scope,
        due_from,
        due_to,
        states,
        late_only: asked.late_only,
    })
}
