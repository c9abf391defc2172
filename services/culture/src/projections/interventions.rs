//! Interventions by what lists ask for.

use std::sync::Arc;

use async_trait::async_trait;
use eventing::{Projection, ProjectionError, Recorded};
use sqlx::{PgConnection, PgPool};

use super::names_of;
use crate::domain::{
    component::Component,
    intervention::{Content, Fact, Intervention, Stage},
};

/// Permanent name of the projection.
pub const NAME: &str = "interventions";

/// Interventions by stage, region, component and project.
#[derive(Debug, Clone, Copy)]
pub struct Interventions;

/// What a list asks for; an empty text or none means everything.
#[derive(Debug, Clone)]
pub struct Wanted<'a> {
    /// Stage.
    pub stage: Option<Stage>,
    /// Region.
    pub region_id: &'a str,
    /// Component it is to move.
    pub component: Option<Component>,
    /// Project.
    pub project_id: &'a str,
}

fn name_of(stage: Stage) -> &'static str {
    match stage {
        Stage::Planned => "planned",
        Stage::Running => "running",
        Stage::Stopped => "stopped",
        Stage::Finished => "finished",
    }
}

#[async_trait]
impl Projection for Interventions {
    fn name(&self) -> &'static str {
        NAME
    }

    fn is_concerned(&self, fact: &Recorded) -> bool {
        fact.is_of::<Intervention>()
    }

    async fn apply(&self, batch: &[Arc<Recorded>], db: &mut PgConnection) -> Result<(), ProjectionError> {
        for recorded in batch {
            let Some(fact) = recorded.fact::<Intervention>() else {
                continue;
            };
            let stage = match fact? {
                Fact::Planned { content, .. } => {
                    write(&content, db).await?;
                    continue;
                }
                Fact::EffectObserved { .. } => continue,
                Fact::Started { .. } => Stage::Running,
                Fact::Stopped { .. } => Stage::Stopped,
                Fact::Finished { .. } => Stage::Finished,
            };
            sqlx::query("UPDATE interventions SET stage = $2 WHERE intervention_id = $1")
                .bind(&recorded.stream_id)
                .bind(name_of(stage))
                .execute(&mut *db)
                .await?;
        }
        Ok(())
    }

    async fn reset(&self, db: &mut PgConnection) -> Result<(), ProjectionError> {
        sqlx::query("DELETE FROM interventions").execute(db).await?;
        Ok(())
    }
}

async fn write(content: &Content, db: &mut PgConnection) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO interventions (intervention_id, stage, region_ids, components, project_id)
         VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (intervention_id) DO UPDATE SET region_ids = excluded.region_ids,
             components = excluded.components",
    )
    .bind(&content.intervention_id)
    .bind(name_of(Stage::Planned))
    .bind(&content.region_ids)
    .bind(names_of(&content.components))
    .bind(content.project_id.as_deref().unwrap_or_default())
    .execute(db)
    .await?;
    Ok(())
}

/// Identifiers of the interventions after one, at most `limit`.
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
        "SELECT intervention_id FROM interventions
         WHERE intervention_id > $1 AND ($2::text IS NULL OR stage = $2) AND ($3 = '' OR region_ids @> ARRAY[$3])
             AND ($4::text IS NULL OR components @> ARRAY[$4]) AND ($5 = '' OR project_id = $5)
         ORDER BY intervention_id LIMIT $6",
    )
    .bind(after)
    .bind(wanted.stage.map(name_of))
    .bind(wanted.region_id)
    .bind(wanted.component.map(super::name_of))
    .bind(wanted.project_id)
    .bind(limit)
    .fetch_all(pool)
    .await
}
