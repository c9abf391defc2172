//! What the passing of time brings: a measurement whose responses were kept for too long is withdrawn, and they are deleted.

use std::{sync::Arc, time::Duration};

use blocks::office::Office;
use eventing::{Clock, ExecuteError, Meta, clock::dutch_date};
use jiff::Timestamp;
use runtime::fault::{Fault, error_chain};
use tokio_util::sync::CancellationToken;

use crate::{
    domain::wave::{Command, Stage, Wave},
    grpc::filing,
    projections::measurements,
    responses::Responses,
};

/// How often the clock is looked at, in seconds of real time.
const BEAT_SECONDS: u64 = 60;
/// Most measurements that are looked at in one round, of each stage.
const ROUND_MAX: i64 = 1_000;
/// Who acts in the facts.
const ACTOR: &str = "hub-scheduler";

/// Why a round could not be done. The next one does what this one left.
#[derive(Debug, thiserror::Error)]
enum Trouble {
    /// The database is away.
    #[error("measurements or responses cannot be reached")]
    Database(#[from] sqlx::Error),
    /// The log cannot be read.
    #[error("a measurement cannot be read")]
    Execute(#[from] ExecuteError),
    /// A fact could not be recorded.
    #[error("what has come cannot be recorded")]
    Record(#[from] Fault),
}

/// The scheduler.
pub(crate) struct Scheduler {
    pub(crate) office: Office,
    pub(crate) responses: Responses,
}

impl Scheduler {
    /// Looks at the clock until the process stops. Several processes may do so: a measurement is withdrawn once, whoever asks.
    pub(crate) async fn run(self, shutdown: CancellationToken) {
        let clock: Arc<dyn Clock> = self.office.clock.clone();
        let mut moved = clock.moved();
        loop {
            tokio::select! {
                () = shutdown.cancelled() => return,
                done = self.round(clock.now()) => if let Err(error) = done {
                    tracing::warn!(error = %error_chain(&error), "the scheduler waits and tries again");
                }
            }
            tokio::select! {
                () = shutdown.cancelled() => return,
                () = tokio::time::sleep(Duration::from_secs(BEAT_SECONDS)) => {}
                // A clock that cannot be moved has closed its channel: then only the beat counts.
                Ok(()) = moved.changed() => {}
            }
        }
    }

    async fn round(&self, now: Timestamp) -> Result<(), Trouble> {
        let (store, today) = (&self.office.store, dutch_date(now));
        for stage in [Stage::Fielding, Stage::Closed] {
            for id in measurements::at(store.pool(), stage, ROUND_MAX).await? {
                let command = Command::Expire { today };
                self.office
                    .execute_filed::<Wave>(&id, &meta(now), command, |it| it.plan().map(filing::measurement))
                    .await?;
                if store.load::<Wave>(&id).await?.state.stage() == Stage::Withdrawn {
                    self.responses.delete(&id).await?;
                }
            }
        }
        Ok(())
    }
}

fn meta(now: Timestamp) -> Meta {
    Meta {
        actor: ACTOR.to_owned(),
        at: now,
        request: None,
        traceparent: None,
        context: eventing::Context::default(),
    }
}
