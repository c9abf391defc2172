//! Who subscribes to what.

use serde_json::{Value, json};

use super::ledger::Kept;

/// How events come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Door {
    /// Over gRPC, acknowledged by calls.
    Grpc,
    /// From the hub's NATS, acknowledged there.
    Nats,
    /// Posted to an endpoint.
    Webhook,
    /// As server-sent events; the reader keeps where it is.
    Sent,
}

impl Door {
    pub(crate) const ALL: [Self; 4] = [Self::Grpc, Self::Nats, Self::Webhook, Self::Sent];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Grpc => "grpc",
            Self::Nats => "nats",
            Self::Webhook => "webhook",
            Self::Sent => "server-sent",
        }
    }
}

/// Which events.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Filter {
    /// All that programmes may have.
    Everything,
    /// Of types that begin like this.
    TypeBegins(&'static str),
    /// Of all types but those that begin like this.
    TypeBeginsNot(&'static str),
    /// Of this region.
    Region(&'static str),
}

impl Filter {
    /// As the contract has it.
    pub(super) fn json(self) -> Value {
        let begins = |text: &str| json!({"prefix": {"values": {"type": text}}});
        match self {
            Self::Everything => json!([]),
            Self::TypeBegins(text) => json!([begins(text)]),
            Self::TypeBeginsNot(text) => json!([{"not": begins(text)}]),
            Self::Region(region) => json!([{"exact": {"values": {"region": region}}}]),
        }
    }

    /// Whether an entry of the ledger's table is to come.
    pub(crate) fn holds(self, entry: &Kept) -> bool {
        let may_come = entry.audience <= AUDIENCE_PROGRAMMES;
        may_come
            && match self {
                Self::Everything => true,
                Self::TypeBegins(text) => entry.event_type.starts_with(text),
                Self::TypeBeginsNot(text) => !entry.event_type.starts_with(text),
                Self::Region(region) => entry.regions.iter().any(|it| it == region),
            }
    }
}

/// The audience of what programmes may have; what everybody may have is below it.
const AUDIENCE_PROGRAMMES: i16 = 2;

/// A subscription.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wanted {
    pub(crate) id: &'static str,
    pub(crate) door: Door,
    pub(crate) filter: Filter,
}

/// All of them: through each door one that takes nearly everything, and one that takes a part.
pub(super) const WANTED: [Wanted; 8] = [
    of("grpc-alles", Door::Grpc, Filter::Everything),
    of("grpc-regio", Door::Grpc, Filter::Region("AM02")),
    of("nats-projecten", Door::Nats, Filter::TypeBegins("nl.projects.")),
    of(
        "nats-referentie",
        Door::Nats,
        Filter::TypeBegins("nl.reference-data."),
    ),
    of(
        "hook-projecten",
        Door::Webhook,
        Filter::TypeBegins("nl.projects."),
    ),
    of("hook-rest", Door::Webhook, Filter::TypeBeginsNot("nl.projects.")),
    of("sse-alles", Door::Sent, Filter::Everything),
    of(
        "sse-zonder-geld",
        Door::Sent,
        Filter::TypeBeginsNot("nl.projects.money-"),
    ),
];

const fn of(id: &'static str, door: Door, filter: Filter) -> Wanted {
    Wanted { id, door, filter }
}
