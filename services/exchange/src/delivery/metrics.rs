//! How subscriptions fare, for whoever watches the hub: read whenever metrics are collected, of what [`Waits`] knows. By subscription and
//! programme, which are no persons.

use jiff::Timestamp;
use runtime::telemetry::metrics::{Labelled, observe_each};

use super::waits::{Course, Waits};

/// Shows how each subscription fares that was approved and is not over.
pub(crate) fn observe(waits: &Waits) {
    let show = |name, description, unit, of: fn(&Course) -> u64| {
        let waits = waits.clone();
        observe_each(name, description, unit, move || {
            waits.all().iter().map(|it| labelled(it, of(it))).collect()
        });
    };
    show(
        "schakelpunt.subscription.position",
        "Position of the ledger up to which a subscription is done",
        "{event}",
        |it| it.cursor.as_ref().map_or(0, |it| it.position),
    );
    show(
        "schakelpunt.subscription.waiting",
        "Events that wait for a subscription, counted up to ten thousand",
        "{event}",
        |it| it.waiting,
    );
    show(
        "schakelpunt.subscription.waiting.age",
        "Time since the oldest event was logged that waits for a subscription",
        "s",
        waiting_seconds,
    );
    show(
        "schakelpunt.subscription.acknowledged",
        "Events of a subscription that were acknowledged since it began",
        "{event}",
        |it| it.cursor.as_ref().map_or(0, |it| it.acknowledged),
    );
    show(
        "schakelpunt.subscription.failures",
        "Failures of a subscription since the last acknowledgement",
        "{failure}",
        |it| it.cursor.as_ref().map_or(0, |it| it.failures_in_a_row.into()),
    );
    show(
        "schakelpunt.subscription.parked",
        "Events of a subscription that are parked",
        "{event}",
        |it| it.parked,
    );
}

fn labelled(course: &Course, value: u64) -> Labelled {
    Labelled {
        labels: vec![
            ("subscription", course.content.subscription_id.clone()),
            ("programme", course.content.programme_id.clone()),
        ],
        value,
    }
}

fn waiting_seconds(course: &Course) -> u64 {
    let seconds = course
        .waiting_since
        .map_or(0, |it| Timestamp::now().duration_since(it).as_secs());
    u64::try_from(seconds).unwrap_or(0)
}
