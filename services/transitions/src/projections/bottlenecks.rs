//! Bottlenecks by what lists ask for.

use std::sync::Arc;

use async_trait::async_trait;
use eventing::{Projection, ProjectionError, Recorded};
use sqlx::{PgConnection, PgPool};

use crate::domain::bottleneck::{Bottleneck, Fact, Record};

/// Permanent name of the projection.
pub const NAME: &str = "bottlenecks";

/// Bottlenecks by region, skill and state.
#[derive(Debug, Clone, Copy)]
pub struct Bottlenecks;

/// What a list asks for; an empty text or none means everything.
#[derive(Debug, Clone)]
pub struct Wanted<'a> {
    /// Region.
    pub region_id: &'a str,
    /// Skill.
    pub skill_uri: &'a str,
    /// Whether it is none any more.
    pub resolved: Option<bool>,
}

#[async_trait]
impl Projection for Bottlenecks {
    fn name(&self) -> &'static str {
        NAME
    }

    fn is_concerned(&self, fact: &Recorded) -> bool {
        fact.is_of::<Bottleneck>()
    }

    async fn apply(&self, batch: &[Arc<Recorded>], db: &mut PgConnection) -> Result<(), ProjectionError> {
        for recorded in batch {
            let Some(fact) = recorded.fact::<Bottleneck>() else {
                continue;
            };
            match fact? {
                Fact::Recorded { record } | Fact::Revised { record, .. } => write(&record, db).await?,
                Fact::Resolved { .. } => {
                    sqlx::query("UPDATE bottlenecks SET resolved = true WHERE bottleneck_id = $1")
                        .bind(&recorded.stream_id)
                        .execute(&mut *db)
                        .await?;
                }
            }
        }
        Ok(())
    }

    async fn reset(&self, db: &mut PgConnection) -> Result<(), ProjectionError> {
        sqlx::query("DELETE FROM bottlenecks").execute(db).await?;
        Ok(())
    }
}

async fn write(record: &Record, db: &mut PgConnection) -> Result<(), sqlx::Error> {
    let skills: Vec<&str> = record.skills.iter().map(|skill| skill.uri.as_str()).collect();
    sqlx::query(
        "INSERT INTO bottlenecks (bottleneck_id, region_id, skill_uris, resolved) VALUES ($1, $2, $3, false)
         ON CONFLICT (bottleneck_id) DO UPDATE SET region_id = excluded.region_id, skill_uris = excluded.skill_uris",
    )
    .bind(&record.bottleneck_id)
    .bind(&record.region_id)
    .bind(skills)
    .execute(db)
    .await?;
    Ok(())
}

/// Identifiers of the bottlenecks after one, at most `limit`.
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
        "SELECT bottleneck_id FROM bottlenecks
         WHERE bottleneck_id > $1 AND ($2 = '' OR region_id = $2) AND ($3 = '' OR skill_uris @> ARRAY[$3])
             AND ($4::boolean IS NULL OR resolved = $4)
         ORDER BY bottleneck_id LIMIT $5",
    )
    .bind(after)
    .bind(wanted.region_id)
    .bind(wanted.skill_uri)
    .bind(wanted.resolved)
    .bind(limit)
    .fetch_all(pool)
    .await
}
