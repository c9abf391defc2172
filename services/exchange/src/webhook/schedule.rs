//! When a webhook that failed is tried again.

use std::time::Duration;

use http::HeaderMap;
use jiff::{Timestamp, fmt::rfc2822};

/// Longest wait that an endpoint may ask for.
const RETRY_AFTER_MAX: Duration = Duration::from_secs(24 * 60 * 60);
/// The largest part of a wait that is added to it at random, so that what failed together is not tried together.
const JITTER: f64 = 0.1;

/// What to do after an attempt that failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Next {
    /// It is tried again after a while.
    Retry(Duration),
    /// It was tried often enough.
    Park,
}

/// What comes after attempt number `attempt`, counting from 1. An endpoint that asks for more time gets it.
pub(super) fn next(retries: &[Duration], attempt: u32, asked: Option<Duration>, chance: f64) -> Next {
    let Some(wait) = usize::try_from(attempt - 1).ok().and_then(|it| retries.get(it)) else {
        return Next::Park;
    };
    let wait = wait.mul_f64(1.0 + JITTER * chance.clamp(0.0, 1.0));
    Next::Retry(asked.map_or(wait, |asked| asked.min(RETRY_AFTER_MAX).max(wait)))
}

/// What `Retry-After` asks for: seconds, or a moment.
pub(super) fn retry_after(headers: &HeaderMap, now: Timestamp) -> Option<Duration> {
    let given = headers.get(http::header::RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = given.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let at = rfc2822::DateTimeParser::new().parse_timestamp(given).ok()?;
    Some(Duration::try_from(at.duration_since(now)).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    const RETRIES: [Duration; 2] = [Duration::from_secs(5), Duration::from_secs(300)];

    fn seconds(wait: u64) -> Next {
        Next::Retry(Duration::from_secs(wait))
    }

    #[test]
    fn each_attempt_has_its_wait_and_after_the_last_it_is_parked() {
        assert_eq!(next(&RETRIES, 1, None, 0.0), seconds(5));
        assert_eq!(next(&RETRIES, 2, None, 0.0), seconds(300));
        assert_eq!(next(&RETRIES, 2, None, 1.0), seconds(330));
        assert_eq!(next(&RETRIES, 3, None, 0.0), Next::Park);
        assert_eq!(next(&[], 1, None, 0.0), Next::Park);
    }

    #[test]
    fn an_endpoint_may_ask_for_more_time_and_not_for_less() {
        let ask = |wait| next(&RETRIES, 1, Some(Duration::from_secs(wait)), 0.0);
        assert_eq!(ask(60), seconds(60));
        assert_eq!(ask(1), seconds(5));
        assert_eq!(ask(u64::MAX), Next::Retry(RETRY_AFTER_MAX));
    }

    #[test]
    fn time_is_asked_for_in_seconds_or_as_a_moment() {
        let now: Timestamp = "2026-03-02T09:00:00Z".parse().unwrap();
        let read = |text: &str| {
            let headers = HeaderMap::from_iter([(http::header::RETRY_AFTER, text.parse().unwrap())]);
            retry_after(&headers, now)
        };
        assert_eq!(read("120"), Some(Duration::from_secs(120)));
        assert_eq!(
            read("Mon, 02 Mar 2026 09:01:00 GMT"),
            Some(Duration::from_secs(60))
        );
        assert_eq!(
            read("Mon, 02 Mar 2026 08:00:00 GMT"),
            Some(Duration::ZERO),
            "a moment that has passed asks for nothing"
        );
        assert_eq!(read("later"), None);
        assert_eq!(read("-5"), None);
    }
}
