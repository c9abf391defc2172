//! Ties spans to the trace context that travels in calls and events.

use eventing::trace::TraceLink;
use opentelemetry::{
    global,
    propagation::{Extractor, Injector},
    trace::TraceContextExt,
};
use tracing::Span;
use tracing_opentelemetry::OpenTelemetrySpanExt;

/// The header of W3C's trace context that travels; what others add to it (`tracestate`) does not.
const TRACEPARENT: &str = "traceparent";

/// Carries a `traceparent` and nothing else.
struct Parent<'a>(&'a str);

impl Extractor for Parent<'_> {
    fn get(&self, key: &str) -> Option<&str> {
        (key == TRACEPARENT).then_some(self.0)
    }

    fn keys(&self) -> Vec<&str> {
        vec![TRACEPARENT]
    }
}

/// Takes a `traceparent` and nothing else.
#[derive(Default)]
struct Taken(Option<String>);

impl Injector for Taken {
    fn set(&mut self, key: &str, value: String) {
        if key == TRACEPARENT {
            self.0 = Some(value);
        }
    }
}

/// Ties spans by OpenTelemetry's W3C trace context.
#[derive(Debug, Clone, Copy, Default)]
pub struct OpenTelemetryLink;

impl TraceLink for OpenTelemetryLink {
    fn set_parent(&self, span: &Span, parent: &str) {
        set_parent(span, parent);
    }

    fn traceparent(&self, span: &Span) -> Option<String> {
        traceparent(span)
    }
}

/// Makes a W3C `traceparent` the parent of a span. Anything else leaves the span as it is.
pub fn set_parent(span: &Span, parent: &str) {
    let context = global::get_text_map_propagator(|propagator| propagator.extract(&Parent(parent)));
    if context.span().span_context().is_valid() {
        // Fails only without a tracing backend, and then there is nothing to tie.
        let _ = span.set_parent(context);
    }
}

/// The `traceparent` of a span, if it is part of a trace.
#[must_use]
pub fn traceparent(span: &Span) -> Option<String> {
    let mut taken = Taken::default();
    global::get_text_map_propagator(|propagator| propagator.inject_context(&span.context(), &mut taken));
    taken.0
}

/// The `traceparent` of the span this runs in, if it is part of a trace.
#[must_use]
pub fn current_traceparent() -> Option<String> {
    traceparent(&Span::current())
}

/// A span for handling a message that was sent under `traceparent`: part of the same trace.
#[must_use]
pub fn consumer_span(operation: &str, destination: &str, parent: Option<&str>) -> Span {
    let span = tracing::info_span!("consume", otel.name = %format!("{operation} {destination}"), otel.kind = "consumer",
        messaging.system = "nats", messaging.destination.name = %destination, messaging.operation.name = %operation);
    if let Some(parent) = parent {
        set_parent(&span, parent);
    }
    span
}
