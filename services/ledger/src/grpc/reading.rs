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
use crate::tail::Tail;

/// How long a followed stream is silent at most.
const HEARTBEAT: Duration = Duration::from_secs(10);

/// How often it is told at most that entries came which do not concern the reader.
const PROGRESS: Duration = Duration::from_millis(100);

/// When a message has so many bytes of entries, no further one is added. Together with one entry of the largest size
/// this stays well below the 4 MiB that gRPC clients take by default.
pub(super) const MAX_MESSAGE_BYTES: usize = 1024 * 1024;

/// Where a call stands.
pub(super) struct Reading {
    store: LedgerStore,
    head: watch::Receiver<Newest>,
    tail: Tail,
    /// Up to where the tail is.
    kept_to: watch::Receiver<u64>,
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
    said_at: Option<Instant>,
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
        tail: Tail,
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
            kept_to: tail.watch(),
            tail,
            shutdown,
            audience,
            read,
            filter,
            ahead: JoinSet::new(),
            next,
            left,
            window,
            until,
            said_at: None,
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
            let entries = self.entries(until).await?;
            return Ok(Some(self.say(entries)));
        }
        let Some(said_at) = self.said_at else {
            return Ok(Some(self.say(Vec::new())));
        };
        if self.read.follow {
            self.live(said_at).await.map(Some)
        } else {
            Ok(None)
        }
    }

    /// Up to where entries may be read now. Who follows does not read past what is kept in memory: the next entries come there.
    fn end(&self) -> u64 {
        if self.read.follow {
            self.until.max(*self.kept_to.borrow())
        } else {
            self.until
        }
    }

    /// The head as known now; never before one that this call has seen.
    fn head_position(&self) -> u64 {
        self.head.borrow().position.max(self.until)
    }

    /// The next entries; none when those that were looked at do not concern the reader.
    async fn entries(&mut self, until: u64) -> Result<Vec<Entry>, Fault> {
        let found = match self.kept(until) {
            Some(found) => found,
            None => self.looked_up(until).await?,
        };
        self.left = self.left.saturating_sub(found.entries.len() as u64);
        if found.read_to < self.next {
            return Err(incomplete());
        }
        self.next = found.read_to.saturating_add(1);
        self.read_ahead();
        Ok(found.entries)
    }

    /// What is at hand without a query, for who follows: others are told what the tables say now, as an auditor wants it.
    fn kept(&self, until: u64) -> Option<Found> {
        if !self.read.follow || !self.ahead.is_empty() {
            return None;
        }
        let query = Query {
            from: self.next,
            to: until,
            filter: &self.filter,
            audience: self.audience,
            max_entries: self.most_entries(),
            max_bytes: MAX_MESSAGE_BYTES,
        };
        self.tail.read(&query)
    }

    /// What the tables have.
    async fn looked_up(&mut self, until: u64) -> Result<Found, Fault> {
        if self.ahead.is_empty() {
            self.begin(until);
        }
        let found = match self.ahead.join_next().await {
            Some(Ok(found)) => found?,
            Some(Err(_)) | None => return Err(stopping()),
        };
        self.window
            .adapt(found.entries.len(), self.most_entries() as usize);
        Ok(found)
    }

    /// Begins the query for the next message, where one is needed.
    fn read_ahead(&mut self) {
        let until = self.end();
        let is_kept = self.read.follow && self.tail.has(self.next);
        if self.left > 0 && self.next <= until && !is_kept {
            self.begin(until);
        }
    }

    fn most_entries(&self) -> u32 {
        u32::try_from(self.left).unwrap_or(u32::MAX).min(self.read.batch)
    }

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
    async fn live(&mut self, said_at: Instant) -> Result<ReadEventsResponse, Fault> {
        let mut deadline = Instant::now() + HEARTBEAT;
        loop {
            let entries = match self.wait(deadline).await {
                Woken::News => self.entries(self.end()).await?,
                Woken::Idle => return Ok(self.say(Vec::new())),
                Woken::Stopping => return Err(stopping()),
            };
            deadline = said_at + PROGRESS;
            if !entries.is_empty() || deadline <= Instant::now() {
                return Ok(self.say(entries));
            }
        }
    }

    async fn wait(&mut self, deadline: Instant) -> Woken {
        let next = self.next;
        tokio::select! {
            () = self.shutdown.cancelled() => Woken::Stopping,
            news = self.kept_to.wait_for(|kept_to| *kept_to >= next) => match news {
                Ok(_) => Woken::News,
                // Nobody keeps anything any more: the process is stopping.
                Err(_) => Woken::Stopping,
            },
            () = tokio::time::sleep_until(deadline) => Woken::Idle,
        }
    }

    fn say(&mut self, entries: Vec<Entry>) -> ReadEventsResponse {
        self.said_at = Some(Instant::now());
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
