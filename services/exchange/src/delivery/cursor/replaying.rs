//! Events that are delivered again: the row goes back, and afterwards to where it was. Several ranges follow on each other.

use sqlx::{PgConnection, PgPool};

use super::{Cursor, Row};
use crate::domain::subscription::{Range, Replay};

/// Takes in a request for a replay, unless it was before. What is parked in its ranges is no longer.
///
/// # Errors
/// The database cannot be reached.
pub async fn replay(
    pool: &PgPool,
    subscription_id: &str,
    from_position: u64,
    replay: &Replay,
) -> Result<Cursor, sqlx::Error> {
    let mut tx = pool.begin().await?;
    sqlx::query("INSERT INTO cursors (subscription_id, position) VALUES ($1, $2) ON CONFLICT DO NOTHING")
        .bind(subscription_id)
        .bind(from_position.saturating_sub(1).cast_signed())
        .execute(&mut *tx)
        .await?;
    let before: Row = sqlx::query_as("SELECT * FROM cursors WHERE subscription_id = $1 FOR UPDATE")
        .bind(subscription_id)
        .fetch_one(&mut *tx)
        .await?;
    let before = Cursor::from(before);
    if before.replays >= replay.number {
        return Ok(before);
    }
    let reached = before.resume_at.unwrap_or(before.position);
    for range in &replay.ranges {
        // What was not delivered yet comes anyway.
        let to = range.to.min(reached);
        if range.from <= to {
            enqueue(&mut tx, subscription_id, Range { from: range.from, to }).await?;
        }
    }
    let row: Row = sqlx::query_as(
        "UPDATE cursors SET replays = $2, resume_at = COALESCE(resume_at, position) WHERE subscription_id = $1 RETURNING *",
    )
    .bind(subscription_id)
    .bind(i64::from(replay.number))
    .fetch_one(&mut *tx)
    .await?;
    let row = Cursor::from(row);
    let row = if row.replay_to.is_none() {
        begin_next(&mut tx, subscription_id).await?
    } else {
        row
    };
    tx.commit().await?;
    Ok(row)
}

async fn enqueue(db: &mut PgConnection, subscription_id: &str, range: Range) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO replays (subscription_id, from_position, to_position) VALUES ($1, $2, $3)
         ON CONFLICT (subscription_id, from_position) DO UPDATE SET to_position = GREATEST(replays.to_position, excluded.to_position)",
    )
    .bind(subscription_id)
    .bind(range.from.cast_signed())
    .bind(range.to.cast_signed())
    .execute(&mut *db)
    .await?;
    sqlx::query("DELETE FROM parked WHERE subscription_id = $1 AND position BETWEEN $2 AND $3")
        .bind(subscription_id)
        .bind(range.from.cast_signed())
        .bind(range.to.cast_signed())
        .execute(db)
        .await?;
    Ok(())
}

/// The row after it was moved: when the last event of a range is done with, the next range begins, or it goes on where it was.
pub(super) async fn go_on(
    db: &mut PgConnection,
    subscription_id: &str,
    moved: Cursor,
) -> Result<Cursor, sqlx::Error> {
    match moved.replay_to {
        Some(to) if moved.position >= to => begin_next(db, subscription_id).await,
        _ => Ok(moved),
    }
}

async fn begin_next(db: &mut PgConnection, subscription_id: &str) -> Result<Cursor, sqlx::Error> {
    let next: Option<(i64, i64)> = sqlx::query_as(
        "DELETE FROM replays WHERE subscription_id = $1 AND from_position =
             (SELECT min(from_position) FROM replays WHERE subscription_id = $1)
         RETURNING from_position, to_position",
    )
    .bind(subscription_id)
    .fetch_optional(&mut *db)
    .await?;
    let row: Row = match next {
        Some((from, to)) => {
            sqlx::query_as(
                "UPDATE cursors SET position = $2, replay_to = $3, turn = turn + 1, attempts = 0, next_attempt_at = NULL
                 WHERE subscription_id = $1 RETURNING *",
            )
            .bind(subscription_id)
            .bind(from - 1)
            .bind(to)
            .fetch_one(db)
            .await?
        }
        None => {
            sqlx::query_as(
                "UPDATE cursors SET position = resume_at, replay_to = NULL, resume_at = NULL, turn = turn + 1, attempts = 0,
                     next_attempt_at = NULL
                 WHERE subscription_id = $1 RETURNING *",
            )
            .bind(subscription_id)
            .fetch_one(db)
            .await?
        }
    };
    Ok(row.into())
}
