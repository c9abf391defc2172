//! Measurements by what lists ask for.

use std::sync::Arc;

use async_trait::async_trait;
use eventing::{Projection, ProjectionError, Recorded};
use sqlx::{PgConnection, PgPool};

use crate::domain::wave::{Fact, Plan, Stage, Wave};

/// Permanent name of the projection.
pub const NAME: &str = "measurements";

/// Measurements by instrument, region and stage.
#[derive(Debug, Clone, Copy)]
pub struct Measurements;

/// What a list asks for; an empty text or none means everything.
#[derive(Debug, Clone)]
pub struct Wanted<'a> {
    /// Instrument.
    pub instrument_id: &'a str,
    /// Region it covers.
    pub region_id: &'a str,
    /// Stage.
    pub stage: Option<Stage>,
}

fn name_of(stage: Stage) -> &'static str {
    match stage {
        Stage::Planned => "planned",
        Stage::Fielding => "fielding",
        Stage::Closed => "closed",
        Stage::Estimated => "estimated",
        Stage::Withdrawn => "withdrawn",
    }
}

#[async_trait]
impl Projection for Measurements {
    fn name(&self) -> &'static str {
        NAME
    }

    fn is_concerned(&self, fact: &Recorded) -> bool {
        fact.is_of::<Wave>()
    }

    async fn apply(&self, batch: &[Arc<Recorded>], db: &mut PgConnection) -> Result<(), ProjectionError> {
        for recorded in batch {
            let Some(fact) = recorded.fact::<Wave>() else {
                continue;
            };
            let stage = match fact? {
                Fact::Planned { plan } | Fact::Revised { plan, .. } => {
                    write(&plan, db).await?;
                    continue;
                }
                Fact::BatchTaken { .. } | Fact::CellsEstimated { .. } => continue,
                Fact::FieldworkStarted { .. } => Stage::Fielding,
                Fact::FieldworkClosed { .. } => Stage::Closed,
                Fact::Estimated { .. } => Stage::Estimated,
                Fact::Withdrawn { .. } => Stage::Withdrawn,
            };
            sqlx::query("UPDATE measurements SET stage = $2 WHERE wave_id = $1")
                .bind(&recorded.stream_id)
                .bind(name_of(stage))
                .execute(&mut *db)
                .await?;
        }
        Ok(())
    }

    async fn reset(&self, db: &mut PgConnection) -> Result<(), ProjectionError> {
        sqlx::query("DELETE FROM measurements").execute(db).await?;
        Ok(())
    }
}

async fn write(plan: &Plan, db: &mut PgConnection) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO measurements (wave_id, instrument_id, region_ids, stage) VALUES ($1, $2, $3, $4)
         ON CONFLICT (wave_id) DO UPDATE SET instrument_id = excluded.instrument_id,
             region_ids = excluded.region_ids",
    )
    .bind(&plan.wave_id)
    .bind(&plan.instrument_id)
    .bind(&plan.region_ids)
    .bind(name_of(Stage::Planned))
    .execute(db)
    .await?;
    Ok(())
}

/// Identifiers of the measurements after one, at most `limit`.
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
        "SELECT wave_id FROM measurements
         WHERE wave_id > $1 AND ($2 = '' OR instrument_id = $2) AND ($3 = '' OR region_ids @> ARRAY[$3])
             AND ($4::text IS NULL OR stage = $4)
         ORDER BY wave_id LIMIT $5",
    )
    .bind(after)
    .bind(wanted.instrument_id)
    .bind(wanted.region_id)
    .bind(wanted.stage.map(name_of))
    .bind(limit)
    .fetch_all(pool)
    .await
}

/// Measurements at a stage, at most `limit`.
///
/// # Errors
/// The database cannot be reached.
pub async fn at(pool: &PgPool, stage: Stage, limit: i64) -> Result<Vec<String>, sqlx::Error> {
    let wanted = Wanted {
        instrument_id: "",
        region_id: "",
        stage: Some(stage),
    };
    list(pool, &wanted, "", limit).await
}
