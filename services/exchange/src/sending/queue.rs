//! The events of a subscription, one after the other, from where its row stands.

use std::collections::VecDeque;

use blocks::{feed::Feed, following::Following};
use contracts::ledger::v1::Entry;
use tonic::Status;

use crate::{
    delivery::{cursor::Cursor, wants},
    domain::subscription::Content,
};

/// Events that wait to be sent.
pub(crate) struct Queue {
    feed: Feed,
    content: Content,
    following: Following,
    ahead: VecDeque<Entry>,
    /// Position up to which the ledger was looked through.
    read_to: u64,
    /// The last event while events are delivered again: nothing after it is read.
    last: u64,
}

impl Queue {
    /// What comes after a row.
    pub(crate) fn after(feed: Feed, content: Content, cursor: &Cursor) -> Self {
        Self {
            following: Following::new(feed.clone(), cursor.position + 1),
            feed,
            content,
            ahead: VecDeque::new(),
            read_to: cursor.position,
            last: cursor.replay_to.unwrap_or(u64::MAX),
        }
    }

    /// The same after another row, or after another position.
    pub(crate) fn again(&self, cursor: &Cursor) -> Self {
        Self::after(self.feed.clone(), self.content.clone(), cursor)
    }

    /// Position up to which no event waits to be read.
    pub(crate) fn read_to(&self) -> u64 {
        self.read_to
    }

    /// Whether everything that was read was taken.
    pub(crate) fn is_empty(&self) -> bool {
        self.ahead.is_empty()
    }

    /// The next event, which stays the next until it is taken; waits until there is one. May be broken off.
    ///
    /// # Errors
    /// The ledger is away; the next call tries again.
    pub(crate) async fn next(&mut self) -> Result<&Entry, Status> {
        while self.ahead.is_empty() {
            if self.read_to >= self.last {
                return std::future::pending().await;
            }
            let stretch = self.following.next().await?;
            let until = stretch.entries().iter().take_while(|it| it.position <= self.last);
            self.ahead
                .extend(until.filter(|it| wants(&self.content, it)).cloned());
            if let Some(read) = stretch.entries().last() {
                self.read_to = read.position.min(self.last);
            }
        }
        // There is one by now.
        match self.ahead.front() {
            Some(entry) => Ok(entry),
            None => std::future::pending().await,
        }
    }

    /// Takes the next event, if it was read.
    pub(crate) fn take(&mut self) -> Option<Entry> {
        self.ahead.pop_front()
    }
}
