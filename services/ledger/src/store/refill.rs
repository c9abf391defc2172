//! Filling a restored ledger again: each event goes to the place at which it was signed.
//!
//! Relays send again from where their block stands, each in the order of its block; how the blocks' events lay between each
//! other they do not know. The signed order does. So what arrives is held, and leaves in that order. Events that are newer
//! than what was signed follow behind, in the order in which they came.

use std::collections::HashMap;

use jiff::Timestamp;
use sqlx::PgConnection;

use super::damaged;
use super::heads::Locked;
use super::held;
use super::insert::{Behind, insert_locked};
use super::tree::{Tree, grow};
use crate::event::Event;
use crate::memory::Refill;
use crate::plan::{Heads, Plan, plan};

/// Most events moved into the ledger in one statement.
const EVENTS_MAX: usize = 500;

/// What a batch came to.
pub(super) struct Grown {
    /// The newest position after it.
    pub(super) position: u64,
    /// Positions of the entries that were appended, by event id.
    pub(super) appended: HashMap<String, u64>,
}

/// What is held does not follow on what the ledger has.
#[derive(Debug, thiserror::Error)]
#[error("the events held behind position {0} are not the next of their blocks")]
struct OutOfTurn(u64);

/// Holds what arrived, and appends of all that is held what has its place now.
pub(super) async fn refill(
    tx: &mut PgConnection,
    locked: &Locked,
    tree: &mut Tree,
    arrived: &Plan<'_>,
    recorded_at: Timestamp,
) -> Result<Grown, sqlx::Error> {
    let events: Vec<&Event> = arrived.appends.iter().map(|append| append.event).collect();
    held::hold(tx, &events).await?;
    let (mut heads, mut appended) = (locked.heads.clone(), HashMap::new());
    loop {
        let events = next(tx, heads.position, tree.refill.as_ref()).await?;
        if events.is_empty() {
            break;
        }
        let placed = plan(&heads, &events);
        if placed.appends.len() != events.len() {
            return Err(damaged(OutOfTurn(heads.position)));
        }
        let behind = Behind::edge_beside_held(&tree.edge);
        let growth = grow(&mut tree.edge, &placed);
        insert_locked(tx, behind, &placed, &growth, recorded_at).await?;
        held::release(tx, &events).await?;
        appended.extend(placed.positions());
        heads = placed.heads;
    }
    held::tidy(tx).await?;
    end(&heads, tree);
    Ok(Grown {
        position: heads.position,
        appended,
    })
}

/// The held events that come next.
async fn next(
    tx: &mut PgConnection,
    position: u64,
    refill: Option<&Refill>,
) -> Result<Vec<Event>, sqlx::Error> {
    match refill.map(|refill| refill.after(position, EVENTS_MAX)) {
        Some(wanted) if !wanted.is_empty() => held::in_order(tx, wanted).await,
        _ => held::oldest(tx, EVENTS_MAX).await,
    }
}

fn end(heads: &Heads, tree: &mut Tree) {
    if tree
        .refill
        .as_ref()
        .is_some_and(|refill| heads.position >= refill.last())
    {
        tracing::info!(
            entries = heads.position,
            "the ledger is filled again up to what was signed"
        );
        tree.refill = None;
    }
}
