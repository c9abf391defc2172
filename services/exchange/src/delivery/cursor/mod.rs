//! How far a subscription was delivered, in its row. What two calls do at the same moment is done one after the other, by its position.

mod parked;
mod replaying;

use std::collections::HashMap;

use jiff::Timestamp;
use jiff_sqlx::ToSqlx;
use sqlx::{FromRow, PgPool};

pub use parked::{Parked, parked, parked_count, parked_of};
pub use replaying::replay;

/// A subscription's row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cursor {
    /// Up to here everything was acknowledged, skipped or parked.
    pub position: u64,
    /// Events that were acknowledged since the beginning.
    pub acknowledged: u64,
    /// When one was acknowledged last.
    pub last_acknowledged_at: Option<Timestamp>,
    /// Failures since then.
    pub failures_in_a_row: u32,
    /// Nothing is delivered before.
    pub next_attempt_at: Option<Timestamp>,
    /// The newest stream.
    pub session: u64,
    /// How often delivery went back to where the row is.
    pub turn: u64,
    /// Attempts at the event after the position.
    pub attempts: u32,
    /// What went wrong last; empty when nothing has since something was acknowledged.
    pub last_failure: String,
    /// How many requests for a replay were taken in.
    pub replays: u32,
    /// While events are delivered again: the last of them.
    pub replay_to: Option<u64>,
    /// While events are delivered again: where it goes on afterwards.
    pub resume_at: Option<u64>,
    /// Number in the door's own stream of the event at the position, where the door counts for itself.
    pub mark: u64,
}

/// A row of the table.
#[derive(FromRow)]
pub(crate) struct Row {
    position: i64,
    acknowledged: i64,
    last_acknowledged_at: Option<jiff_sqlx::Timestamp>,
    failures_in_a_row: i32,
    next_attempt_at: Option<jiff_sqlx::Timestamp>,
    session: i64,
    turn: i64,
    attempts: i32,
    last_failure: String,
    replays: i64,
    replay_to: Option<i64>,
    resume_at: Option<i64>,
    mark: i64,
}

/// A row with its name.
#[derive(FromRow)]
struct Named {
    subscription_id: String,
    #[sqlx(flatten)]
    row: Row,
}

impl From<Row> for Cursor {
    fn from(row: Row) -> Self {
        Self {
            position: row.position.cast_unsigned(),
            acknowledged: row.acknowledged.cast_unsigned(),
            last_acknowledged_at: row.last_acknowledged_at.map(jiff_sqlx::Timestamp::to_jiff),
            failures_in_a_row: row.failures_in_a_row.cast_unsigned(),
            next_attempt_at: row.next_attempt_at.map(jiff_sqlx::Timestamp::to_jiff),
            session: row.session.cast_unsigned(),
            turn: row.turn.cast_unsigned(),
            attempts: row.attempts.cast_unsigned(),
            last_failure: row.last_failure,
            replays: u32::try_from(row.replays).unwrap_or(u32::MAX),
            replay_to: row.replay_to.map(i64::cast_unsigned),
            resume_at: row.resume_at.map(i64::cast_unsigned),
            mark: row.mark.cast_unsigned(),
        }
    }
}

/// How far an event is done with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// Where the row was.
    pub from: u64,
    /// Where it goes.
    pub to: u64,
    /// Events of the subscription in between that were acknowledged.
    pub acknowledged: u64,
    /// When.
    pub at: Timestamp,
    /// Number of the event at `to` in the door's own stream; 0 where the door does not count.
    pub mark: u64,
}

/// A failure at an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// It is tried again.
    Retry {
        /// Not before this moment.
        at: Timestamp,
        /// What went wrong.
        reason: String,
    },
    /// It is put aside.
    Park {
        /// Its position.
        position: u64,
        /// Why.
        reason: String,
    },
    /// It is passed over, or the subscription stops at it.
    Other,
}

impl Failure {
    fn reason(&self) -> &str {
        match self {
            Self::Retry { reason, .. } | Self::Park { reason, .. } => reason,
            Self::Other => "",
        }
    }
}

/// The row, if there is one.
///
/// # Errors
/// The database cannot be reached.
pub async fn of(pool: &PgPool, subscription_id: &str) -> Result<Option<Cursor>, sqlx::Error> {
    let row: Option<Row> = sqlx::query_as("SELECT * FROM cursors WHERE subscription_id = $1")
        .bind(subscription_id)
        .fetch_optional(pool)
        .await?;
    Ok(row.map(Cursor::from))
}

/// The row for a new stream, made if there is none: from then on older streams are over.
///
/// # Errors
/// The database cannot be reached.
pub async fn open(pool: &PgPool, subscription_id: &str, from_position: u64) -> Result<Cursor, sqlx::Error> {
    let row: Row = sqlx::query_as(
        "INSERT INTO cursors (subscription_id, position, session) VALUES ($1, $2, 1)
         ON CONFLICT (subscription_id) DO UPDATE SET session = cursors.session + 1 RETURNING *",
    )
    .bind(subscription_id)
    .bind(from_position.saturating_sub(1).cast_signed())
    .fetch_one(pool)
    .await?;
    Ok(row.into())
}

/// Moves the row on; none when it is elsewhere by now. What is delivered again ends here, when it does.
///
/// # Errors
/// The database cannot be reached.
pub async fn advance(
    pool: &PgPool,
    subscription_id: &str,
    step: Step,
    failure: Option<&Failure>,
) -> Result<Option<Cursor>, sqlx::Error> {
    let mut tx = pool.begin().await?;
    if let Some(Failure::Park { position, reason }) = failure {
        parked::put_aside(&mut tx, subscription_id, *position, reason, step.at).await?;
    }
    let next_attempt_at = match failure {
        Some(Failure::Retry { at, .. }) => Some(at.to_sqlx()),
        _ => None,
    };
    let row: Option<Row> = sqlx::query_as(MOVE)
        .bind(subscription_id)
        .bind(step.from.cast_signed())
        .bind(step.to.cast_signed())
        .bind(step.acknowledged.cast_signed())
        .bind(step.at.to_sqlx())
        .bind(failure.is_some())
        .bind(next_attempt_at)
        .bind(failure.map_or("", Failure::reason))
        .bind(step.mark.cast_signed())
        .fetch_optional(&mut *tx)
        .await?;
    let Some(row) = row else {
        return Ok(None);
    };
    let moved = replaying::go_on(&mut tx, subscription_id, row.into()).await?;
    tx.commit().await?;
    Ok(Some(moved))
}

/// See [`advance`].
const MOVE: &str = "UPDATE cursors SET position = $3, acknowledged = acknowledged + $4, next_attempt_at = $7,
        turn = turn + CASE WHEN $7::timestamptz IS NULL THEN 0 ELSE 1 END,
        last_acknowledged_at = CASE WHEN $4 > 0 THEN $5 ELSE last_acknowledged_at END,
        failures_in_a_row = CASE WHEN $6 THEN CASE WHEN $4 > 0 THEN 1 ELSE failures_in_a_row + 1 END
            WHEN $4 > 0 THEN 0 ELSE failures_in_a_row END,
        attempts = CASE WHEN $7::timestamptz IS NULL THEN 0 WHEN $3 > $2 THEN 1 ELSE attempts + 1 END,
        last_failure = CASE WHEN $6 THEN $8 WHEN $4 > 0 THEN '' ELSE last_failure END,
        mark = $9
    WHERE subscription_id = $1 AND position = $2 RETURNING *";

/// Moves the rows of several subscriptions on that deliver nothing again, each by one step without a failure; the rows that were where their steps begin. Rows are
/// locked by name, so that two processes which move the same ones do not wait for each other.
///
/// # Errors
/// The database cannot be reached.
pub async fn advance_all(
    pool: &PgPool,
    steps: &[(String, Step)],
) -> Result<HashMap<String, Cursor>, sqlx::Error> {
    let column = |of: fn(&Step) -> u64| -> Vec<i64> {
        let values = steps.iter().map(|(_, step)| of(step).cast_signed());
        values.collect()
    };
    let ids: Vec<&str> = steps.iter().map(|(id, _)| id.as_str()).collect();
    let moments: Vec<_> = steps.iter().map(|(_, step)| step.at.to_sqlx()).collect();
    let rows: Vec<Named> = sqlx::query_as(
        "WITH locked AS (SELECT subscription_id FROM cursors WHERE subscription_id = ANY($1) ORDER BY subscription_id FOR UPDATE)
         UPDATE cursors SET position = step.goes_to, acknowledged = cursors.acknowledged + step.counted, next_attempt_at = NULL,
             last_acknowledged_at = CASE WHEN step.counted > 0 THEN step.moment ELSE last_acknowledged_at END,
             failures_in_a_row = CASE WHEN step.counted > 0 THEN 0 ELSE failures_in_a_row END, attempts = 0,
             last_failure = CASE WHEN step.counted > 0 THEN '' ELSE last_failure END
         FROM locked, UNNEST($1, $2::bigint[], $3::bigint[], $4::bigint[], $5::timestamptz[])
             AS step (subscription_id, begins_at, goes_to, counted, moment)
         WHERE cursors.subscription_id = locked.subscription_id AND cursors.subscription_id = step.subscription_id
             AND cursors.position = step.begins_at RETURNING cursors.*",
    )
    .bind(ids)
    .bind(column(|it| it.from))
    .bind(column(|it| it.to))
    .bind(column(|it| it.acknowledged))
    .bind(moments)
    .fetch_all(pool)
    .await?;
    Ok(rows
        .into_iter()
        .map(|it| (it.subscription_id, Cursor::from(it.row)))
        .collect())
}
