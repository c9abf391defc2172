//! Offers by what lists ask for, with what tells how flexible they are.

use std::sync::Arc;

use async_trait::async_trait;
use eventing::{Projection, ProjectionError, Recorded};
use sqlx::{PgConnection, PgPool, types::Json};

use crate::domain::offer::{Content, Fact, Flexibility, Offer};

/// Permanent name of the projection.
pub const NAME: &str = "offers";

/// Offers by provider, region and skill.
#[derive(Debug, Clone, Copy)]
pub struct Offers;

/// What a list asks for; an empty text means everything.
#[derive(Debug, Clone)]
pub struct Wanted<'a> {
    /// Provider.
    pub provider_id: &'a str,
    /// Region in which it is taught.
    pub region_id: &'a str,
    /// Skill it teaches.
    pub skill_uri: &'a str,
    /// Whether those that were withdrawn are asked for too.
    pub withdrawn_too: bool,
}

#[async_trait]
impl Projection for Offers {
    fn name(&self) -> &'static str {
        NAME
    }

    fn is_concerned(&self, fact: &Recorded) -> bool {
        fact.is_of::<Offer>()
    }

    async fn apply(&self, batch: &[Arc<Recorded>], db: &mut PgConnection) -> Result<(), ProjectionError> {
        for recorded in batch {
            let Some(fact) = recorded.fact::<Offer>() else {
                continue;
            };
            match fact? {
                Fact::Published { content } | Fact::Revised { content, .. } => write(&content, db).await?,
                Fact::Withdrawn { .. } => {
                    sqlx::query("UPDATE offers SET withdrawn = true WHERE offer_id = $1")
                        .bind(&recorded.stream_id)
                        .execute(&mut *db)
                        .await?;
                }
            }
        }
        Ok(())
    }

    async fn reset(&self, db: &mut PgConnection) -> Result<(), ProjectionError> {
        sqlx::query("DELETE FROM offers").execute(db).await?;
        Ok(())
    }
}

async fn write(content: &Content, db: &mut PgConnection) -> Result<(), sqlx::Error> {
    let skills: Vec<&str> = content.skills.iter().map(|skill| skill.uri.as_str()).collect();
    sqlx::query(
        "INSERT INTO offers (offer_id, provider_id, region_ids, skill_uris, flexibility, withdrawn)
         VALUES ($1, $2, $3, $4, $5, false)
         ON CONFLICT (offer_id) DO UPDATE SET region_ids = excluded.region_ids,
             skill_uris = excluded.skill_uris, flexibility = excluded.flexibility",
    )
    .bind(&content.offer_id)
    .bind(&content.provider_id)
    .bind(&content.region_ids)
    .bind(skills)
    .bind(Json(content.flexibility))
    .execute(db)
    .await?;
    Ok(())
}

/// Identifiers of the offers after one, at most `limit`.
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
        "SELECT offer_id FROM offers
         WHERE offer_id > $1 AND ($2 = '' OR provider_id = $2) AND ($3 = '' OR region_ids @> ARRAY[$3])
             AND ($4 = '' OR skill_uris @> ARRAY[$4]) AND ($5 OR NOT withdrawn)
         ORDER BY offer_id LIMIT $6",
    )
    .bind(after)
    .bind(wanted.provider_id)
    .bind(wanted.region_id)
    .bind(wanted.skill_uri)
    .bind(wanted.withdrawn_too)
    .bind(limit)
    .fetch_all(pool)
    .await
}

/// How flexible each present offer is, of one provider and in one region; an empty text means everything.
///
/// # Errors
/// The database cannot be reached.
pub async fn flexibilities(
    pool: &PgPool,
    provider_id: &str,
    region_id: &str,
) -> Result<Vec<Flexibility>, sqlx::Error> {
    let rows: Vec<Json<Flexibility>> = sqlx::query_scalar(
        "SELECT flexibility FROM offers
         WHERE NOT withdrawn AND ($1 = '' OR provider_id = $1) AND ($2 = '' OR region_ids @> ARRAY[$2])",
    )
    .bind(provider_id)
    .bind(region_id)
    .fetch_all(pool)
    .await?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}
