//! Aggregates in memory, so that a command on one that is in use needs no reading.
//!
//! What is here may be behind the log, since other processes write too, and never ahead of it. Whoever decides by it finds
//! out: facts are appended at the version they were decided on, and a refusal is looked at again after a look at the log.
//! Ahead it would be after PostgreSQL came back with less than it had; so everything is forgotten when the writer's
//! connection was made anew, and what was decided before that is not written any more.

use std::{
    any::Any,
    hash::{Hash, Hasher},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use quick_cache::{Equivalent, Weighter, sync};

use crate::decider::Decider;

/// What an aggregate weighs beside its state, in bytes.
const ENTRY_BYTES: u64 = 512;

/// An aggregate as it was when somebody last looked.
pub(super) struct Known<D> {
    pub(super) state: Arc<D>,
    pub(super) version: u64,
    /// Size of its state as JSON when that was last measured, and of the facts since: about what it takes in memory.
    pub(super) bytes: u64,
    /// Of which epoch of the cache this knowledge is.
    pub(super) epoch: u64,
}

impl<D> Clone for Known<D> {
    fn clone(&self) -> Self {
        Self {
            state: self.state.clone(),
            version: self.version,
            bytes: self.bytes,
            epoch: self.epoch,
        }
    }
}

impl<D: Decider> Known<D> {
    /// An aggregate to which nothing has happened.
    pub(super) fn nothing(epoch: u64) -> Self {
        Self {
            state: Arc::default(),
            version: 0,
            bytes: 0,
            epoch,
        }
    }
}

/// Size of a state as JSON.
pub(super) fn measure<D: Decider>(state: &D) -> u64 {
    let mut counted = Counted(0);
    match serde_json::to_writer(&mut counted, state) {
        Ok(()) => counted.0,
        // Too heavy to be kept: a state that cannot be measured is not worth a place.
        Err(_) => u64::MAX / 2,
    }
}

struct Counted(u64);

impl std::io::Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0 += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// The aggregates in memory.
pub(super) struct Cache {
    entries: sync::Cache<Key, Entry, Weigh>,
    epoch: AtomicU64,
}

impl Cache {
    /// A cache of so many bytes.
    pub(super) fn new(bytes: u64) -> Self {
        let estimated = usize::try_from(bytes / (4 * ENTRY_BYTES)).unwrap_or(usize::MAX);
        Self {
            entries: sync::Cache::with_weighter(estimated, bytes, Weigh),
            epoch: AtomicU64::new(0),
        }
    }

    /// The present epoch: changes when everything is forgotten.
    pub(super) fn epoch(&self) -> u64 {
        self.epoch.load(Ordering::Acquire)
    }

    /// An aggregate, if it is known.
    pub(super) fn get<D: Decider>(&self, id: &str) -> Option<Known<D>> {
        let entry = self.entries.get(&Lookup(D::TYPE, id))?;
        let state = entry.state.downcast::<D>().ok()?;
        (entry.epoch == self.epoch()).then_some(Known {
            state,
            version: entry.version,
            bytes: entry.bytes,
            epoch: entry.epoch,
        })
    }

    /// Keeps what is known of an aggregate to which something has happened.
    pub(super) fn put<D: Decider>(&self, id: &str, known: &Known<D>) {
        if known.version == 0 {
            return;
        }
        let entry = Entry {
            state: known.state.clone(),
            version: known.version,
            bytes: known.bytes,
            epoch: known.epoch,
        };
        self.entries.insert(Key(D::TYPE, id.into()), entry);
    }

    /// Forgets an aggregate.
    pub(super) fn forget(&self, stream_type: &'static str, id: &str) {
        self.entries.remove(&Lookup(stream_type, id));
    }

    /// Forgets everything, also what somebody is about to put in.
    pub(super) fn forget_all(&self) {
        self.epoch.fetch_add(1, Ordering::AcqRel);
        self.entries.clear();
    }
}

#[derive(Clone)]
struct Entry {
    state: Arc<dyn Any + Send + Sync>,
    version: u64,
    bytes: u64,
    epoch: u64,
}

#[derive(PartialEq, Eq)]
struct Key(&'static str, Box<str>);

/// A key that is only looked up.
struct Lookup<'a>(&'static str, &'a str);

impl Hash for Key {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        (self.0, &*self.1).hash(hasher);
    }
}

impl Hash for Lookup<'_> {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        (self.0, self.1).hash(hasher);
    }
}

impl Equivalent<Key> for Lookup<'_> {
    fn equivalent(&self, key: &Key) -> bool {
        self.0 == key.0 && self.1 == &*key.1
    }
}

#[derive(Clone)]
struct Weigh;

impl Weighter<Key, Entry> for Weigh {
    fn weight(&self, key: &Key, entry: &Entry) -> u64 {
        ENTRY_BYTES + key.1.len() as u64 + entry.bytes
    }
}
