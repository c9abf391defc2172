//! What is on record about requests that were carried out.

use jiff_sqlx::ToSqlx;
use sqlx::Row;
use uuid::Uuid;

use super::{Committed, ExecuteError, Store};
use crate::recorded::Meta;

impl Store {
    /// The outcome on record for this request, if it was carried out before.
    ///
    /// # Errors
    /// [`ExecuteError::RequestReused`] when the id was used for something else; the database cannot be reached.
    pub async fn known_request(&self, meta: &Meta) -> Result<Option<Committed>, ExecuteError> {
        let Some(request) = &meta.request else {
            return Ok(None);
        };
        match self.on_record(request.id).await? {
            Some((digest, _)) if digest != request.digest => Err(ExecuteError::RequestReused(request.id)),
            found => Ok(found.map(|(_, committed)| committed)),
        }
    }

    /// The outcome on record for a request of this id, whatever it asked for: for whoever can no longer tell what that was.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn request_by_id(&self, id: Uuid) -> Result<Option<Committed>, sqlx::Error> {
        Ok(self.on_record(id).await?.map(|(_, committed)| committed))
    }

    /// The digest of a request that was carried out, and its outcome.
    async fn on_record(&self, id: Uuid) -> Result<Option<(Vec<u8>, Committed)>, sqlx::Error> {
        let row = sqlx::query(
            "SELECT digest, version, first_position, fact_count, public_position, recorded_at FROM requests WHERE request_id = $1",
        )
        .bind(id)
        .fetch_optional(self.pool())
        .await?;
        let Some(row) = row else { return Ok(None) };
        let first = row.try_get::<i64, _>("first_position")?.cast_unsigned();
        let count = u64::from(row.try_get::<i32, _>("fact_count")?.cast_unsigned());
        let committed = Committed {
            version: row.try_get::<i64, _>("version")?.cast_unsigned(),
            positions: (first..first + count).collect(),
            public_position: row
                .try_get::<Option<i64>, _>("public_position")?
                .map(i64::cast_unsigned),
            recorded_at: row.try_get::<jiff_sqlx::Timestamp, _>("recorded_at")?.to_jiff(),
            repeated: true,
        };
        Ok(Some((row.try_get("digest")?, committed)))
    }

    /// Forgets request records older than `before`, at most `limit` of them; answers how many.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn forget_requests(&self, before: jiff::Timestamp, limit: u32) -> Result<u64, sqlx::Error> {
        let done = sqlx::query(
            "DELETE FROM requests WHERE request_id IN (SELECT request_id FROM requests WHERE recorded_at < $1 LIMIT $2)",
        )
        .bind(before.to_sqlx())
        .bind(i64::from(limit))
        .execute(self.pool())
        .await?;
        Ok(done.rows_affected())
    }
}
