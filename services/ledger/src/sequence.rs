//! Whether an arriving event is the next of its block, a repeat, or comes too early.

/// The newest event of one block in the ledger; all zero when there is none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct BlockHead {
    /// Its number among the block's published events, from 1.
    pub sequence: u64,
    /// Its place in the block's own log, from 1.
    pub log_position: u64,
    /// Which of the events at that place it is, from 1: a fact has several while versions of a type stand side by side.
    pub part: u32,
}

impl BlockHead {
    /// Whether an event at this place of the log can be the next: the next one of the same fact, or the first of a later one.
    pub fn goes_on_with(self, log_position: u64, part: u32) -> bool {
        if log_position == self.log_position {
            part == self.part + 1
        } else {
            log_position > self.log_position && part == 1
        }
    }
}

/// What is to be done with an arriving event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The one that was expected: append it.
    Next,
    /// The ledger is past it: drop it.
    Repeat,
    /// Events before it have not arrived: refuse it, its block's relay sends again from `expected`.
    Gap {
        /// Sequence of the first event that is missing.
        expected: u64,
    },
    /// Next by its sequence, yet not by its place in the block's log. No log of ours does this, so
    /// the event cannot be what it says.
    OutOfStep,
}

/// Judges an event by its numbers and its block's head.
pub fn classify(head: BlockHead, sequence: u64, log_position: u64, part: u32) -> Verdict {
    let expected = head.sequence.saturating_add(1);
    if sequence < expected {
        Verdict::Repeat
    } else if sequence > expected {
        Verdict::Gap { expected }
    } else if head.goes_on_with(log_position, part) {
        Verdict::Next
    } else {
        Verdict::OutOfStep
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: BlockHead = BlockHead {
        sequence: 7,
        log_position: 30,
        part: 2,
    };

    #[test]
    fn the_first_event_of_a_block_has_sequence_one() {
        assert_eq!(classify(BlockHead::default(), 1, 1, 1), Verdict::Next);
        assert_eq!(
            classify(BlockHead::default(), 2, 5, 1),
            Verdict::Gap { expected: 1 }
        );
    }

    #[test]
    fn private_facts_may_lie_between_two_published_ones() {
        assert_eq!(classify(HEAD, 8, 31, 1), Verdict::Next);
        assert_eq!(classify(HEAD, 8, 1_000, 1), Verdict::Next);
    }

    #[test]
    fn a_fact_may_have_several_events_one_after_the_other() {
        assert_eq!(classify(HEAD, 8, 30, 3), Verdict::Next);
        assert_eq!(classify(HEAD, 8, 30, 2), Verdict::OutOfStep);
        assert_eq!(classify(HEAD, 8, 30, 4), Verdict::OutOfStep);
        assert_eq!(
            classify(HEAD, 8, 31, 2),
            Verdict::OutOfStep,
            "the first one is missing"
        );
    }

    #[test]
    fn what_the_ledger_is_past_is_a_repeat_whatever_its_log_position() {
        assert_eq!(classify(HEAD, 7, 30, 1), Verdict::Repeat);
        assert_eq!(classify(HEAD, 1, 99, 1), Verdict::Repeat);
    }

    #[test]
    fn an_event_that_skips_one_is_told_which_is_missing() {
        assert_eq!(classify(HEAD, 9, 40, 1), Verdict::Gap { expected: 8 });
        assert_eq!(
            classify(HEAD, u64::MAX, u64::MAX, 1),
            Verdict::Gap { expected: 8 }
        );
    }

    #[test]
    fn the_log_of_a_block_never_runs_backwards() {
        assert_eq!(classify(HEAD, 8, 30, 1), Verdict::OutOfStep);
        assert_eq!(classify(HEAD, 8, 12, 1), Verdict::OutOfStep);
    }
}
