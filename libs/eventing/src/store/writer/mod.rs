//! The one writer of a process: takes whatever appends wait and commits them together, without a timer.
//!
//! Places in the log are given out by moving the head, and the head is moved only from where this writer knows it to be. So
//! what a statement sees of the log is what it is written upon: guards are checked in the same statement that appends. When
//! somebody else has moved the head, or a unique key is violated, the log is asked whom that concerns; those are answered,
//! and the others go together again, now with the head locked, so that they get through.

mod batch;
mod diagnosis;
mod flight;
mod json;
mod rows;
mod statement;

use std::sync::Arc;

use sqlx::{PgConnection, postgres::PgConnectOptions};
use tokio::sync::{mpsc, watch};

use super::{
    OperationRecorder,
    append::{AppendError, Job},
    cache::Cache,
    head,
    shared::Shared,
};
use crate::{
    breakpoint::{self, Step},
    failure::{error_chain, is_passing},
    session::Session,
};
use batch::Batch;
use flight::{Flights, Landed};
use statement::{Refusal, Written};

/// Most appends in one commit.
const BATCH_APPENDS_MAX: usize = 512;
/// How often a batch is tried before its callers are asked to decide again.
const TRIES_MAX: usize = 6;

/// The writer.
pub(super) struct Writer {
    flights: Flights,
    cache: Arc<Cache>,
    /// Where the head will be when everything that is being written is through, as far as this writer knows; unknown after
    /// a new connection.
    known_head: Option<u64>,
    told: Told,
    record: OperationRecorder,
}

/// Who is told of what is new in the log.
pub(super) struct Told {
    /// Those who follow the log in this process.
    pub(super) here: watch::Sender<u64>,
    /// Those in other processes, of what this one has written.
    pub(super) elsewhere: watch::Sender<u64>,
    /// What this process has written, for those who follow the log in it.
    pub(super) facts: Shared,
}

impl Writer {
    pub(super) fn new(
        options: &PgConnectOptions,
        cache: Arc<Cache>,
        told: Told,
        record: OperationRecorder,
    ) -> Self {
        Self {
            flights: Flights::over(|| Session::new(options)),
            cache,
            known_head: None,
            told,
            record,
        }
    }

    /// Runs until the last store handle is gone and everything that waited is answered.
    pub(super) async fn run(mut self, mut jobs: mpsc::Receiver<Job>) {
        let mut waiting = Vec::with_capacity(BATCH_APPENDS_MAX);
        let mut is_open = true;
        loop {
            while self.flights.may_start(waiting.len()) {
                let room = BATCH_APPENDS_MAX.saturating_sub(waiting.len());
                waiting.extend(std::iter::from_fn(|| jobs.try_recv().ok()).take(room));
                self.start(&mut waiting).await;
            }
            let room = BATCH_APPENDS_MAX.saturating_sub(waiting.len());
            tokio::select! {
                Some(landed) = self.flights.landed() => self.take(landed).await,
                taken = jobs.recv_many(&mut waiting, room), if is_open && room > 0 => is_open = taken > 0,
                else => return,
            }
        }
    }

    /// Starts writing what can go together of what waits.
    async fn start(&mut self, waiting: &mut Vec<Job>) {
        breakpoint::pass(Step::AppendTaken);
        // Whoever has gone away does not want the change any more; nothing was written yet.
        waiting.retain(|job| !job.reply.is_closed());
        if self.flights.is_empty()
            && let Err(error) = self.connect().await
        {
            return fail(std::mem::take(waiting), error);
        }
        *waiting = self.admit(std::mem::take(waiting));
        let batch = Batch::of(waiting, self.flights.touched());
        if batch.jobs.is_empty() {
            return self.flights.block();
        }
        let known = self.known_head.unwrap_or(0);
        self.known_head = Some(known + facts_of(&batch.jobs));
        self.flights.start(batch, known);
    }

    /// Answers a batch that is through. One that was refused is written anew; what is behind it expects the head elsewhere,
    /// and is refused too.
    async fn take(&mut self, landed: Landed) {
        let mut refused = Vec::new();
        self.answer(landed, &mut refused);
        if refused.is_empty() {
            return;
        }
        while let Some(landed) = self.flights.landed().await {
            self.answer(landed, &mut refused);
        }
        for (jobs, refusal) in refused {
            match refusal {
                Refusal::Elsewhere => self.commit(jobs, false).await,
                Refusal::Contradicted => self.commit(jobs, true).await,
                Refusal::Failed(error) => self.give_up(jobs, error).await,
            }
        }
    }

    /// Answers a batch that was written, or failed for all. Another one that was not written is added to the refused ones.
    fn answer(&mut self, landed: Landed, refused: &mut Vec<(Vec<Job>, Refusal)>) {
        let Landed { jobs, outcome, took } = landed;
        (self.record)("append", took);
        match outcome {
            Ok(base) => return self.succeed(jobs, base),
            Err(Refusal::Failed(error)) if is_for_all(&jobs, &error) => fail(jobs, error),
            Err(refusal) => refused.push((jobs, refusal)),
        }
        // Looked up before the next batch, which goes when nothing is being written.
        self.known_head = None;
    }

    /// Commits appends together, as far as nothing speaks against them, and answers all. To be called when nothing is being
    /// written. `contradicted`: something speaks against some of them.
    async fn commit(&mut self, jobs: Vec<Job>, mut contradicted: bool) {
        if let Err(error) = self.connect().await {
            return fail(jobs, error);
        }
        let mut jobs = self.admit(jobs);
        for _ in 0..TRIES_MAX {
            if contradicted {
                jobs = match self.sort_out(jobs).await {
                    Ok(rest) => rest,
                    Err((jobs, error)) => return fail(jobs, error),
                };
            }
            if jobs.is_empty() {
                return;
            }
            match self.write(&jobs, contradicted).await {
                Ok(base) => {
                    self.known_head = Some(base + facts_of(&jobs));
                    return self.succeed(jobs, base);
                }
                Err(Refusal::Elsewhere | Refusal::Contradicted) => contradicted = true,
                Err(Refusal::Failed(error)) => return self.give_up(jobs, error).await,
            }
        }
        for job in jobs {
            job.answer(Err(AppendError::Conflict));
        }
    }

    /// Answers appends that failed together. When something in them cannot be stored at all, each goes alone, which shows
    /// who is to blame.
    async fn give_up(&mut self, jobs: Vec<Job>, error: sqlx::Error) {
        if is_for_all(&jobs, &error) {
            return fail(jobs, error);
        }
        for job in jobs {
            Box::pin(self.commit(vec![job], false)).await;
        }
    }

    /// Makes sure that there are connections and that the head is known. With a new connection everything in memory is
    /// forgotten: PostgreSQL may have come back with less than it had. To be called when nothing is being written.
    pub(super) async fn connect(&mut self) -> Result<(), sqlx::Error> {
        let (mut is_new, mut failed) = (false, None);
        for session in self.flights.idle() {
            match session.connect().await {
                Ok(connected) => is_new |= connected,
                Err(error) => failed = Some(error),
            }
        }
        if is_new {
            self.known_head = None;
            self.cache.forget_all();
            self.told.facts.forget();
        }
        if let Some(error) = failed {
            return Err(error);
        }
        if self.known_head.is_none() {
            self.known_head = Some(self.run_alone(statement::head).await?);
        }
        Ok(())
    }

    /// Lets through what may be written. What was decided before a new connection is to be decided again.
    fn admit(&self, jobs: Vec<Job>) -> Vec<Job> {
        let epoch = self.cache.epoch();
        let (current, outdated): (Vec<_>, Vec<_>) =
            jobs.into_iter().partition(|job| job.append.epoch == epoch);
        for job in outdated {
            job.answer(Err(AppendError::Conflict));
        }
        current
    }

    /// Does something with a connection. To be called when nothing is being written.
    async fn run_alone<T>(
        &mut self,
        work: impl AsyncFnOnce(&mut PgConnection) -> Result<T, sqlx::Error>,
    ) -> Result<T, sqlx::Error> {
        match self.flights.idle() {
            [session, ..] => session.run(work).await,
            [] => unreachable!("nothing is being written"),
        }
    }

    /// Writes appends in one commit, and answers the place they stand after.
    async fn write(&mut self, jobs: &[Job], locked: bool) -> Result<u64, Refusal> {
        let known = self.known_head.unwrap_or(0);
        let appends: Vec<_> = jobs.iter().map(|job| &job.append).collect();
        let written = self
            .run_alone(async |connection| {
                if locked {
                    statement::write_locked(connection, &appends).await
                } else {
                    statement::write(connection, &appends, known, false).await
                }
            })
            .await;
        Written::outcome(written)
    }

    fn succeed(&self, jobs: Vec<Job>, base: u64) {
        let (mut newest, mut facts) = (base, Vec::new());
        for Job { append, reply } in jobs {
            let before = newest;
            newest += append.facts.len() as u64;
            // Nobody listening is fine: what was written is on record under its request id.
            let _ = reply.send(Ok(append.committed(before)));
            facts.extend(append.recorded(before).map(Arc::new));
        }
        self.told.facts.keep(facts);
        head::tell(&self.told.here, newest);
        self.told.elsewhere.send_replace(newest);
    }

    /// Asks the log what speaks against each append, answers those concerned, and hands back the others.
    async fn sort_out(&mut self, jobs: Vec<Job>) -> Result<Vec<Job>, (Vec<Job>, sqlx::Error)> {
        let appends: Vec<_> = jobs.iter().map(|job| &job.append).collect();
        let asked = self
            .run_alone(async |connection| diagnosis::ask(connection, &appends).await)
            .await;
        let diagnosis = match asked {
            Ok(diagnosis) => diagnosis,
            Err(error) => return Err((jobs, error)),
        };
        self.known_head = Some(diagnosis.head);
        head::tell(&self.told.here, diagnosis.head);
        let mut rest = Vec::with_capacity(jobs.len());
        for (index, job) in jobs.into_iter().enumerate() {
            match diagnosis.of(index) {
                Some(error) => job.answer(Err(error)),
                None => rest.push(job),
            }
        }
        Ok(rest)
    }
}

impl Job {
    /// Nobody listening is fine: what was written is on record under its request id.
    fn answer(self, outcome: Result<super::Committed, AppendError>) {
        let _ = self.reply.send(outcome);
    }
}

/// Whether what failed was not the fault of some.
fn is_for_all(jobs: &[Job], error: &sqlx::Error) -> bool {
    jobs.len() == 1 || is_passing(error)
}

fn facts_of(jobs: &[Job]) -> u64 {
    jobs.iter().map(|job| job.append.facts.len() as u64).sum()
}

fn fail(jobs: Vec<Job>, error: sqlx::Error) {
    tracing::warn!(
        error = error_chain(&error),
        appends = jobs.len(),
        "changes could not be written"
    );
    let error = Arc::new(error);
    for job in jobs {
        job.answer(Err(AppendError::Failed(error.clone().into())));
    }
}
