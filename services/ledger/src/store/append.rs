//! One batch, one transaction: entries, heads and what was refused.

use std::collections::HashMap;

use bytes::Bytes;
use eventing::breakpoint::{self, Step};
use jiff::Timestamp;
use jiff_sqlx::ToSqlx;
use sqlx::PgConnection;

use super::heads::{self, NOTIFY_CHANNEL, Newest};
use super::rejected::{self, Rejected};
use super::{LedgerStore, from_sql, to_sql};
use crate::event::{Event, Malformed, Reason};
use crate::plan::{Append, Gap, Plan, plan};

/// What arrived, in order of arrival, and taken apart by whether it can be an entry.
#[derive(Debug, Default)]
pub(crate) struct Batch {
    /// Events.
    pub(crate) events: Vec<Event>,
    /// Messages that are no events of ours.
    pub(crate) rejected: Vec<Rejected>,
}

/// A repeat that is not the same as what is kept. What is kept stays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Conflict {
    /// Block of both.
    pub(crate) block: String,
    /// Sequence of both.
    pub(crate) sequence: u64,
    /// Id of the entry in the ledger.
    pub(crate) kept_id: String,
    /// Id of the event that arrived.
    pub(crate) arrived_id: String,
}

/// What a batch came to.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    /// The newest entry after it.
    pub(crate) newest: Newest,
    /// Positions of the entries that were appended, by event id.
    pub(crate) appended: HashMap<String, u64>,
    /// How many events the ledger had already.
    pub(crate) repeats: usize,
    /// Repeats that differ from what is kept.
    pub(crate) conflicts: Vec<Conflict>,
    /// Events that came too early.
    pub(crate) gaps: Vec<Gap>,
    /// Messages that went to the table of rejected ones.
    pub(crate) rejected: Vec<Malformed>,
}

impl LedgerStore {
    /// Appends what is new and next in a batch. When this fails, nothing of the batch has been done.
    ///
    /// Positions are given out from the heads as this transaction sees and locks them, never from memory. So
    /// even two writers at once, which the lease prevents, would take turns and keep the ledger gapless.
    pub(crate) async fn append(&self, batch: &Batch, now: Timestamp) -> Result<Outcome, sqlx::Error> {
        let mut tx = self.pool.begin().await?;
        let (newest, heads) = heads::lock(&mut tx).await?;
        let plan = plan(&heads, &batch.events);
        // A clock that was set back must not make the ledger look out of order.
        let recorded_at = newest.recorded_at.map_or(now, |last| last.max(now));
        if !plan.appends.is_empty() {
            insert(&mut tx, &plan, recorded_at).await?;
            breakpoint::pass(Step::LedgerInserted);
        }
        let conflicts = conflicts(&mut tx, &plan.repeats).await?;
        let out_of_step: Vec<_> = plan.out_of_step.iter().map(|event| out_of_step(event)).collect();
        let rejected: Vec<_> = batch.rejected.iter().chain(&out_of_step).collect();
        rejected::keep(&mut tx, &rejected, now).await?;
        breakpoint::pass(Step::LedgerTreeWritten);
        tx.commit().await?;
        Ok(outcome(newest, plan, conflicts, rejected, recorded_at))
    }
}

fn outcome(
    before: Newest,
    plan: Plan<'_>,
    conflicts: Vec<Conflict>,
    rejected: Vec<&Rejected>,
    recorded_at: Timestamp,
) -> Outcome {
    let newest = Newest {
        position: plan.heads.position,
        recorded_at: Some(recorded_at),
    };
    Outcome {
        newest: if plan.appends.is_empty() { before } else { newest },
        appended: plan
            .appends
            .iter()
            .map(|append| (append.event.id.clone(), append.position))
            .collect(),
        repeats: plan.repeats.len(),
        conflicts,
        gaps: plan.gaps,
        rejected: rejected.into_iter().map(|message| message.why.clone()).collect(),
    }
}

fn out_of_step(event: &Event) -> Rejected {
    let detail = format_args!(
        "sequence {} is next, but log position {} is not later than its predecessor's",
        event.sequence, event.log_position
    );
    Rejected {
        block: event.block.clone(),
        event_id: Some(event.id.clone()),
        why: Malformed::new(Reason::OutOfStep, detail),
        content: Bytes::clone(&event.entry),
    }
}

/// Entries and heads in one statement. Without any ON CONFLICT on entries: a conflict there is a fault that must
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
    )
    UPDATE ledger_head SET position = $22, recorded_at = $10";

async fn insert(tx: &mut PgConnection, plan: &Plan<'_>, recorded_at: Timestamp) -> Result<(), sqlx::Error> {
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
        .execute(&mut *tx)
        .await?;
    sqlx::query("SELECT pg_notify($1, $2)")
        .bind(NOTIFY_CHANNEL)
        .bind(plan.heads.position.to_string())
        .execute(tx)
        .await?;
    Ok(())
}

/// One column of all rows, as UNNEST wants it.
fn column<'a, T>(rows: &'a [Append<'a>], value: impl Fn(&'a Append<'a>) -> T) -> Vec<T> {
    rows.iter().map(value).collect()
}

/// Compares repeats with what is kept, those of this very transaction included.
async fn conflicts(tx: &mut PgConnection, repeats: &[&Event]) -> Result<Vec<Conflict>, sqlx::Error> {
    if repeats.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<(String, i64, String, String)> = sqlx::query_as(
        "SELECT kept.block, kept.sequence, kept.event_id, arrived.event_id
         FROM UNNEST($1::text[], $2::bigint[], $3::text[], $4::bytea[])
            AS arrived (block, sequence, event_id, leaf_hash)
         JOIN entries kept ON kept.block = arrived.block AND kept.sequence = arrived.sequence
         WHERE kept.event_id <> arrived.event_id OR kept.leaf_hash <> arrived.leaf_hash",
    )
    .bind(
        repeats
            .iter()
            .map(|event| event.block.as_str())
            .collect::<Vec<_>>(),
    )
    .bind(
        repeats
            .iter()
            .map(|event| to_sql(event.sequence))
            .collect::<Vec<_>>(),
    )
    .bind(repeats.iter().map(|event| event.id.as_str()).collect::<Vec<_>>())
    .bind(repeats.iter().map(|event| event.leaf_hash()).collect::<Vec<_>>())
    .fetch_all(tx)
    .await?;
    let conflict = |(block, sequence, kept_id, arrived_id)| Conflict {
        block,
        sequence: from_sql(sequence),
        kept_id,
        arrived_id,
    };
    Ok(rows.into_iter().map(conflict).collect())
}
