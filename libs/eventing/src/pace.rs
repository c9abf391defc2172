//! How often those who follow a busy log look at it.

use std::time::Duration;

use tokio::time::{Interval, MissedTickBehavior, interval};

/// Least time between two looks, in milliseconds. The first after a rest is at once.
const LOOK_MILLIS: u64 = 10;
/// So many facts are worth a look of their own.
const CROWD_FACTS: u64 = 100;

/// Lets a follower take together what is written within a moment: each batch costs it a commit, however small it is.
pub(crate) struct Pace(Interval);

impl Default for Pace {
    fn default() -> Self {
        let mut interval = interval(Duration::from_millis(LOOK_MILLIS));
        interval.set_missed_tick_behavior(MissedTickBehavior::Delay);
        Self(interval)
    }
}

impl Pace {
    /// Waits until it is time to look, unless so many facts wait. May be dropped and called again.
    pub(crate) async fn look(&mut self, waiting: u64) {
        if waiting < CROWD_FACTS {
            self.0.tick().await;
        }
    }
}

#[cfg(test)]
mod tests {
    use tokio::time::Instant;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_busy_follower_takes_its_time_and_one_that_is_behind_does_not() {
        let mut pace = Pace::default();
        let begin = Instant::now();
        pace.look(1).await;
        assert_eq!(begin.elapsed(), Duration::ZERO);
        pace.look(1).await;
        assert_eq!(begin.elapsed(), Duration::from_millis(LOOK_MILLIS));
        for _ in 0..100 {
            pace.look(CROWD_FACTS).await;
        }
        assert_eq!(begin.elapsed(), Duration::from_millis(LOOK_MILLIS));
        tokio::time::advance(Duration::from_millis(LOOK_MILLIS)).await;
        let rested = Instant::now();
        pace.look(1).await;
        assert_eq!(rested.elapsed(), Duration::ZERO);
    }
}
