//! Making all rows of a projection again: batches are read side by side, and applied in order.

use std::collections::BTreeMap;

use blocks::ledger::Batch;
use eventing::breakpoint::{self, Step};
use futures::{StreamExt, stream};
use tokio::sync::mpsc;

use super::{fold::Fold, state::Kept, state::State};
use crate::{checkpoint::Checkpoint, tail::Stopped};

/// Batches of one projection that are read at once: enough for every core of a large machine.
const READ_AT_ONCE: usize = 16;

/// Rows made so far.
pub struct Refolded {
    /// The rows.
    pub state: Box<dyn State>,
    /// Up to where.
    pub reached: Checkpoint,
}

impl std::fmt::Debug for Refolded {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Refolded")
            .field("reached", &self.reached)
            .finish()
    }
}

impl Refolded {
    /// Applies what came meanwhile.
    ///
    /// # Errors
    /// An entry is missing or cannot be understood.
    pub fn take(&mut self, entries: &[contracts::ledger::v1::Entry]) -> Result<(), Stopped> {
        let reached = self.reached.after(entries)?;
        self.state.apply(entries)?;
        self.reached = reached;
        Ok(())
    }
}

/// Folds what it is fed, from the first event on.
pub(super) async fn refold<F: Fold>(
    fed: mpsc::Receiver<Batch>,
    beginning: Checkpoint,
) -> Result<Refolded, Stopped> {
    let (mut kept, mut reached) = (Kept::<F>::holding(BTreeMap::new()), beginning);
    let fed = stream::unfold(fed, |mut fed| async move { Some((fed.recv().await?, fed)) });
    let read = fed.map(|batch| {
        tokio::spawn(async move {
            let events = Kept::<F>::decode(&batch.entries);
            (batch, events)
        })
    });
    let mut read = Box::pin(read.buffered(READ_AT_ONCE));
    while let Some(batch) = read.next().await {
        // A task ends otherwise only when it panics or the process stops.
        let (batch, events) = batch.map_err(|_| Stopped::RebuiltElsewhere)?;
        reached = reached.after(&batch.entries)?;
        kept.apply_decoded(events?)?;
        breakpoint::pass(Step::InsightRebuilding);
    }
    Ok(Refolded {
        state: Box::new(kept),
        reached,
    })
}
