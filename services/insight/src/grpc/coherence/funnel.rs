//! `GetFunnel`: what became of the applications of a call.

use contracts::insight::v1::{GetFunnelRequest, GetFunnelResponse};
use eventing::FieldFault;
use runtime::{call::deadline, fault::Fault, parse::Faults};
use tonic::Request;

use super::filter;
use crate::{
    coherence::funnel::{Filter, contains_examples, funnel},
    rows::Reference,
    views::Views,
};

/// Answers the call.
pub(super) async fn answer(
    views: &Views,
    request: Request<GetFunnelRequest>,
) -> Result<GetFunnelResponse, Fault> {
    let deadline = deadline(&request);
    let asked = request.into_inner();
    let mut faults = Faults::new();
    faults.optional_id("call_id", &asked.call_id);
    faults.optional_id("tranche_id", &asked.tranche_id);
    filter::theme(&mut faults, &asked.theme_id);
    let filter = faults.finish(Filter {
        call_id: asked.call_id,
        tranche_id: asked.tranche_id,
        theme_id: asked.theme_id,
    })?;

    let view = views.view(&asked.consistency_token, deadline).await?;
    filter::known(&view.facts.reference, "", &filter.theme_id, &filter.tranche_id)?;
    known_call(&view.facts.reference, &filter.call_id)?;
    Ok(GetFunnelResponse {
        as_of: view.as_of.to_string(),
        calls: funnel(&view.facts, &filter),
        contains_examples: contains_examples(&view.facts, &filter),
        freshness: Some(view.freshness),
    })
}

fn known_call(reference: &Reference, call_id: &str) -> Result<(), Fault> {
    if call_id.is_empty() || reference.call_windows.contains_key(call_id) {
        return Ok(());
    }
    Err(Fault::invalid(vec![FieldFault::new("call_id", "a known call")]))
}
