//! Views over entries without tails and tables: each projection is fed by hand.

use std::sync::Arc;

use contracts::ledger::v1::Entry;
use eventing::HeldClock;
use insight::{
    checkpoint::Checkpoint,
    projections::{ALL, State},
    rows::Facts,
    views::{Seat, View, Views},
};

pub fn views() -> Views {
    Views::new(Arc::new(HeldClock::at("2025-03-01T12:00:00Z".parse().unwrap())))
}

/// One projection, as its tail feeds it.
pub struct Fed {
    state: Box<dyn State>,
    seat: Seat,
    reached: Checkpoint,
}

pub fn all_projections(views: &Views) -> Vec<Fed> {
    let begun = ALL.iter().map(|registered| Fed {
        state: (registered.empty)(),
        seat: views.seat().0,
        reached: Checkpoint::beginning(registered.name(), registered.version),
    });
    begun.collect()
}

impl Fed {
    pub fn take(&mut self, entries: &[Entry]) {
        self.reached = self.reached.after(entries).unwrap();
        self.state.apply(entries).unwrap();
        self.seat.show(self.state.as_mut(), &self.reached);
    }
}

/// The view in which all entries are.
pub fn view(entries: &[Entry]) -> View {
    let views = views();
    all_projections(&views)
        .iter_mut()
        .for_each(|projection| projection.take(entries));
    views.now()
}

/// Everything shown at once.
pub fn afresh(entries: &[Entry]) -> Facts {
    Facts::clone(&view(entries).facts)
}
