//! One `ReadEvents` call: message after message, as fast as the reader takes them.

use std::sync::Arc;
use std::time::Duration;

use contracts::ledger::v1::{Entry, ReadEventsResponse};
use contracts::options::v1::Audience;
use futures::stream::{self, Stream};
use runtime::fault::Fault;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use tonic::Status;

use super::request::Read;
use super::window::Window;
use crate::filter::Filter;
use crate::store::{Found, LedgerStore, Newest, Query};

/// How long a followed stream is silent at most.
const HEARTBEAT: Duration = Duration::from_secs(10);

/// When a message has so many bytes of entries, no further one is added. Together with one entry of the largest size
/// this stays well below the 4 MiB that gRPC clients take by default.
pub(super) const MAX_MESSAGE_BYTES: usize = 1024 * 1024;

/// Where a call stands.
pub(super) struct Reading {
    store: LedgerStore,
    head: watch::Receiver<Newest>,
    shutdown: CancellationToken,
    audience: Audience,
    read: Read,
    filter: Arc<Filter>,
    /// The query for the next message, when it was begun while the reader takes the one before.
    ahead: JoinSet<Result<Found, sqlx::Error>>,
    /// Next position to look at.
    next: u64,
    /// Entries that may still be sent.
    left: u64,
    window: Window,
    /// Last position to read when not following.
    until: u64,
    said_something: bool,
}

/// What ended a wait for more.
enum Woken {
    News,
    Idle,
    Stopping,
}

impl Reading {
    /// A call that starts now, with the head as it is in the tables.
    pub(super) fn new(
        store: LedgerStore,
        head: watch::Receiver<Newest>,
        until: u64,
        audience: Audience,
        read: Read,
        shutdown: CancellationToken,
    ) -> Self {
        let (next, left) = (read.from, read.limit.unwrap_or(u64::MAX));
        let (window, filter) = (Window::default(), Arc::new(read.filter.clone()));
        Self {
            store,
            head,
            shutdown,
            audience,
            read,
            filter,
            ahead: JoinSet::new(),
            next,
            left,
            window,
            until,
            said_something: false,
        }
    }

    /// The messages. One is read ahead, not more: a slow reader makes this wait, holding the rows of one message and no
    /// connection.
    pub(super) fn messages(self) -> impl Stream<Item = Result<ReadEventsResponse, Status>> + Send {
        stream::unfold(Some(self), |reading| async move {
            let mut reading = reading?;
            match reading.message().await {
                Ok(Some(message)) => Some((Ok(message), Some(reading))),
                Ok(None) => None,
                Err(fault) => Some((Err(fault.into()), None)),
            }
        })
    }

    /// The next message; `None` when all has been said.
    async fn message(&mut self) -> Result<Option<ReadEventsResponse>, Fault> {
        if self.left == 0 {
            return Ok(None);
        }
        if self.shutdown.is_cancelled() {
            // Never a silent end: it would look as if there were no more entries.
            return Err(stopping());
        }
        let until = self.end();
        if self.next <= until {
            return self.entries(until).await.map(Some);
        }
        if !self.said_something {
            return Ok(Some(self.progress()));
        }
        if self.read.follow {
            self.live().await.map(Some)
        } else {
            Ok(None)
        }
    }

    /// Up to where entries may be read now.
    fn end(&self) -> u64 {
        if self.read.follow {
            self.head_position()
        } else {
            self.until
        }
    }

    /// The head as known now; never before one that this call has seen.
    fn head_position(&self) -> u64 {
        self.head.borrow().position.max(self.until)
    }

    async fn entries(&mut self, until: u64) -> Result<ReadEventsResponse, Fault> {
        if self.ahead.is_empty() {
            self.begin(until);
        }
        let found = match self.ahead.join_next().await {
            Some(Ok(found)) => found?,
            Some(Err(_)) | None => return Err(stopping()),
        };
        self.window
            .adapt(found.entries.len(), self.most_entries() as usize);
        self.left = self.left.saturating_sub(found.entries.len() as u64);
        if found.read_to < self.next {
            return Err(incomplete());
        }
        self.next = found.read_to.saturating_add(1);
        let until = self.end();
        if self.left > 0 && self.next <= until {
            self.begin(until);
        }
        Ok(self.say(found.entries))
    }

    fn most_entries(&self) -> u32 {
        u32::try_from(self.left).unwrap_or(u32::MAX).min(self.read.batch)
    }

    /// Begins the query for the next message.
    fn begin(&mut self, until: u64) {
        let (store, filter, audience) = (self.store.clone(), self.filter.clone(), self.audience);
        let (from, to, max_entries) = (self.next, self.window.end(self.next, until), self.most_entries());
        self.ahead.spawn(async move {
            let query = Query {
                from,
                to,
                filter: &filter,
                audience,
                max_entries,
                max_bytes: MAX_MESSAGE_BYTES,
            };
            store.read(&query).await
        });
    }

    /// Waits for new entries, or for the time to say that there are none.
    async fn live(&mut self) -> Result<ReadEventsResponse, Fault> {
        match self.wait().await {
            Woken::News => self.entries(self.head_position()).await,
            Woken::Idle => Ok(self.progress()),
            Woken::Stopping => Err(stopping()),
        }
    }

    async fn wait(&mut self) -> Woken {
        let (next, deadline) = (self.next, Instant::now() + HEARTBEAT);
        tokio::select! {
            () = self.shutdown.cancelled() => Woken::Stopping,
            () = tokio::time::sleep_until(deadline) => Woken::Idle,
            news = self.head.wait_for(|newest| newest.position >= next) => match news {
                Ok(_) => Woken::News,
                // Nobody will tell the head any more: the process is stopping.
                Err(_) => Woken::Stopping,
            },
        }
    }

    fn progress(&mut self) -> ReadEventsResponse {
        self.say(Vec::new())
    }

    fn say(&mut self, entries: Vec<Entry>) -> ReadEventsResponse {
        self.said_something = true;
        ReadEventsResponse {
            entries,
            read_to_position: self.next - 1,
            head_position: self.head_position(),
        }
    }
}

pub(super) fn incomplete() -> Fault {
    Fault::unavailable(
        "LEDGER_INCOMPLETE",
        "the ledger was restored from an older state and is filled again; continue from the last position read",
    )
}

fn stopping() -> Fault {
    Fault::unavailable(
        "STOPPING",
        "this hub is stopping; continue from the last position read",
    )
}
