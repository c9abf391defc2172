//! What tests begin with.

use jiff::civil::{Date, date};

use super::{
    filter::{Attribute, Filter},
    subscription::{By, Content, DataClass, Door, Fact, Start},
};

/// A day.
pub(crate) const TODAY: Date = date(2026, 3, 2);

/// Somebody who does something today.
pub(crate) fn by(actor: &str) -> By {
    By {
        actor: actor.to_owned(),
        today: TODAY,
    }
}

/// What a programme asks for.
pub(crate) fn content() -> Content {
    let kind = [(Attribute::Type, "nl.projects.".to_owned())];
    Content {
        subscription_id: "leeroverzicht-projecten".into(),
        programme_id: "leeroverzicht".into(),
        purpose: "Het aanbod in het leeroverzicht bijhouden.".into(),
        filters: vec![Filter::Prefix(kind.into())],
        data_class: DataClass::Programmes,
        start: Start::Beginning,
        door: Door::Fetched,
    }
}

/// It was requested.
pub(crate) fn requested() -> Fact {
    Fact::Requested {
        content: content(),
        revision: 1,
        by: "programme".into(),
        requested_on: TODAY,
    }
}

/// It was approved.
pub(crate) fn approved() -> Fact {
    Fact::Approved {
        content: content(),
        from_position: 1,
        by: "coordinator".into(),
        approved_on: TODAY,
    }
}
