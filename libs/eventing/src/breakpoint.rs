//! Named steps of the code at which a process can be told to die or to stand still, so that tests can break the hub exactly
//! there. Compiled in with debug assertions only: a release binary has none of it.
//!
//! `SCHAKELPUNT_BREAK_AT=relay.published` ends the process, without any cleaning up, when it first passes that step;
//! `relay.published:3` at the third passing; `relay.published:3:stop` freezes it there, as a machine that hangs would, until
//! it is sent SIGCONT or SIGKILL.

/// Declares the steps in one list: how each is written in the code, its name, and what has happened there and what has not.
macro_rules! steps {
    ($($step:ident = $name:literal, $about:literal;)*) => {
        /// A step at which a process can be broken.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Step {
            $(#[doc = $about] $step,)*
        }

        impl Step {
            /// All steps.
            pub const ALL: &'static [Self] = &[$(Self::$step,)*];

            /// Its name, as `SCHAKELPUNT_BREAK_AT` takes it.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$step => $name,)*
                }
            }

            /// What has happened at this step, and what has not.
            #[must_use]
            pub const fn about(self) -> &'static str {
                match self {
                    $(Self::$step => $about,)*
                }
            }
        }
    };
}

steps! {
    AppendTaken = "append.taken", "Commands were taken from the queue; nothing is written.";
    AppendGuarded = "append.guarded", "The head is locked and the guards hold; nothing is written.";
    AppendWritten = "append.written", "Facts and requests of a guarded append are written, not committed.";
    AppendCommitted = "append.committed", "Facts are committed; no caller was told.";
    RelayPublished = "relay.published", "Events were sent; the broker's acknowledgements are not read.";
    RelayAcknowledged = "relay.acknowledged", "The broker has acknowledged a batch; the relay has not gone on.";
    LedgerInserted = "ledger.inserted", "Entries, heads and tree are written, in one statement; repeats and rejected messages are not, and nothing is committed.";
    LedgerTreeWritten = "ledger.tree-written", "Everything of a batch is written, not committed.";
    LedgerCommitted = "ledger.committed", "Entries are committed; the broker's messages are not acknowledged.";
    LedgerAcknowledged = "ledger.acknowledged", "The broker's messages are acknowledged; nobody was told of the new head.";
    ProjectionApplied = "projection.applied", "Rows of a block's own read model are written, its checkpoint is not.";
    InsightApplied = "insight.applied", "Rows of a projection are written, not committed.";
    InsightRebuilding = "insight.rebuilding", "A part of a rebuild is done.";
    InsightRebuilt = "insight.rebuilt", "A rebuild has reached the head; nothing is swapped.";
    InsightSwapped = "insight.swapped", "Rebuilt rows were put in place of the live ones, not committed.";
    ReactionCarriedOut = "reaction.carried-out", "A reaction has issued its commands; its checkpoint has not moved.";
    SchedulerRecorded = "scheduler.recorded", "The scheduler has recorded one thing that has come, not the rest.";
    LeaseAcquired = "lease.acquired", "A lease is had; nothing was done with it.";
}

/// The variable that names the step to break at.
pub const VARIABLE: &str = "SCHAKELPUNT_BREAK_AT";

/// Marks that the code is at this step.
#[inline]
pub fn pass(step: Step) {
    #[cfg(debug_assertions)]
    armed::pass(step);
    #[cfg(not(debug_assertions))]
    let _ = step;
}

#[cfg(debug_assertions)]
mod armed {
    use std::{
        process,
        sync::{
            LazyLock,
            atomic::{AtomicU64, Ordering},
        },
    };

    use super::{Step, VARIABLE};

    /// What a process does at its step.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub(super) enum Fate {
        Die,
        Stop,
    }

    /// Where a process was told to break.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub(super) struct Order {
        pub(super) step: Step,
        pub(super) passing: u64,
        pub(super) fate: Fate,
    }

    static ORDER: LazyLock<Option<Order>> = LazyLock::new(|| {
        let text = std::env::var(VARIABLE).ok()?;
        let order = parse(&text);
        if order.is_none() {
            eprintln!(
                "{VARIABLE}={text} is not a step, `step:passing` or `step:passing:stop`; nothing will break"
            );
        }
        order
    });
    static PASSINGS: AtomicU64 = AtomicU64::new(0);

    pub(super) fn pass(step: Step) {
        let Some(order) = *ORDER else { return };
        if order.step == step && PASSINGS.fetch_add(1, Ordering::Relaxed) + 1 == order.passing {
            meet(order);
        }
    }

    fn meet(order: Order) {
        eprintln!("breaking at {}, passing {}", order.step.name(), order.passing);
        match order.fate {
            Fate::Die => process::abort(),
            // Freezing oneself takes a system call that only unsafe code can make; the `kill` of the machine does the same.
            Fate::Stop => {
                let _ = process::Command::new("kill")
                    .args(["-STOP", &process::id().to_string()])
                    .status();
            }
        }
    }

    pub(super) fn parse(text: &str) -> Option<Order> {
        let mut parts = text.split(':');
        let name = parts.next()?;
        let step = Step::ALL.iter().copied().find(|step| step.name() == name)?;
        let passing = parts.next().map_or(Some(1), |passing| passing.parse().ok())?;
        let fate = match parts.next() {
            None => Fate::Die,
            Some("stop") => Fate::Stop,
            Some(_) => return None,
        };
        Some(Order { step, passing, fate })
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn an_order_names_its_step_its_passing_and_its_fate() {
            let order = |passing, fate| {
                Some(Order {
                    step: Step::RelayPublished,
                    passing,
                    fate,
                })
            };
            assert_eq!(parse("relay.published"), order(1, Fate::Die));
            assert_eq!(parse("relay.published:3"), order(3, Fate::Die));
            assert_eq!(parse("relay.published:3:stop"), order(3, Fate::Stop));
            for wrong in ["", "relay", "relay.published:x", "relay.published:1:sleep"] {
                assert_eq!(parse(wrong), None, "{wrong}");
            }
        }

        #[test]
        fn every_step_has_a_name_of_its_own() {
            for step in Step::ALL {
                assert_eq!(parse(step.name()).map(|order| order.step), Some(*step));
            }
        }
    }
}
