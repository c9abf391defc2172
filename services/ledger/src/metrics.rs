//! What the ledger counts.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use eventing::Clock;
use jiff::Timestamp;
use runtime::telemetry::metrics::observe;

use crate::checkpoint::Signatures;
use crate::head::Head;
use crate::health::Health;
use crate::store::Outcome;

/// Counts since the start of this process. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub(crate) struct Metrics {
    counts: Arc<Counts>,
}

#[derive(Debug, Default)]
struct Counts {
    appended: AtomicU64,
    repeats: AtomicU64,
    conflicts: AtomicU64,
    gaps: AtomicU64,
    rejected: AtomicU64,
}

impl Metrics {
    /// Counts what a batch came to.
    pub(crate) fn count(&self, outcome: &Outcome) {
        let counts = &self.counts;
        for (count, more) in [
            (&counts.appended, outcome.appended.len()),
            (&counts.repeats, outcome.repeats),
            (&counts.conflicts, outcome.conflicts.len()),
            (&counts.gaps, outcome.gaps.len()),
            (&counts.rejected, outcome.rejected.len()),
        ] {
            count.fetch_add(more as u64, Ordering::Relaxed);
        }
    }

    /// Shows the counts, and how large and how fresh the ledger is, whenever metrics are collected.
    pub(crate) fn observe(
        &self,
        head: &Head,
        signatures: &Signatures,
        health: &Health,
        clock: Arc<dyn Clock>,
    ) {
        observe_checkpoints(signatures, health, clock.clone());
        let show = |name, description, count: fn(&Counts) -> &AtomicU64| {
            let counts = self.counts.clone();
            observe(name, description, "{event}", Vec::new(), move || {
                count(&counts).load(Ordering::Relaxed)
            });
        };
        show(
            "schakelpunt.ledger.appended",
            "Entries appended since the start",
            |counts| &counts.appended,
        );
        show(
            "schakelpunt.ledger.repeats",
            "Events that were in the ledger already",
            |counts| &counts.repeats,
        );
        show(
            "schakelpunt.ledger.conflicts",
            "Repeats that differ from what is kept",
            |counts| &counts.conflicts,
        );
        show(
            "schakelpunt.ledger.gaps",
            "Events refused because earlier ones are missing",
            |counts| &counts.gaps,
        );
        show(
            "schakelpunt.ledger.rejected",
            "Messages that are no events of the hub",
            |counts| &counts.rejected,
        );
        let size = head.clone();
        observe(
            "schakelpunt.ledger.size",
            "Entries in the ledger",
            "{event}",
            Vec::new(),
            move || size.newest().position,
        );
        let newest = head.clone();
        observe(
            "schakelpunt.ledger.newest.age",
            "Time since the newest entry",
            "s",
            Vec::new(),
            move || age_seconds(newest.newest().recorded_at, clock.now()),
        );
    }
}

fn observe_checkpoints(signatures: &Signatures, health: &Health, clock: Arc<dyn Clock>) {
    let size = signatures.clone();
    observe(
        "schakelpunt.ledger.checkpoint.size",
        "Entries that the newest checkpoint covers",
        "{event}",
        Vec::new(),
        move || size.newest().map_or(0, |signed| signed.size),
    );
    let newest = signatures.clone();
    observe(
        "schakelpunt.ledger.checkpoint.age",
        "Time since the newest checkpoint was signed",
        "s",
        Vec::new(),
        move || age_seconds(newest.newest().map(|signed| signed.at), clock.now()),
    );
    let health = health.clone();
    observe(
        "schakelpunt.ledger.checkpoint.refused",
        "1 while this process writes the ledger and signs no checkpoints",
        "{state}",
        Vec::new(),
        move || u64::from(health.proof().is_err()),
    );
}

/// Whole seconds since something happened; 0 when it never did.
fn age_seconds(at: Option<Timestamp>, now: Timestamp) -> u64 {
    let age = at.map_or(0, |at| now.duration_since(at).as_secs());
    u64::try_from(age).unwrap_or_default()
}

#[cfg(test)]
impl Metrics {
    /// How many messages were appended, repeats, refused for a gap, and rejected.
    pub(crate) fn counted(&self) -> [u64; 4] {
        let Counts {
            appended,
            repeats,
            gaps,
            rejected,
            ..
        } = &*self.counts;
        [appended, repeats, gaps, rejected].map(|count| count.load(Ordering::Relaxed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_ledger_and_a_clock_that_was_set_back_have_no_age() {
        let at = |seconds| Timestamp::from_second(seconds).unwrap();
        assert_eq!(age_seconds(Some(at(100)), at(160)), 60);
        assert_eq!(age_seconds(Some(at(100)), at(10)), 0);
        assert_eq!(age_seconds(None, at(160)), 0);
    }
}
