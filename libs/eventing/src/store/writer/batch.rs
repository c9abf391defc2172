//! Which of the waiting appends can go into one commit.

use std::collections::{HashMap, HashSet, VecDeque};

use super::super::append::{Append, Job};

/// Appends that do not contradict each other.
pub(super) struct Batch {
    pub(super) jobs: Vec<Job>,
    pub(super) touched: Touched,
}

impl Batch {
    /// Takes from those who wait what can go together, in order of arrival. The rest stays: what touches a stream, or
    /// answers a request, that is already in the batch, or in one that is `under_way`, must see the outcome first.
    pub(super) fn of(waiting: &mut Vec<Job>, under_way: &VecDeque<Touched>) -> Self {
        let mut touched = Touched::default();
        let mut jobs = Vec::with_capacity(waiting.len());
        let mut later = Vec::new();
        for job in waiting.drain(..) {
            let is_free =
                touched.admits(&job.append) && under_way.iter().all(|other| other.admits(&job.append));
            if is_free {
                touched.add(&job.append);
                jobs.push(job);
            } else {
                later.push(job);
            }
        }
        *waiting = later;
        Self { jobs, touched }
    }
}

/// The streams and requests that a batch writes.
#[derive(Default)]
pub(super) struct Touched {
    streams: HashMap<&'static str, HashSet<String>>,
    requests: HashSet<uuid::Uuid>,
}

impl Touched {
    /// Whether an append neither writes nor rests on anything of it.
    fn admits(&self, append: &Append) -> bool {
        let is_free = |stream_type, id: &str| {
            self.streams
                .get(stream_type)
                .is_none_or(|streams| !streams.contains(id))
        };
        is_free(append.stream_type, &append.stream_id)
            && append
                .guards
                .iter()
                .all(|guard| is_free(guard.stream_type, &guard.stream_id))
            && append
                .request
                .as_ref()
                .is_none_or(|request| !self.requests.contains(&request.id))
    }

    fn add(&mut self, append: &Append) {
        self.streams
            .entry(append.stream_type)
            .or_default()
            .insert(append.stream_id.clone());
        self.requests
            .extend(append.request.as_ref().map(|request| request.id));
    }
}
