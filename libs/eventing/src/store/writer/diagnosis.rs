//! Whom it concerns when a batch was refused.

use std::collections::HashSet;

use sqlx::{PgConnection, Row};

use super::super::append::{Append, AppendError};

/// For each append whether its request is on record, and whether its stream or one that was read has moved on.
const ASK: &str = "
    SELECT (SELECT position FROM head),
        ARRAY(SELECT asked.ordinal FROM UNNEST($1::bigint[], $2::uuid[]) AS asked (ordinal, id)
              WHERE EXISTS (SELECT FROM requests WHERE request_id = asked.id)),
        ARRAY(SELECT asked.ordinal FROM UNNEST($3::bigint[], $4::text[], $5::text[], $6::bigint[]) AS asked (ordinal, type, id, next)
              CROSS JOIN LATERAL (
                  SELECT FROM events WHERE aggregate_type = asked.type AND aggregate_id = asked.id AND sequence = asked.next
              ) AS newer)";

/// What the log says.
pub(super) struct Diagnosis {
    /// The newest place in the log.
    pub(super) head: u64,
    known: HashSet<i64>,
    moved: HashSet<i64>,
}

impl Diagnosis {
    /// What speaks against an append, if anything does.
    pub(super) fn of(&self, index: usize) -> Option<AppendError> {
        let index = ordinal(index);
        if self.known.contains(&index) {
            Some(AppendError::RequestKnown)
        } else if self.moved.contains(&index) {
            Some(AppendError::Conflict)
        } else {
            None
        }
    }
}

/// Asks the log about a batch.
pub(super) async fn ask(
    connection: &mut PgConnection,
    appends: &[&Append],
) -> Result<Diagnosis, sqlx::Error> {
    let (mut asking, mut requests) = (Vec::new(), Vec::new());
    let mut streams = Streams::default();
    for (index, append) in appends.iter().enumerate() {
        if let Some(request) = &append.request {
            asking.push(ordinal(index));
            requests.push(request.id);
        }
        if !append.facts.is_empty() {
            streams.add(index, append.stream_type, &append.stream_id, append.expected);
        }
        for guard in &append.guards {
            streams.add(index, guard.stream_type, &guard.stream_id, guard.version);
        }
    }
    let row = sqlx::query(ASK)
        .bind(asking)
        .bind(requests)
        .bind(streams.ordinals)
        .bind(streams.types)
        .bind(streams.ids)
        .bind(streams.next)
        .fetch_one(connection)
        .await?;
    Ok(Diagnosis {
        head: row.try_get::<i64, _>(0)?.cast_unsigned(),
        known: row.try_get::<Vec<i64>, _>(1)?.into_iter().collect(),
        moved: row.try_get::<Vec<i64>, _>(2)?.into_iter().collect(),
    })
}

/// The streams that must not have moved on, as columns.
#[derive(Default)]
struct Streams<'a> {
    ordinals: Vec<i64>,
    types: Vec<&'a str>,
    ids: Vec<&'a str>,
    next: Vec<i64>,
}

impl<'a> Streams<'a> {
    fn add(&mut self, index: usize, stream_type: &'a str, id: &'a str, version: u64) {
        self.ordinals.push(ordinal(index));
        self.types.push(stream_type);
        self.ids.push(id);
        self.next.push((version + 1).cast_signed());
    }
}

fn ordinal(index: usize) -> i64 {
    i64::try_from(index).unwrap_or(i64::MAX)
}
