//! Tokens that were verified a moment ago, so that a caller who calls again is not verified again.
//!
//! A signature costs more than everything else a call does before its handler. What is remembered is a verdict, and it counts
//! only as long as looking again would come to the same: the token has not expired, the issuer publishes the keys it
//! published then, and these are fresh. Nothing is remembered of a token that was refused, and no token is kept: only its
//! digest.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use quick_cache::{Weighter, sync};
use sha2::{Digest, Sha256};

use super::issuer::Basis;
use crate::access::Caller;

/// Longest time a verdict is relied on, in seconds.
const HOLD_SECONDS_MAX: u64 = 300;
/// How much is remembered, in bytes of tokens: some ten thousand callers with tokens of ordinary length.
const BYTES_MAX: u64 = 16 * 1024 * 1024;
/// What a verdict weighs beside its token, in bytes.
const ENTRY_BYTES: u64 = 256;
/// How many callers the cache makes room for at once; it grows when there are more.
const CALLERS_ESTIMATED: usize = 1_024;

/// SHA-256 of a token.
type Key = [u8; 32];

/// What was found out about a token.
#[derive(Clone)]
pub(super) struct Verdict {
    /// Who calls with it.
    pub(super) caller: Arc<Caller>,
    /// Number of the issuer among those of this hub.
    pub(super) issuer: usize,
    /// The keys it was verified with.
    pub(super) basis: Basis,
    /// Last second in which it is taken, after the Unix epoch.
    pub(super) until: u64,
    at: Instant,
    bytes: u64,
}

impl Verdict {
    /// A verdict of this moment on a token.
    pub(super) fn new(token: &str, caller: Caller, issuer: usize, basis: Basis, until: u64) -> Self {
        Self {
            caller: Arc::new(caller),
            issuer,
            basis,
            until,
            at: Instant::now(),
            bytes: token.len() as u64 + ENTRY_BYTES,
        }
    }

    /// Whether it can still be relied on, in this second and at this moment, when the issuer is at this change of its keys.
    fn holds(&self, seconds: u64, now: Instant, change: u64) -> bool {
        let relied_on = now.saturating_duration_since(self.at);
        self.until >= seconds
            && relied_on < Duration::from_secs(HOLD_SECONDS_MAX)
            && now < self.basis.fresh_until
            && self.basis.change == change
    }
}

#[derive(Clone)]
struct ByToken;

impl Weighter<Key, Verdict> for ByToken {
    fn weight(&self, _: &Key, verdict: &Verdict) -> u64 {
        verdict.bytes
    }
}

/// The verdicts of the last minutes.
pub(super) struct Verified(sync::Cache<Key, Verdict, ByToken>);

impl Verified {
    /// None yet.
    pub(super) fn new() -> Self {
        Self(sync::Cache::with_weighter(CALLERS_ESTIMATED, BYTES_MAX, ByToken))
    }

    /// Who calls with a token, if that is certain without verifying it again. `change` tells at which change of its keys an
    /// issuer is.
    pub(super) fn caller(
        &self,
        token: &str,
        seconds: u64,
        change: impl Fn(usize) -> u64,
    ) -> Option<Arc<Caller>> {
        let key = key(token);
        let verdict = self.0.get(&key)?;
        if verdict.holds(seconds, Instant::now(), change(verdict.issuer)) {
            return Some(verdict.caller);
        }
        self.0.remove(&key);
        None
    }

    /// Remembers a verdict.
    pub(super) fn remember(&self, token: &str, verdict: Verdict) {
        self.0.insert(key(token), verdict);
    }

    /// How many are remembered.
    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }
}

fn key(token: &str) -> Key {
    Sha256::digest(token.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: u64 = 1_000;

    fn basis(fresh_for: Duration) -> Basis {
        Basis {
            change: 1,
            fresh_until: Instant::now() + fresh_for,
        }
    }

    fn verdict(until: u64, basis: Basis) -> Verdict {
        Verdict::new("token", Caller::anonymous(), 0, basis, until)
    }

    #[test]
    fn a_verdict_holds_until_its_token_expires_and_no_longer() {
        let verdict = verdict(NOW, basis(Duration::from_secs(60)));
        let now = verdict.at;
        assert!(verdict.holds(NOW, now, 1));
        assert!(!verdict.holds(NOW + 1, now, 1));
    }

    #[test]
    fn a_verdict_holds_for_minutes_also_when_the_token_holds_for_days() {
        let verdict = verdict(u64::MAX, basis(Duration::from_secs(3_600)));
        let after = |seconds| verdict.at + Duration::from_secs(seconds);
        assert!(verdict.holds(NOW, after(HOLD_SECONDS_MAX - 1), 1));
        assert!(!verdict.holds(NOW, after(HOLD_SECONDS_MAX), 1));
    }

    #[test]
    fn a_verdict_holds_as_long_as_the_keys_it_was_made_with() {
        let verdict = verdict(u64::MAX, basis(Duration::from_secs(10)));
        assert!(!verdict.holds(NOW, verdict.at, 2), "other keys");
        assert!(verdict.holds(NOW, verdict.at + Duration::from_secs(9), 1));
        assert!(
            !verdict.holds(NOW, verdict.at + Duration::from_secs(11), 1),
            "old keys"
        );
    }

    #[test]
    fn what_does_not_hold_any_more_is_forgotten_and_the_whole_is_bounded() {
        let verified = Verified::new();
        verified.remember("token", verdict(NOW, basis(Duration::from_secs(60))));
        assert!(verified.caller("token", NOW, |_| 1).is_some());
        assert!(verified.caller("tokeN", NOW, |_| 1).is_none());
        assert!(verified.caller("token", NOW + 1, |_| 1).is_none());
        assert_eq!(verified.len(), 0);

        let long = "x".repeat(16 * 1024);
        for number in 0..2_000 {
            let token = format!("{long}{number}");
            let basis = basis(Duration::from_secs(60));
            verified.remember(&token, Verdict::new(&token, Caller::anonymous(), 0, basis, NOW));
        }
        assert!(verified.len() <= 1_024, "{}", verified.len());
    }
}
