//! Moving rows on for all who acknowledge at about the same moment, in one statement.
//!
//! Sixty subscribers who acknowledge ten times a second would otherwise be six hundred transactions a second, each of which waits for the
//! disk. Their rows are written without that wait: a database that breaks down forgets acknowledgements of its last moments, and what they
//! were about is delivered again, which may happen anyway. A row is never further than what was acknowledged.

use std::time::Duration;

use runtime::fault::Fault;
use sqlx::{PgPool, postgres::PgPoolOptions};
use tokio::{
    sync::{mpsc, oneshot},
    time::Instant,
};
use tokio_util::sync::CancellationToken;

use super::cursor::{self, Cursor, Step};

/// How often rows are written at most. Whoever acknowledges waits so long, and goes on taking events meanwhile.
const EVERY: Duration = Duration::from_millis(10);
/// Most steps in one statement, and most that wait.
const STEPS_MAX: usize = 1_000;

/// A step, and who waits for it.
struct Job {
    subscription_id: String,
    step: Step,
    done: oneshot::Sender<Result<Option<Cursor>, Fault>>,
}

/// Takes steps of many subscriptions. Cheap to clone.
#[derive(Clone)]
pub struct Moves(mpsc::Sender<Job>);

/// Writes them.
pub struct Mover {
    pool: PgPool,
    jobs: mpsc::Receiver<Job>,
}

impl Moves {
    /// Takes steps, and what writes them, over a connection of its own.
    #[must_use]
    pub fn new(pool: &PgPool) -> (Self, Mover) {
        let (moves, jobs) = mpsc::channel(STEPS_MAX);
        let options = (*pool.connect_options()).clone();
        let pool = PgPoolOptions::new()
            .max_connections(1)
            .connect_lazy_with(options.options([("synchronous_commit", "off")]));
        (Self(moves), Mover { pool, jobs })
    }

    /// Moves a row on; none when it is elsewhere by now.
    ///
    /// # Errors
    /// The database cannot be reached, or the process is stopping.
    pub async fn advance(&self, subscription_id: &str, step: Step) -> Result<Option<Cursor>, Fault> {
        let stopping = || Fault::unavailable("STOPPING", "this hub is stopping; acknowledge again");
        let (done, moved) = oneshot::channel();
        let job = Job {
            subscription_id: subscription_id.to_owned(),
            step,
            done,
        };
        self.0.send(job).await.map_err(|_| stopping())?;
        moved.await.map_err(|_| stopping())?
    }
}

impl Mover {
    /// Writes until the process stops.
    ///
    /// # Errors
    /// None so far: who acknowledges is told what went wrong.
    pub async fn run(mut self, shutdown: CancellationToken) -> anyhow::Result<()> {
        let mut jobs = Vec::new();
        loop {
            let received = self.jobs.recv_many(&mut jobs, STEPS_MAX);
            let count = tokio::select! {
                () = shutdown.cancelled() => return Ok(()),
                count = received => count,
            };
            if count == 0 {
                return Ok(());
            }
            let until = Instant::now() + EVERY;
            self.write(std::mem::take(&mut jobs)).await;
            tokio::time::sleep_until(until).await;
        }
    }

    /// Writes the first step of each subscription together. A second one begins where the first does, so that it has come too late.
    async fn write(&self, jobs: Vec<Job>) {
        let mut steps: Vec<(String, Step)> = Vec::with_capacity(jobs.len());
        let mut waiting = Vec::with_capacity(jobs.len());
        for job in jobs {
            if steps.iter().any(|(id, _)| *id == job.subscription_id) {
                let _ = job.done.send(Ok(None));
                continue;
            }
            steps.push((job.subscription_id, job.step));
            waiting.push(job.done);
        }
        match cursor::advance_all(&self.pool, &steps).await {
            Ok(mut moved) => {
                for ((id, _), done) in steps.iter().zip(waiting) {
                    // Who does not wait any more looks where the row is.
                    let _ = done.send(Ok(moved.remove(id)));
                }
            }
            Err(error) => {
                let fault = Fault::from(error);
                for done in waiting {
                    let _ = done.send(Err(fault.clone()));
                }
            }
        }
    }
}
