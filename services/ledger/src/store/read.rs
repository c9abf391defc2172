//! Reading entries.

use bytes::Bytes;
use contracts::ledger::v1::Entry;
use contracts::options::v1::Audience;
use sqlx::postgres::PgRow;
use sqlx::{FromRow, Postgres, QueryBuilder, Row};

use super::{LedgerStore, from_sql, to_sql};
use crate::event::data_of;
use crate::filter::Filter;

/// A stretch of the ledger to read from, and what of it.
#[derive(Debug, Clone)]
pub(crate) struct Query<'a> {
    /// First position of the stretch.
    pub(crate) from: u64,
    /// Last position of the stretch.
    pub(crate) to: u64,
    /// Which entries.
    pub(crate) filter: &'a Filter,
    /// Who reads.
    pub(crate) audience: Audience,
    /// Most entries, at least 1.
    pub(crate) max_entries: u32,
    /// When that many bytes are reached, no further entry is added; there is always at least one.
    pub(crate) max_bytes: usize,
}

/// What a query found.
#[derive(Debug)]
pub(crate) struct Found {
    /// The entries, in order.
    pub(crate) entries: Vec<Entry>,
    /// Last position that was looked at.
    pub(crate) read_to: u64,
}

/// Read by their number in this order.
const COLUMNS: &str = "position, block, sequence, log_position, event_id, type, source, subject, time,
    recorded_at, building_block, project, regions, theme, audience, traceparent, entry";

/// An entry, and the bytes of all entries up to and including it.
struct Counted {
    entry: Entry,
    bytes: usize,
}

impl LedgerStore {
    /// The entries of a stretch, up to the query's bounds.
    pub(crate) async fn read(&self, query: &Query<'_>) -> Result<Found, sqlx::Error> {
        let rows: Vec<Counted> = statement(query).build_query_as().fetch_all(&self.pool).await?;
        let full = rows.len() >= query.max_entries as usize
            || rows.last().is_some_and(|last| last.bytes >= query.max_bytes);
        let last = rows.last().map(|last| last.entry.position);
        let whole = full || rows.len() as u64 == (query.to + 1).saturating_sub(query.from);
        let read_to = match last.filter(|_| full) {
            Some(last) => last,
            // Tables that were restored from an older state end before the stretch does: what is not there yet must not
            // count as looked at.
            None if !whole && self.newest().await?.position < query.to => last.unwrap_or(query.from - 1),
            None => query.to,
        };
        Ok(Found {
            read_to,
            entries: rows.into_iter().map(|row| row.entry).collect(),
        })
    }

    /// The entry at a position, if the reader may see it.
    pub(crate) async fn at(&self, position: u64, audience: Audience) -> Result<Option<Entry>, sqlx::Error> {
        let sql = format!(
            "SELECT {COLUMNS}, 0::bigint AS bytes FROM entries WHERE position = $1 AND audience <= $2"
        );
        let row: Option<Counted> = sqlx::query_as(&sql)
            .bind(to_sql(position))
            .bind(audience as i16)
            .fetch_optional(&self.pool)
            .await?;
        Ok(row.map(|row| row.entry))
    }

    /// The entry with an event id, if the reader may see it.
    pub(crate) async fn with_id(&self, id: &str, audience: Audience) -> Result<Option<Entry>, sqlx::Error> {
        let sql = format!(
            "SELECT {COLUMNS}, 0::bigint AS bytes FROM entries WHERE event_id = $1 AND audience <= $2"
        );
        let row: Option<Counted> = sqlx::query_as(&sql)
            .bind(id)
            .bind(audience as i16)
            .fetch_optional(&self.pool)
            .await?;
        Ok(row.map(|row| row.entry))
    }
}

/// Names only the fields that filter: so each combination has its own plan, and a suitable index.
fn statement<'a>(query: &Query<'a>) -> QueryBuilder<'a, Postgres> {
    let mut sql = QueryBuilder::new(format!(
        "SELECT * FROM (SELECT {COLUMNS}, sum(octet_length(entry)) OVER (ORDER BY position ROWS UNBOUNDED PRECEDING) \
         AS bytes FROM entries WHERE position >= "
    ));
    sql.push_bind(to_sql(query.from));
    sql.push(" AND position <= ").push_bind(to_sql(query.to));
    // Those who see everything need no condition.
    if query.audience != Audience::Hub {
        sql.push(" AND audience <= ").push_bind(query.audience as i16);
    }
    let filter = query.filter;
    for (column, values) in [
        ("type", &filter.types),
        ("block", &filter.blocks),
        ("building_block", &filter.building_blocks),
        ("project", &filter.projects),
        ("theme", &filter.themes),
    ] {
        if !values.is_empty() {
            sql.push(format_args!(" AND {column} = ANY("))
                .push_bind(values)
                .push(")");
        }
    }
    if !filter.regions.is_empty() {
        sql.push(" AND regions && ").push_bind(&filter.regions);
    }
    sql.push(" ORDER BY position LIMIT ")
        .push_bind(i64::from(query.max_entries));
    sql.push(") counted WHERE bytes - octet_length(entry) < ");
    sql.push_bind(i64::try_from(query.max_bytes).unwrap_or(i64::MAX));
    sql.push(" ORDER BY position");
    sql
}

impl FromRow<'_, PgRow> for Counted {
    fn from_row(row: &PgRow) -> Result<Self, sqlx::Error> {
        let bytes: i64 = row.try_get(17)?;
        Ok(Self {
            entry: entry(row)?,
            bytes: usize::try_from(bytes).unwrap_or(usize::MAX),
        })
    }
}

fn entry(row: &PgRow) -> Result<Entry, sqlx::Error> {
    let data = data_of(row.try_get(16)?).map_err(|error| sqlx::Error::Decode(Box::new(error)))?;
    Ok(Entry {
        position: from_sql(row.try_get(0)?),
        block: row.try_get(1)?,
        sequence: from_sql(row.try_get(2)?),
        log_position: from_sql(row.try_get(3)?),
        event_id: row.try_get(4)?,
        r#type: row.try_get(5)?,
        source: row.try_get(6)?,
        subject: row.try_get(7)?,
        time: Some(timestamp(row, 8)?),
        recorded_at: Some(timestamp(row, 9)?),
        building_block_id: optional(row, 10)?,
        project_id: optional(row, 11)?,
        region_ids: row.try_get(12)?,
        theme_id: optional(row, 13)?,
        audience: i32::from(row.try_get::<i16, _>(14)?),
        traceparent: optional(row, 15)?,
        data: Bytes::copy_from_slice(data),
    })
}

fn optional(row: &PgRow, column: usize) -> Result<String, sqlx::Error> {
    Ok(row.try_get::<Option<String>, _>(column)?.unwrap_or_default())
}

fn timestamp(row: &PgRow, column: usize) -> Result<pbjson_types::Timestamp, sqlx::Error> {
    let at = row.try_get::<jiff_sqlx::Timestamp, _>(column)?.to_jiff();
    Ok(crate::grpc::timestamp(at))
}
