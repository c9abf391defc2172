//! From a fact to the message that goes to the broker.

use std::collections::HashMap;

use async_nats::{HeaderMap, Subject};
use bytes::Bytes;
use tracing::Span;

use super::Published;
use crate::{
    bus,
    cloudevent::Headers,
    event_id::event_id,
    recorded::Recorded,
    trace::{SharedTraceLink, is_sampled},
};

/// A message as it is sent.
pub(super) struct Outgoing {
    pub(super) subject: Subject,
    pub(super) headers: HeaderMap,
    pub(super) data: Bytes,
}

/// Makes messages of a block's facts.
pub(super) struct Envelopes {
    block: &'static str,
    source: String,
    /// Tells runs apart in message ids, so that an event that is sent again is not taken for a repeat by the broker.
    run: String,
    trace: SharedTraceLink,
    /// By CloudEvents type.
    subjects: HashMap<String, Subject>,
}

impl Envelopes {
    /// For one run of the relay of `block`.
    pub(super) fn new(block: &'static str, source: &str, trace: SharedTraceLink) -> Self {
        Self {
            block,
            source: source.to_owned(),
            run: uuid::Uuid::now_v7().simple().to_string(),
            trace,
            subjects: HashMap::new(),
        }
    }

    /// The message for what is published of `fact` as its `part`-th event, the block's event number `sequence`.
    pub(super) fn seal(
        &mut self,
        fact: &Recorded,
        published: Published,
        part: u32,
        sequence: u64,
    ) -> Outgoing {
        let subject = self.subject(&published.event_type);
        let id = event_id(self.block, fact.position, part);
        let message_id = format!("{id}:{}", self.run);
        let mut headers = Headers::json();
        headers.put("ce-id", &id);
        headers.put("ce-source", &self.source);
        headers.put("ce-type", &published.event_type);
        headers.put("ce-subject", &published.subject);
        headers.put("ce-time", &fact.at.to_string());
        headers.put("ce-block", self.block);
        headers.put("ce-blocksequence", &sequence.to_string());
        headers.put("ce-logposition", &fact.position.to_string());
        headers.put("ce-audience", published.audience);
        belonging(&mut headers, fact);
        headers.put_plain("Nats-Msg-Id", message_id);
        if let Some(origin) = &fact.meta.traceparent {
            headers.put("ce-traceparent", origin);
            self.hop(&mut headers, origin, &subject);
        }
        Outgoing {
            subject,
            headers: headers.into(),
            data: published.data.into(),
        }
    }

    fn subject(&mut self, event_type: &str) -> Subject {
        if let Some(subject) = self.subjects.get(event_type) {
            return subject.clone();
        }
        let subject = Subject::from(bus::subject(self.block, event_type));
        self.subjects.insert(event_type.to_owned(), subject.clone());
        subject
    }

    /// A span for the sending, in the trace of the call that caused the fact. Only where somebody keeps the trace: of a
    /// backlog of many thousand events hardly any is.
    fn hop(&self, headers: &mut Headers, origin: &str, subject: &Subject) {
        if !is_sampled(origin) {
            return;
        }
        let span = span(subject);
        self.trace.set_parent(&span, origin);
        if let Some(hop) = self.trace.traceparent(&span) {
            headers.put_plain("traceparent", hop);
        }
    }
}

/// What the fact belongs to, so that readers can filter without opening it.
fn belonging(headers: &mut Headers, fact: &Recorded) {
    let context = &fact.meta.context;
    for (name, value) in [
        ("ce-buildingblock", &context.building_block),
        ("ce-project", &context.project),
        ("ce-theme", &context.theme),
    ] {
        if let Some(value) = value {
            headers.put(name, value);
        }
    }
    if !context.regions.is_empty() {
        headers.put("ce-regions", &context.regions.join(","));
    }
}

fn span(subject: &Subject) -> Span {
    tracing::info_span!("publish", otel.name = %format_args!("publish {subject}"), otel.kind = "producer",
        messaging.system = "nats", messaging.destination.name = %subject, messaging.operation.name = "publish")
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use serde_json::value::RawValue;

    use super::*;
    use crate::{Context, RecordedMeta, cloudevent::CloudEvent, trace::TraceLink};

    fn fact(traceparent: Option<&str>) -> Recorded {
        Recorded {
            position: 12,
            stream_type: "project".into(),
            stream_id: "llo-1".into(),
            version: 3,
            name: "Registered".into(),
            shape_version: "1".into(),
            payload: RawValue::from_string("{}".into()).unwrap(),
            meta: RecordedMeta {
                traceparent: traceparent.map(str::to_owned),
                context: Context {
                    project: Some("llo-1".into()),
                    regions: vec!["AM01".into(), "AM02".into()],
                    ..Context::default()
                },
                ..RecordedMeta::default()
            },
            at: "2024-05-01T10:00:00.123456Z".parse().unwrap(),
        }
    }

    fn published() -> Published {
        Published {
            event_type: "nl.projects.project-registered.v1".into(),
            subject: "Euro € \"1\"".into(),
            data: br#"{"a":1}"#.to_vec(),
            audience: "public",
        }
    }

    /// Ties everything to one trace.
    struct Always;

    impl TraceLink for Always {
        fn set_parent(&self, _span: &Span, _parent: &str) {}

        fn traceparent(&self, _span: &Span) -> Option<String> {
            Some("the hop".into())
        }
    }

    fn seal(fact: &Recorded) -> Outgoing {
        Envelopes::new("programme", "urn:nld:oin:1:systeem:programme", Arc::new(Always)).seal(
            fact,
            published(),
            1,
            7,
        )
    }

    #[test]
    fn a_message_reads_back_as_the_event_it_is() {
        let message = seal(&fact(None));
        assert_eq!(
            message.subject.as_str(),
            "schakelpunt.events.programme.projects.project-registered"
        );
        let event = CloudEvent::from_message(Some(&message.headers), message.data).unwrap();
        let extensions = [
            ("audience", "public"),
            ("block", "programme"),
            ("blocksequence", "7"),
            ("logposition", "12"),
            ("project", "llo-1"),
            ("regions", "AM01,AM02"),
        ];
        assert_eq!(
            event,
            CloudEvent {
                id: "programme-000000000012".into(),
                source: "urn:nld:oin:1:systeem:programme".into(),
                event_type: "nl.projects.project-registered.v1".into(),
                subject: "Euro € \"1\"".into(),
                time: "2024-05-01T10:00:00.123456Z".parse().unwrap(),
                extensions: extensions.map(|(name, value)| (name.into(), value.into())).into(),
                data: Bytes::from_static(br#"{"a":1}"#),
            }
        );
    }

    #[test]
    fn two_runs_send_the_same_event_under_different_message_ids() {
        let id = || seal(&fact(None)).headers.get("Nats-Msg-Id").unwrap().to_string();
        let (first, second) = (id(), id());
        assert!(
            first.starts_with("programme-000000000012:") && second.starts_with("programme-000000000012:")
        );
        assert_ne!(first, second);
    }

    #[test]
    fn only_a_trace_that_is_kept_goes_on_hop_by_hop() {
        let hop = |flags: &str| {
            let origin = format!("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-{flags}");
            let headers = seal(&fact(Some(&origin))).headers;
            assert_eq!(headers.get("ce-traceparent").unwrap().as_str(), origin);
            headers.get("traceparent").map(ToString::to_string)
        };
        assert_eq!(hop("01").as_deref(), Some("the hop"));
        assert_eq!(hop("00"), None);
    }
}
