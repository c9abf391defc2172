//! Everything in the ledger from a position on, without a gap: what lies behind from the ledger itself, what comes from the feed.

use contracts::ledger::v1::Entry;
use futures::{FutureExt, StreamExt, future::BoxFuture};
use tokio::sync::broadcast::{Receiver, error::RecvError};
use tonic::Status;

use crate::{
    feed::Feed,
    ledger::{Batch, Batches},
};

/// One reader of a feed.
pub struct Following {
    feed: Feed,
    /// Next position to read.
    next: u64,
    source: Source,
}

/// A call to the ledger that is under way.
type Question = BoxFuture<'static, Result<Batches, Status>>;

/// Where the next batch comes from.
enum Source {
    /// It has to be found out.
    Unknown,
    /// The ledger was asked. The question is kept: were it given up with whoever waits, a reader that is often interrupted would ask again
    /// and again, and the ledger ends connections on which many calls are given up.
    Asked(Question, Receiver<Batch>),
    /// From the ledger; the feed is listened to meanwhile, so that nothing is missed in between.
    Behind(Batches, Receiver<Batch>),
    /// From the feed.
    Live(Receiver<Batch>),
}

/// Entries that follow on what was read before; none when only the head is told.
pub struct Stretch {
    batch: Batch,
    from: usize,
}

impl Stretch {
    /// The entries, oldest first.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.batch.entries[self.from..]
    }

    /// Position of the ledger's newest entry, as it was known then.
    #[must_use]
    pub fn head_position(&self) -> u64 {
        self.batch.head_position
    }
}

impl Following {
    /// A reader from a position on.
    #[must_use]
    pub fn new(feed: Feed, from_position: u64) -> Self {
        Self {
            feed,
            next: from_position.max(1),
            source: Source::Unknown,
        }
    }

    /// The next entries. May be broken off, and often: what was not answered is answered the next time.
    ///
    /// # Errors
    /// The ledger is away or refuses; the next call tries again.
    pub async fn next(&mut self) -> Result<Stretch, Status> {
        loop {
            let batch = match &mut self.source {
                Source::Unknown => {
                    self.ask();
                    continue;
                }
                Source::Asked(question, _) => {
                    let answer = question.await;
                    self.answered(answer)?;
                    continue;
                }
                Source::Behind(behind, _) => behind.next().await,
                Source::Live(live) => match live.recv().await {
                    Ok(batch) => Some(Ok(batch)),
                    Err(RecvError::Lagged(_)) => None,
                    // The process is stopping.
                    Err(RecvError::Closed) => std::future::pending().await,
                },
            };
            match batch {
                Some(Ok(batch)) if self.skips(&batch) => self.source = Source::Unknown,
                Some(Ok(batch)) => return Ok(self.take(batch)),
                Some(Err(status)) => {
                    self.source = Source::Unknown;
                    return Err(status);
                }
                None => self.turn(),
            }
        }
    }

    /// Asks the ledger for what lies behind.
    fn ask(&mut self) {
        let live = self.feed.listen();
        let (ledger, from) = (self.feed.ledger().clone(), self.next);
        let question = async move { ledger.read(from, false).await };
        self.source = Source::Asked(question.boxed(), live);
    }

    fn answered(&mut self, answer: Result<Batches, Status>) -> Result<(), Status> {
        let asked = std::mem::replace(&mut self.source, Source::Unknown);
        let behind = answer?;
        if let Source::Asked(_, live) = asked {
            self.source = Source::Behind(behind, live);
        }
        Ok(())
    }

    /// What to read when a source has no more.
    fn turn(&mut self) {
        self.source = match std::mem::replace(&mut self.source, Source::Unknown) {
            Source::Behind(_, live) => {
                self.feed.start_at(self.next);
                Source::Live(live)
            }
            Source::Live(_) | Source::Asked(..) | Source::Unknown => Source::Unknown,
        };
    }

    /// Whether entries are missing before a batch: then the ledger has them.
    fn skips(&self, batch: &Batch) -> bool {
        let is_live = matches!(self.source, Source::Live(_));
        is_live && batch.entries.first().is_some_and(|it| it.position > self.next)
    }

    fn take(&mut self, batch: Batch) -> Stretch {
        let from = batch.entries.partition_point(|it| it.position < self.next);
        if let Some(last) = batch.entries.last() {
            self.next = self.next.max(last.position + 1);
        }
        Stretch { batch, from }
    }
}
