//! The catalogue service: what the contract says of each event type, to those who may see it.

use blocks::office::{cut, parse_page};
use contracts::{
    catalogue::{CATALOGUE, EventType},
    exchange::v1::{self, catalogue_service_server::CatalogueService},
    options::v1::Audience,
};
use runtime::{
    access::{self, Caller, widest_audience},
    fault::{Fault, together},
    parse::Faults,
};
use tonic::Request;

use super::Answer;

/// Answers the calls of the catalogue service. It needs nothing but the contract.
#[derive(Debug, Clone, Copy, Default)]
pub struct EventTypes;

#[tonic::async_trait]
impl CatalogueService for EventTypes {
    async fn list_event_types(
        &self,
        request: Request<v1::ListEventTypesRequest>,
    ) -> Answer<v1::ListEventTypesResponse> {
        let caller = access::caller(&request);
        Ok(list(&caller, &request.into_inner())?.into())
    }

    async fn get_event_type(
        &self,
        request: Request<v1::GetEventTypeRequest>,
    ) -> Answer<v1::GetEventTypeResponse> {
        let caller = access::caller(&request);
        let event_type = described(visible(&caller, &request.into_inner().r#type)?);
        Ok(v1::GetEventTypeResponse {
            event_type: Some(event_type),
        }
        .into())
    }
}

fn list(caller: &Caller, given: &v1::ListEventTypesRequest) -> Result<v1::ListEventTypesResponse, Fault> {
    let mut faults = Faults::new();
    let domain = faults.optional_id("domain", &given.domain);
    let block = faults.optional_id("block", &given.block);
    let arguments = format!("{}/{}", given.domain, given.block);
    let page = parse_page(given.page_size, &given.page_token, &arguments);
    let (page, (domain, block)) = together(page, faults.finish((domain, block)))?;
    let after = page.after.as_deref().unwrap_or_default();
    let mut found: Vec<&EventType> = CATALOGUE
        .types()
        .filter(|event| event.name.as_str() > after && may_see(caller, event))
        .filter(|event| domain.as_ref().is_none_or(|domain| *domain == event.domain))
        .filter(|event| block.as_ref().is_none_or(|block| *block == event.block))
        .take(page.limit.saturating_add(1))
        .collect();
    let next_page_token = cut(&page, &mut found, |event| &event.name);
    Ok(v1::ListEventTypesResponse {
        event_types: found.into_iter().map(described).collect(),
        next_page_token,
    })
}

/// The event type of this name, if the caller may see it.
///
/// # Errors
/// There is none, or it is for the hub alone: that is not told.
pub(crate) fn visible(caller: &Caller, name: &str) -> Result<&'static EventType, Fault> {
    let found = CATALOGUE.get(name).filter(|event| may_see(caller, event));
    found.ok_or_else(|| {
        Fault::not_found(
            "EVENT_TYPE_UNKNOWN",
            "the hub publishes no event type of this name that you may see",
        )
    })
}

/// That there are events for programmes is for everyone to know: they are what can be subscribed to.
fn may_see(caller: &Caller, event: &EventType) -> bool {
    let for_others = matches!(event.audience, Audience::Public | Audience::Programmes);
    for_others || widest_audience(caller.grants.iter().map(|it| it.role)) == Audience::Hub
}

fn described(event: &EventType) -> v1::EventType {
    let fields = CATALOGUE.fields(event).into_iter().map(|it| v1::EventField {
        name: it.name,
        r#type: it.type_name,
        meaning: it.meaning,
    });
    v1::EventType {
        r#type: event.name.clone(),
        version: event.version,
        domain: event.domain.clone(),
        block: event.block.clone(),
        meaning: CATALOGUE.meaning(event).to_owned(),
        fields: fields.collect(),
        data_class: event.audience.into(),
        since: event.since.clone(),
        until: event.until.clone(),
        sample: CATALOGUE.sample(event).to_string().into(),
        json_schema: CATALOGUE.schema(event).to_string().into(),
        message: event.message.clone(),
    }
}

#[cfg(test)]
mod tests {
    use contracts::options::v1::Role;
    use runtime::access::Grant;

    use super::*;

    fn all(caller: &Caller, page_size: i32) -> Vec<v1::EventType> {
        let (mut found, mut page_token) = (Vec::new(), String::new());
        loop {
            let request = v1::ListEventTypesRequest {
                page_size,
                page_token,
                ..Default::default()
            };
            let page = list(caller, &request).unwrap();
            found.extend(page.event_types);
            page_token = page.next_page_token;
            if page_token.is_empty() {
                return found;
            }
        }
    }

    fn auditor() -> Caller {
        Caller {
            grants: vec![Grant::hub_wide(Role::Auditor)],
            ..Caller::anonymous()
        }
    }

    #[test]
    fn pages_lead_on_to_every_type_that_others_may_see() {
        let anyone = Caller::anonymous();
        let names: Vec<String> = all(&anyone, 7).into_iter().map(|it| it.r#type).collect();
        assert!(names.is_sorted());
        let due = CATALOGUE.types().filter(|it| it.audience != Audience::Hub);
        assert_eq!(names, due.map(|it| it.name.clone()).collect::<Vec<_>>());
        assert_eq!(all(&auditor(), 0).len(), CATALOGUE.types().count());
    }

    #[test]
    fn a_type_for_the_hub_alone_is_unknown_to_others() {
        let name = "nl.subscriptions.subscription-approved.v1";
        assert_eq!(
            visible(&Caller::anonymous(), name).unwrap_err().reason(),
            "EVENT_TYPE_UNKNOWN"
        );
        assert!(visible(&auditor(), name).is_ok());
        assert!(visible(&auditor(), "nl.nothing.v1").is_err());
    }

    #[test]
    fn lists_are_narrowed_and_their_faults_told_together() {
        let request = |domain: &str, block: &str| v1::ListEventTypesRequest {
            domain: domain.into(),
            block: block.into(),
            ..Default::default()
        };
        let anyone = Caller::anonymous();
        let found = list(&anyone, &request("projects", "programme"))
            .unwrap()
            .event_types;
        assert!(!found.is_empty() && found.iter().all(|it| it.domain == "projects"));
        assert!(
            list(&anyone, &request("projects", "radar"))
                .unwrap()
                .event_types
                .is_empty()
        );
        let fault = list(&anyone, &request("a b", "c d")).unwrap_err();
        assert_eq!(fault.fields().len(), 2);
    }
}
