//! Which releases there are of which scheme.

use std::sync::Arc;

use async_trait::async_trait;
use eventing::{Projection, ProjectionError, Recorded};
use sqlx::{PgConnection, PgPool};

use crate::domain::{
    run::ReleaseRef,
    taxonomy::{Fact, Taxonomy},
};

/// Permanent name of the projection.
pub const NAME: &str = "releases";

/// Releases.
#[derive(Debug, Clone, Copy)]
pub struct Releases;

#[async_trait]
impl Projection for Releases {
    fn name(&self) -> &'static str {
        NAME
    }

    fn is_concerned(&self, fact: &Recorded) -> bool {
        fact.is_of::<Taxonomy>()
    }

    async fn apply(&self, batch: &[Arc<Recorded>], db: &mut PgConnection) -> Result<(), ProjectionError> {
        for recorded in batch {
            let Some(fact) = recorded.fact::<Taxonomy>() else {
                continue;
            };
            let Fact::Imported { release, number, .. } = fact?;
            sqlx::query(
                "INSERT INTO releases (scheme_id, number, version) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
            )
            .bind(&release.scheme_id)
            .bind(i64::from(number))
            .bind(&release.version)
            .execute(&mut *db)
            .await?;
        }
        Ok(())
    }

    async fn reset(&self, db: &mut PgConnection) -> Result<(), ProjectionError> {
        sqlx::query("DELETE FROM releases").execute(db).await?;
        Ok(())
    }
}

/// The releases in force, one of each scheme.
///
/// # Errors
/// The database cannot be reached.
pub async fn in_force(pool: &PgPool) -> Result<Vec<ReleaseRef>, sqlx::Error> {
    let rows: Vec<(String, String)> = sqlx::query_as(
        "SELECT DISTINCT ON (scheme_id) scheme_id, version FROM releases ORDER BY scheme_id, number DESC",
    )
    .fetch_all(pool)
    .await?;
    let release = |(scheme_id, version)| ReleaseRef { scheme_id, version };
    Ok(rows.into_iter().map(release).collect())
}
