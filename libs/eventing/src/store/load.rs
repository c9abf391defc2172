//! Loading aggregates from their facts.

use sqlx::Row;

use super::{ExecuteError, Loaded, Store};
use crate::{decider::Decider, recorded::CorruptFact};

impl Store {
    /// The aggregate as it is now; version 0 and the default state when nothing has happened to it.
    ///
    /// # Errors
    /// The database cannot be reached, or a stored fact does not parse.
    pub async fn load<D: Decider>(&self, id: &str) -> Result<Loaded<D>, ExecuteError> {
        self.load_at(id, u64::MAX).await
    }

    /// The aggregate as it was after `version` facts.
    ///
    /// # Errors
    /// The database cannot be reached, or a stored fact does not parse.
    pub async fn load_at<D: Decider>(&self, id: &str, version: u64) -> Result<Loaded<D>, ExecuteError> {
        let newest = i64::try_from(version).unwrap_or(i64::MAX);
        let query = sqlx::query(
            "SELECT sequence, event_type, payload::text FROM events
             WHERE aggregate_type = $1 AND aggregate_id = $2 AND sequence <= $3 ORDER BY sequence",
        )
        .bind(D::TYPE)
        .bind(id)
        .bind(newest);
        let rows = self.timed("load", query.fetch_all(self.pool())).await?;

        let mut loaded = Loaded {
            state: D::default(),
            version: 0,
        };
        for row in rows {
            loaded.version = row.try_get::<i64, _>(0)?.cast_unsigned();
            let payload: &str = row.try_get(2)?;
            let fact = serde_json::from_str(payload).map_err(|source| CorruptFact {
                stream: format!("{}/{id}", D::TYPE),
                version: loaded.version,
                name: row.try_get(1).unwrap_or_default(),
                source,
            })?;
            loaded.state.evolve(fact);
        }
        Ok(loaded)
    }
}
