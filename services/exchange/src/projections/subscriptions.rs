//! Subscriptions, by what lists ask for.

use std::sync::Arc;

use async_trait::async_trait;
use eventing::{Projection, ProjectionError, Recorded};
use sqlx::{PgConnection, PgPool};

use crate::domain::subscription::{Fact, Stage, Subscription};

/// Permanent name of the projection.
pub const NAME: &str = "subscriptions";

/// Subscriptions by programme and stage.
#[derive(Debug, Clone, Copy)]
pub struct Subscriptions;

/// What a list asks for.
#[derive(Debug, Clone)]
pub struct Wanted<'a> {
    /// Only those of these programmes; none for all.
    pub programmes: Option<&'a [String]>,
    /// Only those in this stage.
    pub stage: Option<Stage>,
}

#[async_trait]
impl Projection for Subscriptions {
    fn name(&self) -> &'static str {
        NAME
    }

    fn is_concerned(&self, fact: &Recorded) -> bool {
        fact.is_of::<Subscription>()
    }

    async fn apply(&self, batch: &[Arc<Recorded>], db: &mut PgConnection) -> Result<(), ProjectionError> {
        for recorded in batch {
            let Some(fact) = recorded.fact::<Subscription>() else {
                continue;
            };
            let (programme_id, stage, door) = match fact? {
                Fact::Requested { content, .. } => {
                    (content.programme_id, Stage::Requested, Some(content.door.name()))
                }
                Fact::Approved { content, .. } => (content.programme_id, Stage::Active, None),
                Fact::Refused { programme_id, .. } => (programme_id, Stage::Refused, None),
                Fact::Suspended { programme_id, .. } => (programme_id, Stage::Suspended, None),
                Fact::Resumed { programme_id, .. } => (programme_id, Stage::Active, None),
                Fact::Ended { programme_id, .. } => (programme_id, Stage::Ended, None),
                Fact::Replayed { .. } | Fact::KeysRotated { .. } => continue,
            };
            sqlx::query(
                "INSERT INTO subscriptions (subscription_id, programme_id, stage, door) VALUES ($1, $2, $3, COALESCE($4, 'fetched'))
                 ON CONFLICT (subscription_id) DO UPDATE SET stage = excluded.stage, door = COALESCE($4, subscriptions.door)",
            )
            .bind(&recorded.stream_id)
            .bind(programme_id)
            .bind(stage.name())
            .bind(door)
            .execute(&mut *db)
            .await?;
        }
        Ok(())
    }

    async fn reset(&self, db: &mut PgConnection) -> Result<(), ProjectionError> {
        sqlx::query("DELETE FROM subscriptions").execute(db).await?;
        Ok(())
    }
}

/// Identifiers of the subscriptions after one, at most `limit`.
///
/// # Errors
/// The database cannot be reached.
pub async fn list(
    pool: &PgPool,
    wanted: &Wanted<'_>,
    after: &str,
    limit: i64,
) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar(
        "SELECT subscription_id FROM subscriptions
         WHERE subscription_id > $1 AND ($2::text[] IS NULL OR programme_id = ANY($2)) AND ($3::text IS NULL OR stage = $3)
         ORDER BY subscription_id LIMIT $4",
    )
    .bind(after)
    .bind(wanted.programmes)
    .bind(wanted.stage.map(Stage::name))
    .bind(limit)
    .fetch_all(pool)
    .await
}

/// Identifiers of the active subscriptions whose events the hub sends through one of these doors.
///
/// # Errors
/// The database cannot be reached.
pub async fn active_through(pool: &PgPool, doors: &[&str]) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar("SELECT subscription_id FROM subscriptions WHERE stage = $1 AND door = ANY($2)")
        .bind(Stage::Active.name())
        .bind(doors)
        .fetch_all(pool)
        .await
}
