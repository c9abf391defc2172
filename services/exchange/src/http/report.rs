//! An event of a programme, posted as a CloudEvent: structured (`application/cloudevents+json`) or binary (`ce-` headers).

use axum::{
    Extension, Json,
    body::Bytes,
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use eventing::{
    FieldFault,
    cloudevent::{CloudEvent, NotACloudEvent},
};
use runtime::{
    access::Caller,
    fault::{Fault, Kind},
    http::Problem,
    telemetry,
};
use serde::Serialize;

use super::{Doors, is_of};
use crate::reporting::{Reporter, report as take_in, reported_event};

const STRUCTURED: &str = "application/cloudevents+json";
const ATTRIBUTE_PREFIX: &str = "ce-";

/// Where the ledger has what was handed in.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Receipt {
    event_id: String,
    /// 0 when the ledger did not have it in time.
    position: u64,
    consistency_token: String,
}

pub(super) async fn report(
    State(doors): State<Doors>,
    Path(programme_id): Path<String>,
    Extension(caller): Extension<Caller>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Problem> {
    if !is_of(&caller, &programme_id) {
        let what = "only a programme itself hands in its events";
        return Err(Fault::new("FORBIDDEN", Kind::Forbidden, what).into());
    }
    let event = read(&headers, body).map_err(|error| unreadable(&error))?;
    let reporter = Reporter {
        programme_id,
        actor: caller.actor.clone(),
        traceparent: telemetry::current_traceparent(),
    };
    let taken = take_in(&doors.desk, &reporter, &reported_event(event)).await?;
    let ledger = taken.ledger.unwrap_or_default();
    let receipt = Receipt {
        event_id: ledger.event_id,
        position: ledger.position,
        consistency_token: taken.receipt.unwrap_or_default().consistency_token,
    };
    Ok((StatusCode::CREATED, Json(receipt)).into_response())
}

fn read(headers: &HeaderMap, body: Bytes) -> Result<CloudEvent, NotACloudEvent> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|it| it.to_str().ok());
    let is_structured = kind.is_some_and(|it| it.to_ascii_lowercase().starts_with(STRUCTURED));
    if is_structured {
        return CloudEvent::from_structured_json(&body);
    }
    // The binary mode has the same headers as over NATS.
    let attributes = headers
        .iter()
        .filter(|(name, _)| name.as_str().starts_with(ATTRIBUTE_PREFIX) || *name == header::CONTENT_TYPE)
        .filter_map(|(name, value)| Some((name.as_str(), value.to_str().ok()?)));
    CloudEvent::from_headers(attributes, body)
}

/// What is no CloudEvent.
pub(crate) fn unreadable(error: &NotACloudEvent) -> Fault {
    Fault::invalid(vec![FieldFault::new("event", format!("a CloudEvent: {error}"))])
}
