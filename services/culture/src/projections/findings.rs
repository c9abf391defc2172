//! Findings that were published, by what lists ask for.

use std::sync::Arc;

use async_trait::async_trait;
use eventing::{Projection, ProjectionError, Recorded};
use sqlx::{PgConnection, PgPool};

use super::{name_of, names_of};
use crate::domain::{
    component::Component,
    finding::{Content, Fact, Finding, Strength},
};

/// Permanent name of the projection.
pub const NAME: &str = "findings";

/// Findings by component, strength and intervention.
#[derive(Debug, Clone, Copy)]
pub struct Findings;

/// What a list asks for; an empty text or none means everything.
#[derive(Debug, Clone)]
pub struct Wanted<'a> {
    /// Component.
    pub component: Option<Component>,
    /// Least strength.
    pub strength_least: Option<Strength>,
    /// Intervention that builds on it.
    pub intervention_id: &'a str,
    /// Whether those that were retired are asked for too.
    pub retired_too: bool,
}

#[async_trait]
impl Projection for Findings {
    fn name(&self) -> &'static str {
        NAME
    }

    fn is_concerned(&self, fact: &Recorded) -> bool {
        fact.is_of::<Finding>()
    }

    async fn apply(&self, batch: &[Arc<Recorded>], db: &mut PgConnection) -> Result<(), ProjectionError> {
        for recorded in batch {
            let Some(fact) = recorded.fact::<Finding>() else {
                continue;
            };
            match fact? {
                Fact::Published { content, .. } => write(&content, db).await?,
                Fact::Retired { .. } => {
                    sqlx::query("UPDATE findings SET retired = true WHERE finding_id = $1")
                        .bind(&recorded.stream_id)
                        .execute(&mut *db)
                        .await?;
                }
                Fact::Proposed { .. } | Fact::Reviewed { .. } | Fact::Disputed { .. } => {}
            }
        }
        Ok(())
    }

    async fn reset(&self, db: &mut PgConnection) -> Result<(), ProjectionError> {
        sqlx::query("DELETE FROM findings").execute(db).await?;
        Ok(())
    }
}

async fn write(content: &Content, db: &mut PgConnection) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO findings (finding_id, components, strength, intervention_ids, retired)
         VALUES ($1, $2, $3, $4, false) ON CONFLICT (finding_id) DO NOTHING",
    )
    .bind(&content.finding_id)
    .bind(names_of(&content.components))
    .bind(content.strength.level())
    .bind(&content.intervention_ids)
    .execute(db)
    .await?;
    Ok(())
}

/// Identifiers of the findings after one, at most `limit`.
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
        "SELECT finding_id FROM findings
         WHERE finding_id > $1 AND ($2::text IS NULL OR components @> ARRAY[$2]) AND strength >= $3
             AND ($4 = '' OR intervention_ids @> ARRAY[$4]) AND ($5 OR NOT retired)
         ORDER BY finding_id LIMIT $6",
    )
    .bind(after)
    .bind(wanted.component.map(name_of))
    .bind(wanted.strength_least.map_or(0, Strength::level))
    .bind(wanted.intervention_id)
    .bind(wanted.retired_too)
    .bind(limit)
    .fetch_all(pool)
    .await
}
