//! Views: everything known at one moment, and up to where that is true.
//!
//! A view is read in one transaction over all projections, so its rows and its freshness belong together. It is kept until
//! a projection moves on; then the next question reads again. Views never change: answers are computed from them.

use std::{sync::Arc, time::Duration};

use contracts::hub::v1::Freshness;
use eventing::{Clock, SystemClock};
use jiff::{Timestamp, civil::Date};
use runtime::{
    fault::Fault,
    receipt::{ConsistencyToken, proto_time},
};
use sqlx::{PgConnection, PgPool};
use tokio::{
    sync::{Mutex, watch},
    time::Instant,
};

use crate::{
    checkpoint::{self, Checkpoint},
    projections::ALL,
    rows::{self, Facts},
    tail::Progress,
};

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
}

/// Gives out views. Cheap to clone.
#[derive(Clone)]
pub struct Views {
    pool: PgPool,
    clock: Arc<dyn Clock>,
    progress: Arc<[watch::Receiver<Progress>]>,
    kept: Arc<Mutex<Kept>>,
}

/// The newest facts read, and the checkpoints they were read at.
#[derive(Default, Clone)]
struct Kept {
    checkpoints: Vec<Checkpoint>,
    facts: Arc<Facts>,
}

impl Views {
    /// Views over the rows in `pool`, fed by tails that tell their progress.
    #[must_use]
    pub fn new(pool: PgPool, clock: Arc<dyn Clock>, progress: Vec<watch::Receiver<Progress>>) -> Self {
        Self {
            pool,
            clock,
            progress: progress.into(),
            kept: Arc::default(),
        }
    }

    /// The view now, or as soon as the change named by `consistency_token` is in it.
    ///
    /// # Errors
    /// The token is not one, its change is not in within the time, or the database is away.
    pub async fn view(&self, consistency_token: &str, deadline: Option<Instant>) -> Result<View, Fault> {
        if let Some(token) = ConsistencyToken::parse(consistency_token)? {
            self.wait_for(&token, deadline).await?;
        }
        let Kept { checkpoints, facts } = self.newest().await?;
        Ok(View {
            facts,
            freshness: self.freshness(&checkpoints),
            as_of: self.clock.today(),
        })
    }

    /// The pool, for what an explanation looks up on top of a view.
    #[must_use]
    pub fn pool(&self) -> &PgPool {
        &self.pool
    }

    async fn wait_for(&self, token: &ConsistencyToken, deadline: Option<Instant>) -> Result<(), Fault> {
        let longest = Instant::now() + Duration::from_secs(WAIT_SECONDS);
        let margin = Duration::from_millis(MARGIN_MILLIS);
        let until = deadline
            .and_then(|at| at.checked_sub(margin))
            .map_or(longest, |at| at.min(longest));
        let all = futures::future::join_all(self.progress.iter().cloned().map(|seen| included(seen, token)));
        match tokio::time::timeout_at(until, all).await {
            Ok(included) if included.iter().all(|it| *it) => Ok(()),
            Ok(_) | Err(_) => Err(Fault::unavailable(
                "NOT_YET_VISIBLE",
                format!("the change {token} is recorded but not yet in this view; ask again"),
            )),
        }
    }

    /// The kept facts when nothing moved, else newly read ones; many callers wait for one reading.
    async fn newest(&self) -> Result<Kept, Fault> {
        let now = checkpoint::read_all(&mut *self.pool.acquire().await?).await?;
        let mut kept = self.kept.lock().await;
        if kept.checkpoints != now || now.is_empty() {
            *kept = self.read().await?;
        }
        Ok(kept.clone())
    }

    /// Reads until no rebuild was swapped in meanwhile: a table that changed places is not part of the transaction's moment.
    async fn read(&self) -> Result<Kept, Fault> {
        loop {
            let mut tx = self.pool.begin().await?;
            sqlx::query("set transaction isolation level repeatable read, read only")
                .execute(&mut *tx)
                .await?;
            let checkpoints = checkpoint::read_all(&mut tx).await?;
            let facts = Arc::new(rows::load_all(&mut tx).await?);
            tx.commit().await?;
            let generations = generations(&mut *self.pool.acquire().await?).await?;
            if generations == checkpoints.iter().map(|it| it.generation).collect::<Vec<_>>() {
                return Ok(Kept { checkpoints, facts });
            }
        }
    }

    /// The furthest position that every projection has reached.
    fn freshness(&self, checkpoints: &[Checkpoint]) -> Freshness {
        let head = self
            .progress
            .iter()
            .map(|seen| seen.borrow().head)
            .max()
            .unwrap_or(0);
        // How old an answer is, is a matter of real time, as the ledger's own times are.
        freshness(checkpoints, head, SystemClock::default().now())
    }
}

async fn generations(db: &mut PgConnection) -> Result<Vec<i64>, sqlx::Error> {
    Ok(checkpoint::read_all(db)
        .await?
        .into_iter()
        .map(|checkpoint| checkpoint.generation)
        .collect())
}

async fn included(mut seen: watch::Receiver<Progress>, token: &ConsistencyToken) -> bool {
    let included = |progress: &Progress| progress.checkpoint.includes(&token.block, token.log_position);
    seen.wait_for(included).await.is_ok()
}

fn freshness(checkpoints: &[Checkpoint], head: u64, now: Timestamp) -> Freshness {
    let lowest = checkpoints.iter().min_by_key(|checkpoint| checkpoint.position);
    // A projection that has not even begun holds nothing.
    let lowest = lowest.filter(|_| checkpoints.len() >= ALL.len());
    let position = lowest.map_or(0, |checkpoint| checkpoint.position);
    let recorded_at = lowest.and_then(|checkpoint| checkpoint.recorded_at);
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

    fn at(position: u64, recorded_at: &str) -> Checkpoint {
        Checkpoint {
            position,
            recorded_at: recorded_at.parse().ok(),
            ..Checkpoint::default()
        }
    }

    fn all_but_one_at(position: u64, other: Checkpoint) -> Vec<Checkpoint> {
        let mut checkpoints = vec![at(position, "2025-03-01T10:00:00Z"); ALL.len() - 1];
        checkpoints.push(other);
        checkpoints
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
