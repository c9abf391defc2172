//! Aggregates from their facts: from memory as far as they are there, from the log for the rest.

use std::sync::Arc;

use sqlx::Row;

use super::{
    ExecuteError, Loaded, Store,
    cache::{self, Known},
    loader::{Ask, Found},
};
use crate::{decider::Decider, recorded::CorruptFact};

impl Store {
    /// The aggregate as it is now; version 0 and the default state when nothing has happened to it.
    ///
    /// # Errors
    /// The database cannot be reached, or a stored fact does not parse.
    pub async fn load<D: Decider>(&self, id: &str) -> Result<Loaded<D>, ExecuteError> {
        let known = match self.inner.cache.get::<D>(id) {
            Some(known) => self.look_again(id, known).await?,
            None => self.look_up(id).await?,
        };
        Ok(Loaded {
            version: known.version,
            state: Arc::unwrap_or_clone(known.state),
        })
    }

    /// The aggregate as it was after `version` facts.
    ///
    /// # Errors
    /// The database cannot be reached, a stored fact does not parse, or there are not so many facts.
    pub async fn load_at<D: Decider>(&self, id: &str, version: u64) -> Result<Loaded<D>, ExecuteError> {
        if let Some(known) = self.inner.cache.get::<D>(id)
            && known.version == version
        {
            return Ok(Loaded {
                version,
                state: Arc::unwrap_or_clone(known.state),
            });
        }
        let facts = self.facts::<D>(id, version).await?;
        if facts.len() as u64 != version {
            return Err(ExecuteError::gap::<D>(id, version));
        }
        let mut state = D::default();
        facts.into_iter().for_each(|fact| state.evolve(fact));
        Ok(Loaded { state, version })
    }

    /// The aggregate as the log has it.
    pub(super) async fn look_up<D: Decider>(&self, id: &str) -> Result<Known<D>, ExecuteError> {
        let nothing = Known::nothing(self.inner.cache.epoch());
        self.look_again(id, nothing).await
    }

    /// What is known of an aggregate, brought up to date with the log.
    pub(super) async fn look_again<D: Decider>(
        &self,
        id: &str,
        known: Known<D>,
    ) -> Result<Known<D>, ExecuteError> {
        let ask = Ask {
            stream_type: D::TYPE,
            stream_id: id.to_owned(),
            after: known.version,
            shape: D::SNAPSHOTS.map_or("", |snapshots| snapshots.shape),
        };
        let found = self.inner.loader.read(ask).await?;
        if found.last.is_none() && found.snapshot.is_none() {
            return Ok(known);
        }
        let replayed = found.last.unwrap_or(0).saturating_sub(known.version);
        let newer = self.advance(id, known, found).await?;
        self.inner.cache.put(id, &newer);
        if D::SNAPSHOTS.is_some_and(|snapshots| replayed >= snapshots.every) {
            self.keep_snapshot(id, &newer);
        }
        Ok(newer)
    }

    /// Lets happen to an aggregate what the log has of it.
    async fn advance<D: Decider>(
        &self,
        id: &str,
        known: Known<D>,
        found: Found,
    ) -> Result<Known<D>, ExecuteError> {
        let mut version = known.version;
        let mut state = match found.snapshot {
            // A snapshot that does not parse is no loss: the facts are there.
            Some((at, kept)) => match serde_json::from_str(&kept) {
                Ok(state) => {
                    version = at;
                    state
                }
                Err(error) => {
                    tracing::warn!(aggregate = D::TYPE, %error, "a snapshot cannot be read; the facts are");
                    return self.replay(id).await;
                }
            },
            None => Arc::unwrap_or_clone(known.state),
        };
        if let (Some(last), Some(listed)) = (found.last, found.facts) {
            let facts: Vec<D::Fact> = match serde_json::from_str(&listed) {
                Ok(facts) => facts,
                // Which of them it is, is told by reading them one by one.
                Err(_) => return self.replay(id).await,
            };
            if version + facts.len() as u64 != last {
                return Err(ExecuteError::gap::<D>(id, last));
            }
            for fact in facts {
                state.evolve(fact);
            }
            version = last;
        }
        Ok(Known {
            version,
            bytes: cache::measure(&state),
            epoch: known.epoch,
            state: Arc::new(state),
        })
    }

    /// The aggregate from its first fact on, fact by fact.
    async fn replay<D: Decider>(&self, id: &str) -> Result<Known<D>, ExecuteError> {
        let epoch = self.inner.cache.epoch();
        let facts = self.facts::<D>(id, u64::MAX).await?;
        let version = facts.len() as u64;
        let mut state = D::default();
        facts.into_iter().for_each(|fact| state.evolve(fact));
        Ok(Known {
            version,
            bytes: cache::measure(&state),
            epoch,
            state: Arc::new(state),
        })
    }

    /// The facts of a stream from the first one to at most that of version `to`.
    async fn facts<D: Decider>(&self, id: &str, to: u64) -> Result<Vec<D::Fact>, ExecuteError> {
        let query = sqlx::query(
            "SELECT sequence, event_type, payload::text FROM events
             WHERE aggregate_type = $1 AND aggregate_id = $2 AND sequence <= $3 ORDER BY sequence",
        )
        .bind(D::TYPE)
        .bind(id)
        .bind(i64::try_from(to).unwrap_or(i64::MAX));
        let rows = self.timed("load", query.fetch_all(self.pool())).await?;
        rows.iter()
            .zip(1..)
            .map(|(row, expected)| {
                let version = row.try_get::<i64, _>(0)?.cast_unsigned();
                if version != expected {
                    return Err(ExecuteError::gap::<D>(id, version));
                }
                serde_json::from_str(row.try_get(2)?).map_err(|source| {
                    let stream = format!("{}/{id}", D::TYPE);
                    let name = row.try_get(1).unwrap_or_default();
                    ExecuteError::Corrupt(CorruptFact {
                        stream,
                        version,
                        name,
                        source,
                    })
                })
            })
            .collect()
    }
}
