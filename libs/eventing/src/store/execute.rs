//! Carrying out commands: recall the aggregate, decide, append; and again when somebody else was first.

use std::sync::Arc;

use futures::{FutureExt, future::BoxFuture};

use super::{
    ATTEMPTS_MAX, Committed, ExecuteError, Store,
    append::{Append, AppendError, Guard},
    cache::{self, Known},
    reading::Reading,
};
use crate::{decider::Decider, recorded::Meta};

/// After how many facts an aggregate's weight is measured again.
const MEASURE_FACTS: u64 = 16;

/// What one attempt came to.
enum Attempt {
    /// Carried out, now or before.
    Done(Committed),
    /// What it was decided on has changed.
    Again,
}

impl Store {
    /// Decides a command on an aggregate and appends what follows. Decided again when somebody else was first.
    ///
    /// # Errors
    /// See [`ExecuteError`].
    pub async fn execute<D: Decider>(
        &self,
        id: &str,
        command: D::Command,
        meta: &Meta,
    ) -> Result<Committed, ExecuteError> {
        self.execute_reading::<D, _, ExecuteError>(id, meta, |_| {
            let command = command.clone();
            async move { Ok(command) }.boxed()
        })
        .await
    }

    /// Like [`Store::execute`], but `command` makes the command from other aggregates, which are guarded: when one of them
    /// changes before the commit, `command` runs again. So rules over several aggregates hold under concurrency.
    ///
    /// # Errors
    /// What `command` answers, or see [`ExecuteError`].
    pub async fn execute_reading<D, F, E>(&self, id: &str, meta: &Meta, command: F) -> Result<Committed, E>
    where
        D: Decider,
        F: for<'r> Fn(&'r mut Reading<'_>) -> BoxFuture<'r, Result<D::Command, E>> + Send + Sync,
        E: From<ExecuteError> + Send,
    {
        let _room = self.inner.room.try_acquire().map_err(|_| ExecuteError::Busy)?;
        let _turn = self.inner.turns.take(D::TYPE, id).await;
        for nth in 0..ATTEMPTS_MAX {
            let mut reading = Reading::new(self);
            let made = match command(&mut reading).await {
                Ok(made) => made,
                Err(refused) => {
                    if reading.was_outdated().await? {
                        continue;
                    }
                    // What was carried out before is answered as before, even if the same request would be refused by now.
                    return self.known_request(meta).await?.ok_or(refused);
                }
            };
            // Whoever expected to begin and found something there looks at it.
            let begins = nth == 0 && D::begins(&made);
            match self.attempt::<D>(id, made, meta, &reading, begins).await? {
                Attempt::Done(committed) => return Ok(committed),
                Attempt::Again => self.note_conflict(),
            }
        }
        Err(ExecuteError::Contended.into())
    }

    /// Decides once and appends.
    async fn attempt<D: Decider>(
        &self,
        id: &str,
        command: D::Command,
        meta: &Meta,
        reading: &Reading<'_>,
        begins: bool,
    ) -> Result<Attempt, ExecuteError> {
        let (known, certain) = self.recall::<D>(id, begins).await?;
        let decided = known.state.decide(command);
        if !certain && decided.as_ref().map_or(true, Vec::is_empty) {
            // Nothing is appended, so nothing would show that what is in memory is old.
            let version = known.version;
            if self.look_again(id, known.clone()).await?.version != version {
                return Ok(Attempt::Again);
            }
        }
        match decided {
            Ok(facts) => self.append_decided(id, known, facts, meta, reading).await,
            Err(_) if reading.was_outdated().await? => Ok(Attempt::Again),
            Err(rejection) => match self.known_request(meta).await? {
                Some(committed) => Ok(Attempt::Done(committed)),
                None => Err(ExecuteError::Rejected(Box::new(rejection))),
            },
        }
    }

    /// The aggregate a command is for, and whether that is certainly how the log has it. Of one that `begins` nothing is
    /// expected to be there.
    async fn recall<D: Decider>(&self, id: &str, begins: bool) -> Result<(Known<D>, bool), ExecuteError> {
        if let Some(known) = self.inner.cache.get(id) {
            return Ok((known, false));
        }
        if begins {
            return Ok((Known::nothing(self.inner.cache.epoch()), false));
        }
        Ok((self.look_up(id).await?, true))
    }

    async fn append_decided<D: Decider>(
        &self,
        id: &str,
        known: Known<D>,
        facts: Vec<D::Fact>,
        meta: &Meta,
        reading: &Reading<'_>,
    ) -> Result<Attempt, ExecuteError> {
        let decided = Guard {
            stream_type: D::TYPE,
            stream_id: id.to_owned(),
            version: known.version,
        };
        // What was read before everything was forgotten is as old as that, however new the rest is.
        let epoch = known.epoch.min(reading.epoch());
        let append = Append::new::<D>(decided, epoch, &facts, meta, reading)?;
        let bytes = append.bytes();
        match self.append(append).await {
            Ok(committed) => {
                self.remember(id, known, facts, bytes);
                Ok(Attempt::Done(committed))
            }
            Err(AppendError::Conflict) => {
                self.inner.cache.forget(D::TYPE, id);
                reading.was_outdated().await?;
                Ok(Attempt::Again)
            }
            Err(AppendError::RequestKnown) => match self.known_request(meta).await? {
                Some(committed) => Ok(Attempt::Done(committed)),
                // The record was forgotten in between: decide again.
                None => Ok(Attempt::Again),
            },
            Err(AppendError::Failed(error)) => Err(error),
        }
    }

    /// Keeps the aggregate as it is after its new facts.
    fn remember<D: Decider>(&self, id: &str, known: Known<D>, facts: Vec<D::Fact>, bytes: u64) {
        if facts.is_empty() {
            return;
        }
        let (before, mut state) = (known.version, Arc::unwrap_or_clone(known.state));
        let version = before + facts.len() as u64;
        for fact in facts {
            state.evolve(fact);
        }
        let newer = Known {
            bytes: if version / MEASURE_FACTS == before / MEASURE_FACTS {
                known.bytes + bytes
            } else {
                cache::measure(&state)
            },
            state: Arc::new(state),
            version,
            epoch: known.epoch,
        };
        self.inner.cache.put(id, &newer);
        if D::SNAPSHOTS.is_some_and(|snapshots| before / snapshots.every != version / snapshots.every) {
            self.keep_snapshot(id, &newer);
        }
    }
}
