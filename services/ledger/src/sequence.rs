//! Whether an arriving event is the next of its block, a repeat, or comes too early.

/// The newest event of one block in the ledger; all zero when there is none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct BlockHead {
    /// Its number among the block's published events, from 1.
    pub sequence: u64,
    /// Its place in the block's own log, from 1.
    pub log_position: u64,
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
    /// Next by its sequence, yet not later in the block's log than its predecessor. No log of ours does this, so
    /// the event cannot be what it says.
    OutOfStep,
}

/// Judges an event by its two numbers and its block's head.
pub fn classify(head: BlockHead, sequence: u64, log_position: u64) -> Verdict {
    let expected = head.sequence.saturating_add(1);
    if sequence < expected {
        Verdict::Repeat
    } else if sequence > expected {
        Verdict::Gap { expected }
    } else if log_position <= head.log_position {
        Verdict::OutOfStep
    } else {
        Verdict::Next
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: BlockHead = BlockHead {
        sequence: 7,
        log_position: 30,
    };

    #[test]
    fn the_first_event_of_a_block_has_sequence_one() {
        assert_eq!(classify(BlockHead::default(), 1, 1), Verdict::Next);
        assert_eq!(classify(BlockHead::default(), 2, 5), Verdict::Gap { expected: 1 });
    }

    #[test]
    fn private_facts_may_lie_between_two_published_ones() {
        assert_eq!(classify(HEAD, 8, 31), Verdict::Next);
        assert_eq!(classify(HEAD, 8, 1_000), Verdict::Next);
    }

    #[test]
    fn what_the_ledger_is_past_is_a_repeat_whatever_its_log_position() {
        assert_eq!(classify(HEAD, 7, 30), Verdict::Repeat);
        assert_eq!(classify(HEAD, 1, 99), Verdict::Repeat);
    }

    #[test]
    fn an_event_that_skips_one_is_told_which_is_missing() {
        assert_eq!(classify(HEAD, 9, 40), Verdict::Gap { expected: 8 });
        assert_eq!(classify(HEAD, u64::MAX, u64::MAX), Verdict::Gap { expected: 8 });
    }

    #[test]
    fn the_log_of_a_block_never_runs_backwards() {
        assert_eq!(classify(HEAD, 8, 30), Verdict::OutOfStep);
        assert_eq!(classify(HEAD, 8, 12), Verdict::OutOfStep);
    }
}
