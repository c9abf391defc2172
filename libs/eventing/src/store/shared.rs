//! One read of the log for all who follow it in this process.
//!
//! Projections and reactions of a block look at the same facts at about the same time. What one of them has just read is kept
//! for a moment, so that the others need not read it too. One that is further behind reads by itself. Kept facts are as old as
//! a second at most: should PostgreSQL come back with less than it had, what it lost is not handed on.

use std::{
    collections::VecDeque,
    ops::Deref,
    sync::Arc,
    time::{Duration, Instant},
};

use tokio::sync::Mutex;

use super::Store;
use crate::recorded::Recorded;

/// Most facts read at once.
const FACTS_MAX: u32 = 500;
/// How long what was read is kept, in milliseconds.
const KEEP_MILLIS: u64 = 1_000;
/// Most that is kept, in bytes of facts as they are stored; the newest read is kept whatever its size.
const KEEP_BYTES_MAX: usize = 16 * 1024 * 1024;

/// Facts that follow on each other, oldest first.
#[derive(Debug)]
pub struct Batch {
    facts: Arc<Vec<Recorded>>,
    /// Those before were asked for by another follower.
    from: usize,
}

impl Deref for Batch {
    type Target = [Recorded];

    fn deref(&self) -> &[Recorded] {
        &self.facts[self.from..]
    }
}

/// What was read last.
#[derive(Default)]
pub(super) struct Shared(Mutex<Recent>);

#[derive(Default)]
struct Recent {
    reads: VecDeque<Read>,
    bytes: usize,
}

struct Read {
    at: Instant,
    bytes: usize,
    facts: Arc<Vec<Recorded>>,
}

impl Recent {
    /// What follows on a place, if it was just read.
    fn after(&self, place: u64) -> Option<Batch> {
        let holds = |read: &&Read| {
            let place_of = |fact: Option<&Recorded>| fact.map_or(0, |fact| fact.position);
            place_of(read.facts.first()) <= place + 1 && place < place_of(read.facts.last())
        };
        let read = self.reads.iter().rev().find(holds)?;
        Some(Batch {
            from: read.facts.partition_point(|fact| fact.position <= place),
            facts: read.facts.clone(),
        })
    }

    /// Whether a place is behind what was just read.
    fn is_past(&self, place: u64) -> bool {
        let newest = self.reads.back().and_then(|read| read.facts.last());
        newest.is_some_and(|newest| place < newest.position)
    }

    fn forget_old(&mut self, now: Instant) {
        let keep = Duration::from_millis(KEEP_MILLIS);
        while let Some(oldest) = self.reads.front() {
            let is_old = now.saturating_duration_since(oldest.at) > keep;
            if !is_old && (self.bytes <= KEEP_BYTES_MAX || self.reads.len() == 1) {
                return;
            }
            self.bytes -= oldest.bytes;
            self.reads.pop_front();
        }
    }

    fn keep(&mut self, facts: Arc<Vec<Recorded>>, now: Instant) {
        let bytes = facts.iter().map(|fact| fact.payload.get().len()).sum();
        self.bytes += bytes;
        self.reads.push_back(Read {
            at: now,
            bytes,
            facts,
        });
    }
}

impl Store {
    /// Facts after a place, oldest first, for one who follows the log: none when there are none yet.
    ///
    /// # Errors
    /// The database cannot be reached, or metadata does not parse.
    pub async fn read_along(&self, after: u64) -> Result<Batch, sqlx::Error> {
        // Held while reading: who comes meanwhile and wants the same finds it read.
        let mut recent = self.inner.shared.0.lock().await;
        recent.forget_old(Instant::now());
        if let Some(batch) = recent.after(after) {
            return Ok(batch);
        }
        if recent.is_past(after) {
            drop(recent);
            let facts = Arc::new(self.read(after, FACTS_MAX).await?);
            return Ok(Batch { facts, from: 0 });
        }
        let facts = Arc::new(self.read(after, FACTS_MAX).await?);
        if !facts.is_empty() {
            let now = Instant::now();
            recent.keep(facts.clone(), now);
            recent.forget_old(now);
        }
        Ok(Batch { facts, from: 0 })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::value::RawValue;

    use super::*;
    use crate::recorded::RecordedMeta;

    fn facts(places: std::ops::RangeInclusive<u64>) -> Arc<Vec<Recorded>> {
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
        Arc::new(places.map(fact).collect())
    }

    fn places(batch: Option<Batch>) -> Vec<u64> {
        batch
            .iter()
            .flat_map(|batch| batch.iter())
            .map(|fact| fact.position)
            .collect()
    }

    fn recent(now: Instant) -> Recent {
        let mut recent = Recent::default();
        recent.keep(facts(4..=6), now);
        recent.keep(facts(7..=9), now);
        recent
    }

    #[test]
    fn what_follows_on_a_place_is_found_in_what_was_read() {
        let recent = recent(Instant::now());
        assert_eq!(places(recent.after(3)), [4, 5, 6]);
        assert_eq!(places(recent.after(5)), [6]);
        assert_eq!(places(recent.after(6)), [7, 8, 9]);
        assert!(
            recent.after(2).is_none() && recent.is_past(2),
            "it reads by itself"
        );
        assert!(
            recent.after(9).is_none() && !recent.is_past(9),
            "it reads for the others too"
        );
    }

    #[test]
    fn what_was_read_is_kept_for_a_moment_only() {
        let now = Instant::now();
        let mut recent = recent(now);
        recent.forget_old(now + Duration::from_millis(KEEP_MILLIS));
        assert_eq!(recent.reads.len(), 2);
        recent.forget_old(now + Duration::from_millis(KEEP_MILLIS + 1));
        assert!(recent.reads.is_empty() && recent.bytes == 0 && !recent.is_past(2));
    }

    #[test]
    fn no_more_is_kept_than_fits() {
        let now = Instant::now();
        let mut recent = recent(now);
        recent.bytes = KEEP_BYTES_MAX + 5;
        recent.forget_old(now);
        assert_eq!(places(recent.after(6)), [7, 8, 9]);
        assert!(recent.after(3).is_none());
    }
}
