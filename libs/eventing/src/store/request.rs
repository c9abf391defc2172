//! What is on record about requests that were carried out.

use jiff_sqlx::ToSqlx;
use sqlx::Row;

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
        let row = sqlx::query(
            "SELECT digest, version, first_position, fact_count, public_position, recorded_at FROM requests WHERE request_id = $1",
        )
        .bind(request.id)
        .fetch_optional(self.pool())
        .await?;
        let Some(row) = row else { return Ok(None) };
        if row.try_get::<&[u8], _>("digest")? != request.digest {
            return Err(ExecuteError::RequestReused(request.id));
        }
        let first = row.try_get::<i64, _>("first_position")?.cast_unsigned();
        let count = u64::from(row.try_get::<i32, _>("fact_count")?.cast_unsigned());
        Ok(Some(Committed {
            version: row.try_get::<i64, _>("version")?.cast_unsigned(),
            positions: (first..first + count).collect(),
            public_position: row
                .try_get::<Option<i64>, _>("public_position")?
                .map(i64::cast_unsigned),
            recorded_at: row.try_get::<jiff_sqlx::Timestamp, _>("recorded_at")?.to_jiff(),
            repeated: true,
        }))
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
