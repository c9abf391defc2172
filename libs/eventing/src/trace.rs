//! How spans are tied to the trace context that travels with events, without this crate knowing the tracing backend.

use std::sync::Arc;

use tracing::Span;

/// Ties spans to trace contexts. The runtime gives the real one.
pub trait TraceLink: Send + Sync + 'static {
    /// Makes `parent` (a W3C `traceparent`) the parent of `span`.
    fn set_parent(&self, span: &Span, parent: &str);
    /// The `traceparent` of `span`, if it is part of a trace.
    fn traceparent(&self, span: &Span) -> Option<String>;
}

/// A shared [`TraceLink`].
pub type SharedTraceLink = Arc<dyn TraceLink>;

/// Ties nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoTraceLink;

impl TraceLink for NoTraceLink {
    fn set_parent(&self, _span: &Span, _parent: &str) {}

    fn traceparent(&self, _span: &Span) -> Option<String> {
        None
    }
}
