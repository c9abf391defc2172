//! The store as cqrs-es sees it, so that its framework works on it unchanged.

use std::collections::HashMap;

use cqrs_es::{AggregateContext, AggregateError, EventEnvelope, EventStore};

use super::{
    ExecuteError, Store,
    append::{Append, AppendError, Guard},
    reading::Reading,
};
use crate::{
    decider::{Aggregate, Decider},
    recorded::{Meta, RecordedMeta},
};

/// An aggregate loaded for one command.
pub struct StoreContext<D: Decider> {
    id: String,
    version: u64,
    epoch: u64,
    aggregate: Aggregate<D>,
}

impl<D: Decider> AggregateContext<Aggregate<D>> for StoreContext<D> {
    fn aggregate(&mut self) -> &mut Aggregate<D> {
        &mut self.aggregate
    }
}

impl<D: Decider> EventStore<Aggregate<D>> for Store {
    type AC = StoreContext<D>;

    async fn load_events(
        &self,
        id: &str,
    ) -> Result<Vec<EventEnvelope<Aggregate<D>>>, AggregateError<D::Rejection>> {
        let rows: Vec<(i64, String, String)> = sqlx::query_as(
            "SELECT sequence, payload::text, metadata::text FROM events
             WHERE aggregate_type = $1 AND aggregate_id = $2 ORDER BY sequence",
        )
        .bind(D::TYPE)
        .bind(id)
        .fetch_all(self.pool())
        .await
        .map_err(connection)?;
        rows.into_iter()
            .map(|(sequence, payload, metadata)| {
                Ok(EventEnvelope {
                    aggregate_id: id.to_owned(),
                    sequence: usize::try_from(sequence).unwrap_or(usize::MAX),
                    payload: serde_json::from_str(&payload).map_err(damaged)?,
                    metadata: serde_json::from_str(&metadata).map_err(damaged)?,
                })
            })
            .collect()
    }

    async fn load_aggregate(&self, id: &str) -> Result<Self::AC, AggregateError<D::Rejection>> {
        let epoch = self.inner.cache.epoch();
        let loaded = self.load::<D>(id).await.map_err(connection)?;
        Ok(StoreContext {
            id: id.to_owned(),
            version: loaded.version,
            epoch,
            aggregate: Aggregate(loaded.state),
        })
    }

    async fn commit(
        &self,
        facts: Vec<D::Fact>,
        context: Self::AC,
        metadata: HashMap<String, String>,
    ) -> Result<Vec<EventEnvelope<Aggregate<D>>>, AggregateError<D::Rejection>> {
        let meta = meta_of(metadata).map_err(damaged)?;
        let kept = strings_of(&meta).map_err(damaged)?;
        let decided = Guard {
            stream_type: D::TYPE,
            stream_id: context.id.clone(),
            version: context.version,
        };
        let append = Append::new::<D>(decided, context.epoch, &facts, &meta, &Reading::new(self))
            .map_err(connection)?;
        self.append(append).await.map_err(|error| match error {
            AppendError::Conflict | AppendError::RequestKnown => AggregateError::AggregateConflict,
            AppendError::Failed(error) => connection(error),
        })?;
        let first = usize::try_from(context.version).unwrap_or(usize::MAX) + 1;
        Ok(facts
            .into_iter()
            .enumerate()
            .map(|(index, payload)| EventEnvelope {
                aggregate_id: context.id.clone(),
                sequence: first + index,
                payload,
                metadata: kept.clone(),
            })
            .collect())
    }
}

/// What the framework's metadata say of who, why and what it belongs to. Anything else in them is not kept.
fn meta_of(mut metadata: HashMap<String, String>) -> Result<Meta, serde_json::Error> {
    metadata.entry("actor".into()).or_default();
    let recorded: RecordedMeta = serde_json::from_value(serde_json::to_value(metadata)?)?;
    Ok(Meta {
        actor: recorded.actor,
        at: jiff::Timestamp::now(),
        request: None,
        traceparent: recorded.traceparent,
        context: recorded.context,
    })
}

/// The metadata as they are kept and read again.
fn strings_of(meta: &Meta) -> Result<HashMap<String, String>, serde_json::Error> {
    serde_json::from_value(serde_json::to_value(RecordedMeta::from(meta))?)
}

fn connection<R: std::error::Error>(error: impl Into<ExecuteError>) -> AggregateError<R> {
    AggregateError::DatabaseConnectionError(Box::new(error.into()))
}

fn damaged<R: std::error::Error>(error: serde_json::Error) -> AggregateError<R> {
    AggregateError::DeserializationError(Box::new(error))
}
