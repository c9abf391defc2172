//! What can be set: the section `[exchange]` of the configuration.

use jiff::SignedDuration;
use runtime::config::{BadConfiguration, Section};
use serde::{Deserialize, Serialize};

use crate::domain::subscription::Limits;

/// How long events may wait without an acknowledgement, in seconds.
const STALLED_AFTER_SECONDS: std::ops::RangeInclusive<u32> = 1..=2_592_000;
/// Failures in a row.
const STALLED_FAILURES: std::ops::RangeInclusive<u32> = 1..=1_000;

/// The section as it is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    stalled_after: u32,
    stalled_failures: u32,
}

impl Default for Written {
    fn default() -> Self {
        Self {
            stalled_after: 3_600,
            stalled_failures: 10,
        }
    }
}

/// Settings of the exchange.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Config {
    /// From when on a subscription stands still.
    pub stalled: Limits,
}

impl Config {
    /// Reads the section.
    ///
    /// # Errors
    /// Every setting that cannot be used.
    pub fn read(section: &Section) -> Result<Self, BadConfiguration> {
        let written: Written = section.read()?;
        let mut faults = Vec::new();
        if !STALLED_AFTER_SECONDS.contains(&written.stalled_after) {
            faults.push(section.fault(
                "stalled_after",
                "a number of seconds from 1 to 2592000, which is thirty days",
            ));
        }
        if !STALLED_FAILURES.contains(&written.stalled_failures) {
            faults.push(section.fault("stalled_failures", "a number from 1 to 1000"));
        }
        if !faults.is_empty() {
            return Err(BadConfiguration(faults));
        }
        Ok(Self {
            stalled: Limits {
                waiting: SignedDuration::from_secs(written.stalled_after.into()),
                failures_in_a_row: written.stalled_failures,
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use serde_json::{Map, Value, json};

    use super::*;

    fn read(given: Value) -> Result<Config, Vec<String>> {
        let given: Map<String, Value> = serde_json::from_value(given).unwrap();
        let section = Section::of("exchange", given, true, Path::new("/nowhere"));
        Config::read(&section).map_err(|bad| bad.0.into_iter().map(|it| it.field).collect())
    }

    #[test]
    fn a_subscription_stands_still_after_an_hour_unless_it_says_otherwise() {
        let hour = read(json!({})).unwrap().stalled;
        assert_eq!((hour.waiting.as_hours(), hour.failures_in_a_row), (1, 10));
        let minute = read(json!({"stalled_after": 60, "stalled_failures": 3}))
            .unwrap()
            .stalled;
        assert_eq!((minute.waiting.as_mins(), minute.failures_in_a_row), (1, 3));
    }

    #[test]
    fn every_setting_that_cannot_be_used_is_named() {
        let expected = ["exchange.stalled_after", "exchange.stalled_failures"];
        assert_eq!(
            read(json!({"stalled_after": 0, "stalled_failures": 0})).unwrap_err(),
            expected
        );
    }
}
