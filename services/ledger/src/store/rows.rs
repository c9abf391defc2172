//! Events as rows of a statement.
//!
//! A few go as VALUES, many as arrays that PostgreSQL takes apart: taking apart so many arrays costs as much as inserting a
//! dozen rows, which each event would feel in quiet times.

use jiff_sqlx::ToSqlx;
use sqlx::{Postgres, QueryBuilder};

use super::to_sql;
use crate::event::Event;
use crate::plan::Append;

/// The columns that come from the event itself.
pub(super) const COLUMNS: &str =
    "block, sequence, log_position, event_id, type, source, subject, time, building_block, project,
    regions, theme, audience, traceparent, entry, leaf_hash";

/// [`COLUMNS`] of the rows pushed here, as the tables have them.
pub(super) const SELECTED: &str =
    "block, sequence, log_position, event_id, type, source, subject, time, building_block, project,
    string_to_array(regions, ','), theme, audience, traceparent, entry, leaf_hash";

/// Most rows that go as VALUES: there is a prepared statement for each number of them.
const VALUES_MAX: usize = 16;

/// `(VALUES ...) AS new (COLUMNS, position)`, or the same from arrays.
pub(super) fn push_appends<'q>(sql: &mut QueryBuilder<'q, Postgres>, appends: &[Append<'q>]) {
    if appends.len() <= VALUES_MAX {
        sql.push("(").push_values(appends, |mut row, append| {
            let event = append.event;
            row.push_bind(event.block.as_str())
                .push_bind(to_sql(event.sequence))
                .push_bind(to_sql(event.log_position))
                .push_bind(event.id.as_str())
                .push_bind(event.kind.as_str())
                .push_bind(event.source.as_str())
                .push_bind(event.subject.as_str())
                .push_bind(event.time.to_sqlx())
                .push_bind(event.building_block.as_deref())
                .push_bind(event.project.as_deref())
                .push_bind(event.regions.join(","))
                .push_bind(event.theme.as_deref())
                .push_bind(event.audience as i16)
                .push_bind(event.traceparent.as_deref())
                .push_bind(event.entry.as_ref())
                .push_bind(event.leaf_hash())
                .push_bind(to_sql(append.position));
        });
    } else {
        let events: Vec<_> = appends.iter().map(|append| append.event).collect();
        let positions: Vec<_> = appends.iter().map(|append| to_sql(append.position)).collect();
        sql.push("UNNEST(");
        push_columns(sql, &events);
        sql.push(", ").push_bind(positions);
    }
    sql.push(") AS new (").push(COLUMNS).push(", position)");
}

/// The columns of events as arrays, in the order of [`COLUMNS`].
pub(super) fn push_columns<'q>(sql: &mut QueryBuilder<'q, Postgres>, events: &[&'q Event]) {
    sql.separated(", ")
        .push_bind(column(events, |event| event.block.as_str()))
        .push_bind(column(events, |event| to_sql(event.sequence)))
        .push_bind(column(events, |event| to_sql(event.log_position)))
        .push_bind(column(events, |event| event.id.as_str()))
        .push_bind(column(events, |event| event.kind.as_str()))
        .push_bind(column(events, |event| event.source.as_str()))
        .push_bind(column(events, |event| event.subject.as_str()))
        .push_bind(column(events, |event| event.time.to_sqlx()))
        .push_bind(column(events, |event| event.building_block.as_deref()))
        .push_bind(column(events, |event| event.project.as_deref()))
        .push_bind(column(events, |event| event.regions.join(",")))
        .push_bind(column(events, |event| event.theme.as_deref()))
        .push_bind(column(events, |event| event.audience as i16))
        .push_bind(column(events, |event| event.traceparent.as_deref()))
        .push_bind(column(events, |event| event.entry.as_ref()))
        .push_bind(column(events, Event::leaf_hash));
}

/// One column of all events.
fn column<'q, T>(events: &[&'q Event], value: impl Fn(&'q Event) -> T) -> Vec<T> {
    events.iter().map(|event| value(event)).collect()
}
