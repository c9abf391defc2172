//! Who subscribes, and to what.

use contracts::exchange::v1::{Attributes, Filter, Filters, filter::Dialect};

/// Subscriptions in all.
pub(super) const SUBSCRIBERS: usize = 60;
/// Of these, how many take only some events.
const NARROW: usize = 12;
/// Of these, how many read server-sent events in a mixed crowd.
const SENT: usize = 20;
/// Programmes that the subscriptions are spread over: those of the reference data.
pub(super) const PROGRAMMES: [&str; 4] = ["leeroverzicht-skills", "nolai", "npuls", "llo-katalysator"];

/// Who is connected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Crowd {
    /// Nobody but one who reads the ledger itself, to compare.
    Alone,
    /// Sixty over gRPC, who acknowledge.
    Healthy,
    /// The same, but one never acknowledges and another never reads its connection.
    Stuck,
    /// The same, but twenty read server-sent events.
    Mixed,
}

/// How one of them gets its events.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Manner {
    /// Over gRPC, acknowledged.
    Acknowledging,
    /// As server-sent events.
    Sent,
    /// From the ledger itself.
    Following,
    /// Over gRPC, and nothing is ever acknowledged.
    Silent,
    /// Over a connection that is never read.
    Unread,
}

impl Crowd {
    /// How the n-th gets its events; none when it is not connected. Those that get stuck have subscriptions of their own, behind the others.
    pub(super) fn manner(self, number: usize) -> Option<Manner> {
        match self {
            Self::Alone => (number == 0).then_some(Manner::Following),
            Self::Healthy => (number < SUBSCRIBERS).then_some(Manner::Acknowledging),
            Self::Stuck => match number {
                SUBSCRIBERS => Some(Manner::Silent),
                number if number == SUBSCRIBERS + 1 => Some(Manner::Unread),
                number => (number < SUBSCRIBERS - 2).then_some(Manner::Acknowledging),
            },
            Self::Mixed if number < SENT => Some(Manner::Sent),
            Self::Mixed => (number < SUBSCRIBERS).then_some(Manner::Acknowledging),
        }
    }
}

/// Subscriptions there are, with those that get stuck.
pub(super) const SUBSCRIPTIONS: usize = SUBSCRIBERS + 2;

/// Whether the n-th subscription takes every event. The narrow ones are in the middle, so that they are in every crowd.
pub(super) fn takes_everything(number: usize) -> bool {
    !(SUBSCRIBERS / 2..SUBSCRIBERS / 2 + NARROW).contains(&number)
}

/// What the n-th subscription asks for.
pub(super) fn filters(number: usize) -> Vec<Filter> {
    if takes_everything(number) {
        return Vec::new();
    }
    let project = one(Dialect::Exact, "project", &format!("bench-{number}"));
    match number % 3 {
        0 => vec![project],
        // A skill is looked for in the data of each event.
        1 => vec![one(Dialect::Exact, "skill", "http://data.europa.eu/esco/skill/0")],
        _ => {
            let others = one(Dialect::Suffix, "subject", &number.to_string());
            let any = Dialect::Any(Filters {
                filters: vec![project, others],
            });
            vec![
                one(Dialect::Prefix, "type", "nl.projects."),
                Filter { dialect: Some(any) },
            ]
        }
    }
}

fn one(dialect: fn(Attributes) -> Dialect, attribute: &str, value: &str) -> Filter {
    let values = [(attribute.to_owned(), value.to_owned())].into();
    Filter {
        dialect: Some(dialect(Attributes { values })),
    }
}
