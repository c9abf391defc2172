//! A batch as columns, and its parts of the statement.
//!
//! A few rows go as VALUES, many as arrays that PostgreSQL takes apart. Taking arrays apart costs as much as inserting a dozen
//! rows, which a lone caller would feel; and beyond some dozens of rows a prepared statement for every number of them is not
//! worth keeping.

use jiff_sqlx::ToSqlx;
use sqlx::{Postgres, QueryBuilder};

use super::{super::append::Append, json::RawJson};

/// Most rows that go as VALUES.
const VALUES_MAX: usize = 64;

/// The facts, in order.
#[derive(Default)]
pub(super) struct FactRows<'a> {
    positions: Vec<i64>,
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
    /// The facts of a batch that stands after `base`.
    pub(super) fn of(appends: &[&'a Append], base: u64) -> Self {
        let mut rows = Self::default();
        for append in appends {
            for (index, fact) in append.facts.iter().enumerate() {
                let position = base + 1 + rows.positions.len() as u64;
                rows.positions.push(position.cast_signed());
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

    pub(super) fn len(&self) -> usize {
        self.positions.len()
    }

    /// `, appended AS (INSERT INTO events ...)`
    pub(super) fn push_insert(self, sql: &mut QueryBuilder<'a, Postgres>) {
        if self.positions.is_empty() {
            return;
        }
        sql.push(
            ", appended AS (INSERT INTO events (position, aggregate_type, aggregate_id, sequence, event_type, event_version,
             payload, metadata, timestamp) SELECT fact.* FROM moved, ",
        );
        if self.len() <= VALUES_MAX {
            self.push_values(sql);
        } else {
            self.push_arrays(sql);
        }
        sql.push(" AS fact)");
    }

    fn push_values(self, sql: &mut QueryBuilder<'a, Postgres>) {
        let texts = self
            .types
            .into_iter()
            .zip(self.ids)
            .zip(self.names.into_iter().zip(self.shapes));
        let json = self.payloads.into_iter().zip(self.metadata);
        let numbers = self.positions.into_iter().zip(self.sequences).zip(self.at);
        sql.push("(VALUES ");
        for (
            index,
            ((((stream_type, id), (name, shape)), (payload, metadata)), ((position, sequence), at)),
        ) in texts.zip(json).zip(numbers).enumerate()
        {
            sql.push(if index == 0 { "(" } else { ", (" });
            let mut row = sql.separated(", ");
            row.push_bind(position)
                .push_bind(stream_type)
                .push_bind(id)
                .push_bind(sequence);
            row.push_bind(name)
                .push_bind(shape)
                .push_bind(payload)
                .push_bind(metadata)
                .push_bind(at);
            sql.push(")");
        }
        sql.push(")");
    }

    fn push_arrays(self, sql: &mut QueryBuilder<'a, Postgres>) {
        sql.push("UNNEST(");
        let mut columns = sql.separated(", ");
        columns
            .push_bind(self.positions)
            .push_bind(self.types)
            .push_bind(self.ids)
            .push_bind(self.sequences);
        columns
            .push_bind(self.names)
            .push_bind(self.shapes)
            .push_bind(self.payloads);
        columns.push_bind(self.metadata).push_bind(self.at);
        sql.push(")");
    }
}

/// One request that is answered by the batch.
struct RequestRow<'a> {
    id: uuid::Uuid,
    digest: &'a [u8],
    version: i64,
    first: i64,
    count: i32,
    public: Option<i64>,
    at: jiff_sqlx::Timestamp,
}

/// The requests that are answered.
pub(super) struct RequestRows<'a>(Vec<RequestRow<'a>>);

impl<'a> RequestRows<'a> {
    /// The requests of a batch that stands after `base`.
    pub(super) fn of(appends: &[&'a Append], mut base: u64) -> Self {
        let mut rows = Vec::with_capacity(appends.len());
        for append in appends {
            let count = append.facts.len() as u64;
            if let Some(request) = &append.request {
                rows.push(RequestRow {
                    id: request.id,
                    digest: &request.digest,
                    version: (append.expected + count).cast_signed(),
                    first: (base + 1).cast_signed(),
                    count: i32::try_from(count).unwrap_or(i32::MAX),
                    public: append.last_public(base).map(u64::cast_signed),
                    at: append.at.to_sqlx(),
                });
            }
            base += count;
        }
        Self(rows)
    }

    /// `, kept AS (INSERT INTO requests ...)`
    pub(super) fn push_insert(self, sql: &mut QueryBuilder<'a, Postgres>) {
        if self.0.is_empty() {
            return;
        }
        sql.push(
            ", kept AS (INSERT INTO requests (request_id, digest, version, first_position, fact_count, public_position,
             recorded_at) SELECT request.* FROM moved, ",
        );
        if self.0.len() <= VALUES_MAX {
            sql.push("(").push_values(self.0, |mut row, request| {
                row.push_bind(request.id)
                    .push_bind(request.digest)
                    .push_bind(request.version);
                row.push_bind(request.first)
                    .push_bind(request.count)
                    .push_bind(request.public);
                row.push_bind(request.at);
            });
        } else {
            sql.push("UNNEST(");
            let mut columns = sql.separated(", ");
            columns
                .push_bind(self.column(|request| request.id))
                .push_bind(self.column(|request| request.digest));
            columns
                .push_bind(self.column(|request| request.version))
                .push_bind(self.column(|request| request.first));
            columns
                .push_bind(self.column(|request| request.count))
                .push_bind(self.column(|request| request.public));
            columns.push_bind(self.column(|request| request.at));
        }
        sql.push(") AS request)");
    }

    fn column<T>(&self, value: impl Fn(&RequestRow<'a>) -> T) -> Vec<T> {
        self.0.iter().map(value).collect()
    }
}

/// The streams that were read for a decision, each with the version that must not be there.
#[derive(Default)]
pub(super) struct GuardRows<'a> {
    types: Vec<&'a str>,
    ids: Vec<&'a str>,
    next: Vec<i64>,
}

impl<'a> GuardRows<'a> {
    /// The guards of a batch.
    pub(super) fn of(appends: &[&'a Append]) -> Self {
        let mut rows = Self::default();
        for guard in appends.iter().flat_map(|append| &append.guards) {
            rows.types.push(guard.stream_type);
            rows.ids.push(&guard.stream_id);
            rows.next.push((guard.version + 1).cast_signed());
        }
        rows
    }

    /// The condition that there is no more of these streams than was read: one probe of the primary key for each.
    pub(super) fn push_condition(self, sql: &mut QueryBuilder<'a, Postgres>) {
        if self.types.is_empty() {
            return;
        }
        sql.push(" AND NOT EXISTS (SELECT FROM UNNEST(");
        let mut columns = sql.separated(", ");
        columns
            .push_bind(self.types)
            .push_bind(self.ids)
            .push_bind(self.next);
        sql.push(
            ") AS guard (type, id, next) CROSS JOIN LATERAL (
                SELECT FROM events
                WHERE aggregate_type = guard.type AND aggregate_id = guard.id AND sequence = guard.next) AS newer)",
        );
    }
}
