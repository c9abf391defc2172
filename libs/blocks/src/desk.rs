//! Where reactions issue their commands.

use std::sync::Arc;

use contracts::ledger::v1::Entry;
use eventing::{Clock, Context, Decider, ExecuteError, Meta, ReactionError, Recorded, RequestKey, Store};

/// What a reaction acts on: a fact of the block's own log, or what another block published. The request id of its command
/// follows from it, so that what is seen twice changes nothing the second time.
#[derive(Debug, Clone)]
pub struct Cause {
    /// The block in whose log it is; none for the own one.
    block: Option<String>,
    /// Its position there.
    position: u64,
    traceparent: Option<String>,
    context: Context,
}

impl From<&Recorded> for Cause {
    fn from(fact: &Recorded) -> Self {
        Self {
            block: None,
            position: fact.position,
            traceparent: fact.meta.traceparent.clone(),
            context: fact.meta.context.clone(),
        }
    }
}

impl From<&Entry> for Cause {
    fn from(entry: &Entry) -> Self {
        Self {
            block: Some(entry.block.clone()),
            position: entry.log_position,
            traceparent: Some(entry.traceparent.clone()).filter(|trace| !trace.is_empty()),
            context: Context::default(),
        }
    }
}

/// What every reaction works with.
#[derive(Clone)]
pub struct Desk {
    /// The block's log.
    pub store: Store,
    /// The time the block works by.
    pub clock: Arc<dyn Clock>,
}

impl Desk {
    /// Issues a command because of a fact. It is never refused in the ordinary course of things; a refusal is given up on, visibly.
    ///
    /// # Errors
    /// As for [`Self::issue_unless`].
    pub async fn issue<D: Decider>(
        &self,
        cause: impl Into<Cause>,
        reaction: &str,
        step: &str,
        id: &str,
        command: D::Command,
    ) -> Result<(), ReactionError> {
        self.issue_unless(cause, reaction, step, id, command, |_: &D| false)
            .await
    }

    /// Issues a command because of a fact. When it is refused and the state is `settled`, somebody was first or it is not owed any
    /// more, and nothing is left to do. Any other refusal is given up on, visibly.
    ///
    /// # Errors
    /// The refusal, or what is in the way; whether to try again is said with it.
    pub async fn issue_unless<D: Decider>(
        &self,
        cause: impl Into<Cause>,
        reaction: &str,
        step: &str,
        id: &str,
        command: D::Command,
        settled: impl Fn(&D) -> bool + Send,
    ) -> Result<(), ReactionError> {
        let meta = self.meta(cause.into(), reaction, step);
        let refusal = match self.store.execute::<D>(id, command, &meta).await {
            Ok(_) => return Ok(()),
            Err(ExecuteError::Rejected(refusal)) => refusal,
            Err(error) => return Err(error.into()),
        };
        if settled(&self.store.load::<D>(id).await?.state) {
            return Ok(());
        }
        let (kind, reason) = (D::TYPE, refusal.reason());
        Err(ReactionError::GiveUp(format!("{kind} {id}: {reason}: {refusal}")))
    }

    /// The metadata of a change that a reaction makes because of something. `step` tells its changes apart.
    #[must_use]
    pub fn meta(&self, cause: Cause, reaction: &str, step: &str) -> Meta {
        let block = cause.block.as_deref().unwrap_or_else(|| self.store.block());
        Meta {
            actor: format!("hub-{reaction}"),
            at: self.clock.now(),
            request: Some(RequestKey::of_reaction(block, reaction, cause.position, step)),
            traceparent: cause.traceparent,
            context: cause.context,
        }
    }
}

/// The fact of one aggregate, if it is that; a stored fact that cannot be read is given up on, visibly.
///
/// # Errors
/// The stored fact cannot be read.
pub fn fact_of<D: Decider>(recorded: &Recorded) -> Result<Option<D::Fact>, ReactionError> {
    recorded
        .fact::<D>()
        .transpose()
        .map_err(|corrupt| ReactionError::GiveUp(corrupt.to_string()))
}
