//! Which of the waiting appends can go into one commit.

use std::collections::HashSet;

use super::super::append::{Append, Job};

/// Appends that do not contradict each other.
pub(super) struct Batch {
    pub(super) jobs: Vec<Job>,
}

impl Batch {
    /// Takes from those who wait what can go together, in order of arrival. The rest stays: what touches a stream, or
    /// answers a request, that is already in the batch must see the outcome first.
    pub(super) fn of(waiting: &mut Vec<Job>) -> Self {
        let mut taken = Taken::default();
        let mut jobs = Vec::with_capacity(waiting.len());
        let mut later = Vec::new();
        for job in waiting.drain(..) {
            if taken.admits(&job.append) {
                taken.add(&job.append);
                jobs.push(job);
            } else {
                later.push(job);
            }
        }
        *waiting = later;
        Self { jobs }
    }
}

/// What the batch touches so far.
#[derive(Default)]
struct Taken {
    streams: HashSet<(&'static str, String)>,
    requests: HashSet<uuid::Uuid>,
}

impl Taken {
    fn admits(&self, append: &Append) -> bool {
        let free = |stream_type, id: &str| !self.streams.contains(&(stream_type, id.to_owned()));
        free(append.stream_type, &append.stream_id)
            && append
                .guards
                .iter()
                .all(|guard| free(guard.stream_type, &guard.stream_id))
            && append
                .request
                .as_ref()
                .is_none_or(|request| !self.requests.contains(&request.id))
    }

    fn add(&mut self, append: &Append) {
        self.streams
            .insert((append.stream_type, append.stream_id.clone()));
        self.requests
            .extend(append.request.as_ref().map(|request| request.id));
    }
}
