//! `GetMoneyMatrix`: money by state per tranche, theme and region.

use contracts::{
    insight::v1::{GetMoneyMatrixRequest, GetMoneyMatrixResponse, GroupBy},
    options::v1::Role,
    rules::METHODS,
};
use runtime::{access, call::deadline, fault::Fault, parse::Faults};
use tonic::Request;

use super::filter;
use crate::{
    coherence::money::{contains_examples, money_matrix},
    grpc::request,
    views::Views,
};

const PATH: &str = "/schakelpunt.insight.v1.CoherenceService/GetMoneyMatrix";

/// Answers the call.
pub(super) async fn answer(
    views: &Views,
    request: Request<GetMoneyMatrixRequest>,
) -> Result<GetMoneyMatrixResponse, Fault> {
    let (deadline, asked_too) = (deadline(&request), sees_applications(&request));
    let asked = request.into_inner();
    let mut faults = Faults::new();
    let scope = request::scope(&mut faults, asked.scope);
    let can_be = [GroupBy::Tranche, GroupBy::Theme, GroupBy::Region];
    let split = filter::split(&mut faults, &asked.split_by, &can_be);
    let (scope, split) = faults.finish((scope, split))?;

    let view = views.view(&asked.consistency_token, deadline).await?;
    request::known(&view.facts.reference, &scope)?;
    Ok(GetMoneyMatrixResponse {
        as_of: view.as_of.to_string(),
        cells: money_matrix(&view.facts, &scope, split, asked_too, view.as_of),
        contains_examples: contains_examples(&view.facts, &scope, asked_too),
        freshness: Some(view.freshness),
    })
}

/// The contract names who sees what rests on applications; everyone else sees the same without it.
fn sees_applications<T>(request: &Request<T>) -> bool {
    let caller = access::caller(request);
    let rule = METHODS.get(PATH);
    rule.is_some_and(|rule| rule.roles().any(|role| role != Role::Public && caller.has(role)))
}

#[cfg(test)]
mod tests {
    use runtime::access::{Caller, Grant};

    use super::*;

    #[test]
    fn the_public_does_not_see_what_was_asked() {
        let asked_by = |grant: &str| {
            let mut request = Request::new(());
            request.extensions_mut().insert(Caller {
                actor: "somebody".into(),
                grants: vec![grant.parse::<Grant>().unwrap()],
            });
            sees_applications(&request)
        };
        assert!(asked_by("agency-officer") && asked_by("regional-coordinator:AM01"));
        assert!(!asked_by("public") && !asked_by("project-lead:llo-201"));
    }
}
