//! Decisions that rest on more than one aggregate: what was read is guarded until the commit.

use futures::future::BoxFuture;

use super::{
    ATTEMPTS_MAX, Committed, ExecuteError, Loaded, Store,
    append::{Append, AppendError, Guard},
};
use crate::{
    decider::{Decider, Fact},
    recorded::{Meta, RecordedMeta},
};

/// What one decision has read of other aggregates. If any of it changes before the commit, the decision is made again.
pub struct Reading<'s> {
    store: &'s Store,
    guards: Vec<Guard>,
}

impl Reading<'_> {
    /// Reads another aggregate and guards it.
    ///
    /// # Errors
    /// The database cannot be reached, or a stored fact does not parse.
    pub async fn read<D: Decider>(&mut self, id: &str) -> Result<Loaded<D>, ExecuteError> {
        let loaded = self.store.load::<D>(id).await?;
        self.guards.push(Guard {
            stream_type: D::TYPE,
            stream_id: id.to_owned(),
            version: loaded.version,
        });
        Ok(loaded)
    }
}

impl Store {
    /// Loads the aggregate, decides and appends. Decided again when somebody else was first.
    ///
    /// # Errors
    /// See [`ExecuteError`].
    pub async fn execute<D: Decider>(
        &self,
        id: &str,
        command: D::Command,
        meta: &Meta,
    ) -> Result<Committed, ExecuteError> {
        for _ in 0..ATTEMPTS_MAX {
            if let Some(committed) = self.attempt::<D>(id, command.clone(), meta, Vec::new()).await? {
                return Ok(committed);
            }
        }
        Err(ExecuteError::Contended)
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
        for _ in 0..ATTEMPTS_MAX {
            let mut reading = Reading {
                store: self,
                guards: Vec::new(),
            };
            let made = match command(&mut reading).await {
                Ok(made) => made,
                // What was carried out before is answered as before, even if the same request would be refused by now.
                Err(refused) => match self.known_request(meta).await {
                    Ok(Some(committed)) => return Ok(committed),
                    _ => return Err(refused),
                },
            };
            if let Some(committed) = self.attempt::<D>(id, made, meta, reading.guards).await? {
                return Ok(committed);
            }
        }
        Err(ExecuteError::Contended.into())
    }

    /// One attempt; `None` when somebody else was first and the decision must be made again.
    async fn attempt<D: Decider>(
        &self,
        id: &str,
        command: D::Command,
        meta: &Meta,
        guards: Vec<Guard>,
    ) -> Result<Option<Committed>, ExecuteError> {
        let loaded = self.load::<D>(id).await?;
        let facts = match loaded.state.decide(command) {
            Ok(facts) => facts,
            Err(rejection) => {
                return match self.known_request(meta).await? {
                    Some(committed) => Ok(Some(committed)),
                    None => Err(ExecuteError::Rejected(Box::new(rejection))),
                };
            }
        };
        match self
            .append(Append::new::<D>(id, loaded.version, &facts, meta, guards)?)
            .await
        {
            Ok(committed) => Ok(Some(committed)),
            Err(AppendError::Conflict) => {
                self.note_conflict();
                Ok(None)
            }
            Err(AppendError::RequestKnown) => match self.known_request(meta).await? {
                Some(committed) => Ok(Some(committed)),
                // The other request's transaction was rolled back after all: decide again.
                None => Ok(None),
            },
            Err(AppendError::Failed(error)) => Err(error),
        }
    }
}

impl Append {
    /// An append of `facts` after `expected` earlier ones.
    pub(super) fn new<D: Decider>(
        id: &str,
        expected: u64,
        facts: &[D::Fact],
        meta: &Meta,
        guards: Vec<Guard>,
    ) -> Result<Self, ExecuteError> {
        let facts = facts
            .iter()
            .map(|fact| {
                Ok(super::append::NewFact {
                    name: fact.event_type(),
                    shape_version: fact.event_version(),
                    payload: serde_json::to_string(fact).map_err(ExecuteError::Unwritable)?,
                    public: D::is_public(fact),
                })
            })
            .collect::<Result<_, ExecuteError>>()?;
        Ok(Self {
            stream_type: D::TYPE,
            stream_id: id.to_owned(),
            expected,
            facts,
            metadata: serde_json::to_string(&RecordedMeta::from(meta)).map_err(ExecuteError::Unwritable)?,
            at: meta.at,
            request: meta.request.clone(),
            guards,
        })
    }
}
