//! Events whose place in a ledger that is filled again is not reached yet.

use std::collections::HashMap;

use contracts::options::v1::Audience;
use sqlx::postgres::PgRow;
use sqlx::{FromRow, PgConnection, Postgres, QueryBuilder, Row};
use transparency::Hash;

use super::heads::head_of;
use super::rows::{COLUMNS, SELECTED, push_columns};
use super::{LedgerStore, damaged, from_sql};
use crate::event::Event;

/// An event as it is held.
struct Held(Event);

/// Holds events, in this order.
pub(super) async fn hold(tx: &mut PgConnection, events: &[&Event]) -> Result<(), sqlx::Error> {
    if !events.is_empty() {
        hold_statement(events).build().execute(tx).await?;
    }
    Ok(())
}

/// Events, and how far each block has now come.
fn hold_statement<'q>(events: &[&'q Event]) -> QueryBuilder<'q, Postgres> {
    let mut sql = QueryBuilder::new("WITH new AS (INSERT INTO held (");
    sql.push(COLUMNS)
        .push(") SELECT ")
        .push(SELECTED)
        .push(" FROM UNNEST(");
    push_columns(&mut sql, events);
    sql.push(") WITH ORDINALITY AS new (").push(COLUMNS);
    sql.push(
        ", n) ORDER BY n RETURNING block, sequence, log_position, event_id)
         INSERT INTO held_heads (block, sequence, log_position, event_id)
         SELECT DISTINCT ON (block) block, sequence, log_position, event_id FROM new ORDER BY block, sequence DESC
         ON CONFLICT (block) DO UPDATE SET sequence = excluded.sequence, log_position = excluded.log_position,
         event_id = excluded.event_id",
    );
    sql
}

/// The held events with these leaf hashes, in their order, up to the first that is not there.
pub(super) async fn in_order(tx: &mut PgConnection, wanted: &[Hash]) -> Result<Vec<Event>, sqlx::Error> {
    let sql = format!("SELECT {COLUMNS} FROM held WHERE leaf_hash = ANY($1)");
    let found: Vec<Held> = sqlx::query_as(&sql)
        .bind(wanted.iter().map(|leaf| leaf.0).collect::<Vec<_>>())
        .fetch_all(tx)
        .await?;
    let mut found: HashMap<_, _> = found
        .into_iter()
        .map(|Held(event)| (event.leaf_hash(), event))
        .collect();
    Ok(wanted.iter().map_while(|leaf| found.remove(&leaf.0)).collect())
}

/// The events that are held longest, in order of arrival.
pub(super) async fn oldest(tx: &mut PgConnection, most: usize) -> Result<Vec<Event>, sqlx::Error> {
    let sql = format!("SELECT {COLUMNS} FROM held ORDER BY arrival LIMIT $1");
    let found: Vec<Held> = sqlx::query_as(&sql)
        .bind(i64::try_from(most).unwrap_or(i64::MAX))
        .fetch_all(tx)
        .await?;
    Ok(found.into_iter().map(|Held(event)| event).collect())
}

/// Removes events that are in the ledger now.
pub(super) async fn release(tx: &mut PgConnection, events: &[Event]) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM held WHERE event_id = ANY($1)")
        .bind(events.iter().map(|event| event.id.as_str()).collect::<Vec<_>>())
        .execute(tx)
        .await?;
    Ok(())
}

/// Ends holding when nothing is held any more.
pub(super) async fn tidy(tx: &mut PgConnection) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM held_heads WHERE NOT EXISTS (SELECT FROM held)")
        .execute(tx)
        .await?;
    Ok(())
}

impl LedgerStore {
    /// How many events wait for their place.
    pub(crate) async fn held(&self) -> Result<u64, sqlx::Error> {
        let count: i64 = sqlx::query_scalar("SELECT count(*) FROM held")
            .fetch_one(self.pool())
            .await?;
        Ok(from_sql(count))
    }
}

impl FromRow<'_, PgRow> for Held {
    fn from_row(row: &PgRow) -> Result<Self, sqlx::Error> {
        let audience = Audience::try_from(i32::from(row.try_get::<i16, _>("audience")?)).map_err(damaged)?;
        let (block, id): (String, String) = (row.try_get("block")?, row.try_get("event_id")?);
        let head = head_of(
            &block,
            row.try_get("sequence")?,
            row.try_get("log_position")?,
            &id,
        );
        Ok(Self(Event {
            block,
            sequence: head.sequence,
            log_position: head.log_position,
            part: head.part,
            id,
            kind: row.try_get("type")?,
            source: row.try_get("source")?,
            subject: row.try_get("subject")?,
            time: row.try_get::<jiff_sqlx::Timestamp, _>("time")?.to_jiff(),
            building_block: row.try_get("building_block")?,
            project: row.try_get("project")?,
            regions: row.try_get("regions")?,
            theme: row.try_get("theme")?,
            audience,
            traceparent: row.try_get("traceparent")?,
            entry: bytes::Bytes::from(row.try_get::<Vec<u8>, _>("entry")?).into(),
        }))
    }
}
