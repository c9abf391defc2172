//! The statement that appends.

use jiff::Timestamp;
use jiff_sqlx::ToSqlx;
use sqlx::PgConnection;

use super::heads::NOTIFY_CHANNEL;
use super::to_sql;
use super::tree::{Columns, Growth};
use crate::plan::{Append, Plan};

/// Entries, heads and tree in one statement, and the news of it. Without any ON CONFLICT on entries: a conflict there is a fault that must
/// stop the writer, not one to be passed over.
const INSERT: &str = "
    WITH appended AS (
        INSERT INTO entries (position, block, sequence, log_position, event_id, type, source, subject, time,
            recorded_at, building_block, project, regions, theme, audience, traceparent, entry, leaf_hash)
        SELECT position, block, sequence, log_position, event_id, type, source, subject, time,
            $10, building_block, project, string_to_array(regions, ','), theme, audience, traceparent, entry,
            leaf_hash
        FROM UNNEST($1::bigint[], $2::text[], $3::bigint[], $4::bigint[], $5::text[], $6::text[], $7::text[],
            $8::text[], $9::timestamptz[], $11::text[], $12::text[], $13::text[], $14::text[], $15::smallint[],
            $16::text[], $17::bytea[], $18::bytea[])
            AS new (position, block, sequence, log_position, event_id, type, source, subject, time,
                building_block, project, regions, theme, audience, traceparent, entry, leaf_hash)
    ), moved AS (
        INSERT INTO block_heads (block, sequence, log_position)
        SELECT * FROM UNNEST($19::text[], $20::bigint[], $21::bigint[])
        ON CONFLICT (block) DO UPDATE SET sequence = excluded.sequence, log_position = excluded.log_position
    ), tiled AS (
        INSERT INTO tiles (level, index, root, hashes)
        SELECT * FROM UNNEST($24::smallint[], $25::bigint[], $26::bytea[], $27::bytea[])
    ), head AS (
        UPDATE ledger_head SET position = $22, recorded_at = $10, root = $23 RETURNING position
    )
    SELECT pg_notify($28, position::text) FROM head";

/// Writes what a batch adds.
pub(super) async fn insert(
    tx: &mut PgConnection,
    plan: &Plan<'_>,
    growth: &Growth,
    recorded_at: Timestamp,
) -> Result<(), sqlx::Error> {
    let tiles = Columns::of(&growth.tiles);
    let new = &plan.appends;
    let blocks = &plan.heads.blocks;
    sqlx::query(INSERT)
        .bind(column(new, |append| to_sql(append.position)))
        .bind(column(new, |append| append.event.block.as_str()))
        .bind(column(new, |append| to_sql(append.event.sequence)))
        .bind(column(new, |append| to_sql(append.event.log_position)))
        .bind(column(new, |append| append.event.id.as_str()))
        .bind(column(new, |append| append.event.kind.as_str()))
        .bind(column(new, |append| append.event.source.as_str()))
        .bind(column(new, |append| append.event.subject.as_str()))
        .bind(column(new, |append| append.event.time.to_sqlx()))
        .bind(recorded_at.to_sqlx())
        .bind(column(new, |append| append.event.building_block.as_deref()))
        .bind(column(new, |append| append.event.project.as_deref()))
        .bind(column(new, |append| append.event.regions.join(",")))
        .bind(column(new, |append| append.event.theme.as_deref()))
        .bind(column(new, |append| append.event.audience as i16))
        .bind(column(new, |append| append.event.traceparent.as_deref()))
        .bind(column(new, |append| append.event.entry.as_ref()))
        .bind(column(new, |append| append.event.leaf_hash()))
        .bind(blocks.keys().map(String::as_str).collect::<Vec<_>>())
        .bind(
            blocks
                .values()
                .map(|head| to_sql(head.sequence))
                .collect::<Vec<_>>(),
        )
        .bind(
            blocks
                .values()
                .map(|head| to_sql(head.log_position))
                .collect::<Vec<_>>(),
        )
        .bind(to_sql(plan.heads.position))
        .bind(growth.root.as_bytes().as_slice())
        .bind(tiles.levels)
        .bind(tiles.indices)
        .bind(tiles.roots)
        .bind(tiles.hashes)
        .bind(NOTIFY_CHANNEL)
        .execute(tx)
        .await?;
    Ok(())
}

/// One column of all rows, as UNNEST wants it.
fn column<'a, T>(rows: &'a [Append<'a>], value: impl Fn(&'a Append<'a>) -> T) -> Vec<T> {
    rows.iter().map(value).collect()
}
