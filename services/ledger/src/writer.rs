//! The one writer: takes what arrives, appends it, acknowledges it.

use std::collections::HashMap;
use std::sync::Arc;

use eventing::Clock;
use eventing::breakpoint::{self, Step};
use eventing::bus::Bus;
use eventing::lease::Lease;
use runtime::fault::error_chain;
use tokio_util::sync::CancellationToken;

use crate::backoff::Backoff;
use crate::checkpoint::signer::Signer;
use crate::head::Head;
use crate::health::{Concern, Health};
use crate::intake::{Arrived, Intake};
use crate::metrics::Metrics;
use crate::plan::Gap;
use crate::store::{Batch, LedgerStore, Outcome};
use crate::trace::Traces;

/// Permanent name of the lease: who holds it writes.
const LEASE: &str = "ledger-writer";

/// Writes the ledger whenever it holds the lease.
pub(crate) struct Writer {
    pub(crate) store: LedgerStore,
    pub(crate) bus: Bus,
    pub(crate) blocks: Vec<String>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) head: Head,
    pub(crate) health: Health,
    pub(crate) metrics: Metrics,
    pub(crate) traces: Traces,
    pub(crate) signer: Signer,
}

impl Writer {
    /// Runs until `shutdown`.
    pub(crate) async fn run(self, shutdown: CancellationToken) {
        while let Some(lease) = Lease::acquire(self.store.pool(), LEASE, &shutdown).await {
            tracing::info!("this process writes the ledger now");
            // Dropping `write` in the middle of a batch is safe: what was not committed is not acknowledged.
            tokio::select! {
                () = shutdown.cancelled() => {}
                () = lease.lost() => tracing::warn!("this process does not write the ledger any more"),
                () = self.write() => {}
                () = self.signer.clone().run() => {}
            }
            self.signer.keeper.close().await;
            self.health.forget_writer();
        }
    }

    async fn write(&self) {
        let mut intake = Intake::start(&self.bus, &self.blocks, &self.health);
        let mut gaps = OpenGaps::default();
        while let Some(arrived) = intake.next().await {
            self.take(arrived, &mut gaps).await;
        }
    }

    async fn take(&self, arrived: Arrived, gaps: &mut OpenGaps) {
        let spans = self.traces.open(&arrived.batch.events, &arrived.traces);
        let outcome = self.append(&arrived.batch).await;
        spans.close(&outcome);
        self.head.advance(outcome.newest);
        breakpoint::pass(Step::LedgerCommitted);
        arrived.acknowledge().await;
        breakpoint::pass(Step::LedgerAcknowledged);
        self.metrics.count(&outcome);
        report(&outcome, gaps);
    }

    /// Tries until it succeeds; meanwhile nothing is acknowledged and, the channel being full, nothing fetched.
    async fn append(&self, batch: &Batch) -> Outcome {
        let mut backoff = Backoff::default();
        loop {
            match self.store.append(batch, self.clock.now()).await {
                Ok(outcome) => {
                    if self.health.well(&Concern::Writing) {
                        tracing::info!("the ledger is written again");
                    }
                    return outcome;
                }
                Err(error) => self.trouble(&error),
            }
            backoff.pause().await;
        }
    }

    fn trouble(&self, error: &sqlx::Error) {
        let what = error_chain(error);
        if self.health.trouble(Concern::Writing, what.clone()) {
            tracing::warn!(
                error = what,
                "a batch could not be written; nothing is lost, trying again"
            );
        }
    }
}

/// Says what went wrong with single messages; each gap once, however many messages run into it.
fn report(outcome: &Outcome, gaps: &mut OpenGaps) {
    for gap in outcome.gaps.iter().filter(|gap| gaps.is_new(gap)) {
        let Gap {
            block,
            expected,
            found,
        } = gap;
        tracing::warn!(
            block,
            expected,
            found,
            "events are missing; refused what came after, its relay sends again"
        );
    }
    for conflict in &outcome.conflicts {
        tracing::error!(
            block = conflict.block,
            sequence = conflict.sequence,
            kept = conflict.kept_id,
            arrived = conflict.arrived_id,
            "an event came again with other content; the ledger keeps what it has"
        );
    }
    for malformed in &outcome.rejected {
        tracing::error!(
            reason = malformed.reason.code(),
            detail = malformed.detail,
            "a message was rejected"
        );
    }
}

/// The gap that each block last ran into.
#[derive(Debug, Default)]
struct OpenGaps(HashMap<String, u64>);

impl OpenGaps {
    /// Whether this is another gap than the one last seen; the block has then got on in between.
    fn is_new(&mut self, gap: &Gap) -> bool {
        self.0.insert(gap.block.clone(), gap.expected) != Some(gap.expected)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gap_is_told_once_and_the_next_one_again() {
        let gap = |block: &str, expected| Gap {
            block: block.into(),
            expected,
            found: 9,
        };
        let mut gaps = OpenGaps::default();
        assert!(gaps.is_new(&gap("radar", 4)));
        assert!(!gaps.is_new(&gap("radar", 4)));
        assert!(gaps.is_new(&gap("culture", 4)));
        assert!(gaps.is_new(&gap("radar", 6)));
    }
}
