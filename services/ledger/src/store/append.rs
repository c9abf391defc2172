//! One batch, one transaction: entries, heads, tree and what was refused.

use std::collections::HashMap;

use bytes::Bytes;
use eventing::breakpoint::{self, Step};
use jiff::Timestamp;
use sqlx::PgConnection;

use super::LedgerStore;
use super::conflicts::{Conflict, conflicts};
use super::heads::{self, Newest};
use super::insert::{Behind, insert, insert_locked};
use super::refill::{Grown, refill};
use super::rejected::{self, Rejected};
use super::tree::{End, Tree, grow};
use crate::event::{Event, Malformed, Reason};
use crate::plan::{Gap, Plan, plan};

/// What arrived, in order of arrival, and taken apart by whether it can be an entry.
#[derive(Debug, Default)]
pub(crate) struct Batch {
    /// Events.
    pub(crate) events: Vec<Event>,
    /// Messages that are no events of ours.
    pub(crate) rejected: Vec<Rejected>,
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
    /// Appends what is new and next in a batch. When this fails, the batch may be tried again: what of it was done all the
    /// same is then a repeat.
    ///
    /// Even two writers at once, which the lease prevents, would take turns and keep the ledger gapless.
    pub(crate) async fn append(&self, batch: &Batch, now: Timestamp) -> Result<Outcome, sqlx::Error> {
        match self.append_unseen(batch, now).await? {
            Some(outcome) => Ok(outcome),
            None => self.append_locked(batch, now).await,
        }
    }

    /// Appends in one statement, from where this process left the ledger. The statement writes only if the head still is
    /// there. `None`, and nothing is done, when it is elsewhere, or when there is more to do than to append.
    async fn append_unseen(&self, batch: &Batch, now: Timestamp) -> Result<Option<Outcome>, sqlx::Error> {
        let Some((mut tree, end)) = self.tree.take_unseen() else {
            return Ok(None);
        };
        let plan = plan(&end.heads, &batch.events);
        if plan.appends.is_empty() || !plan.is_straight() || !batch.rejected.is_empty() {
            self.tree.keep(tree);
            return Ok(None);
        }
        let recorded_at = later(end.recorded_at, now);
        let behind = Behind::edge(&tree.edge);
        let growth = grow(&mut tree.edge, &plan);
        let mut session = self.session.lock().await;
        let written = session
            .run(async |connection| insert(connection, behind, &plan, &growth, recorded_at).await)
            .await?;
        if !written {
            return Ok(None);
        }
        let newest = Newest {
            position: plan.heads.position,
            recorded_at: Some(recorded_at),
        };
        let appended = plan.positions().collect();
        tree.end = Some(End {
            heads: plan.heads,
            recorded_at: newest.recorded_at,
        });
        self.tree.keep(tree);
        Ok(Some(Outcome {
            newest,
            appended,
            ..Outcome::default()
        }))
    }

    /// Appends in a transaction. Positions are given out from the heads as it sees and locks them. The tree grows in memory,
    /// from where the locked head says it is, and is written with the entries.
    async fn append_locked(&self, batch: &Batch, now: Timestamp) -> Result<Outcome, sqlx::Error> {
        let mut tx = self.pool.begin().await?;
        let locked = heads::lock(&mut tx).await?;
        let mut tree = self.tree.take(&mut tx, &locked).await?;
        let plan = plan(&locked.arrived(), &batch.events);
        let recorded_at = later(locked.newest.recorded_at, now);
        let refills = tree.refill.is_some() || locked.holds();
        let grown = if refills {
            refill(&mut tx, &locked, &mut tree, &plan, recorded_at).await?
        } else {
            straight(&mut tx, &mut tree, &plan, recorded_at).await?
        };
        if !grown.appended.is_empty() {
            breakpoint::pass(Step::LedgerInserted);
        }
        let conflicts = conflicts(&mut tx, &plan.repeats).await?;
        let out_of_step: Vec<_> = plan.out_of_step.iter().map(|event| out_of_step(event)).collect();
        let rejected: Vec<_> = batch.rejected.iter().chain(&out_of_step).collect();
        rejected::keep(&mut tx, &rejected, now).await?;
        breakpoint::pass(Step::LedgerTreeWritten);
        tx.commit().await?;
        let mut newest = locked.newest;
        if !grown.appended.is_empty() {
            newest = Newest {
                position: grown.position,
                recorded_at: Some(recorded_at),
            };
        }
        tree.end = (!refills).then_some(End {
            heads: plan.heads,
            recorded_at: newest.recorded_at,
        });
        self.tree.keep(tree);
        Ok(Outcome {
            newest,
            appended: grown.appended,
            repeats: plan.repeats.len(),
            conflicts,
            gaps: plan.gaps,
            rejected: rejected.into_iter().map(|message| message.why.clone()).collect(),
        })
    }
}

/// Appends what arrived, in the order in which it arrived.
async fn straight(
    tx: &mut PgConnection,
    tree: &mut Tree,
    plan: &Plan<'_>,
    recorded_at: Timestamp,
) -> Result<Grown, sqlx::Error> {
    if !plan.appends.is_empty() {
        let behind = Behind::edge(&tree.edge);
        let growth = grow(&mut tree.edge, plan);
        insert_locked(tx, behind, plan, &growth, recorded_at).await?;
    }
    Ok(Grown {
        position: plan.heads.position,
        appended: plan.positions().collect(),
    })
}

/// A clock that was set back must not make the ledger look out of order.
fn later(last: Option<Timestamp>, now: Timestamp) -> Timestamp {
    last.map_or(now, |last| last.max(now))
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
