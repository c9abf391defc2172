//! What the passing of time brings: a month that is over is counted; and what a stop of the hub left: erasures that are not in the log yet.

use std::{sync::Arc, time::Duration};

use eventing::{Clock, Context, ExecuteError, Meta, clock::dutch_date, projection::FollowerHandle};
use jiff::Timestamp;
use runtime::fault::error_chain;
use tokio_util::sync::CancellationToken;

use crate::{
    domain::{
        counting::{Command, Counting},
        issuance::Month,
        passport::{self, Erasure},
    },
    grpc::BLOCK,
    issuing::Issuing,
    projections::issued,
    vault::VaultError,
};

/// How often the clock is looked at, in seconds of real time.
const BEAT_SECONDS: u64 = 60;
/// The one stream of the counting.
const COUNTING: &str = "national";
/// Who acts in the facts.
const ACTOR: &str = "hub-scheduler";

/// Why a round could not be done. The next one does what this one left.
#[derive(Debug, thiserror::Error)]
enum Trouble {
    /// The database is away.
    #[error("what was issued cannot be read")]
    Database(#[from] sqlx::Error),
    /// The vault does not answer.
    #[error("the vault cannot be read")]
    Vault(#[from] VaultError),
    /// A fact could not be recorded.
    #[error("what has come cannot be recorded")]
    Execute(#[from] ExecuteError),
}

/// The scheduler.
pub(crate) struct Scheduler {
    pub(crate) issuing: Issuing,
    pub(crate) issued: FollowerHandle,
}

impl Scheduler {
    /// Looks at the clock until the process stops. Several processes may do so: a month is counted once, whoever asks.
    pub(crate) async fn run(self, shutdown: CancellationToken) {
        let clock: Arc<dyn Clock> = self.issuing.office.clock.clone();
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
        self.record_erasures().await?;
        self.count(now).await
    }

    async fn record_erasures(&self) -> Result<(), Trouble> {
        for (erasure_id, erased_at) in self.issuing.vault.erasures().await? {
            let command = passport::Command::Record {
                today: dutch_date(erased_at),
            };
            let id = erasure_id.to_string();
            let meta = meta(self.issuing.office.clock.now());
            self.issuing
                .office
                .store
                .execute::<Erasure>(&id, command, &meta)
                .await?;
            self.issuing.vault.erasure_recorded(erasure_id).await?;
        }
        Ok(())
    }

    /// Counts each month that is over, one after the other.
    async fn count(&self, now: Timestamp) -> Result<(), Trouble> {
        let store = &self.issuing.office.store;
        let present = Month::of(dutch_date(now));
        let last = store.load::<Counting>(COUNTING).await?.state.month();
        if last.is_some_and(|last| last.next() >= present) {
            return Ok(());
        }
        self.issued.wait_for(store.head().await?).await?;
        let next = match last {
            Some(last) => Some(last.next()),
            None => issued::first_month(store.pool()).await?,
        };
        let Some(mut month) = next else { return Ok(()) };
        while month < present {
            let totals = issued::totals(store.pool(), month).await?;
            let command = Command::Count { month, totals };
            store.execute::<Counting>(COUNTING, command, &meta(now)).await?;
            month = month.next();
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
        context: Context {
            building_block: Some(BLOCK.to_owned()),
            ..Context::default()
        },
    }
}
