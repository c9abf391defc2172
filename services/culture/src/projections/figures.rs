//! Reference figures by identifier.

use std::sync::Arc;

use async_trait::async_trait;
use eventing::{Projection, ProjectionError, Recorded};
use sqlx::{PgConnection, PgPool};

use crate::domain::figure::Figure;

/// Permanent name of the projection.
pub const NAME: &str = "figures";

/// Reference figures by identifier.
#[derive(Debug, Clone, Copy)]
pub struct Figures;

#[async_trait]
impl Projection for Figures {
    fn name(&self) -> &'static str {
        NAME
    }

    fn is_concerned(&self, fact: &Recorded) -> bool {
        fact.is_of::<Figure>()
    }

    async fn apply(&self, batch: &[Arc<Recorded>], db: &mut PgConnection) -> Result<(), ProjectionError> {
        for recorded in batch.iter().filter(|it| it.is_of::<Figure>()) {
            sqlx::query("INSERT INTO figures (figure_id) VALUES ($1) ON CONFLICT DO NOTHING")
                .bind(&recorded.stream_id)
                .execute(&mut *db)
                .await?;
        }
        Ok(())
    }

    async fn reset(&self, db: &mut PgConnection) -> Result<(), ProjectionError> {
        sqlx::query("DELETE FROM figures").execute(db).await?;
        Ok(())
    }
}

/// Identifiers of the figures after one, at most `limit`.
///
/// # Errors
/// The database cannot be reached.
pub async fn list(pool: &PgPool, after: &str, limit: i64) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar("SELECT figure_id FROM figures WHERE figure_id > $1 ORDER BY figure_id LIMIT $2")
        .bind(after)
        .bind(limit)
        .fetch_all(pool)
        .await
}
