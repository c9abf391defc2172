//! Reactions: "when this happened, do that". They follow the log, one replica at a time, and issue commands whose request ids
//! follow from the fact, so that a fact seen again after a crash changes nothing.

use std::{sync::Arc, time::Duration};

use async_trait::async_trait;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::{
    breakpoint::{self, Step},
    checkpoint::{FollowerHandle, checkpoint, move_checkpoint},
    failure::error_chain,
    lease::Lease,
    pace::Pace,
    recorded::Recorded,
    store::{ExecuteError, Store},
};

/// Wait after a failure, in milliseconds.
const RETRY_MILLIS: u64 = 300;

/// Why a reaction could not be carried out.
#[derive(Debug, thiserror::Error)]
pub enum ReactionError {
    /// Something is away for a while: tried again.
    #[error("{0}")]
    Retry(String),
    /// It can never be carried out; it is logged and passed over, so that one fact does not hold up all later ones.
    #[error("{0}")]
    GiveUp(String),
}

impl From<ExecuteError> for ReactionError {
    fn from(error: ExecuteError) -> Self {
        match error {
            ExecuteError::Rejected(_)
            | ExecuteError::RequestReused(_)
            | ExecuteError::Corrupt(_)
            | ExecuteError::Gap { .. }
            | ExecuteError::Refused(_)
            | ExecuteError::Unwritable(_) => Self::GiveUp(error_chain(&error)),
            ExecuteError::Contended
            | ExecuteError::Busy
            | ExecuteError::Unavailable(_)
            | ExecuteError::Closed => Self::Retry(error_chain(&error)),
        }
    }
}

impl From<sqlx::Error> for ReactionError {
    fn from(error: sqlx::Error) -> Self {
        ExecuteError::from(error).into()
    }
}

/// One reaction.
#[async_trait]
pub trait Reaction: Send + Sync + 'static {
    /// Permanent name, part of the request ids of its commands.
    fn name(&self) -> &'static str;

    /// Does what is to be done about a fact; facts of no interest answer `Ok` at once.
    async fn react(&self, fact: &Recorded) -> Result<(), ReactionError>;
}

/// All reactions of a block, carried out in the order of the log.
pub struct Reactions {
    store: Store,
    reactions: Vec<Arc<dyn Reaction>>,
    position: watch::Sender<u64>,
}

/// Name under which the reactions' checkpoint and lease are kept.
const NAME: &str = "reactions";

impl Reactions {
    /// The reactions of the block with this log, and the handle that tells how far they are.
    #[must_use]
    pub fn new(store: Store, reactions: Vec<Arc<dyn Reaction>>) -> (Self, FollowerHandle) {
        let (sender, position) = watch::channel(0);
        let handle = FollowerHandle {
            name: NAME,
            pool: store.pool().clone(),
            position,
        };
        (
            Self {
                store,
                reactions,
                position: sender,
            },
            handle,
        )
    }

    /// Runs until `shutdown`.
    pub async fn run(self, shutdown: CancellationToken) {
        while let Some(lease) = Lease::acquire(self.store.pool(), NAME, &shutdown).await {
            tokio::select! {
                () = shutdown.cancelled() => return,
                () = lease.lost() => {}
                () = self.follow() => {}
            }
        }
    }

    async fn follow(&self) {
        let (mut newest, mut known) = (self.store.watch_head(), None);
        let mut pace = Pace::default();
        loop {
            let waiting = newest.borrow().saturating_sub(*self.position.borrow());
            pace.look(waiting).await;
            known = match self.step(known).await {
                Ok((reached, done)) => {
                    self.position.send_replace(reached);
                    self.store.wait_beyond(reached, &mut newest).await;
                    done.then_some(reached)
                }
                Err(error) => {
                    tracing::warn!(%error, "the reactions wait and try again");
                    tokio::time::sleep(Duration::from_millis(RETRY_MILLIS)).await;
                    None
                }
            };
        }
    }

    /// Looks at one batch. `known` is the checkpoint where this process just left it; else it is looked up. Answers the
    /// position reached, and whether there was anything.
    async fn step(&self, known: Option<u64>) -> Result<(u64, bool), sqlx::Error> {
        let known = match known {
            Some(known) => known,
            None => checkpoint(self.store.pool(), NAME).await?,
        };
        let batch = self.store.read_along(known).await?;
        let Some(last) = batch.last() else {
            return Ok((known, false));
        };
        for fact in batch.iter() {
            for reaction in &self.reactions {
                carry_out(reaction.as_ref(), fact).await;
                breakpoint::pass(Step::ReactionCarriedOut);
            }
        }
        let moved = move_checkpoint(self.store.pool(), NAME, known, last.position).await?;
        Ok(if moved {
            (last.position, true)
        } else {
            (known, false)
        })
    }
}

/// Carries out one reaction, again and again while what fails is passing.
async fn carry_out(reaction: &dyn Reaction, fact: &Recorded) {
    loop {
        match reaction.react(fact).await {
            Ok(()) => return,
            Err(ReactionError::Retry(reason)) => {
                tracing::warn!(
                    reaction = reaction.name(),
                    position = fact.position,
                    reason,
                    "a reaction is tried again"
                );
                tokio::time::sleep(Duration::from_millis(RETRY_MILLIS)).await;
            }
            Err(ReactionError::GiveUp(reason)) => {
                tracing::error!(
                    reaction = reaction.name(),
                    position = fact.position,
                    reason,
                    "a reaction was given up"
                );
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_passes_is_tried_again_and_what_the_database_cannot_do_is_not() {
        let passing = ReactionError::from(sqlx::Error::PoolTimedOut);
        assert!(matches!(passing, ReactionError::Retry(_)), "{passing}");
        let staying = ReactionError::from(sqlx::Error::ColumnNotFound("x".into()));
        assert!(matches!(staying, ReactionError::GiveUp(_)), "{staying}");
    }
}
