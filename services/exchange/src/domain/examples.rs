//! What tests begin with.

use jiff::civil::{Date, date};

use super::{
    filter::{Attribute, Filter},
    link, linked_project,
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

/// What a programme asks for that reports.
pub(crate) fn link_content() -> link::Content {
    let types = ["nl.linked-projects.linked-milestone-reached.v1"].map(str::to_owned);
    link::Content {
        programme_id: "npuls".into(),
        purpose: "De projecten van Npuls in het landelijke beeld.".into(),
        source: "urn:nld:oin:00000099000000000000:systeem:npuls".into(),
        types: types.into(),
    }
}

/// A link was requested.
pub(crate) fn link_requested(revision: u32) -> link::Fact {
    link::Fact::Requested {
        content: link_content(),
        revision,
        by: "programme".into(),
        requested_on: TODAY,
    }
}

/// It was approved.
pub(crate) fn link_approved() -> link::Fact {
    link::Fact::Approved {
        content: link_content(),
        by: "coordinator".into(),
        approved_on: TODAY,
    }
}

/// A project of a programme.
pub(crate) fn project_content() -> linked_project::Content {
    linked_project::Content {
        project_id: "p-7".into(),
        title: "Doorlopende leerlijnen techniek".into(),
        region_ids: vec!["AM01".into()],
        theme_id: Some("energie".into()),
        same_as_project_id: None,
        starts_on: Some(TODAY),
        ends_on: None,
    }
}

/// It was linked.
pub(crate) fn described() -> linked_project::Fact {
    linked_project::Fact::Described {
        programme_id: "npuls".into(),
        content: project_content(),
        by: "programme".into(),
        described_on: TODAY,
    }
}

/// Something was reported of it.
pub(crate) fn reported() -> linked_project::Fact {
    linked_project::Fact::Reported {
        programme_id: "npuls".into(),
        project_id: "p-7".into(),
        reported: linked_project::Reported {
            event_id: "e-1".into(),
            source: link_content().source,
            reported_at: jiff::Timestamp::UNIX_EPOCH,
            news: linked_project::News::MilestoneReached {
                milestone_id: "m-1".into(),
                description: "De eerste lichting is gestart.".into(),
                reached_on: TODAY,
            },
        },
        by: "programme".into(),
    }
}
