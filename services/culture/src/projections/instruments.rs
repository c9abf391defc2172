//! Instruments by identifier.

use std::sync::Arc;

use async_trait::async_trait;
use eventing::{Projection, ProjectionError, Recorded};
use sqlx::{PgConnection, PgPool};

use crate::domain::instrument::Instrument;

/// Permanent name of the projection.
pub const NAME: &str = "instruments";

/// Instruments by identifier.
#[derive(Debug, Clone, Copy)]
pub struct Instruments;

#[async_trait]
impl Projection for Instruments {
    fn name(&self) -> &'static str {
        NAME
    }

    fn is_concerned(&self, fact: &Recorded) -> bool {
        fact.is_of::<Instrument>()
    }

    async fn apply(&self, batch: &[Arc<Recorded>], db: &mut PgConnection) -> Result<(), ProjectionError> {
        for recorded in batch.iter().filter(|it| it.is_of::<Instrument>()) {
            sqlx::query("INSERT INTO instruments (instrument_id) VALUES ($1) ON CONFLICT DO NOTHING")
                .bind(&recorded.stream_id)
                .execute(&mut *db)
                .await?;
        }
        Ok(())
    }

    async fn reset(&self, db: &mut PgConnection) -> Result<(), ProjectionError> {
        sqlx::query("DELETE FROM instruments").execute(db).await?;
        Ok(())
    }
}

/// Identifiers of the instruments after one, at most `limit`.
///
/// # Errors
/// The database cannot be reached.
pub async fn list(pool: &PgPool, after: &str, limit: i64) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar(
        "SELECT instrument_id FROM instruments WHERE instrument_id > $1 ORDER BY instrument_id LIMIT $2",
    )
    .bind(after)
    .bind(limit)
    .fetch_all(pool)
    .await
}
