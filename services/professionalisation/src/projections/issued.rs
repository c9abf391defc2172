//! What was issued and revoked in each month, for counting.

use std::sync::Arc;

use async_trait::async_trait;
use eventing::{Projection, ProjectionError, Recorded};
use jiff::civil::Date;
use sqlx::{PgConnection, PgPool};

use crate::domain::{
    counting::{Count, Counted, layers::Cell},
    issuance::{Fact, Issuance, Month},
};

/// Permanent name of the projection.
pub const NAME: &str = "issued";

/// Credentials issued and revoked by class, provider, region and month.
#[derive(Debug, Clone, Copy)]
pub struct Issued;

#[async_trait]
impl Projection for Issued {
    fn name(&self) -> &'static str {
        NAME
    }

    fn is_concerned(&self, fact: &Recorded) -> bool {
        fact.is_of::<Issuance>()
    }

    async fn apply(&self, batch: &[Arc<Recorded>], db: &mut PgConnection) -> Result<(), ProjectionError> {
        for recorded in batch {
            let Some(fact) = recorded.fact::<Issuance>() else {
                continue;
            };
            let provider_id = recorded.stream_id.as_str();
            match fact? {
                Fact::Issued { batch, issued_on, .. } => {
                    let key = (
                        batch.class_id.as_str(),
                        provider_id,
                        batch.region_id.as_str(),
                        issued_on,
                    );
                    add(key, i64::from(batch.count), 0, db).await?;
                }
                Fact::Revoked {
                    class_id,
                    region_id,
                    revoked_on,
                    ..
                } => add((&class_id, provider_id, &region_id, revoked_on), 0, 1, db).await?,
            }
        }
        Ok(())
    }

    async fn reset(&self, db: &mut PgConnection) -> Result<(), ProjectionError> {
        sqlx::query("DELETE FROM issued").execute(db).await?;
        Ok(())
    }
}

async fn add(
    (class_id, provider_id, region_id, day): (&str, &str, &str, Date),
    issued: i64,
    revoked: i64,
    db: &mut PgConnection,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO issued (class_id, provider_id, region_id, month, issued, revoked) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (class_id, provider_id, region_id, month)
         DO UPDATE SET issued = issued.issued + excluded.issued, revoked = issued.revoked + excluded.revoked",
    )
    .bind(class_id)
    .bind(provider_id)
    .bind(region_id)
    .bind(Month::of(day).to_string())
    .bind(issued)
    .bind(revoked)
    .execute(db)
    .await?;
    Ok(())
}

/// The first month in which anything was issued.
///
/// # Errors
/// The database cannot be reached.
pub async fn first_month(pool: &PgPool) -> Result<Option<Month>, sqlx::Error> {
    let first: Option<String> = sqlx::query_scalar("SELECT min(month) FROM issued")
        .fetch_one(pool)
        .await?;
    Ok(first.and_then(|month| month.parse().ok()))
}

/// All that was issued and revoked up to the end of a month, by finest cell.
///
/// # Errors
/// The database cannot be reached.
pub async fn totals(pool: &PgPool, month: Month) -> Result<Vec<Counted>, sqlx::Error> {
    let rows: Vec<(String, String, String, i64, i64)> = sqlx::query_as(
        "SELECT class_id, provider_id, region_id, sum(issued)::bigint, sum(revoked)::bigint FROM issued
         WHERE month <= $1 GROUP BY class_id, provider_id, region_id ORDER BY class_id, provider_id, region_id",
    )
    .bind(month.to_string())
    .fetch_all(pool)
    .await?;
    let number = |count: i64| u32::try_from(count).unwrap_or(u32::MAX);
    let counted = rows
        .into_iter()
        .map(|(class_id, provider_id, region_id, issued, revoked)| Counted {
            cell: Cell {
                class_id: Some(class_id),
                provider_id: Some(provider_id),
                region_id: Some(region_id),
            },
            count: Count {
                issued: number(issued),
                revoked: number(revoked),
            },
        });
    Ok(counted.collect())
}
