//! What a subscriber has got, and when.

use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;

/// CloudEvents type of what is carried: of other events nothing is measured.
const MEASURED: &str = "nl.projects.progress-told.v1";

/// An event that arrived.
#[derive(Debug, Clone, Copy)]
pub(super) struct Arrival {
    /// Its position.
    pub(super) position: u64,
    /// When the ledger took it in; unknown of a server-sent event.
    pub(super) recorded_at: Option<Timestamp>,
    /// When it was in the subscriber's hands.
    pub(super) at: Timestamp,
}

/// What one subscriber has got. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub(super) struct Taken(Arc<Mutex<Inner>>);

#[derive(Debug, Default)]
struct Inner {
    is_connected: bool,
    /// Position up to which everything was taken.
    read_to: u64,
    arrivals: Vec<Arrival>,
}

impl Taken {
    /// Notes that events come from now on.
    pub(super) fn connected(&self) {
        self.with(|it| it.is_connected = true);
    }

    /// Notes up to where everything was taken.
    pub(super) fn read(&self, position: u64) {
        self.with(|it| it.read_to = it.read_to.max(position));
    }

    /// Position up to which everything was taken.
    pub(super) fn read_to(&self) -> u64 {
        self.with(|it| it.read_to)
    }

    /// Notes an event, if it is one of those that are measured.
    pub(super) fn note(&self, event_type: &str, arrival: Arrival) {
        if event_type == MEASURED {
            self.with(|it| it.arrivals.push(arrival));
        }
    }

    pub(super) fn is_connected(&self) -> bool {
        self.with(|it| it.is_connected)
    }

    pub(super) fn count(&self) -> usize {
        self.with(|it| it.arrivals.len())
    }

    /// Everything that was noted.
    pub(super) fn arrivals(&self) -> Vec<Arrival> {
        self.with(|it| std::mem::take(&mut it.arrivals))
    }

    fn with<T>(&self, work: impl FnOnce(&mut Inner) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
