//! Commands on one aggregate take turns within a process: in a queue they all get through, in a race most would decide in vain.

use std::hash::{BuildHasher, RandomState};

use tokio::sync::{Mutex, MutexGuard};

/// Aggregates share queues by chance; so many queues make that rare.
const QUEUES: usize = 4_096;

/// The queues.
pub(super) struct Turns {
    queues: Box<[Mutex<()>]>,
    hasher: RandomState,
}

impl Default for Turns {
    fn default() -> Self {
        Self {
            queues: (0..QUEUES).map(|_| Mutex::default()).collect(),
            hasher: RandomState::new(),
        }
    }
}

impl Turns {
    /// Waits until it is this command's turn. It ends when the guard is dropped.
    pub(super) async fn take(&self, stream_type: &str, id: &str) -> MutexGuard<'_, ()> {
        let hash = self.hasher.hash_one((stream_type, id));
        #[expect(
            clippy::cast_possible_truncation,
            reason = "the rest is below the number of queues"
        )]
        self.queues[(hash % QUEUES as u64) as usize].lock().await
    }
}
