//! How far a run of the relay is, and how far the ledger is behind it.

use std::time::Duration;

use tokio::time::Instant;

use super::BlockHead;

/// How long the ledger may stand still with events under way before they are sent again, in seconds.
const STALLED_SECONDS: u64 = 5;
/// How often the ledger is asked while events are under way, in milliseconds.
const ASK_MILLIS: u64 = 250;
/// How often it is asked when it has everything, in seconds: its database may be put back to an older state.
const ASK_IDLE_SECONDS: u64 = 30;

/// How the ledger does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    /// It takes what is sent.
    Follows,
    /// It has stood still for too long with events under way.
    StandsStill,
    /// It has less than it had.
    WentBack,
}

/// Where a run stands.
#[derive(Debug)]
pub(super) struct Progress {
    /// Place in the log up to which everything was looked at.
    pub(super) log_position: u64,
    /// Number of the newest event that was sent.
    pub(super) sequence: u64,
    /// Number of the newest event that the ledger is known to have.
    confirmed: u64,
    confirmed_at: Instant,
    asked_at: Instant,
}

impl From<BlockHead> for Progress {
    fn from(head: BlockHead) -> Self {
        let now = Instant::now();
        Self {
            log_position: head.log_position,
            sequence: head.sequence,
            confirmed: head.sequence,
            confirmed_at: now,
            asked_at: now,
        }
    }
}

impl Progress {
    /// Number of the next event, which is sent now.
    pub(super) fn next(&mut self, now: impl FnOnce() -> Instant) -> u64 {
        if !self.is_unconfirmed() {
            // The ledger has had nothing to do until now.
            self.confirmed_at = now();
            self.asked_at = self.confirmed_at;
        }
        self.sequence += 1;
        self.sequence
    }

    /// Whether events are under way that the ledger is not known to have.
    pub(super) fn is_unconfirmed(&self) -> bool {
        self.confirmed < self.sequence
    }

    /// Waits until the ledger should be asked again.
    pub(super) async fn time_to_ask(&self) {
        let pause = if self.is_unconfirmed() {
            Duration::from_millis(ASK_MILLIS)
        } else {
            Duration::from_secs(ASK_IDLE_SECONDS)
        };
        tokio::time::sleep_until(self.asked_at + pause).await;
    }

    /// Takes note that the ledger was asked, and did not answer.
    pub(super) fn asked(&mut self, now: Instant) {
        self.asked_at = now;
    }

    /// Takes note of what the ledger has now.
    pub(super) fn confirm(&mut self, sequence: u64, now: Instant) -> Answer {
        self.asked_at = now;
        if sequence < self.confirmed {
            return Answer::WentBack;
        }
        if sequence > self.confirmed {
            self.confirmed = sequence;
            self.confirmed_at = now;
        }
        if self.is_unconfirmed() && now - self.confirmed_at > Duration::from_secs(STALLED_SECONDS) {
            Answer::StandsStill
        } else {
            Answer::Follows
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ledger_that_stands_still_with_events_under_way_is_noticed() {
        let start = Instant::now();
        let at = |seconds| start + Duration::from_secs(seconds);
        let mut progress = Progress::from(BlockHead::default());
        assert_eq!((progress.next(|| start), progress.next(|| start)), (1, 2));
        assert_eq!(progress.confirm(0, at(1)), Answer::Follows);
        assert_eq!(progress.confirm(1, at(4)), Answer::Follows);
        assert_eq!(progress.confirm(1, at(9)), Answer::Follows);
        assert_eq!(progress.confirm(1, at(10)), Answer::StandsStill);
    }

    #[test]
    fn a_ledger_that_has_less_than_it_had_is_noticed() {
        let start = Instant::now();
        let mut progress = Progress::from(BlockHead {
            sequence: 7,
            log_position: 9,
            part: 1,
        });
        assert_eq!(progress.confirm(7, start), Answer::Follows);
        assert_eq!(progress.confirm(6, start), Answer::WentBack);
    }

    #[test]
    fn a_ledger_that_has_everything_may_rest() {
        let start = Instant::now();
        let at = |seconds| start + Duration::from_secs(seconds);
        let mut progress = Progress::from(BlockHead {
            sequence: 7,
            log_position: 9,
            part: 1,
        });
        assert!(!progress.is_unconfirmed());
        assert_eq!(progress.confirm(7, at(60)), Answer::Follows);
        assert_eq!(progress.next(|| at(100)), 8);
        assert!(progress.is_unconfirmed());
        assert_eq!(progress.confirm(7, at(104)), Answer::Follows);
        assert_eq!(progress.confirm(8, at(107)), Answer::Follows);
        assert!(!progress.is_unconfirmed());
    }
}
