//! Numbers of the editions.

use std::sync::Arc;

use async_trait::async_trait;
use eventing::{Projection, ProjectionError, Recorded};
use sqlx::{PgConnection, PgPool};

use crate::domain::edition::{Edition, Fact};

/// Permanent name of the projection.
pub const NAME: &str = "editions";

/// Editions by number.
#[derive(Debug, Clone, Copy)]
pub struct Editions;

#[async_trait]
impl Projection for Editions {
    fn name(&self) -> &'static str {
        NAME
    }

    fn is_concerned(&self, fact: &Recorded) -> bool {
        fact.is_of::<Edition>()
    }

    async fn apply(&self, batch: &[Arc<Recorded>], db: &mut PgConnection) -> Result<(), ProjectionError> {
        for recorded in batch {
            let Some(fact) = recorded.fact::<Edition>() else {
                continue;
            };
            let Fact::Published { edition, .. } = fact?;
            sqlx::query("INSERT INTO editions (number) VALUES ($1) ON CONFLICT DO NOTHING")
                .bind(i64::from(edition.content.number))
                .execute(&mut *db)
                .await?;
        }
        Ok(())
    }

    async fn reset(&self, db: &mut PgConnection) -> Result<(), ProjectionError> {
        sqlx::query("DELETE FROM editions").execute(db).await?;
        Ok(())
    }
}

/// Numbers of the editions before one, newest first, at most `limit`.
///
/// # Errors
/// The database cannot be reached.
pub async fn list(pool: &PgPool, before: Option<u32>, limit: i64) -> Result<Vec<u32>, sqlx::Error> {
    let numbers: Vec<i32> =
        sqlx::query_scalar("SELECT number FROM editions WHERE number < $1 ORDER BY number DESC LIMIT $2")
            .bind(before.map_or(i64::from(i32::MAX), i64::from))
            .bind(limit)
            .fetch_all(pool)
            .await?;
    Ok(numbers
        .into_iter()
        .filter_map(|it| u32::try_from(it).ok())
        .collect())
}
