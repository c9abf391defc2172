//! Acknowledgements for a subscription whose stream is in this process: everything about them is known here, and nothing has to be read.

use std::sync::PoisonError;

use jiff::Timestamp;
use runtime::fault::Fault;

use super::{
    cursor::{Cursor, Step},
    standing::Standing,
};
use crate::{domain::subscription::Stage, grpc::Desk};

impl Desk {
    /// Moves the row on to a position that the stream of this process has sent; none when that has to be looked up: the stream is elsewhere
    /// or is another programme's, the position was not sent, or the row was moved by somebody else.
    ///
    /// # Errors
    /// The database cannot be reached, or the process is stopping.
    pub(crate) async fn acknowledge_known(
        &self,
        programme_id: &str,
        id: &str,
        to: u64,
    ) -> Result<Option<Cursor>, Fault> {
        let Some(standing) = self.standings.served(programme_id, id) else {
            return Ok(None);
        };
        let from = standing.cursor.position;
        // What is delivered again ends somewhere, which has to be looked up.
        if standing.stage != Stage::Active || standing.cursor.replay_to.is_some() || to <= from {
            return Ok(None);
        }
        let Some(acknowledged) = self.sent_between(id, &standing, to) else {
            return Ok(None);
        };
        let step = Step {
            from,
            to,
            acknowledged,
            at: Timestamp::now(),
            mark: 0,
        };
        let moved = self.moves.advance(id, step).await?;
        if let Some(cursor) = moved.clone() {
            let stage = standing.stage;
            self.standings.tell(id, Standing { stage, cursor });
        }
        Ok(moved)
    }

    /// Events that the stream has sent between where the subscription stands and a position.
    fn sent_between(&self, id: &str, standing: &Standing, to: u64) -> Option<u64> {
        let flight = self.standings.flight(id)?;
        let flight = flight.lock().unwrap_or_else(PoisonError::into_inner);
        let is_same = flight.session == standing.cursor.session && flight.turn == standing.cursor.turn;
        flight
            .sent_between(standing.cursor.position, to)
            .filter(|_| is_same)
    }
}
