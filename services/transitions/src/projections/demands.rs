//! Demands by what lists ask for.

use std::{collections::BTreeSet, sync::Arc};

use async_trait::async_trait;
use blocks::values::Id;
use eventing::{Projection, ProjectionError, Recorded};
use sqlx::{PgConnection, PgPool};

use crate::domain::demand::{Demand, Fact, Phase, Signal};

/// Permanent name of the projection.
pub const NAME: &str = "demands";

/// Demands by region, skill and phase.
#[derive(Debug, Clone, Copy)]
pub struct Demands;

/// What a list asks for; an empty text or none means everything.
#[derive(Debug, Clone)]
pub struct Wanted<'a> {
    /// Region.
    pub region_id: &'a str,
    /// Skill.
    pub skill_uri: &'a str,
    /// Phase.
    pub phase: Option<Phase>,
}

#[async_trait]
impl Projection for Demands {
    fn name(&self) -> &'static str {
        NAME
    }

    fn is_concerned(&self, fact: &Recorded) -> bool {
        fact.is_of::<Demand>()
    }

    async fn apply(&self, batch: &[Arc<Recorded>], db: &mut PgConnection) -> Result<(), ProjectionError> {
        for recorded in batch {
            let Some(fact) = recorded.fact::<Demand>() else {
                continue;
            };
            match fact? {
                Fact::Signalled { signal } => write(&signal, db).await?,
                Fact::Contributed { .. } => {}
                Fact::Advanced { phase, .. } => move_to(&recorded.stream_id, phase, db).await?,
                Fact::Dropped { .. } => move_to(&recorded.stream_id, Phase::Dropped, db).await?,
            }
        }
        Ok(())
    }

    async fn reset(&self, db: &mut PgConnection) -> Result<(), ProjectionError> {
        sqlx::query("DELETE FROM demands").execute(db).await?;
        Ok(())
    }
}

async fn write(signal: &Signal, db: &mut PgConnection) -> Result<(), sqlx::Error> {
    let skills: Vec<&str> = signal.skills.iter().map(|skill| skill.uri.as_str()).collect();
    sqlx::query(
        "INSERT INTO demands (demand_id, region_ids, skill_uris, phase) VALUES ($1, $2, $3, $4)
         ON CONFLICT (demand_id) DO NOTHING",
    )
    .bind(&signal.demand_id)
    .bind(&signal.region_ids)
    .bind(skills)
    .bind(Phase::Signal.name())
    .execute(db)
    .await?;
    Ok(())
}

async fn move_to(demand_id: &str, phase: Phase, db: &mut PgConnection) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE demands SET phase = $2 WHERE demand_id = $1")
        .bind(demand_id)
        .bind(phase.name())
        .execute(db)
        .await?;
    Ok(())
}

/// Identifiers of the demands after one, at most `limit`.
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
        "SELECT demand_id FROM demands
         WHERE demand_id > $1 AND ($2 = '' OR region_ids @> ARRAY[$2]) AND ($3 = '' OR skill_uris @> ARRAY[$3])
             AND ($4::text IS NULL OR phase = $4)
         ORDER BY demand_id LIMIT $5",
    )
    .bind(after)
    .bind(wanted.region_id)
    .bind(wanted.skill_uri)
    .bind(wanted.phase.map(Phase::name))
    .bind(limit)
    .fetch_all(pool)
    .await
}

/// Which of these were signalled.
///
/// # Errors
/// The database cannot be reached.
pub async fn which(pool: &PgPool, ids: &[Id]) -> Result<BTreeSet<Id>, sqlx::Error> {
    let found: Vec<Id> = sqlx::query_scalar("SELECT demand_id FROM demands WHERE demand_id = ANY($1)")
        .bind(ids)
        .fetch_all(pool)
        .await?;
    Ok(found.into_iter().collect())
}
