//! The newest facts of the log, for all who follow it in this process.
//!
//! The relay, projections and reactions of a block look at the same facts at about the same time. What this process has just
//! committed, and what one of them has just read, is kept for a moment, so that the others need not read it too. One that is
//! further behind reads by itself. Kept facts are as old as a second at most, and forgotten with the connection of the writer:
//! should PostgreSQL come back with less than it had, what it lost is not handed on.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use super::Store;
use crate::recorded::Recorded;

/// Most facts read at once.
const FACTS_MAX: u32 = 500;
/// How long facts are kept, in milliseconds.
const KEEP_MILLIS: u64 = 1_000;
/// Most that is kept, in bytes of facts as they are stored; the newest fact is kept whatever its size.
const KEEP_BYTES_MAX: usize = 16 * 1024 * 1024;

/// Facts that follow on each other, oldest first.
pub type Batch = Vec<Arc<Recorded>>;

/// The newest facts. Cheap to clone.
#[derive(Clone, Default)]
pub(super) struct Shared {
    recent: Arc<Mutex<Recent>>,
    /// Held while reading: who comes meanwhile and wants the same finds it read.
    reading: Arc<tokio::sync::Mutex<()>>,
}

impl Shared {
    /// Keeps facts that are in the log, oldest first.
    pub(super) fn keep(&self, facts: impl IntoIterator<Item = Arc<Recorded>>) {
        self.recent().keep(facts, Instant::now());
    }

    /// Forgets all facts.
    pub(super) fn forget(&self) {
        *self.recent() = Recent::default();
    }

    /// What is done with it is never left halfway, so whoever panics leaves it whole.
    fn recent(&self) -> MutexGuard<'_, Recent> {
        self.recent.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Facts without a gap.
#[derive(Default)]
struct Recent {
    facts: VecDeque<Kept>,
    bytes: usize,
}

struct Kept {
    at: Instant,
    fact: Arc<Recorded>,
}

impl Kept {
    fn bytes(&self) -> usize {
        self.fact.payload.get().len()
    }
}

impl Recent {
    /// What follows on a place, if it is here.
    fn after(&self, place: u64) -> Option<Batch> {
        let first = self.facts.front()?.fact.position;
        let index = usize::try_from((place + 1).checked_sub(first)?).ok()?;
        let following: Batch = self
            .facts
            .iter()
            .skip(index)
            .take(FACTS_MAX as usize)
            .map(|kept| kept.fact.clone())
            .collect();
        (!following.is_empty()).then_some(following)
    }

    /// Whether a place is behind what is here.
    fn is_past(&self, place: u64) -> bool {
        self.newest().is_some_and(|newest| place < newest)
    }

    fn newest(&self) -> Option<u64> {
        self.facts.back().map(|kept| kept.fact.position)
    }

    fn forget_old(&mut self, now: Instant) {
        let keep = Duration::from_millis(KEEP_MILLIS);
        while let Some(oldest) = self.facts.front() {
            let is_old = now.saturating_duration_since(oldest.at) > keep;
            if !is_old && (self.bytes <= KEEP_BYTES_MAX || self.facts.len() == 1) {
                return;
            }
            self.bytes -= oldest.bytes();
            self.facts.pop_front();
        }
    }

    fn keep(&mut self, facts: impl IntoIterator<Item = Arc<Recorded>>, now: Instant) {
        for fact in facts {
            match self.newest() {
                Some(newest) if fact.position <= newest => continue,
                // Others have written in between.
                Some(newest) if fact.position != newest + 1 => *self = Self::default(),
                _ => {}
            }
            let kept = Kept { at: now, fact };
            self.bytes += kept.bytes();
            self.facts.push_back(kept);
        }
        self.forget_old(now);
    }
}

impl Store {
    /// Facts after a place, oldest first, for one who follows the log: none when there are none yet.
    ///
    /// # Errors
    /// The database cannot be reached, or metadata does not parse.
    pub async fn read_along(&self, after: u64) -> Result<Batch, sqlx::Error> {
        if let Some(batch) = self.read_recent(after) {
            return Ok(batch);
        }
        if self.inner.shared.recent().is_past(after) {
            return self.read_shared(after).await;
        }
        let _reading = self.inner.shared.reading.lock().await;
        if let Some(batch) = self.read_recent(after) {
            return Ok(batch);
        }
        let batch = self.read_shared(after).await?;
        self.inner.shared.keep(batch.iter().cloned());
        Ok(batch)
    }

    /// Facts after a place, oldest first, as far as this process has just written or read them.
    pub(crate) fn read_recent(&self, after: u64) -> Option<Batch> {
        let mut recent = self.inner.shared.recent();
        recent.forget_old(Instant::now());
        recent.after(after)
    }

    async fn read_shared(&self, after: u64) -> Result<Batch, sqlx::Error> {
        let facts = self.read(after, FACTS_MAX).await?;
        Ok(facts.into_iter().map(Arc::new).collect())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::value::RawValue;

    use super::*;
    use crate::recorded::RecordedMeta;

    fn facts(places: std::ops::RangeInclusive<u64>) -> Batch {
        let fact = |position| Recorded {
            position,
            stream_type: "milestone".into(),
            stream_id: "m1".into(),
            version: position,
            name: "Told".into(),
            shape_version: "1".into(),
            payload: RawValue::from_string("{}".into()).unwrap(),
            meta: RecordedMeta::default(),
            at: jiff::Timestamp::UNIX_EPOCH,
        };
        places.map(fact).map(Arc::new).collect()
    }

    fn places(batch: Option<Batch>) -> Vec<u64> {
        batch.iter().flatten().map(|fact| fact.position).collect()
    }

    fn recent(now: Instant) -> Recent {
        let mut recent = Recent::default();
        recent.keep(facts(4..=6), now);
        recent.keep(facts(7..=9), now);
        recent
    }

    #[test]
    fn what_follows_on_a_place_is_found_in_what_was_kept() {
        let recent = recent(Instant::now());
        assert_eq!(places(recent.after(3)), [4, 5, 6, 7, 8, 9]);
        assert_eq!(places(recent.after(7)), [8, 9]);
        assert!(
            recent.after(2).is_none() && recent.is_past(2),
            "it reads by itself"
        );
        for newer in [9, 10] {
            assert!(
                recent.after(newer).is_none() && !recent.is_past(newer),
                "it reads for the others too"
            );
        }
    }

    #[test]
    fn what_is_kept_has_no_gap_and_nothing_twice() {
        let now = Instant::now();
        let mut recent = recent(now);
        recent.keep(facts(8..=10), now);
        assert_eq!(places(recent.after(3)), [4, 5, 6, 7, 8, 9, 10]);
        recent.keep(facts(12..=13), now);
        assert_eq!(places(recent.after(11)), [12, 13]);
        assert!(recent.after(10).is_none() && recent.after(3).is_none());
        assert_eq!(recent.bytes, 4);
        recent.keep(facts(11..=11), now);
        assert_eq!(places(recent.after(11)), [12, 13]);
    }

    #[test]
    fn what_is_kept_is_kept_for_a_moment_only() {
        let now = Instant::now();
        let mut recent = recent(now);
        recent.forget_old(now + Duration::from_millis(KEEP_MILLIS));
        assert_eq!(recent.facts.len(), 6);
        recent.forget_old(now + Duration::from_millis(KEEP_MILLIS + 1));
        assert!(recent.facts.is_empty() && recent.bytes == 0 && !recent.is_past(2));
    }

    #[test]
    fn no_more_is_kept_than_fits() {
        let now = Instant::now();
        let mut recent = recent(now);
        recent.bytes = KEEP_BYTES_MAX + 5;
        recent.forget_old(now);
        assert_eq!(places(recent.after(6)), [7, 8, 9]);
        assert!(recent.after(5).is_none());
    }
}
