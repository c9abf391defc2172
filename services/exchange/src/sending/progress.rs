//! How far a courier is, written down now and then: what was sent since is sent again after a crash, with the same identifiers.

use std::time::Duration;

use jiff::Timestamp;
use runtime::fault::Fault;
use tokio::time::Instant;

use crate::{
    delivery::cursor::{self, Cursor, Failure, Step},
    grpc::Desk,
};

/// How many events are sent, and how long, before it is written down.
const EVENTS: u64 = 100;
const WHILE: Duration = Duration::from_millis(200);

/// A row, and what was done since it was written.
pub(crate) struct Progress {
    desk: Desk,
    id: String,
    cursor: Cursor,
    to: u64,
    acknowledged: u64,
    mark: u64,
    since: Option<Instant>,
}

impl Progress {
    /// From where a row stands.
    pub(crate) fn of(desk: Desk, id: String, cursor: Cursor) -> Self {
        let (to, mark) = (cursor.position, cursor.mark);
        Self {
            desk,
            id,
            cursor,
            to,
            acknowledged: 0,
            mark,
            since: None,
        }
    }

    /// The row as it was written last.
    pub(crate) fn cursor(&self) -> &Cursor {
        &self.cursor
    }

    /// Position up to which everything is done with, written or not.
    pub(crate) fn position(&self) -> u64 {
        self.to
    }

    /// Events up to a position were taken, so many of the subscription. `mark` is the number of the last in the door's own stream.
    pub(crate) fn done(&mut self, to: u64, events: u64, mark: u64) {
        self.to = to;
        self.acknowledged += events;
        self.mark = mark;
        self.since.get_or_insert_with(Instant::now);
    }

    /// Whether it is time to write it down.
    pub(crate) fn is_due(&self) -> bool {
        self.acknowledged >= EVENTS || self.since.is_some_and(|since| since.elapsed() >= WHILE)
    }

    /// Writes down what was done. Whether the row was where it was left: somebody else may have moved it.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub(crate) async fn write(&mut self) -> Result<bool, Fault> {
        if self.to == self.cursor.position {
            return Ok(true);
        }
        self.advance(self.to, None).await
    }

    /// Writes down what was done, and what became of the event at `at`, which comes next.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub(crate) async fn fail(&mut self, at: u64, failure: Failure) -> Result<bool, Fault> {
        let to = match failure {
            // It stays the next one.
            Failure::Retry { .. } => self.to,
            Failure::Park { .. } | Failure::Other => at,
        };
        self.advance(to, Some(&failure)).await
    }

    async fn advance(&mut self, to: u64, failure: Option<&Failure>) -> Result<bool, Fault> {
        let step = Step {
            from: self.cursor.position,
            to,
            acknowledged: self.acknowledged,
            at: Timestamp::now(),
            mark: self.mark,
        };
        let pool = self.desk.office.store.pool();
        let Some(moved) = cursor::advance(pool, &self.id, step, failure).await? else {
            return Ok(false);
        };
        self.desk.standings.moved(&self.id, &moved);
        let is_same_turn = moved.turn == self.cursor.turn;
        *self = Self::of(self.desk.clone(), self.id.clone(), moved);
        Ok(is_same_turn)
    }
}
