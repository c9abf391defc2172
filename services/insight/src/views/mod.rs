//! Views: everything known at one moment, and up to where that is true.
//!
//! Each projection shows here what a batch of events changed; the next view is made from the one before, and takes its place
//! in one step. Views never change: answers are computed from them. No question asks the database anything.

mod gathered;
mod judgements;

use std::{
    sync::{Arc, Mutex, PoisonError, RwLock},
    time::Duration,
};

use contracts::hub::v1::Freshness;
use eventing::{Clock, SystemClock};
use jiff::{Timestamp, civil::Date};
use runtime::{
    fault::Fault,
    receipt::{ConsistencyToken, proto_time},
};
use tokio::{sync::watch, time::Instant};

use crate::{
    checkpoint::Checkpoint,
    figure::Tallies,
    projections::{ALL, State},
    rows::Facts,
    tail::Progress,
};

pub use gathered::Gathered;
pub use judgements::{Judgements, Verdict, Whole};

/// Longest wait for a caller's own change, in seconds.
const WAIT_SECONDS: u64 = 10;
/// How long before the caller's deadline the wait is given up, in milliseconds, so that the answer still arrives.
const MARGIN_MILLIS: u64 = 100;

/// Everything known at one moment.
#[derive(Debug, Clone)]
pub struct View {
    /// What is known.
    pub facts: Arc<Facts>,
    /// Up to where it is true.
    pub freshness: Freshness,
    /// Today: late means late on this day.
    pub as_of: Date,
    /// Judgements over these facts.
    pub judgements: Judgements,
    /// What was counted of these facts.
    pub tallies: Tallies,
}

impl View {
    /// The verdict on a project; none when it is not known.
    #[must_use]
    pub fn verdict(&self, project_id: &str) -> Option<Arc<Verdict>> {
        self.judgements.of(&self.facts, project_id, self.as_of)
    }

    /// All that is known of a project, judged; none when it is not known.
    #[must_use]
    pub fn whole(&self, project_id: &str) -> Option<Arc<Whole>> {
        self.judgements.whole(&self.facts, project_id, self.as_of)
    }
}

/// Gives out views. Cheap to clone.
#[derive(Clone)]
pub struct Views(Arc<Inner>);

struct Inner {
    clock: Arc<dyn Clock>,
    known: RwLock<Known>,
    gathered: Mutex<Gathered>,
    seats: RwLock<Vec<watch::Receiver<Progress>>>,
    judgements: Judgements,
    tallies: Tallies,
}

/// What a view is made of.
#[derive(Clone, Default)]
struct Known {
    facts: Arc<Facts>,
    /// By seat.
    reached: Vec<Reached>,
}

/// How far a projection is, as shown.
#[derive(Debug, Clone, Copy, Default)]
struct Reached {
    position: u64,
    recorded_at: Option<Timestamp>,
}

/// Where one projection shows what it knows, and tells how far it is.
pub struct Seat {
    views: Views,
    number: usize,
    progress: watch::Sender<Progress>,
}

impl Views {
    /// Views without anything in them.
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self(Arc::new(Inner {
            clock,
            known: RwLock::default(),
            gathered: Mutex::default(),
            seats: RwLock::default(),
            judgements: Judgements::default(),
            tallies: Tallies::default(),
        }))
    }

    /// A seat for one more projection.
    #[must_use]
    pub fn seat(&self) -> (Seat, watch::Receiver<Progress>) {
        let (progress, seen) = watch::channel(Progress::default());
        let mut seats = self.0.seats.write().unwrap_or_else(PoisonError::into_inner);
        seats.push(seen.clone());
        let mut known = self.0.known.write().unwrap_or_else(PoisonError::into_inner);
        known.reached.push(Reached::default());
        let seat = Seat {
            views: self.clone(),
            number: seats.len() - 1,
            progress,
        };
        (seat, seen)
    }

    /// How far each projection is.
    #[must_use]
    pub fn progress(&self) -> Vec<watch::Receiver<Progress>> {
        self.0
            .seats
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// The view now, or as soon as the change named by `consistency_token` is in it.
    ///
    /// # Errors
    /// The token is not one, or its change is not in within the time.
    pub async fn view(&self, consistency_token: &str, deadline: Option<Instant>) -> Result<View, Fault> {
        if let Some(token) = ConsistencyToken::parse(consistency_token)? {
            self.wait_for(&token, deadline).await?;
        }
        Ok(self.now())
    }

    /// The view now.
    #[must_use]
    pub fn now(&self) -> View {
        let Known { facts, reached } = self.known();
        let progress = self.progress();
        let head = progress.iter().map(|seen| seen.borrow().head).max();
        View {
            facts,
            // How old an answer is, is a matter of real time, as the ledger's own times are.
            freshness: freshness(&reached, head.unwrap_or(0), SystemClock::default().now()),
            as_of: self.0.clock.today(),
            judgements: self.0.judgements.clone(),
            tallies: self.0.tallies.clone(),
        }
    }

    fn known(&self) -> Known {
        self.0
            .known
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    async fn wait_for(&self, token: &ConsistencyToken, deadline: Option<Instant>) -> Result<(), Fault> {
        let longest = Instant::now() + Duration::from_secs(WAIT_SECONDS);
        let margin = Duration::from_millis(MARGIN_MILLIS);
        let until = deadline
            .and_then(|at| at.checked_sub(margin))
            .map_or(longest, |at| at.min(longest));
        let all = futures::future::join_all(self.progress().into_iter().map(|seen| included(seen, token)));
        match tokio::time::timeout_at(until, all).await {
            Ok(included) if included.iter().all(|it| *it) => Ok(()),
            Ok(_) | Err(_) => Err(Fault::unavailable(
                "NOT_YET_VISIBLE",
                format!("the change {token} is recorded but not yet in this view; ask again"),
            )),
        }
    }
}

impl Seat {
    /// Shows what a projection knows at its checkpoint, and then tells that it is there: whoever waits finds it.
    pub fn show(&self, state: &mut dyn State, checkpoint: &Checkpoint) {
        let inner = &self.views.0;
        // Held while the next view is made, so that no projection's news are lost between two that show at once.
        let mut gathered = inner.gathered.lock().unwrap_or_else(PoisonError::into_inner);
        let facts = state.has_news().then(|| {
            state.show(&mut gathered);
            Arc::new(gathered.facts())
        });
        let mut known = inner.known.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(facts) = facts {
            known.facts = facts;
        }
        known.reached[self.number] = Reached {
            position: checkpoint.position,
            recorded_at: checkpoint.recorded_at,
        };
        drop(known);
        drop(gathered);
        self.progress.send_modify(|progress| {
            progress.checkpoint = checkpoint.clone();
            progress.failed = None;
        });
    }

    /// Tells something else about the projection's progress.
    pub fn tell(&self, change: impl FnOnce(&mut Progress)) {
        self.progress.send_modify(change);
    }

    /// Whether something was told that went wrong.
    #[must_use]
    pub fn has_failed(&self) -> bool {
        self.progress.borrow().failed.is_some()
    }

    /// The position shown last.
    #[must_use]
    pub fn shown_position(&self) -> u64 {
        self.progress.borrow().checkpoint.position
    }

    /// The ledger's head as told last.
    #[must_use]
    pub fn told_head(&self) -> u64 {
        self.progress.borrow().head
    }
}

async fn included(mut seen: watch::Receiver<Progress>, token: &ConsistencyToken) -> bool {
    let included = |progress: &Progress| progress.checkpoint.includes(&token.block, token.log_position);
    seen.wait_for(included).await.is_ok()
}

/// The furthest position that every projection has reached.
fn freshness(reached: &[Reached], head: u64, now: Timestamp) -> Freshness {
    let lowest = reached.iter().min_by_key(|reached| reached.position);
    // A projection that has not even begun holds nothing.
    let lowest = lowest.filter(|_| reached.len() >= ALL.len());
    let position = lowest.map_or(0, |reached| reached.position);
    let recorded_at = lowest.and_then(|reached| reached.recorded_at);
    let behind = recorded_at.filter(|_| head > position);
    let age = behind.map_or(0, |at| now.duration_since(at).as_secs().max(0));
    Freshness {
        position,
        recorded_at: recorded_at.map(proto_time),
        age: Some(pbjson_types::Duration {
            seconds: age,
            nanos: 0,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(position: u64, recorded_at: &str) -> Reached {
        Reached {
            position,
            recorded_at: recorded_at.parse().ok(),
        }
    }

    fn all_but_one_at(position: u64, other: Reached) -> Vec<Reached> {
        let mut reached = vec![at(position, "2025-03-01T10:00:00Z"); ALL.len() - 1];
        reached.push(other);
        reached
    }

    fn now() -> Timestamp {
        "2025-03-01T10:01:00Z".parse().unwrap()
    }

    #[test]
    fn an_answer_is_as_fresh_as_its_oldest_projection() {
        let shown = freshness(&all_but_one_at(9, at(7, "2025-03-01T09:59:00Z")), 9, now());
        assert_eq!(shown.position, 7);
        assert_eq!(shown.age.unwrap().seconds, 120);
    }

    #[test]
    fn at_the_head_nothing_newer_is_known_and_the_age_is_zero() {
        let shown = freshness(&all_but_one_at(9, at(9, "2025-03-01T09:00:00Z")), 9, now());
        assert_eq!((shown.position, shown.age.unwrap().seconds), (9, 0));
    }

    #[test]
    fn before_every_projection_has_begun_nothing_is_known() {
        assert_eq!(freshness(&[at(9, "2025-03-01T09:00:00Z")], 9, now()).position, 0);
        assert_eq!(freshness(&[], 0, now()).recorded_at, None);
    }
}
