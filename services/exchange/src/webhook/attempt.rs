//! One event, posted once.

use contracts::ledger::v1::Entry;
use http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use jiff::Timestamp;
use runtime::{
    fault::error_chain,
    outbound::{Outbound, OutboundError},
};

use super::{schedule::retry_after, signing::Generation};
use crate::delivery::cloud_event;

const ID: HeaderName = HeaderName::from_static("webhook-id");
const TIMESTAMP: HeaderName = HeaderName::from_static("webhook-timestamp");
const SIGNATURE: HeaderName = HeaderName::from_static("webhook-signature");
const TRACEPARENT: HeaderName = HeaderName::from_static("traceparent");
const CONTENT_TYPE: HeaderValue = HeaderValue::from_static("application/cloudevents+json; charset=utf-8");
const USER_AGENT: HeaderValue = HeaderValue::from_static(concat!("schakelpunt/", env!("CARGO_PKG_VERSION")));

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Outcome {
    /// It was taken.
    Taken,
    /// The endpoint says that it is no more.
    Gone,
    /// It was not taken.
    Failed {
        /// What went wrong, without anything the endpoint wrote.
        why: String,
        /// How long the endpoint asks to wait.
        wait: Option<std::time::Duration>,
    },
}

/// Posts an event, signed with all these keys.
pub(super) async fn post(
    outbound: &Outbound,
    url: &str,
    generations: &[Generation],
    entry: &Entry,
    now: Timestamp,
) -> Outcome {
    let body = match cloud_event::of(entry).to_structured_json() {
        Ok(body) => body,
        Err(error) => return failed(format!("the event cannot be written: {error}")),
    };
    let headers = headers(generations, entry, now, &body);
    match outbound.send(Method::POST, url, headers, body).await {
        Ok(head) => match head.status {
            200..=299 => Outcome::Taken,
            410 => Outcome::Gone,
            300..=399 => failed(format!(
                "it answers with status {}, and redirects are not followed",
                head.status
            )),
            status => Outcome::Failed {
                why: format!("it answers with status {status}"),
                wait: retry_after(&head.headers, now),
            },
        },
        Err(error) => failed(told(&error)),
    }
}

/// What went wrong with an endpoint that does not answer.
pub(super) fn told(error: &OutboundError) -> String {
    if let OutboundError::Http(source) = error {
        tracing::debug!(error = %error_chain(source), "an endpoint cannot be reached");
    }
    error.to_string()
}

fn failed(why: String) -> Outcome {
    Outcome::Failed { why, wait: None }
}

fn headers(generations: &[Generation], entry: &Entry, now: Timestamp, body: &[u8]) -> HeaderMap {
    let timestamp = now.as_second();
    let signatures: Vec<String> = generations
        .iter()
        .map(|it| it.sign(&entry.event_id, timestamp, body))
        .collect();
    let mut headers = HeaderMap::from_iter([
        (header::CONTENT_TYPE, CONTENT_TYPE),
        (header::USER_AGENT, USER_AGENT),
        (TIMESTAMP, timestamp.into()),
    ]);
    for (name, value) in [
        (ID, entry.event_id.clone()),
        (SIGNATURE, signatures.join(" ")),
        (TRACEPARENT, entry.traceparent.clone()),
    ] {
        // Identifiers and signatures are plain letters and digits; an event need not have a trace.
        match HeaderValue::from_str(&value) {
            Ok(value) if !value.is_empty() => {
                headers.insert(name, value);
            }
            _ => {}
        }
    }
    headers
}
