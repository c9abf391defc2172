//! The order in which entries must stand: each block's events one after the other, and no time going back.

use std::collections::BTreeMap;

use super::{Finding, Moment, Wrong};
use crate::sequence::BlockHead;

/// What the order of entries depends on, of one entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// Its place in the ledger.
    pub position: u64,
    /// Its id.
    pub event_id: String,
    /// Block that published it.
    pub block: String,
    /// Its number among the block's published events.
    pub sequence: u64,
    /// Its place in the block's own log.
    pub log_position: u64,
    /// Which of the events at that place its id names; none when it is no id of an event there.
    pub part: Option<u32>,
    /// When the ledger recorded it; the outer `None` where that was not looked at.
    pub recorded_at: Option<Option<Moment>>,
}

/// The newest event of a block, and its place in the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stand {
    /// The event.
    pub head: BlockHead,
    /// Its place in the ledger.
    pub position: u64,
}

/// How far the entries that were seen have come.
#[derive(Debug, Default)]
pub(super) struct Order {
    /// Whether entries were skipped, so that the first event of a block that is seen may have any number.
    pub(super) begun_before: bool,
    pub(super) blocks: BTreeMap<String, Stand>,
    /// Place and time of the last entries, the newest first.
    recorded: [Option<(u64, Moment)>; 2],
}

impl Order {
    /// Of entries that have, or have not, others before them.
    pub(super) fn begun_before(begun_before: bool) -> Self {
        Self {
            begun_before,
            ..Self::default()
        }
    }

    /// When the newest entry was recorded.
    pub(super) fn recorded_at(&self) -> Option<Moment> {
        self.recorded[0].map(|(_, at)| at)
    }

    pub(super) fn take(&mut self, fact: &Fact) -> Vec<Finding> {
        let mut found = self.block(fact);
        if let Some(recorded_at) = fact.recorded_at {
            found.extend(self.time(fact.position, recorded_at));
        }
        found
    }

    fn block(&mut self, fact: &Fact) -> Vec<Finding> {
        let before = self.blocks.get(&fact.block).map(|stand| stand.head);
        let stand = Stand {
            head: BlockHead {
                sequence: fact.sequence,
                log_position: fact.log_position,
                part: fact.part.unwrap_or(1),
            },
            position: fact.position,
        };
        match self.blocks.get_mut(&fact.block) {
            Some(known) => *known = stand,
            None => {
                self.blocks.insert(fact.block.clone(), stand);
            }
        }
        let before = match before {
            None if self.begun_before => return Vec::new(),
            before => before.unwrap_or_default(),
        };
        contradictions(before, fact)
            .into_iter()
            .map(|what| Finding::at(fact.position, what))
            .collect()
    }

    fn time(&mut self, position: u64, found: Option<Moment>) -> Option<Finding> {
        let [last, before_last] = self.recorded;
        let Some(at) = found else {
            let before = self.recorded_at();
            return Some(Finding::at(position, Wrong::RecordedAt { before, found }));
        };
        self.recorded = [Some((position, at)), last];
        let (previous, was) = last.filter(|(_, was)| at < *was)?;
        let what = |before, found| Wrong::RecordedAt {
            before: Some(before),
            found: Some(found),
        };
        Some(match before_last {
            // Without the one before it all would be in order: it is that one which is too late.
            Some((_, earlier)) if earlier <= at => Finding::at(previous, what(at, was)),
            Some(_) => Finding::at(position, what(was, at)),
            None => Finding::among(previous, position, what(was, at)),
        })
    }
}

/// What speaks against an event's being the next of its block. Its id follows from its place in the block's log, so ids are
/// unique as long as places rise.
fn contradictions(before: BlockHead, fact: &Fact) -> Vec<Wrong> {
    let mut wrong = Vec::new();
    if fact.sequence != before.sequence + 1 {
        wrong.push(Wrong::Sequence {
            block: fact.block.clone(),
            expected: before.sequence + 1,
            found: fact.sequence,
        });
    }
    let part = fact.part.unwrap_or(1);
    if (fact.log_position, part) == (before.log_position, before.part) {
        wrong.push(Wrong::EventRepeated {
            event_id: fact.event_id.clone(),
        });
    } else if !before.goes_on_with(fact.log_position, part) {
        wrong.push(Wrong::LogPosition {
            block: fact.block.clone(),
            before: before.log_position,
            found: fact.log_position,
        });
    }
    wrong
}
