//! Moving a subscription's row on, by what its subscriber says.

use std::{ops::ControlFlow, sync::PoisonError};

use jiff::Timestamp;
use runtime::fault::{Fault, Kind};

use super::{Deliveries, expect_active, expect_fetched};
use crate::{
    delivery::{
        cursor::{self, Cursor, Failure, Step},
        standing::Standing,
        wants,
    },
    domain::subscription::{Content, Stage},
};

/// Attempts at moving a row that others move too.
const ATTEMPTS: usize = 16;

impl Deliveries {
    /// The subscription's row, and what it asks for; a row there is only after the first stream.
    pub(super) async fn row(&self, programme_id: &str, id: &str) -> Result<(Content, Cursor), Fault> {
        let (subscription, content) = self.desk.of(programme_id, id).await?;
        expect_active(&subscription)?;
        expect_fetched(&content)?;
        let cursor = cursor::of(self.desk.office.store.pool(), id).await?;
        Ok((content, cursor.ok_or_else(not_delivered)?))
    }

    /// Moves the row on to a position, with what became of the event there.
    pub(super) async fn advance(
        &self,
        programme_id: &str,
        id: &str,
        to: u64,
        failure: Option<&Failure>,
    ) -> Result<Cursor, Fault> {
        for _ in 0..ATTEMPTS {
            let (content, cursor) = self.row(programme_id, id).await?;
            // What is said twice, or out of order, changes nothing; a retry of the next event moves nothing and still counts.
            if to < cursor.position || (to == cursor.position && failure.is_none()) {
                return Ok(cursor);
            }
            // So does what is said of events that were sent before delivery went back.
            let is_beyond = cursor.replay_to.is_some_and(|last| to > last);
            let Some(acknowledged) = self
                .count(&content, &cursor, to, failure)
                .await?
                .filter(|_| !is_beyond)
            else {
                return Ok(cursor);
            };
            let step = Step {
                from: cursor.position,
                to,
                acknowledged,
                at: Timestamp::now(),
                mark: 0,
            };
            let pool = self.desk.office.store.pool();
            if let Some(moved) = cursor::advance(pool, id, step, failure).await? {
                let standing = Standing {
                    stage: Stage::Active,
                    cursor: moved.clone(),
                };
                self.desk.standings.tell(id, standing);
                return Ok(moved);
            }
        }
        let what = "others acknowledge events of this subscription all the time";
        Err(Fault::new("CONTENDED", Kind::Conflict, what))
    }

    /// Events of the subscription between the row and a position, without the one that is refused. Known from what the stream of this
    /// process has sent, and else from the ledger. None when that stream has not gone back yet where the row has.
    async fn count(
        &self,
        content: &Content,
        cursor: &Cursor,
        to: u64,
        failure: Option<&Failure>,
    ) -> Result<Option<u64>, Fault> {
        let refused = match failure {
            Some(Failure::Park { .. } | Failure::Other) => 1,
            Some(Failure::Retry { .. }) | None => 0,
        };
        let from = cursor.position;
        if let Some(flight) = self.desk.standings.flight(&content.subscription_id) {
            let flight = flight.lock().unwrap_or_else(PoisonError::into_inner);
            if flight.session == cursor.session {
                if flight.turn != cursor.turn {
                    return Ok(None);
                }
                let between = flight.sent_between(from, to).ok_or_else(not_delivered)?;
                return Ok(Some(between.saturating_sub(refused)));
            }
        }
        if to > self.desk.archive.head().await? {
            return Err(not_delivered());
        }
        let mut between = 0_u64;
        let look = |entry: &contracts::ledger::v1::Entry| {
            between += u64::from(wants(content, entry));
            ControlFlow::Continue(())
        };
        self.desk.archive.look_through(from + 1, to, look).await?;
        Ok(Some(between.saturating_sub(refused)))
    }
}

fn not_delivered() -> Fault {
    let expected = "a position up to which events of this subscription were delivered";
    Fault::invalid(vec![eventing::FieldFault::new("position", expected)])
}
