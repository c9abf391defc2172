//! Published credential classes by what lists ask for.

use std::sync::Arc;

use async_trait::async_trait;
use eventing::{Projection, ProjectionError, Recorded};
use sqlx::{PgConnection, PgPool};

use crate::domain::class::{Class, Content, Fact};

/// Permanent name of the projection.
pub const NAME: &str = "classes";

/// Published classes by provider, skill and framework; withdrawn ones too.
#[derive(Debug, Clone, Copy)]
pub struct Classes;

/// What a list asks for; an empty text means everything.
#[derive(Debug, Clone)]
pub struct Wanted<'a> {
    /// Provider.
    pub provider_id: &'a str,
    /// Skill it stands for.
    pub skill_uri: &'a str,
    /// Quality framework.
    pub framework_id: &'a str,
}

#[async_trait]
impl Projection for Classes {
    fn name(&self) -> &'static str {
        NAME
    }

    fn is_concerned(&self, fact: &Recorded) -> bool {
        fact.is_of::<Class>()
    }

    async fn apply(&self, batch: &[Arc<Recorded>], db: &mut PgConnection) -> Result<(), ProjectionError> {
        for recorded in batch {
            let Some(fact) = recorded.fact::<Class>() else {
                continue;
            };
            match fact? {
                Fact::Published { content, .. } => write(&content, db).await?,
                Fact::Proposed { .. }
                | Fact::Revised { .. }
                | Fact::Reviewed { .. }
                | Fact::Accredited { .. }
                | Fact::Withdrawn { .. } => {}
            }
        }
        Ok(())
    }

    async fn reset(&self, db: &mut PgConnection) -> Result<(), ProjectionError> {
        sqlx::query("DELETE FROM classes").execute(db).await?;
        Ok(())
    }
}

async fn write(content: &Content, db: &mut PgConnection) -> Result<(), sqlx::Error> {
    let skills: Vec<&str> = content.skills.iter().map(|skill| skill.uri.as_str()).collect();
    sqlx::query(
        "INSERT INTO classes (class_id, provider_id, framework_id, skill_uris) VALUES ($1, $2, $3, $4)
         ON CONFLICT (class_id) DO NOTHING",
    )
    .bind(&content.class_id)
    .bind(&content.provider_id)
    .bind(&content.framework_id)
    .bind(skills)
    .execute(db)
    .await?;
    Ok(())
}

/// Identifiers of the classes after one, at most `limit`.
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
        "SELECT class_id FROM classes
         WHERE class_id > $1 AND ($2 = '' OR provider_id = $2) AND ($3 = '' OR skill_uris @> ARRAY[$3])
             AND ($4 = '' OR framework_id = $4)
         ORDER BY class_id LIMIT $5",
    )
    .bind(after)
    .bind(wanted.provider_id)
    .bind(wanted.skill_uri)
    .bind(wanted.framework_id)
    .bind(limit)
    .fetch_all(pool)
    .await
}
