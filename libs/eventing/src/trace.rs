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

/// Whether a W3C `traceparent` says that its trace is kept. Of a trace that nobody keeps no span need be made.
#[must_use]
pub fn is_sampled(traceparent: &str) -> bool {
    let flags = traceparent.rsplit_once('-').map(|(_, flags)| flags);
    flags
        .and_then(|flags| u8::from_str_radix(flags, 16).ok())
        .is_some_and(|flags| flags & 1 == 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_bit_of_the_flags_says_whether_a_trace_is_kept() {
        let of = |flags: &str| {
            is_sampled(&format!(
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-{flags}"
            ))
        };
        assert!(of("01") && of("03"));
        assert!(!of("00") && !of("02") && !of("zz") && !is_sampled(""));
    }
}
