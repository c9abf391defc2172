//! `GetOverview`: figures for everyone.

use contracts::insight::v1::{GetOverviewRequest, GetOverviewResponse, GroupBy};
use runtime::{call::deadline, fault::Fault, parse::Faults};
use tonic::Request;

use super::request;
use crate::{
    linked::{Filter, programmes},
    overview::{contains_examples, overview},
    views::Views,
};

/// Answers the call.
pub(super) async fn answer(
    views: &Views,
    request: Request<GetOverviewRequest>,
) -> Result<GetOverviewResponse, Fault> {
    let deadline = deadline(&request);
    let asked = request.into_inner();
    let mut faults = Faults::new();
    let scope = request::scope(&mut faults, asked.scope);
    let group_by = GroupBy::try_from(asked.group_by).ok();
    faults.check("group_by", group_by.is_some(), "one of the values of GroupBy");
    let (scope, group_by) = faults.finish((scope, group_by.unwrap_or_default()))?;

    let view = views.view(&asked.consistency_token, deadline).await?;
    request::known(&view.facts.reference, &scope)?;
    let linked = Filter {
        scope: scope.clone(),
        ..Filter::default()
    };
    Ok(GetOverviewResponse {
        as_of: view.as_of.to_string(),
        groups: overview(&view.facts, &view.tallies, &scope, group_by, view.as_of),
        contains_examples: contains_examples(&view.facts, &scope),
        freshness: Some(view.freshness),
        linked_programmes: programmes(&view.facts, &linked),
    })
}
