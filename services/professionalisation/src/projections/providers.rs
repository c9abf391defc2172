//! Providers by what lists ask for.

use std::sync::Arc;

use async_trait::async_trait;
use eventing::{Projection, ProjectionError, Recorded};
use sqlx::{PgConnection, PgPool};

use crate::domain::provider::{Fact, Kind, Profile, Provider};

/// Permanent name of the projection.
pub const NAME: &str = "providers";

/// Providers by kind and region.
#[derive(Debug, Clone, Copy)]
pub struct Providers;

/// What a list asks for; an empty text or none means everything.
#[derive(Debug, Clone)]
pub struct Wanted<'a> {
    /// Kind.
    pub kind: Option<Kind>,
    /// Region in which it teaches.
    pub region_id: &'a str,
}

fn name_of(kind: Kind) -> &'static str {
    match kind {
        Kind::Mbo => "mbo",
        Kind::Hbo => "hbo",
        Kind::Wo => "wo",
        Kind::Private => "private",
        Kind::Sector => "sector",
    }
}

#[async_trait]
impl Projection for Providers {
    fn name(&self) -> &'static str {
        NAME
    }

    fn is_concerned(&self, fact: &Recorded) -> bool {
        fact.is_of::<Provider>()
    }

    async fn apply(&self, batch: &[Arc<Recorded>], db: &mut PgConnection) -> Result<(), ProjectionError> {
        for recorded in batch {
            let Some(fact) = recorded.fact::<Provider>() else {
                continue;
            };
            match fact? {
                Fact::Registered { profile } | Fact::Revised { profile, .. } => write(&profile, db).await?,
                Fact::Scanned { .. }
                | Fact::DevelopmentPlanned { .. }
                | Fact::TrackPlanned { .. }
                | Fact::TrackStarted { .. }
                | Fact::TrackCompleted { .. } => {}
            }
        }
        Ok(())
    }

    async fn reset(&self, db: &mut PgConnection) -> Result<(), ProjectionError> {
        sqlx::query("DELETE FROM providers").execute(db).await?;
        Ok(())
    }
}

async fn write(profile: &Profile, db: &mut PgConnection) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO providers (provider_id, kind, region_ids) VALUES ($1, $2, $3)
         ON CONFLICT (provider_id) DO UPDATE SET kind = excluded.kind, region_ids = excluded.region_ids",
    )
    .bind(&profile.provider_id)
    .bind(name_of(profile.kind))
    .bind(&profile.region_ids)
    .execute(db)
    .await?;
    Ok(())
}

/// Identifiers of the providers after one, at most `limit`.
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
        "SELECT provider_id FROM providers
         WHERE provider_id > $1 AND ($2::text IS NULL OR kind = $2) AND ($3 = '' OR region_ids @> ARRAY[$3])
         ORDER BY provider_id LIMIT $4",
    )
    .bind(after)
    .bind(wanted.kind.map(name_of))
    .bind(wanted.region_id)
    .bind(limit)
    .fetch_all(pool)
    .await
}
