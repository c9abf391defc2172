//! The spans of appending: each event's own trace, from the call that caused it, goes on here.

use eventing::trace::{SharedTraceLink, is_sampled};
use tracing::{Span, field};

use crate::event::Event;
use crate::store::Outcome;

/// Opens spans that continue the traces of events.
#[derive(Clone)]
pub(crate) struct Traces {
    link: SharedTraceLink,
}

/// The open spans of one batch, each with the id of its event.
pub(crate) struct BatchSpans(Vec<(String, Span)>);

impl Traces {
    /// Spans that `link` ties to their traces.
    pub(crate) fn new(link: SharedTraceLink) -> Self {
        Self { link }
    }

    /// Opens a span for each event that belongs to a trace that is kept; it takes as long as the batch.
    pub(crate) fn open(&self, events: &[Event], parents: &[Option<String>]) -> BatchSpans {
        let traced = events
            .iter()
            .zip(parents)
            .filter_map(|(event, parent)| Some((event, parent.as_deref()?)))
            .filter(|(_, parent)| is_sampled(parent));
        BatchSpans(
            traced
                .map(|(event, parent)| (event.id.clone(), self.span(event, parent)))
                .collect(),
        )
    }

    fn span(&self, event: &Event, parent: &str) -> Span {
        let destination = eventing::bus::subject(&event.block, &event.kind);
        let span = tracing::info_span!(
            parent: None,
            "append",
            otel.name = %format_args!("process {destination}"),
            otel.kind = "consumer",
            messaging.system = "nats",
            messaging.operation.name = "process",
            messaging.destination.name = %destination,
            messaging.message.id = %event.id,
            ledger.position = field::Empty,
        );
        self.link.set_parent(&span, parent);
        span
    }
}

impl BatchSpans {
    /// Notes where each event went, and ends the spans.
    pub(crate) fn close(self, outcome: &Outcome) {
        for (id, span) in self.0 {
            if let Some(position) = outcome.appended.get(&id) {
                span.record("ledger.position", position);
            }
        }
    }
}
