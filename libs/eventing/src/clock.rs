//! The time a block works by. Facts carry it; replaying them never asks for it.

use std::sync::{Arc, LazyLock, RwLock};

use jiff::{Timestamp, Unit, civil::Date, tz::TimeZone};
use tokio::sync::watch;

/// Tells the time, in whole microseconds because that is what PostgreSQL keeps.
pub trait Clock: Send + Sync + 'static {
    /// The time now.
    fn now(&self) -> Timestamp;

    /// Changes whenever the clock is moved by hand; never for a clock that cannot be.
    fn moved(&self) -> watch::Receiver<u64>;

    /// Today in the Netherlands: days, due days and terms are Dutch calendar days.
    fn today(&self) -> Date {
        dutch_date(self.now())
    }
}

/// Time in the Netherlands as the rule it has followed since 1996, so that no time zone database is needed.
const NETHERLANDS: &str = "CET-1CEST,M3.5.0,M10.5.0/3";

static ZONE: LazyLock<TimeZone> = LazyLock::new(|| TimeZone::posix(NETHERLANDS).unwrap_or(TimeZone::UTC));

/// The day it is in the Netherlands at an instant. A report handed in at 23:30 UTC in winter is of the next day.
#[must_use]
pub fn dutch_date(at: Timestamp) -> Date {
    at.to_zoned(ZONE.clone()).date()
}

/// When a day begins in the Netherlands; the end of time for days outside the calendar of instants.
#[must_use]
pub fn dutch_midnight(day: Date) -> Timestamp {
    let midnight = day.to_zoned(ZONE.clone());
    midnight.map_or(Timestamp::MAX, |midnight| midnight.timestamp())
}

fn real_now() -> Timestamp {
    let now = Timestamp::now();
    now.round(Unit::Microsecond).unwrap_or(now)
}

/// The machine's clock.
#[derive(Debug, Clone)]
pub struct SystemClock {
    never_moved: watch::Receiver<u64>,
}

impl Default for SystemClock {
    fn default() -> Self {
        Self {
            never_moved: watch::channel(0).1,
        }
    }
}

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        real_now()
    }

    fn moved(&self) -> watch::Receiver<u64> {
        self.never_moved.clone()
    }
}

/// A clock for development and tests: stands still where it was set, runs with the machine's clock otherwise.
#[derive(Debug, Clone)]
pub struct HeldClock {
    held: Arc<RwLock<Option<Timestamp>>>,
    moves: watch::Sender<u64>,
}

impl Default for HeldClock {
    fn default() -> Self {
        Self {
            held: Arc::default(),
            moves: watch::channel(0).0,
        }
    }
}

impl HeldClock {
    /// A clock that stands still at `at`.
    #[must_use]
    pub fn at(at: Timestamp) -> Self {
        let clock = Self::default();
        clock.hold(Some(at));
        clock
    }

    /// Moves the clock to `to`, where it stands still. It never goes back: an earlier moment changes nothing.
    pub fn advance(&self, to: Timestamp) -> Timestamp {
        if self.held().is_none_or(|held| held < to) {
            self.hold(Some(to));
        }
        self.now()
    }

    /// Lets the clock run with real time again.
    pub fn release(&self) -> Timestamp {
        self.hold(None);
        self.now()
    }

    /// Where it stands still, if it does.
    #[must_use]
    pub fn held(&self) -> Option<Timestamp> {
        *self
            .held
            .read()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    fn hold(&self, at: Option<Timestamp>) {
        *self
            .held
            .write()
            .unwrap_or_else(std::sync::PoisonError::into_inner) = at;
        self.moves.send_modify(|moves| *moves += 1);
    }
}

impl Clock for HeldClock {
    fn now(&self) -> Timestamp {
        self.held().unwrap_or_else(real_now)
    }

    fn moved(&self) -> watch::Receiver<u64> {
        self.moves.subscribe()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_held_clock_never_goes_back() {
        let clock = HeldClock::at("2024-03-01T10:00:00Z".parse().unwrap());
        clock.advance("2024-02-01T10:00:00Z".parse().unwrap());
        assert_eq!(clock.now().to_string(), "2024-03-01T10:00:00Z");
        clock.advance("2024-04-01T10:00:00Z".parse().unwrap());
        assert_eq!(clock.now().to_string(), "2024-04-01T10:00:00Z");
    }

    #[test]
    fn today_is_the_dutch_day_in_winter_and_in_summer() {
        for (at, day) in [
            ("2025-01-31T22:59:59Z", "2025-01-31"),
            ("2025-01-31T23:00:00Z", "2025-02-01"),
            ("2025-07-31T21:59:59Z", "2025-07-31"),
            ("2025-07-31T22:00:00Z", "2025-08-01"),
        ] {
            assert_eq!(HeldClock::at(at.parse().unwrap()).today().to_string(), day);
        }
    }
}
