//! Records what the passing of time brings about, exactly once: reminders, due days that passed, answers of the hub that are late.
//!
//! Read models say whom to ask; the aggregates decide, and are silent when it was said before. What is written is a fact like any
//! other, so a replay never asks what day it is.

use std::{sync::Arc, time::Duration};

use eventing::{
    Clock, Context, ExecuteError, Meta, Store,
    breakpoint::{self, Step},
    lease::Lease,
    projection::FollowerHandle,
};
use jiff::{Timestamp, civil::Date};
use tokio_util::sync::CancellationToken;

use crate::{
    domain::{
        calendar::{self, Calendar, day_of},
        project::Project,
        report::{self, Report},
    },
    projections::{obligations::projects_to_tick, reports::responses_overdue},
};

/// Name of the lease, and of who acts in the facts.
const NAME: &str = "scheduler";
/// How often the clock is looked at, in seconds of real time.
const BEAT_SECONDS: u64 = 60;
/// How long the followers of the log get to catch up, in seconds.
const CATCH_UP_SECONDS: u64 = 60;

/// Why the scheduler could not do its round. The next round does what this one left.
#[derive(Debug, thiserror::Error)]
pub enum SchedulerError {
    /// The database is away.
    #[error("the scheduler cannot read what has come")]
    Database(#[from] sqlx::Error),
    /// A fact could not be recorded.
    #[error("the scheduler cannot record what has come")]
    Execute(#[from] ExecuteError),
    /// Reactions or projections do not follow.
    #[error("the followers of the log did not catch up within {CATCH_UP_SECONDS} seconds")]
    Behind,
}

/// The scheduler. Cheap to clone.
#[derive(Clone)]
pub struct Scheduler {
    store: Store,
    clock: Arc<dyn Clock>,
    reactions: FollowerHandle,
    projections: Vec<FollowerHandle>,
}

impl Scheduler {
    /// A scheduler that waits for the reactions, and for the projections `obligations` and `reports`, before it asks them.
    #[must_use]
    pub fn new(
        store: Store,
        clock: Arc<dyn Clock>,
        reactions: FollowerHandle,
        projections: Vec<FollowerHandle>,
    ) -> Self {
        Self {
            store,
            clock,
            reactions,
            projections,
        }
    }

    /// Records everything that has come by `now`, and comes back when nothing is left and all followers have seen it. A jump over
    /// several days brings all of them.
    ///
    /// # Errors
    /// The database is away, or the followers of the log do not catch up.
    pub async fn run_until_idle(&self, now: Timestamp) -> Result<(), SchedulerError> {
        let today = day_of(now);
        loop {
            self.catch_up().await?;
            let recorded = self.tick(now, today).await? + self.check_responses(now, today).await?;
            if recorded == 0 {
                return Ok(());
            }
        }
    }

    /// Runs every minute and whenever the clock is moved, in one process at a time, until `shutdown`.
    ///
    /// # Errors
    /// None: what fails is logged and tried again in the next round.
    pub async fn task(self, shutdown: CancellationToken) -> anyhow::Result<()> {
        while let Some(lease) = Lease::acquire(self.store.pool(), NAME, &shutdown).await {
            tokio::select! {
                () = shutdown.cancelled() => return Ok(()),
                () = lease.lost() => {}
                () = self.beat() => {}
            }
        }
        Ok(())
    }

    async fn beat(&self) {
        let mut moved = self.clock.moved();
        loop {
            if let Err(error) = self.run_until_idle(self.clock.now()).await {
                tracing::warn!(error = %runtime::fault::error_chain(&error), "the scheduler waits and tries again");
            }
            let next = tokio::time::sleep(Duration::from_secs(BEAT_SECONDS));
            tokio::select! {
                () = next => {}
                // A clock that cannot be moved has closed its channel: then only the beat counts.
                Ok(()) = moved.changed() => {}
            }
        }
    }

    /// Waits until the reactions have nothing more to add and the read models know everything.
    async fn catch_up(&self) -> Result<(), SchedulerError> {
        let all = async {
            let mut head = self.store.head().await?;
            loop {
                self.reactions.wait_for(head).await?;
                let newest = self.store.head().await?;
                if newest == head {
                    break;
                }
                head = newest;
            }
            for projection in &self.projections {
                projection.wait_for(head).await?;
            }
            Ok(())
        };
        tokio::time::timeout(Duration::from_secs(CATCH_UP_SECONDS), all)
            .await
            .map_err(|_| SchedulerError::Behind)?
    }

    /// Tells the calendars what day it is; answers how many facts that brought.
    async fn tick(&self, now: Timestamp, today: Date) -> Result<usize, SchedulerError> {
        let mut recorded = 0;
        for project_id in projects_to_tick(self.store.pool(), today).await? {
            let meta = self.meta(now, &project_id).await?;
            let command = calendar::Command::Tick { today };
            recorded += self
                .store
                .execute::<Calendar>(&project_id, command, &meta)
                .await?
                .positions
                .len();
            breakpoint::pass(Step::SchedulerRecorded);
        }
        Ok(recorded)
    }

    /// Tells the reports what day it is; answers how many facts that brought.
    async fn check_responses(&self, now: Timestamp, today: Date) -> Result<usize, SchedulerError> {
        let mut recorded = 0;
        for late in responses_overdue(self.store.pool(), today).await? {
            let meta = self.meta(now, &late.project_id).await?;
            let (report_id, by, step) = (
                late.report_id.clone(),
                NAME.to_owned(),
                report::Step::CheckResponse { today },
            );
            let command = report::Command {
                report_id,
                at: now,
                by,
                step,
            };
            recorded += self
                .store
                .execute::<Report>(&late.report_id, command, &meta)
                .await?
                .positions
                .len();
            breakpoint::pass(Step::SchedulerRecorded);
        }
        Ok(recorded)
    }

    async fn meta(&self, now: Timestamp, project_id: &str) -> Result<Meta, SchedulerError> {
        let context: Context = self.store.load::<Project>(project_id).await?.state.context();
        Ok(Meta {
            actor: format!("hub-{NAME}"),
            at: now,
            request: None,
            traceparent: None,
            context,
        })
    }
}
