//! `GetCultureInProjects`: what projects tell of the learning culture in their reports.

use contracts::insight::v1::{GetCultureInProjectsRequest, GetCultureInProjectsResponse};
use eventing::FieldFault;
use runtime::{call::deadline, fault::Fault, parse::Faults};
use tonic::Request;

use crate::{
    culture::{AnswersFilter as Filter, Wanted, in_projects},
    figure::Scope,
    grpc::{coherence::filter, request},
    views::Views,
};

/// Answers the call.
pub(super) async fn answer(
    views: &Views,
    request: Request<GetCultureInProjectsRequest>,
) -> Result<GetCultureInProjectsResponse, Fault> {
    let deadline = deadline(&request);
    let asked = request.into_inner();
    let filter = parse(&asked)?;
    let view = views.view(&asked.consistency_token, deadline).await?;
    let scope = Scope {
        block: filter.block_id.clone(),
        theme: filter.theme_id.clone(),
        region: filter.region_id.clone(),
        ..Scope::default()
    };
    request::known(&view.facts.reference, &scope)?;
    let wanted = Wanted::find(&view.facts.culture, &asked.scheme_id, asked.scheme_version);
    let wanted = wanted.ok_or_else(unknown_scheme)?;
    let found = in_projects(&view.facts, wanted, &filter);
    let share = found.share();
    Ok(GetCultureInProjectsResponse {
        as_of: view.as_of.to_string(),
        scheme_id: found.scheme_id,
        scheme_version: found.scheme_version,
        reports: Some(found.reports.count()),
        answered: Some(found.answered.count()),
        answered_share: share,
        coded: Some(found.coded.count()),
        codes: found.codes,
        components: found.components,
        contains_examples: found.contains_examples,
        freshness: Some(view.freshness),
    })
}

fn parse(asked: &GetCultureInProjectsRequest) -> Result<Filter, Fault> {
    let mut faults = Faults::new();
    faults.optional_id("scheme_id", &asked.scheme_id);
    let whole = asked.scheme_version == 0 || !asked.scheme_id.is_empty();
    faults.check("scheme_version", whole, "0 without a scheme");
    faults.optional_id("block_id", &asked.block_id);
    filter::theme(&mut faults, &asked.theme_id);
    faults.optional_id("region_id", &asked.region_id);
    faults.finish(Filter {
        block_id: asked.block_id.clone(),
        theme_id: asked.theme_id.clone(),
        region_id: asked.region_id.clone(),
    })
}

/// A spelling mistake must not look like projects that tell nothing.
fn unknown_scheme() -> Fault {
    let fault = FieldFault::new("scheme_id", "a known version of a coding scheme");
    Fault::invalid(vec![fault])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_without_its_scheme_is_a_fault_among_all_others() {
        let wrong = GetCultureInProjectsRequest {
            scheme_version: 2,
            block_id: "a b".into(),
            ..GetCultureInProjectsRequest::default()
        };
        let refused = parse(&wrong).unwrap_err();
        let fields: Vec<_> = refused
            .fields()
            .iter()
            .map(|fault| fault.field.as_str())
            .collect();
        assert_eq!(fields, ["scheme_version", "block_id"]);
        assert_eq!(unknown_scheme().fields()[0].field, "scheme_id");
    }
}
