//! Emerging skills by what lists and the queue ask for.

use std::{collections::BTreeMap, sync::Arc};

use async_trait::async_trait;
use eventing::{Projection, ProjectionError, Recorded};
use jiff::civil::Date;
use jiff_sqlx::ToSqlx;
use sqlx::{PgConnection, PgPool};

use crate::domain::skill::{Content, Fact, Skill, Stage};

/// Permanent name of the projection.
pub const NAME: &str = "skills";

/// Skills.
#[derive(Debug, Clone, Copy)]
pub struct Skills;

/// Name of a stage in the rows.
#[must_use]
pub fn stage_name(stage: Stage) -> &'static str {
    match stage {
        Stage::Proposed => "proposed",
        Stage::InReview => "in-review",
        Stage::Validated => "validated",
        Stage::Rejected => "rejected",
        Stage::Merged => "merged",
        Stage::Published => "published",
        Stage::Retired => "retired",
    }
}

#[async_trait]
impl Projection for Skills {
    fn name(&self) -> &'static str {
        NAME
    }

    fn is_concerned(&self, fact: &Recorded) -> bool {
        fact.is_of::<Skill>()
    }

    async fn apply(&self, batch: &[Arc<Recorded>], db: &mut PgConnection) -> Result<(), ProjectionError> {
        for recorded in batch {
            let Some(fact) = recorded.fact::<Skill>() else {
                continue;
            };
            let id = recorded.stream_id.as_str();
            match fact? {
                Fact::Proposed {
                    content, proposed_on, ..
                } => begin(&content, proposed_on, db).await?,
                Fact::TakenUnderReview { since, .. } => reach(id, Stage::InReview, since, db).await?,
                Fact::Decided {
                    is_valid, decided_on, ..
                } => {
                    let stage = if is_valid {
                        Stage::Validated
                    } else {
                        Stage::Rejected
                    };
                    reach(id, stage, decided_on, db).await?;
                }
                Fact::Published { published_on, .. } => reach(id, Stage::Published, published_on, db).await?,
                Fact::Retired { retired_on, .. } => reach(id, Stage::Retired, retired_on, db).await?,
                Fact::Merged { into, merged_on, .. } => {
                    reach(id, Stage::Merged, merged_on, db).await?;
                    sqlx::query("UPDATE skills SET merged_into = $2 WHERE skill_id = $1")
                        .bind(id)
                        .bind(into)
                        .execute(&mut *db)
                        .await?;
                }
                Fact::SourceCited { .. } | Fact::Dissented { .. } => {}
            }
        }
        Ok(())
    }

    async fn reset(&self, db: &mut PgConnection) -> Result<(), ProjectionError> {
        sqlx::query("DELETE FROM skills").execute(db).await?;
        Ok(())
    }
}

async fn begin(content: &Content, since: Date, db: &mut PgConnection) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO skills (skill_id, stage, theme_ids, uri, term_keys, since) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT DO NOTHING",
    )
    .bind(&content.skill_id)
    .bind(stage_name(Stage::Proposed))
    .bind(&content.theme_ids)
    .bind(content.reference().uri)
    .bind(&content.term_keys)
    .bind(since.to_sqlx())
    .execute(db)
    .await?;
    Ok(())
}

async fn reach(skill_id: &str, stage: Stage, since: Date, db: &mut PgConnection) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE skills SET stage = $2, since = $3 WHERE skill_id = $1")
        .bind(skill_id)
        .bind(stage_name(stage))
        .bind(since.to_sqlx())
        .execute(db)
        .await?;
    Ok(())
}

/// Identifiers of the skills in some stages after one, at most `limit`.
///
/// # Errors
/// The database cannot be reached.
pub async fn list(
    pool: &PgPool,
    stages: &[Stage],
    theme_id: &str,
    after: &str,
    limit: i64,
) -> Result<Vec<String>, sqlx::Error> {
    let stages: Vec<&str> = stages.iter().copied().map(stage_name).collect();
    sqlx::query_scalar(
        "SELECT skill_id FROM skills
         WHERE skill_id > $1 AND stage = ANY($2) AND ($3 = '' OR theme_ids @> ARRAY[$3]) ORDER BY skill_id LIMIT $4",
    )
    .bind(after)
    .bind(stages)
    .bind(theme_id)
    .bind(limit)
    .fetch_all(pool)
    .await
}

/// Identifiers of the skills that wait in some stages, those that have waited longest first.
///
/// # Errors
/// The database cannot be reached.
pub async fn waiting(pool: &PgPool, stages: &[Stage], theme_id: &str) -> Result<Vec<String>, sqlx::Error> {
    let stages: Vec<&str> = stages.iter().copied().map(stage_name).collect();
    sqlx::query_scalar(
        "SELECT skill_id FROM skills WHERE stage = ANY($1) AND ($2 = '' OR theme_ids @> ARRAY[$2])
         ORDER BY since, skill_id",
    )
    .bind(stages)
    .bind(theme_id)
    .fetch_all(pool)
    .await
}

/// The skill in one of these stages that has this reference: one that is on the radar first, one that is not considered any more last.
///
/// # Errors
/// The database cannot be reached.
pub async fn of_reference(pool: &PgPool, uri: &str, stages: &[Stage]) -> Result<Option<String>, sqlx::Error> {
    let stages: Vec<&str> = stages.iter().copied().map(stage_name).collect();
    sqlx::query_scalar(
        "SELECT skill_id FROM skills WHERE uri = $1 AND stage = ANY($2)
         ORDER BY stage <> 'published', stage IN ('rejected', 'retired', 'merged'), since DESC, skill_id LIMIT 1",
    )
    .bind(uri)
    .bind(stages)
    .fetch_optional(pool)
    .await
}

/// A skill that has this reference and was neither rejected nor retired nor merged.
///
/// # Errors
/// The database cannot be reached.
pub async fn open_of_reference(pool: &PgPool, uri: &str) -> Result<Option<String>, sqlx::Error> {
    sqlx::query_scalar(
        "SELECT skill_id FROM skills WHERE uri = $1 AND stage NOT IN ('rejected', 'retired', 'merged') ORDER BY skill_id LIMIT 1",
    )
    .bind(uri)
    .fetch_optional(pool)
    .await
}

/// The published skills that have these references, by reference.
///
/// # Errors
/// The database cannot be reached.
pub async fn published_of(pool: &PgPool, uris: &[String]) -> Result<BTreeMap<String, String>, sqlx::Error> {
    let rows: Vec<(String, String)> = sqlx::query_as(
        "SELECT uri, skill_id FROM skills WHERE stage = 'published' AND uri = ANY($1) ORDER BY skill_id DESC",
    )
    .bind(uris)
    .fetch_all(pool)
    .await?;
    Ok(rows.into_iter().collect())
}

/// Keys of terms that a skill is counted by already, with the skill; those of skills that were rejected, retired or merged are free again.
///
/// # Errors
/// The database cannot be reached.
pub async fn of_terms(pool: &PgPool, keys: &[String]) -> Result<BTreeMap<String, String>, sqlx::Error> {
    let rows: Vec<(String, String)> = sqlx::query_as(
        "SELECT key, skill_id FROM skills, UNNEST(term_keys) AS key
         WHERE term_keys && $1 AND key = ANY($1) AND stage NOT IN ('rejected', 'retired', 'merged') ORDER BY skill_id DESC",
    )
    .bind(keys)
    .fetch_all(pool)
    .await?;
    Ok(rows.into_iter().collect())
}

/// Skills that were merged into one, directly.
///
/// # Errors
/// The database cannot be reached.
pub async fn merged_into(pool: &PgPool, skill_id: &str) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar("SELECT skill_id FROM skills WHERE merged_into = $1 ORDER BY skill_id")
        .bind(skill_id)
        .fetch_all(pool)
        .await
}
