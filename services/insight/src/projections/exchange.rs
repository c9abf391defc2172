//! Projection `exchange`: subscriptions that stand still, until they go on, are suspended or end.

use std::sync::Arc;

use contracts::{exchange::v1::SubscriptionStalled, ledger::v1::Entry};
use eventing::ProjectionError;
use jiff::Timestamp;
use pbjson_types::Timestamp as Written;

use super::{
    events::{ExchangeEvent, required, unreadable},
    fold::{Fold, Place, put, stored},
};
use crate::{
    rows::{List, StallRow, remember},
    views::Gathered,
};

/// When a subscription stood still last.
#[derive(Debug, Clone, Default)]
pub(super) struct Rows {
    stalls: List<StallRow>,
}

impl Fold for Rows {
    type Event = ExchangeEvent;

    fn decode(entry: &Entry) -> Result<Option<ExchangeEvent>, ProjectionError> {
        ExchangeEvent::decode(entry)
    }

    fn kept_by(event: &ExchangeEvent) -> &str {
        match event {
            ExchangeEvent::SubscriptionStalled(event) => &event.subscription_id,
            ExchangeEvent::SubscriptionRecovered(event) => &event.subscription_id,
            ExchangeEvent::SubscriptionSuspended(event) => &event.subscription_id,
            ExchangeEvent::SubscriptionEnded(event) => &event.subscription_id,
        }
    }

    fn apply(&mut self, event: ExchangeEvent, at: Place) -> Result<(), ProjectionError> {
        match event {
            ExchangeEvent::SubscriptionStalled(event) => self.stalled(event, at)?,
            ExchangeEvent::SubscriptionRecovered(event) => {
                let recovered_at = required(at.position, "recovered_at", event.recovered_at)?;
                self.over(moment(recovered_at, at)?, at);
            }
            ExchangeEvent::SubscriptionSuspended(_) | ExchangeEvent::SubscriptionEnded(_) => {
                self.over(at.at, at);
            }
        }
        Ok(())
    }

    fn show(&self, id: &str, views: &mut Gathered) {
        let known = views.exchange();
        put(&mut known.stalls, id, self.stalls.only(), Arc::ptr_eq);
    }

    fn shown(views: &Gathered) -> Vec<String> {
        views.exchange_ids()
    }
}

impl Rows {
    /// A signal takes the place of the one before.
    fn stalled(&mut self, event: SubscriptionStalled, at: Place) -> Result<(), ProjectionError> {
        self.stalls.take(|_| true);
        let since = |it: Option<Written>| it.map(|it| moment(it, at)).transpose();
        let mut row = StallRow {
            rule: event.rule(),
            waiting_since: since(event.waiting_since)?,
            last_acknowledged_at: since(event.last_acknowledged_at)?,
            stalled_at: moment(required(at.position, "stalled_at", event.stalled_at)?, at)?,
            subscription_id: event.subscription_id,
            programme_id: event.programme_id,
            position: event.position,
            waiting: event.waiting,
            failures_in_a_row: event.failures_in_a_row,
            over_at: None,
            positions: Vec::new(),
        };
        remember(&mut row.positions, at.position);
        self.stalls.push(row);
        Ok(())
    }

    /// What did not stand still, or does not any more, is left as it is.
    fn over(&mut self, moment: Timestamp, at: Place) {
        if let Some(row) = self.stalls.find_mut(|row| row.over_at.is_none()) {
            row.over_at = Some(moment);
            remember(&mut row.positions, at.position);
        }
    }
}

/// In microseconds, as the tables keep it.
fn moment(it: Written, at: Place) -> Result<Timestamp, ProjectionError> {
    Timestamp::new(it.seconds, it.nanos / 1_000 * 1_000)
        .map_err(|error| unreadable(at.position, error.to_string()))
}

stored!(Rows { stalls: StallRow });

#[cfg(test)]
mod tests {
    use contracts::exchange::v1::{StallRule, SubscriptionEnded, SubscriptionRecovered};

    use super::*;

    fn at(position: u64) -> Place {
        Place {
            position,
            at: Timestamp::from_second(position.cast_signed()).unwrap(),
        }
    }

    fn written(second: i64) -> Option<Written> {
        Some(Written {
            seconds: second,
            nanos: 0,
        })
    }

    fn stalled(second: i64) -> ExchangeEvent {
        ExchangeEvent::SubscriptionStalled(SubscriptionStalled {
            subscription_id: "s".into(),
            programme_id: "p".into(),
            rule: StallRule::Failing.into(),
            position: 7,
            waiting: 3,
            waiting_since: written(40),
            failures_in_a_row: 10,
            stalled_at: written(second),
            ..Default::default()
        })
    }

    fn rows(events: impl IntoIterator<Item = ExchangeEvent>) -> Vec<StallRow> {
        let mut rows = Rows::default();
        for (position, event) in (1..).zip(events) {
            rows.apply(event, at(position)).unwrap();
        }
        rows.stalls.iter().cloned().collect()
    }

    #[test]
    fn a_signal_says_by_what_rule_on_what_evidence_and_when_it_is_over() {
        let recovered = ExchangeEvent::SubscriptionRecovered(SubscriptionRecovered {
            subscription_id: "s".into(),
            recovered_at: written(70),
            ..Default::default()
        });
        let row = &rows([stalled(60), recovered])[0];
        assert_eq!((row.rule, row.position, row.waiting), (StallRule::Failing, 7, 3));
        assert_eq!(row.waiting_since, Timestamp::from_second(40).ok());
        assert_eq!(row.over_at, Timestamp::from_second(70).ok());
        assert_eq!(row.positions, [1, 2]);
    }

    #[test]
    fn what_ends_does_not_stand_still_and_a_new_signal_replaces_the_old() {
        let ended = || ExchangeEvent::SubscriptionEnded(SubscriptionEnded::default());
        assert_eq!(rows([ended()]), []);
        let of = rows([stalled(60), ended(), ended()]);
        assert_eq!((of[0].over_at, &*of[0].positions), (Some(at(2).at), &[1, 2][..]));
        let again = rows([stalled(60), ended(), stalled(90)]);
        assert_eq!((again.len(), again[0].over_at), (1, None));
    }
}
