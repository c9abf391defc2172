//! The ledger, asked by day and by stretch.

use std::ops::ControlFlow;

use contracts::ledger::v1::{
    Entry, GetEventRequest, GetHeadRequest, ReadEventsRequest, get_event_request::Key,
    ledger_service_client::LedgerServiceClient,
};
use eventing::clock::dutch_midnight;
use jiff::{Timestamp, civil::Date};
use runtime::{fault::Fault, peers::PeerChannel};
use tonic::Status;

/// Entries in one message.
const BATCH_ENTRIES: u32 = 1_000;

/// The ledger. Cheap to clone.
#[derive(Clone)]
pub struct Archive(pub LedgerServiceClient<PeerChannel>);

impl Archive {
    /// Position of the newest entry; 0 when there is none.
    ///
    /// # Errors
    /// The ledger cannot be reached.
    pub async fn head(&self) -> Result<u64, Fault> {
        let head = self.0.clone().get_head(GetHeadRequest {}).await;
        Ok(head.map_err(away)?.into_inner().position)
    }

    /// Position of the first entry that was logged on a Dutch day or later; one beyond the newest when there is none. Found by halving:
    /// the ledger's times never go back.
    ///
    /// # Errors
    /// The ledger cannot be reached.
    pub async fn first_on(&self, day: Date) -> Result<u64, Fault> {
        let begins = dutch_midnight(day);
        let (mut low, mut high) = (1, self.head().await? + 1);
        while low < high {
            let middle = low + (high - low) / 2;
            if self.logged_at(middle).await? < begins {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        Ok(low)
    }

    async fn logged_at(&self, position: u64) -> Result<Timestamp, Fault> {
        let key = Some(Key::Position(position));
        let found = self.0.clone().get_event(GetEventRequest { key }).await;
        let entry = found.map_err(away)?.into_inner().entry.unwrap_or_default();
        let at = entry.recorded_at.unwrap_or_default();
        Ok(Timestamp::new(at.seconds, at.nanos).unwrap_or(Timestamp::MIN))
    }

    /// Shows all entries from one position up to another, oldest first, until `look` has seen enough.
    ///
    /// # Errors
    /// The ledger cannot be reached.
    pub async fn look_through(
        &self,
        from: u64,
        to: u64,
        mut look: impl FnMut(&Entry) -> ControlFlow<()>,
    ) -> Result<(), Fault> {
        if from > to {
            return Ok(());
        }
        let request = ReadEventsRequest {
            from_position: from,
            batch_size: BATCH_ENTRIES,
            limit: to - from + 1,
            ..Default::default()
        };
        let answer = self.0.clone().read_events(request).await;
        let mut messages = answer.map_err(away)?.into_inner();
        while let Some(message) = messages.message().await.map_err(away)? {
            for entry in message.entries.iter().filter(|it| it.position <= to) {
                if look(entry).is_break() {
                    return Ok(());
                }
            }
        }
        Ok(())
    }
}

/// The ledger did not answer, or not as it should: whoever asked may ask again.
pub(crate) fn away(status: Status) -> Fault {
    tracing::warn!(%status, "the ledger cannot be read");
    Fault::unavailable("LEDGER_UNAVAILABLE", "the ledger cannot be read now")
}
