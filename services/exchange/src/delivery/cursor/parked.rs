//! Events that a subscriber, or a schedule of attempts, put aside.

use jiff::Timestamp;
use jiff_sqlx::ToSqlx;
use sqlx::{PgConnection, PgPool};

/// Puts an event aside; one that was is left as it is.
pub(super) async fn put_aside(
    db: &mut PgConnection,
    subscription_id: &str,
    position: u64,
    reason: &str,
    at: Timestamp,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO parked (subscription_id, position, reason, parked_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
    )
    .bind(subscription_id)
    .bind(position.cast_signed())
    .bind(reason)
    .bind(at.to_sqlx())
    .execute(db)
    .await?;
    Ok(())
}

/// An event that was put aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parked {
    /// Its position.
    pub position: u64,
    /// Why.
    pub reason: String,
    /// When.
    pub parked_at: Timestamp,
}

/// Events that were put aside, after a position, at most `limit`.
///
/// # Errors
/// The database cannot be reached.
pub async fn parked(
    pool: &PgPool,
    subscription_id: &str,
    after: u64,
    limit: i64,
) -> Result<Vec<Parked>, sqlx::Error> {
    let rows: Vec<(i64, String, jiff_sqlx::Timestamp)> = sqlx::query_as(
        "SELECT position, reason, parked_at FROM parked WHERE subscription_id = $1 AND position > $2 ORDER BY position LIMIT $3",
    )
    .bind(subscription_id)
    .bind(after.cast_signed())
    .bind(limit)
    .fetch_all(pool)
    .await?;
    Ok(rows
        .into_iter()
        .map(|(position, reason, at)| Parked {
            position: position.cast_unsigned(),
            reason,
            parked_at: at.to_jiff(),
        })
        .collect())
}

/// How many events were put aside.
///
/// # Errors
/// The database cannot be reached.
pub async fn parked_count(pool: &PgPool, subscription_id: &str) -> Result<u64, sqlx::Error> {
    let count: i64 = sqlx::query_scalar("SELECT count(*) FROM parked WHERE subscription_id = $1")
        .bind(subscription_id)
        .fetch_one(pool)
        .await?;
    Ok(count.cast_unsigned())
}

/// Positions of events that were put aside: those of the ones asked for, or the oldest when none are; at most `limit`.
///
/// # Errors
/// The database cannot be reached.
pub async fn parked_of(
    pool: &PgPool,
    subscription_id: &str,
    asked: &[u64],
    limit: i64,
) -> Result<Vec<u64>, sqlx::Error> {
    let asked: Vec<i64> = asked.iter().map(|it| it.cast_signed()).collect();
    let found: Vec<i64> = sqlx::query_scalar(
        "SELECT position FROM parked WHERE subscription_id = $1 AND (cardinality($2::bigint[]) = 0 OR position = ANY($2))
         ORDER BY position LIMIT $3",
    )
    .bind(subscription_id)
    .bind(asked)
    .bind(limit)
    .fetch_all(pool)
    .await?;
    Ok(found.into_iter().map(i64::cast_unsigned).collect())
}
