//! Decisions that rest on more than one aggregate: what was read is guarded until the commit.

use futures::future::try_join_all;

use super::{ExecuteError, Loaded, Store, append::Guard, loader::Ask};
use crate::{decider::Decider, recorded::Context};

/// What one decision has read of other aggregates. If any of it changes before the commit, the decision is made again.
pub struct Reading<'s> {
    store: &'s Store,
    /// Epoch of the cache before anything was read.
    epoch: u64,
    guards: Vec<Guard>,
    context: Option<Context>,
}

impl<'s> Reading<'s> {
    pub(super) fn new(store: &'s Store) -> Self {
        Self {
            store,
            epoch: store.inner.cache.epoch(),
            guards: Vec::new(),
            context: None,
        }
    }

    /// Says what the facts of this decision belong to, in place of what its metadata say, where that is known only from
    /// what was read.
    pub fn file_under(&mut self, context: Context) {
        self.context = Some(context);
    }

    /// Reads another aggregate, or the one that the decision is about, and guards it.
    ///
    /// # Errors
    /// The database cannot be reached, or a stored fact does not parse.
    pub async fn read<D: Decider>(&mut self, id: &str) -> Result<Loaded<D>, ExecuteError> {
        let known = match self.store.inner.cache.get::<D>(id) {
            // It may be old; then the guard will not hold, or the refusal that follows from it is looked at again.
            Some(known) => known,
            None => self.store.look_up(id).await?,
        };
        self.guards.push(Guard {
            stream_type: D::TYPE,
            stream_id: id.to_owned(),
            version: known.version,
        });
        Ok(Loaded {
            version: known.version,
            state: (*known.state).clone(),
        })
    }

    pub(super) fn epoch(&self) -> u64 {
        self.epoch
    }

    /// The guards of a decision on a stream. That stream needs none when its next version is written: there can only be one.
    pub(super) fn guards(&self, decided: &Guard, writes: bool) -> Vec<Guard> {
        let kept = self.guards.iter().filter(|guard| !writes || *guard != decided);
        kept.cloned().collect()
    }

    pub(super) fn context(&self) -> Option<&Context> {
        self.context.as_ref()
    }

    /// Whether the log has more of what was read than was read. What is old is forgotten.
    pub(super) async fn was_outdated(&self) -> Result<bool, ExecuteError> {
        let looks = self.guards.iter().map(async |guard| {
            let ask = Ask {
                stream_type: guard.stream_type,
                stream_id: guard.stream_id.clone(),
                after: guard.version,
                shape: "",
            };
            let outdated = self.store.inner.loader.read(ask).await?.last.is_some();
            if outdated {
                self.store.inner.cache.forget(guard.stream_type, &guard.stream_id);
            }
            Ok::<_, ExecuteError>(outdated)
        });
        Ok(try_join_all(looks).await?.contains(&true))
    }
}
