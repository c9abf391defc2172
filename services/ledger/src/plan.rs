//! What a batch of arriving events does to the ledger: pure, so that it can be tested against a model.

use std::collections::BTreeMap;

use crate::event::Event;
use crate::sequence::{BlockHead, Verdict, classify};

/// Where the ledger stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Heads {
    /// Newest position; 0 when the ledger is empty.
    pub position: u64,
    /// Newest event of each block that has one.
    pub blocks: BTreeMap<String, BlockHead>,
}

impl Heads {
    /// Newest event of `block`.
    pub fn block(&self, block: &str) -> BlockHead {
        self.blocks.get(block).copied().unwrap_or_default()
    }
}

/// An event and the position it is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Append<'a> {
    /// Its place in the ledger.
    pub position: u64,
    /// The event.
    pub event: &'a Event,
}

/// A block whose events arrived too early.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// The block.
    pub block: String,
    /// Sequence of the first event that is missing.
    pub expected: u64,
    /// Sequence of the event that was refused.
    pub found: u64,
}

/// What is to be done with a batch, and where the ledger stands after it.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Plan<'a> {
    /// To append, in order of position, without a gap.
    pub appends: Vec<Append<'a>>,
    /// Events the ledger is past.
    pub repeats: Vec<&'a Event>,
    /// Events that came too early, in order of arrival.
    pub gaps: Vec<Gap>,
    /// Events whose numbers contradict each other.
    pub out_of_step: Vec<&'a Event>,
    /// The heads after the batch.
    pub heads: Heads,
}

/// Goes through a batch in order of arrival and gives out positions from `heads` on.
pub fn plan<'a>(heads: &Heads, arrived: impl IntoIterator<Item = &'a Event>) -> Plan<'a> {
    let mut plan = Plan {
        heads: heads.clone(),
        ..Plan::default()
    };
    for event in arrived {
        plan.take(event);
    }
    plan
}

impl<'a> Plan<'a> {
    /// Where each event that is appended goes, by event id.
    pub fn positions(&self) -> impl Iterator<Item = (String, u64)> {
        self.appends
            .iter()
            .map(|append| (append.event.id.clone(), append.position))
    }

    /// Whether all that arrived is new and next.
    pub fn is_straight(&self) -> bool {
        self.repeats.is_empty() && self.gaps.is_empty() && self.out_of_step.is_empty()
    }

    fn take(&mut self, event: &'a Event) {
        let head = self.heads.block(&event.block);
        match classify(head, event.sequence, event.log_position, event.part) {
            Verdict::Next => self.append(event),
            Verdict::Repeat => self.repeats.push(event),
            Verdict::Gap { expected } => {
                self.gaps.push(Gap {
                    block: event.block.clone(),
                    expected,
                    found: event.sequence,
                });
            }
            Verdict::OutOfStep => self.out_of_step.push(event),
        }
    }

    fn append(&mut self, event: &'a Event) {
        self.heads.position += 1;
        self.appends.push(Append {
            position: self.heads.position,
            event,
        });
        let head = BlockHead {
            sequence: event.sequence,
            log_position: event.log_position,
            part: event.part,
        };
        self.heads.blocks.insert(event.block.clone(), head);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::event::tests::sample;

    #[test]
    fn a_batch_of_two_blocks_gets_positions_in_order_of_arrival() {
        let arrived = [
            sample("programme", 1, 3),
            sample("radar", 1, 1),
            sample("programme", 2, 4),
        ];
        let plan = plan(
            &Heads {
                position: 10,
                ..Heads::default()
            },
            &arrived,
        );
        assert_eq!(
            plan.appends
                .iter()
                .map(|append| append.position)
                .collect::<Vec<_>>(),
            [11, 12, 13]
        );
        assert_eq!(plan.heads.position, 13);
        assert_eq!(
            plan.heads.block("programme"),
            BlockHead {
                sequence: 2,
                log_position: 4,
                part: 1
            }
        );
        assert_eq!(
            plan.heads.block("radar"),
            BlockHead {
                sequence: 1,
                log_position: 1,
                part: 1
            }
        );
    }

    #[test]
    fn what_was_refused_is_taken_when_it_comes_again_in_the_same_batch() {
        let arrived = [
            sample("radar", 2, 8),
            sample("radar", 1, 5),
            sample("radar", 2, 8),
        ];
        let plan = plan(&Heads::default(), &arrived);
        assert_eq!(
            plan.gaps,
            [Gap {
                block: "radar".into(),
                expected: 1,
                found: 2
            }]
        );
        assert_eq!(
            plan.appends
                .iter()
                .map(|append| append.event.sequence)
                .collect::<Vec<_>>(),
            [1, 2]
        );
    }

    #[test]
    fn a_gap_in_one_block_does_not_hold_up_another() {
        let arrived = [sample("radar", 9, 9), sample("culture", 1, 1)];
        let plan = plan(&Heads::default(), &arrived);
        assert_eq!(plan.appends.len(), 1);
        assert_eq!(plan.gaps.len(), 1);
    }

    #[test]
    fn a_log_that_runs_backwards_is_set_aside() {
        let arrived = [
            sample("radar", 1, 9),
            sample("radar", 2, 9),
            sample("radar", 2, 10),
        ];
        let plan = plan(&Heads::default(), &arrived);
        assert_eq!(plan.out_of_step, [&arrived[1]]);
        assert_eq!(plan.appends.len(), 2);
    }

    const BLOCKS: [&str; 3] = ["programme", "radar", "culture"];

    /// The n-th published event of a block, with private facts between.
    fn published(block: usize, sequence: u64) -> Event {
        sample(BLOCKS[block], sequence, sequence * 3)
    }

    /// A broker at its worst: any event of any block at any time, in batches of any size, and then, as relays do,
    /// everything from the start once more.
    fn delivery() -> impl Strategy<Value = Vec<Vec<(usize, u64)>>> {
        let message = (0..BLOCKS.len(), 1_u64..20);
        prop::collection::vec(prop::collection::vec(message, 0..30), 0..20)
    }

    proptest! {
        #[test]
        fn whatever_the_broker_does_the_ledger_is_gapless_in_order_and_exactly_once(batches in delivery()) {
            let mut heads = Heads::default();
            let mut ledger: Vec<(u64, String, u64)> = Vec::new();
            let resent = vec![(0..BLOCKS.len()).flat_map(|block| (1..20).map(move |n| (block, n))).collect()];
            for batch in batches.into_iter().chain(resent) {
                let events: Vec<_> = batch.iter().map(|&(block, n)| published(block, n)).collect();
                let plan = plan(&heads, &events);
                prop_assert_eq!(
                    plan.appends.len() + plan.repeats.len() + plan.gaps.len() + plan.out_of_step.len(),
                    events.len()
                );
                ledger.extend(plan.appends.iter().map(|a| (a.position, a.event.block.clone(), a.event.sequence)));
                // A restart keeps nothing but what was committed: the heads.
                heads = plan.heads.clone();
            }
            let positions: Vec<_> = ledger.iter().map(|entry| entry.0).collect();
            prop_assert_eq!(&positions, &(1..=heads.position).collect::<Vec<_>>());
            for block in BLOCKS {
                let sequences: Vec<_> = ledger.iter().filter(|e| e.1 == block).map(|e| e.2).collect();
                prop_assert_eq!(&sequences, &(1..20).collect::<Vec<_>>());
            }
        }

        /// The model: a set of what arrived per block, and the longest run from 1 that arrived in order.
        #[test]
        fn a_block_advances_exactly_when_the_next_event_arrives(batches in delivery()) {
            let mut heads = Heads::default();
            let mut model = [0_u64; BLOCKS.len()];
            for batch in batches {
                let events: Vec<_> = batch.iter().map(|&(block, n)| published(block, n)).collect();
                heads = plan(&heads, &events).heads;
                for (block, n) in batch {
                    model[block] += u64::from(n == model[block] + 1);
                }
            }
            for (block, sequence) in model.into_iter().enumerate() {
                prop_assert_eq!(heads.block(BLOCKS[block]).sequence, sequence);
            }
            prop_assert_eq!(heads.position, model.iter().sum::<u64>());
        }

        #[test]
        fn how_deliveries_are_cut_into_batches_makes_no_difference(batches in delivery()) {
            let events: Vec<Vec<_>> =
                batches.iter().map(|b| b.iter().map(|&(block, n)| published(block, n)).collect()).collect();
            let one_by_one = events.iter().fold(Heads::default(), |heads, batch| plan(&heads, batch).heads);
            prop_assert_eq!(one_by_one, plan(&Heads::default(), events.iter().flatten()).heads);
        }
    }
}
