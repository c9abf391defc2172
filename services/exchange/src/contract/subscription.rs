//! Subscriptions.

use blocks::contract::{REASON_CHARS_MAX, day, read_choice, read_given};
use contracts::{
    exchange::v1::{self, start::At},
    options::v1::Audience,
};
use runtime::{parse::Faults, receipt::proto_time};

use super::{door, filter};
use crate::domain::subscription::{Content, DataClass, Rule, Stage, Start, Subscription};

/// Reads what is asked for; `subscription` is the path of its fields.
pub fn read_content(faults: &mut Faults, it: Option<v1::Subscription>) -> Option<Content> {
    let it = read_given(faults, "subscription", it);
    let at = |field: &str| format!("subscription.{field}");
    let data_class = read_choice(faults, &at("data_class"), it.data_class, known_class);
    let start = read_start(faults, &at("start"), it.start);
    let door = door::read(faults, it.door);
    Some(Content {
        subscription_id: faults.id(&at("subscription_id"), &it.subscription_id),
        programme_id: faults.id(&at("programme_id"), &it.programme_id),
        purpose: faults.text(&at("purpose"), &it.purpose, REASON_CHARS_MAX, true),
        filters: filter::read_list(faults, &at("filters"), it.filters),
        data_class: data_class?,
        start: start?,
        door: door?,
    })
}

fn known_class(it: Audience) -> Option<DataClass> {
    match it {
        Audience::Public => Some(DataClass::Public),
        Audience::Programmes => Some(DataClass::Programmes),
        // What stays inside the hub goes to nobody else.
        Audience::Hub | Audience::Unspecified => None,
    }
}

fn read_start(faults: &mut Faults, field: &str, start: Option<v1::Start>) -> Option<Start> {
    match start.and_then(|it| it.at) {
        None => Some(Start::Now),
        Some(At::Beginning(true)) => Some(Start::Beginning),
        Some(At::Beginning(false)) => {
            faults.add(format!("{field}.beginning"), "true, or nothing");
            None
        }
        Some(At::Position(0)) => {
            faults.add(format!("{field}.position"), "a position of the ledger, from 1 on");
            None
        }
        Some(At::Position(position)) => Some(Start::Position(position)),
        Some(At::Date(date)) => faults.date(&format!("{field}.date"), &date).map(Start::Date),
    }
}

/// Writes a class of data.
#[must_use]
pub fn audience(it: DataClass) -> Audience {
    match it {
        DataClass::Public => Audience::Public,
        DataClass::Programmes => Audience::Programmes,
    }
}

/// Writes what is asked for.
#[must_use]
pub fn content(it: &Content) -> v1::Subscription {
    let at = match it.start {
        Start::Now => None,
        Start::Position(position) => Some(At::Position(position)),
        Start::Date(date) => Some(At::Date(date.to_string())),
        Start::Beginning => Some(At::Beginning(true)),
    };
    v1::Subscription {
        subscription_id: it.subscription_id.clone(),
        programme_id: it.programme_id.clone(),
        purpose: it.purpose.clone(),
        filters: filter::list(&it.filters),
        data_class: audience(it.data_class).into(),
        start: at.map(|at| v1::Start { at: Some(at) }),
        door: door::written(&it.door),
    }
}

/// Writes why a subscription stands still.
#[must_use]
pub fn rule(it: Rule) -> v1::StallRule {
    match it {
        Rule::Unacknowledged => v1::StallRule::Unacknowledged,
        Rule::Failing => v1::StallRule::Failing,
    }
}

/// Writes a state.
#[must_use]
pub fn state(it: Stage) -> v1::SubscriptionState {
    match it {
        Stage::Requested => v1::SubscriptionState::Requested,
        Stage::Refused => v1::SubscriptionState::Refused,
        Stage::Active => v1::SubscriptionState::Active,
        Stage::Suspended => v1::SubscriptionState::Suspended,
        Stage::Ended => v1::SubscriptionState::Ended,
    }
}

/// Reads a state; none for the unspecified value.
#[must_use]
pub fn known_state(it: v1::SubscriptionState) -> Option<Stage> {
    match it {
        v1::SubscriptionState::Unspecified => None,
        v1::SubscriptionState::Requested => Some(Stage::Requested),
        v1::SubscriptionState::Refused => Some(Stage::Refused),
        v1::SubscriptionState::Active => Some(Stage::Active),
        v1::SubscriptionState::Suspended => Some(Stage::Suspended),
        v1::SubscriptionState::Ended => Some(Stage::Ended),
    }
}

/// Writes a subscription as the hub keeps it; none when it was not requested. How it fares is filled in by who knows.
#[must_use]
pub fn kept(it: &Subscription) -> Option<v1::KeptSubscription> {
    Some(v1::KeptSubscription {
        subscription: Some(content(it.content()?)),
        status: Some(v1::SubscriptionStatus {
            state: state(it.stage()).into(),
            reason: it.reason().to_owned(),
            suspended_by_hub: it.is_suspended_by_hub(),
            stalled_since: it.stalled_since().map(proto_time),
            ..Default::default()
        }),
        requested_on: day(it.requested_on()),
        decided_on: day(it.decided_on()),
        from_position: it.from_position(),
    })
}
