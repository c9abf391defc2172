//! Batches that are being written: at most two, the second behind the first.
//!
//! While PostgreSQL brings one batch to the disk, the next one is with it already, takes the head as soon as the first lets
//! go of it, and writes only if the head is where the first was to leave it. So hardly anything is lost between two commits.
//! The second goes when all whom the last one answered may be back: those who call one after the other then travel in two
//! groups, one on its way while the other is answered. Nobody waits by a timer, and who calls alone never meets another
//! batch.

use std::{
    collections::VecDeque,
    time::{Duration, Instant},
};

use futures::{FutureExt, StreamExt, future::BoxFuture, stream::FuturesOrdered};

use super::{
    super::append::Job,
    batch::{Batch, Touched},
    statement::{self, Refusal, Written},
};
use crate::session::Session;

/// Most batches that are being written at a time.
const FLIGHTS_MAX: usize = 2;
/// How many batches go alone after one was refused: whoever else writes to this log will do so again.
const ALONE: u32 = 64;

/// A batch that is through.
pub(super) struct Landed {
    pub(super) jobs: Vec<Job>,
    /// The place it stands after.
    pub(super) outcome: Result<u64, Refusal>,
    pub(super) took: Duration,
}

/// The connections, and what is being written over them.
pub(super) struct Flights {
    /// Those over which nothing is being written.
    idle: Vec<Session>,
    under_way: FuturesOrdered<BoxFuture<'static, (Session, Landed)>>,
    /// What those under way touch.
    touched: VecDeque<Touched>,
    /// How many callers the last batch answered.
    returning: usize,
    /// How many batches still go alone.
    alone: u32,
    /// Everything that waits touches what is under way.
    is_blocked: bool,
}

impl Flights {
    /// Over connections that are made so.
    pub(super) fn over(session: impl Fn() -> Session) -> Self {
        Self {
            idle: std::iter::repeat_with(session).take(FLIGHTS_MAX).collect(),
            under_way: FuturesOrdered::new(),
            touched: VecDeque::new(),
            returning: 0,
            alone: 0,
            is_blocked: false,
        }
    }

    /// Whether nothing is being written.
    pub(super) fn is_empty(&self) -> bool {
        self.under_way.is_empty()
    }

    /// The connections; all of them while nothing is being written.
    pub(super) fn idle(&mut self) -> &mut [Session] {
        &mut self.idle
    }

    /// What those under way touch.
    pub(super) fn touched(&self) -> &VecDeque<Touched> {
        &self.touched
    }

    /// Whether another batch may go when so many appends wait.
    pub(super) fn may_start(&self, waiting: usize) -> bool {
        if self.is_empty() {
            return waiting > 0;
        }
        // A connection is made only when nothing is under way: a new one puts in doubt what was decided before.
        let is_ready = self.idle.last().is_some_and(Session::is_connected);
        is_ready && !self.is_blocked && self.alone == 0 && waiting >= self.returning.max(1)
    }

    /// Nothing of what waits can go before something that is under way is through.
    pub(super) fn block(&mut self) {
        self.is_blocked = true;
    }

    /// Starts writing a batch that is to stand after `known`, when [`may_start`](Self::may_start) says so.
    pub(super) fn start(&mut self, Batch { jobs, touched }: Batch, known: u64) {
        let Some(session) = self.idle.pop() else {
            unreachable!("`may_start` has seen an idle connection")
        };
        let is_behind = !self.is_empty();
        self.touched.push_back(touched);
        self.under_way
            .push_back(write(session, jobs, known, is_behind).boxed());
    }

    /// Waits for the batch that was started first; none when nothing is being written. May be dropped and called again.
    pub(super) async fn landed(&mut self) -> Option<Landed> {
        let (session, landed) = self.under_way.next().await?;
        self.idle.push(session);
        self.touched.pop_front();
        self.is_blocked = false;
        if landed.outcome.is_ok() {
            self.returning = landed.jobs.len();
            self.alone = self.alone.saturating_sub(1);
        } else {
            self.alone = ALONE;
        }
        Some(landed)
    }
}

/// Writes appends in one commit, if the head is where it is known to be, or will be when what they are behind is through.
async fn write(mut session: Session, jobs: Vec<Job>, known: u64, is_behind: bool) -> (Session, Landed) {
    let started = Instant::now();
    let appends: Vec<_> = jobs.iter().map(|job| &job.append).collect();
    let written = session
        .run(async |connection| statement::write(connection, &appends, known, is_behind).await)
        .await;
    let outcome = Written::outcome(written);
    let took = started.elapsed();
    (session, Landed { jobs, outcome, took })
}
