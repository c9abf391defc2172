//! Subscriptions, by what lists ask for.

use std::sync::Arc;

use async_trait::async_trait;
use eventing::{Projection, ProjectionError, Recorded};
use sqlx::{FromRow, PgConnection, PgPool};

use crate::{
    delivery::cursor::{Cursor, Row},
    domain::subscription::{Fact, Stage, Subscription},
};

/// Permanent name of the projection.
pub const NAME: &str = "subscriptions";

/// Subscriptions by programme and stage.
#[derive(Debug, Clone, Copy)]
pub struct Subscriptions;

/// What a list asks for.
#[derive(Debug, Clone)]
pub struct Wanted<'a> {
    /// Only those of these programmes; none for all.
    pub programmes: Option<&'a [String]>,
    /// Only those in this stage.
    pub stage: Option<Stage>,
}

#[async_trait]
impl Projection for Subscriptions {
    fn name(&self) -> &'static str {
        NAME
    }

    fn is_concerned(&self, fact: &Recorded) -> bool {
        fact.is_of::<Subscription>()
    }

    async fn apply(&self, batch: &[Arc<Recorded>], db: &mut PgConnection) -> Result<(), ProjectionError> {
        for recorded in batch {
            let Some(fact) = recorded.fact::<Subscription>() else {
                continue;
            };
            let (programme_id, stage, door) = match fact? {
                Fact::Requested { content, .. } => {
                    (content.programme_id, Stage::Requested, Some(content.door.name()))
                }
                Fact::Approved { content, .. } => (content.programme_id, Stage::Active, None),
                Fact::Refused { programme_id, .. } => (programme_id, Stage::Refused, None),
                Fact::Suspended { programme_id, .. } => (programme_id, Stage::Suspended, None),
                Fact::Resumed { programme_id, .. } => (programme_id, Stage::Active, None),
                Fact::Ended { programme_id, .. } => (programme_id, Stage::Ended, None),
                // Its stage stays as it is.
                Fact::Replayed { .. }
                | Fact::KeysRotated { .. }
                | Fact::Stalled { .. }
                | Fact::Recovered { .. } => continue,
            };
            sqlx::query(
                "INSERT INTO subscriptions (subscription_id, programme_id, stage, door) VALUES ($1, $2, $3, COALESCE($4, 'fetched'))
                 ON CONFLICT (subscription_id) DO UPDATE SET stage = excluded.stage, door = COALESCE($4, subscriptions.door)",
            )
            .bind(&recorded.stream_id)
            .bind(programme_id)
            .bind(stage.name())
            .bind(door)
            .execute(&mut *db)
            .await?;
        }
        Ok(())
    }

    async fn reset(&self, db: &mut PgConnection) -> Result<(), ProjectionError> {
        sqlx::query("DELETE FROM subscriptions").execute(db).await?;
        Ok(())
    }
}

/// Identifiers of the subscriptions after one, at most `limit`.
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
        "SELECT subscription_id FROM subscriptions
         WHERE subscription_id > $1 AND ($2::text[] IS NULL OR programme_id = ANY($2)) AND ($3::text IS NULL OR stage = $3)
         ORDER BY subscription_id LIMIT $4",
    )
    .bind(after)
    .bind(wanted.programmes)
    .bind(wanted.stage.map(Stage::name))
    .bind(limit)
    .fetch_all(pool)
    .await
}

/// Identifiers of the subscriptions in one of these stages whose events the hub sends through one of these doors.
///
/// # Errors
/// The database cannot be reached.
pub async fn through(pool: &PgPool, doors: &[&str], stages: &[Stage]) -> Result<Vec<String>, sqlx::Error> {
    let stages: Vec<&str> = stages.iter().map(|it| it.name()).collect();
    sqlx::query_scalar("SELECT subscription_id FROM subscriptions WHERE stage = ANY($1) AND door = ANY($2)")
        .bind(stages)
        .bind(doors)
        .fetch_all(pool)
        .await
}

/// A subscription that was approved and is not over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Open {
    /// Its identifier.
    pub subscription_id: String,
    /// Its stage.
    pub stage: Stage,
    /// Its row; none before its first stream.
    pub cursor: Option<Cursor>,
    /// Events that are parked.
    pub parked: u64,
}

#[derive(FromRow)]
struct OpenRow {
    subscription_id: String,
    stage: String,
    parked: i64,
    #[sqlx(flatten)]
    row: Row,
    has_row: bool,
}

impl From<OpenRow> for Open {
    fn from(it: OpenRow) -> Self {
        Self {
            subscription_id: it.subscription_id,
            stage: if it.stage == Stage::Active.name() {
                Stage::Active
            } else {
                Stage::Suspended
            },
            cursor: it.has_row.then(|| it.row.into()),
            parked: it.parked.cast_unsigned(),
        }
    }
}

/// All that were approved and are not over, with how far they are.
///
/// # Errors
/// The database cannot be reached.
pub async fn open(pool: &PgPool) -> Result<Vec<Open>, sqlx::Error> {
    let rows: Vec<OpenRow> = sqlx::query_as(
        "SELECT subscription_id, stage, coalesce(parked.events, 0) AS parked, cursors.subscription_id IS NOT NULL AS has_row,
             coalesce(position, 0) AS position, coalesce(acknowledged, 0) AS acknowledged, last_acknowledged_at,
             coalesce(failures_in_a_row, 0) AS failures_in_a_row, next_attempt_at, coalesce(session, 0) AS session, coalesce(turn, 0) AS turn,
              coalesce(attempts, 0) AS attempts, coalesce(last_failure, '') AS last_failure, coalesce(replays, 0) AS replays, replay_to, resume_at,
              coalesce(mark, 0) AS mark
         FROM subscriptions LEFT JOIN cursors USING (subscription_id)
             LEFT JOIN (SELECT subscription_id, count(*) AS events FROM parked GROUP BY subscription_id) AS parked USING (subscription_id)
         WHERE stage = ANY($1)",
    )
    .bind([Stage::Active.name(), Stage::Suspended.name()])
    .fetch_all(pool)
    .await?;
    Ok(rows.into_iter().map(Open::from).collect())
}
