//! The one writer of a process: takes whatever appends wait and commits them together, without a timer.
//!
//! Places in the log are given out by moving the head, and the head is moved only from where this writer knows it to be. So
//! what a statement sees of the log is what it is written upon: guards are checked in the same statement that appends. When
//! somebody else has moved the head, or a unique key is violated, the log is asked whom that concerns; those are answered,
//! and the others go together again, now with the head locked, so that they get through.

mod batch;
mod diagnosis;
mod json;
mod rows;
mod statement;

use std::{sync::Arc, time::Instant};

use sqlx::postgres::PgConnectOptions;
use tokio::sync::{mpsc, watch};

use super::{
    OperationRecorder,
    append::{AppendError, Job},
    cache::Cache,
    head,
};
use crate::{
    breakpoint::{self, Step},
    failure::{error_chain, is_passing},
    session::Session,
};
use batch::Batch;
use statement::{Refusal, Written};

/// Most appends in one commit.
const BATCH_APPENDS_MAX: usize = 512;
/// How often a batch is tried before its callers are asked to decide again.
const TRIES_MAX: usize = 6;

/// The writer.
pub(super) struct Writer {
    session: Session,
    cache: Arc<Cache>,
    /// Where the head is, as far as this writer knows; unknown after a new connection.
    known_head: Option<u64>,
    told: Told,
    record: OperationRecorder,
}

/// Who is told of the newest place in the log.
pub(super) struct Told {
    /// Those who follow the log in this process.
    pub(super) here: watch::Sender<u64>,
    /// Those in other processes, of what this one has written.
    pub(super) elsewhere: watch::Sender<u64>,
}

impl Writer {
    pub(super) fn new(
        options: &PgConnectOptions,
        cache: Arc<Cache>,
        told: Told,
        record: OperationRecorder,
    ) -> Self {
        Self {
            session: Session::new(options),
            cache,
            known_head: None,
            told,
            record,
        }
    }

    /// Runs until the last store handle is gone and everything that waited is answered.
    pub(super) async fn run(mut self, mut jobs: mpsc::Receiver<Job>) {
        let mut waiting = Vec::with_capacity(BATCH_APPENDS_MAX);
        loop {
            let room = BATCH_APPENDS_MAX.saturating_sub(waiting.len());
            if waiting.is_empty() {
                if jobs.recv_many(&mut waiting, room).await == 0 {
                    return;
                }
            } else {
                waiting.extend(std::iter::from_fn(|| jobs.try_recv().ok()).take(room));
            }
            breakpoint::pass(Step::AppendTaken);
            // Whoever has gone away does not want the change any more; nothing was written yet.
            waiting.retain(|job| !job.reply.is_closed());
            let batch = Batch::of(&mut waiting);
            let started = Instant::now();
            self.commit(batch.jobs).await;
            (self.record)("append", started.elapsed());
        }
    }

    /// Commits appends together, as far as nothing speaks against them, and answers all.
    async fn commit(&mut self, jobs: Vec<Job>) {
        let mut jobs = match self.admit(jobs).await {
            Ok(jobs) => jobs,
            Err((jobs, error)) => return fail(jobs, error),
        };
        for attempt in 0..TRIES_MAX {
            if jobs.is_empty() {
                return;
            }
            match self.write(&jobs, attempt > 0).await {
                Ok(base) => return self.succeed(jobs, base),
                Err(Refusal::Contradicted) => match self.sort_out(jobs).await {
                    Ok(rest) => jobs = rest,
                    Err((jobs, error)) => return fail(jobs, error),
                },
                // Something in it cannot be stored at all. Who is to blame shows when each goes alone.
                Err(Refusal::Failed(error)) if jobs.len() > 1 && !is_passing(&error) => {
                    for job in jobs {
                        Box::pin(self.commit(vec![job])).await;
                    }
                    return;
                }
                Err(Refusal::Failed(error)) => return fail(jobs, error),
            }
        }
        for job in jobs {
            job.answer(Err(AppendError::Conflict));
        }
    }

    /// Makes sure that there is a connection and that the head is known. With a new connection everything in memory is
    /// forgotten: PostgreSQL may have come back with less than it had.
    pub(super) async fn connect(&mut self) -> Result<(), sqlx::Error> {
        if self.session.connect().await? {
            self.known_head = None;
            self.cache.forget_all();
        }
        if self.known_head.is_none() {
            self.known_head = Some(self.session.run(statement::head).await?);
        }
        Ok(())
    }

    /// Lets through what may be written. What was decided before a new connection is to be decided again.
    async fn admit(&mut self, jobs: Vec<Job>) -> Result<Vec<Job>, (Vec<Job>, sqlx::Error)> {
        if let Err(error) = self.connect().await {
            return Err((jobs, error));
        }
        let epoch = self.cache.epoch();
        let (current, outdated): (Vec<_>, Vec<_>) =
            jobs.into_iter().partition(|job| job.append.epoch == epoch);
        for job in outdated {
            job.answer(Err(AppendError::Conflict));
        }
        Ok(current)
    }

    /// Writes appends in one commit, and answers the place they stand after.
    async fn write(&mut self, jobs: &[Job], locked: bool) -> Result<u64, Refusal> {
        let known = self.known_head.unwrap_or(0);
        let appends: Vec<_> = jobs.iter().map(|job| &job.append).collect();
        let written = self
            .session
            .run(async |connection| {
                if locked {
                    statement::write_locked(connection, &appends).await
                } else {
                    statement::write(connection, &appends, known).await
                }
            })
            .await;
        match written {
            Ok(Written::After(base)) => {
                breakpoint::pass(Step::AppendCommitted);
                Ok(base)
            }
            Ok(Written::Nothing) => Err(Refusal::Contradicted),
            Err(error) => Err(Refusal::of(error)),
        }
    }

    fn succeed(&mut self, jobs: Vec<Job>, mut base: u64) {
        for job in jobs {
            let committed = job.append.committed(base);
            base += job.append.facts.len() as u64;
            job.answer(Ok(committed));
        }
        self.known_head = Some(base);
        head::tell(&self.told.here, base);
        self.told.elsewhere.send_replace(base);
    }

    /// Asks the log what speaks against each append, answers those concerned, and hands back the others.
    async fn sort_out(&mut self, jobs: Vec<Job>) -> Result<Vec<Job>, (Vec<Job>, sqlx::Error)> {
        let appends: Vec<_> = jobs.iter().map(|job| &job.append).collect();
        let asked = self
            .session
            .run(async |connection| diagnosis::ask(connection, &appends).await)
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
