//! What one subscriber got, in the order in which it came, and what it acknowledged.

use std::{
    collections::HashSet,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Instant,
};

use super::Event;

/// One event that came, maybe again.
#[derive(Debug, Clone)]
pub(crate) struct Arrival {
    pub(crate) event: Event,
    /// Up to this position nothing was to come any more when it came.
    pub(crate) not_again: u64,
}

/// One connection of a subscriber: what came through it once does not come through it again.
#[derive(Debug)]
pub(super) struct Sitting {
    not_again: u64,
}

impl Sitting {
    /// An event that came was given back: it comes again.
    pub(super) fn give_back(&mut self, position: u64) {
        self.not_again = position - 1;
    }
}

/// The notes of a subscriber.
#[derive(Debug, Default)]
pub(crate) struct Notes(Mutex<Book>);

#[derive(Debug, Default)]
struct Book {
    arrivals: Vec<Arrival>,
    /// Positions that came, in the order in which they came first.
    firsts: Vec<u64>,
    known: HashSet<u64>,
    /// When which position was acknowledged, and the hub said so.
    acknowledged: Vec<(Instant, u64)>,
    objections: Vec<String>,
    /// What went wrong last on the way.
    trouble: String,
}

impl Book {
    fn add(&mut self, event: Event, not_again: u64) {
        if self.known.insert(event.position) {
            self.firsts.push(event.position);
        }
        self.arrivals.push(Arrival { event, not_again });
    }

    fn acknowledged(&self) -> u64 {
        self.acknowledged.last().map_or(0, |it| it.1)
    }
}

impl Notes {
    fn book(&self) -> MutexGuard<'_, Book> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A connection that begins: what was acknowledged before does not come again.
    pub(super) fn sit_down(&self) -> Sitting {
        Sitting {
            not_again: self.book().acknowledged(),
        }
    }

    /// A connection through which the subscriber asked for what comes after a position.
    pub(super) fn sit_down_after(position: u64) -> Sitting {
        Sitting { not_again: position }
    }

    /// Notes an event that came through a connection.
    pub(super) fn take(&self, sitting: &mut Sitting, event: Event) {
        let not_again = sitting.not_again;
        sitting.not_again = not_again.max(event.position);
        self.book().add(event, not_again);
    }

    /// Notes an event that was posted and taken. Of what was taken the hub may not know the last few, so many.
    pub(super) fn take_posted(&self, event: Event, unknown_most: usize) {
        let mut book = self.book();
        let known = book.firsts.len().checked_sub(unknown_most + 1);
        let not_again = known.map_or(0, |place| book.firsts[place]);
        book.add(event, not_again);
    }

    /// The hub said that everything up to here is acknowledged.
    pub(super) fn acknowledge(&self, position: u64) {
        let mut book = self.book();
        if position > book.acknowledged() {
            book.acknowledged.push((Instant::now(), position));
        }
    }

    /// What was acknowledged from this moment on may have been lost.
    pub(super) fn forget_since(&self, moment: Instant) {
        self.book().acknowledged.retain(|it| it.0 < moment);
    }

    /// What was acknowledged after this position may have been lost.
    pub(super) fn forget_after(&self, position: u64) {
        self.book().acknowledged.retain(|it| it.1 <= position);
    }

    /// Notes something that must not be.
    pub(super) fn object(&self, what: String) {
        self.book().objections.push(what);
    }

    /// Notes what went wrong on the way, which it may.
    pub(super) fn trouble(&self, what: String) {
        self.book().trouble = what;
    }

    /// Position of the last event but so many; 0 when there are fewer.
    pub(super) fn last_but(&self, count: usize) -> u64 {
        let book = self.book();
        let place = book.firsts.len().checked_sub(count + 1);
        place.map_or(0, |place| book.firsts[place])
    }

    /// Everything that came, in order.
    pub(crate) fn arrivals(&self) -> Vec<Arrival> {
        self.book().arrivals.clone()
    }

    /// Different events, and arrivals.
    pub(crate) fn counts(&self) -> (u64, u64) {
        let book = self.book();
        (book.firsts.len() as u64, book.arrivals.len() as u64)
    }

    pub(crate) fn objections(&self) -> Vec<String> {
        self.book().objections.clone()
    }

    pub(crate) fn last_trouble(&self) -> String {
        self.book().trouble.clone()
    }
}
