//! The statement that appends.

use jiff::Timestamp;
use jiff_sqlx::ToSqlx;
use sqlx::postgres::PgArguments;
use sqlx::query::Query;
use sqlx::{PgConnection, Postgres};
use transparency::{Edge, Hash};

use super::heads::NOTIFY_CHANNEL;
use super::tree::{Columns, Growth};
use super::{damaged, to_sql};
use crate::event::Event;
use crate::plan::Plan;

/// Entries, heads and tree in one statement, and the news of it; nothing at all when the head is not where the tree that
/// grew had it, or when events are held of which the writer does not know. Without any ON CONFLICT on entries: a conflict
/// there is a fault that must stop the writer, not one to be passed over.
const INSERT: &str = "
    WITH head AS (
        UPDATE ledger_head SET position = $22, recorded_at = $18, root = $23
        WHERE position = $29 AND root = $30 AND ($31 OR NOT EXISTS (SELECT FROM held_heads))
        RETURNING position
    ), appended AS (
        INSERT INTO entries (block, sequence, log_position, event_id, type, source, subject, time, building_block,
            project, regions, theme, audience, traceparent, entry, leaf_hash, position, recorded_at)
        SELECT block, sequence, log_position, event_id, type, source, subject, time, building_block,
            project, string_to_array(regions, ','), theme, audience, traceparent, entry, leaf_hash, new.position, $18
        FROM head, UNNEST($1::text[], $2::bigint[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[],
            $8::timestamptz[], $9::text[], $10::text[], $11::text[], $12::text[], $13::smallint[], $14::text[],
            $15::bytea[], $16::bytea[], $17::bigint[])
            AS new (block, sequence, log_position, event_id, type, source, subject, time, building_block,
                project, regions, theme, audience, traceparent, entry, leaf_hash, position)
    ), moved AS (
        INSERT INTO block_heads (block, sequence, log_position)
        SELECT new.* FROM head, UNNEST($19::text[], $20::bigint[], $21::bigint[]) AS new
        ON CONFLICT (block) DO UPDATE SET sequence = excluded.sequence, log_position = excluded.log_position
    ), tiled AS (
        INSERT INTO tiles (level, index, root, hashes)
        SELECT new.* FROM head, UNNEST($24::smallint[], $25::bigint[], $26::bytea[], $27::bytea[]) AS new
    )
    SELECT pg_notify($28, position::text) FROM head";

/// Where the ledger must stand for a batch to be written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Behind {
    size: u64,
    root: Hash,
    knows_of_held: bool,
}

impl Behind {
    /// Behind this edge, with nothing held.
    pub(super) fn edge(edge: &Edge) -> Self {
        Self {
            size: edge.size(),
            root: edge.root(),
            knows_of_held: false,
        }
    }

    /// Behind this edge, whatever is held.
    pub(super) fn edge_beside_held(edge: &Edge) -> Self {
        Self {
            knows_of_held: true,
            ..Self::edge(edge)
        }
    }
}

/// The head has moved although it is locked.
#[derive(Debug, thiserror::Error)]
#[error("the ledger's head was changed by somebody who does not wait for its lock")]
struct HeadMoved;

/// Writes what a batch adds, in a transaction that has locked the head.
pub(super) async fn insert_locked(
    tx: &mut PgConnection,
    behind: Behind,
    plan: &Plan<'_>,
    growth: &Growth,
    recorded_at: Timestamp,
) -> Result<(), sqlx::Error> {
    if insert(tx, behind, plan, growth, recorded_at).await? {
        Ok(())
    } else {
        Err(damaged(HeadMoved))
    }
}

/// Writes what a batch adds; false, and nothing is written, when the ledger does not stand where it has to.
pub(super) async fn insert(
    connection: &mut PgConnection,
    behind: Behind,
    plan: &Plan<'_>,
    growth: &Growth,
    recorded_at: Timestamp,
) -> Result<bool, sqlx::Error> {
    let tiles = Columns::of(&growth.tiles);
    let events: Vec<_> = plan.appends.iter().map(|append| append.event).collect();
    let positions: Vec<_> = plan
        .appends
        .iter()
        .map(|append| to_sql(append.position))
        .collect();
    let blocks = &plan.heads.blocks;
    let sequences: Vec<_> = blocks.values().map(|head| to_sql(head.sequence)).collect();
    let log_positions: Vec<_> = blocks.values().map(|head| to_sql(head.log_position)).collect();
    let told = bind_events(sqlx::query(INSERT), &events)
        .bind(positions)
        .bind(recorded_at.to_sqlx())
        .bind(blocks.keys().map(String::as_str).collect::<Vec<_>>())
        .bind(sequences)
        .bind(log_positions)
        .bind(to_sql(plan.heads.position))
        .bind(growth.root.as_bytes().as_slice())
        .bind(tiles.levels)
        .bind(tiles.indices)
        .bind(tiles.roots)
        .bind(tiles.hashes)
        .bind(NOTIFY_CHANNEL)
        .bind(to_sql(behind.size))
        .bind(behind.root.as_bytes().as_slice())
        .bind(behind.knows_of_held)
        .fetch_optional(connection)
        .await?;
    Ok(told.is_some())
}

/// The columns of events, as UNNEST wants them: the first sixteen parameters.
pub(super) fn bind_events<'q>(
    query: Query<'q, Postgres, PgArguments>,
    events: &[&'q Event],
) -> Query<'q, Postgres, PgArguments> {
    query
        .bind(column(events, |event| event.block.as_str()))
        .bind(column(events, |event| to_sql(event.sequence)))
        .bind(column(events, |event| to_sql(event.log_position)))
        .bind(column(events, |event| event.id.as_str()))
        .bind(column(events, |event| event.kind.as_str()))
        .bind(column(events, |event| event.source.as_str()))
        .bind(column(events, |event| event.subject.as_str()))
        .bind(column(events, |event| event.time.to_sqlx()))
        .bind(column(events, |event| event.building_block.as_deref()))
        .bind(column(events, |event| event.project.as_deref()))
        .bind(column(events, |event| event.regions.join(",")))
        .bind(column(events, |event| event.theme.as_deref()))
        .bind(column(events, |event| event.audience as i16))
        .bind(column(events, |event| event.traceparent.as_deref()))
        .bind(column(events, |event| event.entry.as_ref()))
        .bind(column(events, Event::leaf_hash))
}

/// One column of all events.
fn column<'q, T>(events: &[&'q Event], value: impl Fn(&'q Event) -> T) -> Vec<T> {
    events.iter().map(|event| value(event)).collect()
}
