//! The one writer of a process: takes whatever appends wait and commits them together.
//!
//! Places in the log are given out by moving the head row, which also keeps writers of other processes apart: a place is
//! never given twice, and a rolled-back batch leaves no gap. When a batch hits a unique key it is taken apart and each
//! append is tried alone, so that one conflict never fails its neighbours.

use std::time::Instant;

use jiff_sqlx::ToSqlx;
use sqlx::{PgConnection, PgPool};
use tokio::sync::{mpsc, watch};

use crate::{
    breakpoint::{self, Step},
    failure::error_chain,
};

use super::{
    ExecuteError, OperationRecorder,
    append::{Append, AppendError, Guard, Job},
};

/// Most appends in one commit.
const BATCH_APPENDS_MAX: usize = 256;

/// Runs until the last store handle is gone.
pub(super) async fn run(
    pool: PgPool,
    mut jobs: mpsc::Receiver<Job>,
    head: watch::Sender<u64>,
    record: OperationRecorder,
) {
    let mut waiting = Vec::with_capacity(BATCH_APPENDS_MAX);
    while jobs.recv_many(&mut waiting, BATCH_APPENDS_MAX).await > 0 {
        // Whoever has gone away does not want the change any more; nothing was written yet.
        waiting.retain(|job| !job.reply.is_closed());
        // A guarded append is checked against what is committed, so it must not share a commit with what it might contradict.
        let (guarded, free): (Vec<_>, Vec<_>) =
            waiting.drain(..).partition(|job| !job.append.guards.is_empty());
        let started = Instant::now();
        breakpoint::pass(Step::AppendTaken);
        commit_together(&pool, free, &head).await;
        for job in guarded {
            commit_alone(&pool, job, &head).await;
        }
        record("append", started.elapsed());
    }
}

async fn commit_together(pool: &PgPool, jobs: Vec<Job>, head: &watch::Sender<u64>) {
    if jobs.is_empty() {
        return;
    }
    let appends: Vec<&Append> = jobs.iter().map(|job| &job.append).collect();
    match write(pool, &appends).await {
        Ok(mut base) => {
            breakpoint::pass(Step::AppendCommitted);
            for job in jobs {
                let committed = job.append.committed(base);
                base += job.append.facts.len() as u64;
                // Nobody listening is fine: the change is on record under its request id.
                let _ = job.reply.send(Ok(committed));
            }
            advance(head, base);
        }
        Err(AppendError::Failed(error)) => fail_all(jobs, &error),
        Err(_) => {
            for job in jobs {
                commit_alone(pool, job, head).await;
            }
        }
    }
}

async fn commit_alone(pool: &PgPool, job: Job, head: &watch::Sender<u64>) {
    let outcome = write(pool, &[&job.append]).await.map(|base| {
        breakpoint::pass(Step::AppendCommitted);
        advance(head, base + job.append.facts.len() as u64);
        job.append.committed(base)
    });
    let _ = job.reply.send(outcome);
}

fn advance(head: &watch::Sender<u64>, position: u64) {
    head.send_if_modified(|newest| {
        let moved = position > *newest;
        *newest = position.max(*newest);
        moved
    });
}

fn fail_all(jobs: Vec<Job>, error: &ExecuteError) {
    tracing::warn!(error = %error, appends = jobs.len(), "a batch of changes could not be written");
    for job in jobs {
        let error = ExecuteError::Unavailable(sqlx::Error::Protocol(error_chain(error)));
        let _ = job.reply.send(Err(AppendError::Failed(error)));
    }
}

/// Writes appends in one commit and answers the place they stand after.
async fn write(pool: &PgPool, appends: &[&Append]) -> Result<u64, AppendError> {
    let guards: Vec<&Guard> = appends.iter().flat_map(|append| &append.guards).collect();
    if guards.is_empty() {
        let mut connection = pool.acquire().await.map_err(classify)?;
        return insert(&mut connection, appends).await;
    }
    let mut tx = pool.begin().await.map_err(classify)?;
    // From here on nobody else commits to this log, so what the guards see stays true until the commit.
    sqlx::query("SELECT position FROM head FOR UPDATE")
        .execute(&mut *tx)
        .await
        .map_err(classify)?;
    if !guards_hold(&mut tx, &guards).await? {
        return Err(AppendError::Conflict);
    }
    breakpoint::pass(Step::AppendGuarded);
    let base = insert(&mut tx, appends).await?;
    breakpoint::pass(Step::AppendWritten);
    tx.commit().await.map_err(classify)?;
    Ok(base)
}

async fn guards_hold(connection: &mut PgConnection, guards: &[&Guard]) -> Result<bool, AppendError> {
    let types: Vec<&str> = guards.iter().map(|guard| guard.stream_type).collect();
    let ids: Vec<&str> = guards.iter().map(|guard| guard.stream_id.as_str()).collect();
    let versions: Vec<i64> = guards.iter().map(|guard| guard.version.cast_signed()).collect();
    sqlx::query_scalar(
        "SELECT NOT EXISTS (
             SELECT FROM UNNEST($1::text[], $2::text[], $3::bigint[]) AS guard (type, id, version)
             WHERE guard.version <> COALESCE((
                 SELECT max(sequence) FROM events WHERE aggregate_type = guard.type AND aggregate_id = guard.id), 0))",
    )
    .bind(types)
    .bind(ids)
    .bind(versions)
    .fetch_one(connection)
    .await
    .map_err(classify)
}

/// One statement: the head moves, the facts stand behind it, the requests are on record.
async fn insert(connection: &mut PgConnection, appends: &[&Append]) -> Result<u64, AppendError> {
    let rows = FactRows::of(appends);
    let requests = RequestRows::of(appends);
    let base: i64 = sqlx::query_scalar(
        "WITH moved AS (UPDATE head SET position = position + $1 RETURNING position - $1 AS base),
         appended AS (
             INSERT INTO events (position, aggregate_type, aggregate_id, sequence, event_type, event_version, payload, metadata, timestamp)
             SELECT moved.base + fact.ordinal, fact.type, fact.id, fact.sequence, fact.name, fact.shape, fact.payload, fact.metadata, fact.at
             FROM moved, UNNEST($2::text[], $3::text[], $4::bigint[], $5::text[], $6::text[], $7::json[], $8::json[], $9::timestamptz[])
                 WITH ORDINALITY AS fact (type, id, sequence, name, shape, payload, metadata, at, ordinal)
         ),
         kept AS (
             INSERT INTO requests (request_id, digest, version, first_position, fact_count, public_position, recorded_at)
             SELECT request.id, request.digest, request.version, moved.base + request.first, request.count,
                    moved.base + request.public, request.at
             FROM moved, UNNEST($10::uuid[], $11::bytea[], $12::bigint[], $13::bigint[], $14::int[], $15::bigint[], $16::timestamptz[])
                 AS request (id, digest, version, first, count, public, at)
         )
         SELECT base FROM moved",
    )
    .bind(rows.types.len() as i64)
    .bind(rows.types)
    .bind(rows.ids)
    .bind(rows.sequences)
    .bind(rows.names)
    .bind(rows.shapes)
    .bind(rows.payloads)
    .bind(rows.metadata)
    .bind(rows.at)
    .bind(requests.ids)
    .bind(requests.digests)
    .bind(requests.versions)
    .bind(requests.firsts)
    .bind(requests.counts)
    .bind(requests.publics)
    .bind(requests.at)
    .fetch_one(connection)
    .await
    .map_err(classify)?;
    Ok(base.cast_unsigned())
}

#[derive(Default)]
struct FactRows<'a> {
    types: Vec<&'a str>,
    ids: Vec<&'a str>,
    sequences: Vec<i64>,
    names: Vec<&'a str>,
    shapes: Vec<&'a str>,
    payloads: Vec<RawJson<'a>>,
    metadata: Vec<RawJson<'a>>,
    at: Vec<jiff_sqlx::Timestamp>,
}

impl<'a> FactRows<'a> {
    fn of(appends: &[&'a Append]) -> Self {
        let mut rows = Self::default();
        for append in appends {
            for (index, fact) in append.facts.iter().enumerate() {
                rows.types.push(append.stream_type);
                rows.ids.push(&append.stream_id);
                rows.sequences
                    .push((append.expected + 1 + index as u64).cast_signed());
                rows.names.push(&fact.name);
                rows.shapes.push(&fact.shape_version);
                rows.payloads.push(RawJson(&fact.payload));
                rows.metadata.push(RawJson(&append.metadata));
                rows.at.push(append.at.to_sqlx());
            }
        }
        rows
    }
}

#[derive(Default)]
struct RequestRows {
    ids: Vec<uuid::Uuid>,
    digests: Vec<Vec<u8>>,
    versions: Vec<i64>,
    firsts: Vec<i64>,
    counts: Vec<i32>,
    publics: Vec<Option<i64>>,
    at: Vec<jiff_sqlx::Timestamp>,
}

impl RequestRows {
    fn of(appends: &[&Append]) -> Self {
        let mut rows = Self::default();
        let mut base = 0_u64;
        for append in appends {
            if let Some(request) = &append.request {
                rows.ids.push(request.id);
                rows.digests.push(request.digest.to_vec());
                rows.versions
                    .push((append.expected + append.facts.len() as u64).cast_signed());
                rows.firsts.push((base + 1).cast_signed());
                rows.counts
                    .push(i32::try_from(append.facts.len()).unwrap_or(i32::MAX));
                rows.publics.push(append.last_public(base).map(u64::cast_signed));
                rows.at.push(append.at.to_sqlx());
            }
            base += append.facts.len() as u64;
        }
        rows
    }
}

/// JSON text bound as `json` without parsing it again.
struct RawJson<'a>(&'a str);

impl sqlx::Type<sqlx::Postgres> for RawJson<'_> {
    fn type_info() -> sqlx::postgres::PgTypeInfo {
        sqlx::postgres::PgTypeInfo::with_name("json")
    }
}

impl sqlx::postgres::PgHasArrayType for RawJson<'_> {
    fn array_type_info() -> sqlx::postgres::PgTypeInfo {
        sqlx::postgres::PgTypeInfo::with_name("_json")
    }
}

impl<'q> sqlx::Encode<'q, sqlx::Postgres> for RawJson<'_> {
    fn encode_by_ref(
        &self,
        buffer: &mut sqlx::postgres::PgArgumentBuffer,
    ) -> Result<sqlx::encode::IsNull, sqlx::error::BoxDynError> {
        buffer.extend_from_slice(self.0.as_bytes());
        Ok(sqlx::encode::IsNull::No)
    }
}

fn classify(error: sqlx::Error) -> AppendError {
    match error.as_database_error().and_then(|error| error.constraint()) {
        Some("events_pkey") => AppendError::Conflict,
        Some("requests_pkey") => AppendError::RequestKnown,
        _ => AppendError::Failed(ExecuteError::Unavailable(error)),
    }
}
