//! Where subscriptions stand, told to the streams of this process as soon as it changes here, and within moments when it changes elsewhere.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex, PoisonError},
};

use blocks::values::Id;
use tokio::sync::watch;

use super::cursor::Cursor;
use crate::domain::subscription::Stage;

/// Where a subscription stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Standing {
    /// Its stage.
    pub stage: Stage,
    /// Its row.
    pub cursor: Cursor,
}

/// A stream's flight, as it and those who acknowledge see it.
pub type SharedFlight = Arc<Mutex<Flight>>;

/// What a stream has sent that is not acknowledged.
#[derive(Debug, Default)]
pub struct Flight {
    /// The stream.
    pub session: u64,
    /// The row's turn, as the stream serves it.
    pub turn: u64,
    /// Positions of events, oldest first.
    pub positions: VecDeque<u64>,
    /// Position up to which the stream has looked.
    pub read_to: u64,
}

impl Flight {
    /// Events that the stream has sent after one position up to another, which it has looked at.
    pub fn sent_between(&self, after: u64, to: u64) -> Option<u64> {
        let up_to = |position: u64| self.positions.partition_point(|it| *it <= position);
        (to <= self.read_to).then(|| up_to(to).saturating_sub(up_to(after)) as u64)
    }
}

/// What this process knows of a subscription.
#[derive(Debug)]
struct Known {
    standing: watch::Sender<Standing>,
    /// Of the newest stream.
    flight: Option<(u64, SharedFlight)>,
    /// Whose subscription it is, once a stream of it was opened.
    programme_id: Option<Id>,
}

/// What this process knows of subscriptions. Cheap to clone.
#[derive(Debug, Default, Clone)]
pub struct Standings(Arc<Mutex<HashMap<String, Known>>>);

impl Standings {
    /// Tells where a subscription stands.
    pub fn tell(&self, subscription_id: &str, standing: Standing) {
        self.with(subscription_id, |known| {
            known.standing.send_if_modified(|told| {
                // Two who looked at the same moment may tell in the wrong order: a row never goes back.
                let place = |it: &Cursor| (it.session, it.turn, it.position);
                let is_older = place(&standing.cursor) < place(&told.cursor);
                if is_older || *told == standing {
                    return false;
                }
                *told = standing;
                true
            });
        });
    }

    /// Tells where a row was moved to. Its stage stays as it was told: it may have changed while the row was written.
    pub fn moved(&self, subscription_id: &str, cursor: &Cursor) {
        let stage = self.watch(subscription_id).borrow().stage;
        let cursor = cursor.clone();
        self.tell(subscription_id, Standing { stage, cursor });
    }

    /// Where it stands, and what comes of it.
    #[must_use]
    pub fn watch(&self, subscription_id: &str) -> watch::Receiver<Standing> {
        self.with(subscription_id, |known| known.standing.subscribe())
    }

    /// Where a subscription of a programme stands, if a stream of it was opened in this process.
    #[must_use]
    pub fn served(&self, programme_id: &str, subscription_id: &str) -> Option<Standing> {
        self.with(subscription_id, |known| {
            let is_its = known.programme_id.as_deref() == Some(programme_id);
            is_its.then(|| known.standing.borrow().clone())
        })
    }

    /// What its newest stream in this process has sent.
    #[must_use]
    pub fn flight(&self, subscription_id: &str) -> Option<SharedFlight> {
        self.with(subscription_id, |known| {
            known.flight.as_ref().map(|it| it.1.clone())
        })
    }

    /// A stream's own flight: from then on it is the one that is known, unless there is a newer stream.
    #[must_use]
    pub fn begin_flight(&self, programme_id: &str, subscription_id: &str, session: u64) -> SharedFlight {
        let flight = Arc::new(Mutex::new(Flight {
            session,
            ..Flight::default()
        }));
        self.with(subscription_id, |known| {
            known.programme_id = Some(programme_id.to_owned());
            if known.flight.as_ref().is_none_or(|it| it.0 < session) {
                known.flight = Some((session, flight.clone()));
            }
        });
        flight
    }

    fn with<T>(&self, subscription_id: &str, work: impl FnOnce(&mut Known) -> T) -> T {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = all.entry(subscription_id.to_owned()).or_insert_with(|| Known {
            standing: watch::channel(Standing::default()).0,
            flight: None,
            programme_id: None,
        });
        work(known)
    }
}
