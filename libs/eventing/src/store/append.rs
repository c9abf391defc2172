//! One append: the facts of one command, waiting to be written.

use jiff::{Timestamp, Unit};
use serde_json::value::RawValue;
use tokio::sync::oneshot;

use super::{Committed, ExecuteError, Store, reading::Reading};
use crate::{
    decider::{Decider, Fact},
    recorded::{Meta, Recorded, RecordedMeta, RequestKey},
};

/// A stream that must still have the version it was read at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Guard {
    pub(super) stream_type: &'static str,
    pub(super) stream_id: String,
    pub(super) version: u64,
}

/// A fact to be written.
#[derive(Debug, Clone)]
pub(super) struct NewFact {
    pub(super) name: String,
    pub(super) shape_version: String,
    pub(super) payload: String,
    pub(super) public: bool,
}

/// The facts of one command.
#[derive(Debug, Clone)]
pub(super) struct Append {
    pub(super) stream_type: &'static str,
    pub(super) stream_id: String,
    pub(super) expected: u64,
    /// Epoch of the cache in which it was decided.
    pub(super) epoch: u64,
    pub(super) facts: Vec<NewFact>,
    pub(super) meta: RecordedMeta,
    /// `meta` as it is stored.
    pub(super) metadata: String,
    pub(super) at: Timestamp,
    pub(super) request: Option<RequestKey>,
    pub(super) guards: Vec<Guard>,
}

impl Append {
    /// An append of `facts` behind what was `decided` on, and on what was read for it.
    pub(super) fn new<D: Decider>(
        decided: Guard,
        epoch: u64,
        facts: &[D::Fact],
        meta: &Meta,
        reading: &Reading<'_>,
    ) -> Result<Self, ExecuteError> {
        let guards = reading.guards(&decided, !facts.is_empty());
        let facts = facts
            .iter()
            .map(|fact| {
                Ok(NewFact {
                    name: fact.event_type(),
                    shape_version: fact.event_version(),
                    payload: serde_json::to_string(fact).map_err(ExecuteError::Unwritable)?,
                    public: D::is_public(fact),
                })
            })
            .collect::<Result<_, ExecuteError>>()?;
        let mut kept = RecordedMeta::from(meta);
        if let Some(context) = reading.context() {
            kept.context = context.clone();
        }
        Ok(Self {
            stream_type: decided.stream_type,
            stream_id: decided.stream_id,
            expected: decided.version,
            epoch,
            facts,
            metadata: serde_json::to_string(&kept).map_err(ExecuteError::Unwritable)?,
            meta: kept,
            // As finely as PostgreSQL keeps it, so that who asks again is told the same.
            at: meta.at.round(Unit::Microsecond).unwrap_or(meta.at),
            request: meta.request.clone(),
            guards,
        })
    }

    /// Size of its facts.
    pub(super) fn bytes(&self) -> u64 {
        self.facts.iter().map(|fact| fact.payload.len() as u64).sum()
    }

    /// What the caller is told when the facts stand right after `base`.
    pub(super) fn committed(&self, base: u64) -> Committed {
        let count = self.facts.len() as u64;
        Committed {
            version: self.expected + count,
            positions: (base + 1..=base + count).collect(),
            public_position: self.last_public(base),
            recorded_at: self.at,
            repeated: false,
        }
    }

    /// Its facts as they stand in the log right after `base`.
    pub(super) fn recorded(self, base: u64) -> impl Iterator<Item = Recorded> {
        let places = base + 1..;
        self.facts
            .into_iter()
            .zip(places)
            .map_while(move |(fact, position)| {
                Some(Recorded {
                    position,
                    stream_type: self.stream_type.to_owned(),
                    stream_id: self.stream_id.clone(),
                    version: self.expected + position - base,
                    name: fact.name,
                    shape_version: fact.shape_version,
                    // It was stored as JSON, so it is.
                    payload: RawValue::from_string(fact.payload).ok()?,
                    meta: self.meta.clone(),
                    at: self.at,
                })
            })
    }

    /// Place of the last fact that is published, when the facts stand right after `base`.
    pub(super) fn last_public(&self, base: u64) -> Option<u64> {
        self.facts
            .iter()
            .rposition(|fact| fact.public)
            .map(|index| base + 1 + index as u64)
    }
}

/// An append and the caller that waits for it.
pub(super) struct Job {
    pub(super) append: Append,
    pub(super) reply: oneshot::Sender<Result<Committed, AppendError>>,
}

/// Why an append did not happen.
#[derive(Debug)]
pub(super) enum AppendError {
    /// The stream, or one that was read, has moved on.
    Conflict,
    /// The request id is already on record.
    RequestKnown,
    /// Something else.
    Failed(ExecuteError),
}

impl Store {
    pub(super) async fn append(&self, append: Append) -> Result<Committed, AppendError> {
        let (reply, answer) = oneshot::channel();
        self.inner
            .appends
            .try_send(Job { append, reply })
            .map_err(|error| {
                AppendError::Failed(match error {
                    tokio::sync::mpsc::error::TrySendError::Full(_) => ExecuteError::Busy,
                    tokio::sync::mpsc::error::TrySendError::Closed(_) => ExecuteError::Closed,
                })
            })?;
        answer
            .await
            .unwrap_or(Err(AppendError::Failed(ExecuteError::Closed)))
    }
}
