//! The newest position, as everyone in this process knows it.
//!
//! The writer in this process tells it after every batch. For a writer in another process there are PostgreSQL's
//! notifications, and because those may be lost, a look at the table a few times a second.

use std::time::Duration;

use runtime::fault::error_chain;
use sqlx::postgres::{PgListener, PgPoolOptions};
use tokio::sync::watch;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::backoff::Backoff;
use crate::checkpoint::Signatures;
use crate::health::{Concern, Health};
use crate::store::{LedgerStore, NOTIFY_CHANNEL, Newest, SIGN_CHANNEL};

/// How often the table is looked at.
const POLL: Duration = Duration::from_millis(250);

/// The newest entry, to watch. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub(crate) struct Head {
    newest: watch::Sender<Newest>,
}

impl Head {
    /// Notes a newest entry. An older one than is known changes nothing: news may overtake each other.
    pub(crate) fn advance(&self, newest: Newest) {
        self.newest.send_if_modified(|known| {
            let newer = newest.position > known.position;
            if newer {
                *known = newest;
            }
            newer
        });
    }

    /// Notes what the tables have, asked after `known` was known. When that is less, they were restored from an older
    /// state, and what is not there any more must not be waited for or passed over.
    pub(crate) fn see(&self, known: Newest, found: Newest) {
        if found.position >= known.position {
            self.advance(found);
            return;
        }
        tracing::error!(
            known = known.position,
            found = found.position,
            "the ledger has fewer entries than before"
        );
        self.newest.send_replace(found);
    }

    /// The newest entry now, and how to wait for newer ones.
    pub(crate) fn watch(&self) -> watch::Receiver<Newest> {
        self.newest.subscribe()
    }

    /// The newest entry that is known.
    pub(crate) fn newest(&self) -> Newest {
        *self.newest.borrow()
    }

    /// Follows the table until `shutdown`.
    pub(crate) async fn follow(
        self,
        store: LedgerStore,
        signatures: Signatures,
        health: Health,
        shutdown: CancellationToken,
    ) {
        let mut backoff = Backoff::default();
        loop {
            let error = tokio::select! {
                () = shutdown.cancelled() => return,
                error = self.listen(&store, &signatures, &health) => error,
            };
            let what = error_chain(&error);
            if health.trouble(Concern::Reading, what.clone()) {
                tracing::warn!(error = what, "the ledger's tables cannot be read; trying again");
                backoff = Backoff::default();
            }
            tokio::select! {
                () = shutdown.cancelled() => return,
                () = backoff.pause() => {}
            }
        }
    }

    /// Listens and looks until PostgreSQL fails.
    async fn listen(&self, store: &LedgerStore, signatures: &Signatures, health: &Health) -> sqlx::Error {
        match self.try_listen(store, signatures, health).await {
            Ok(never) => match never {},
            Err(error) => error,
        }
    }

    async fn try_listen(
        &self,
        store: &LedgerStore,
        signatures: &Signatures,
        health: &Health,
    ) -> Result<std::convert::Infallible, sqlx::Error> {
        // A connection of its own: one that listens for ever would be missing from the block's pool.
        let options = (*store.pool().connect_options()).clone();
        let pool = PgPoolOptions::new().max_connections(1).connect_lazy_with(options);
        let mut listener = PgListener::connect_with(&pool).await?;
        listener.listen_all([NOTIFY_CHANNEL, SIGN_CHANNEL]).await?;
        loop {
            let known = self.newest();
            let standing = store.standing().await?;
            self.see(known, standing.newest);
            signatures.note(standing.signed);
            if health.well(&Concern::Reading) {
                tracing::info!("the ledger's tables can be read again");
            }
            self.wait(&mut listener, signatures).await?;
        }
    }

    /// Waits until the table is to be looked at: when something is told that is not known yet, or it is time to.
    async fn wait(&self, listener: &mut PgListener, signatures: &Signatures) -> Result<(), sqlx::Error> {
        let until = Instant::now() + POLL;
        while let Ok(told) = tokio::time::timeout_at(until, listener.recv()).await {
            let told = told?;
            if told.channel() == SIGN_CHANNEL {
                signatures.demand();
                break;
            }
            // What the writer in this process told at once is told here once more.
            let position = told.payload().parse::<u64>();
            if position.map_or(true, |position| position > self.newest().position) {
                break;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_news_do_not_turn_the_head_back() {
        let head = Head::default();
        let mut watched = head.watch();
        head.advance(Newest {
            position: 7,
            recorded_at: None,
        });
        assert!(watched.has_changed().unwrap());
        watched.mark_unchanged();
        head.advance(Newest {
            position: 5,
            recorded_at: None,
        });
        assert!(!watched.has_changed().unwrap());
        assert_eq!(head.newest().position, 7);
    }

    #[test]
    fn a_table_that_has_less_than_was_known_before_it_was_asked_turns_the_head_back() {
        let at = |position| Newest {
            position,
            recorded_at: None,
        };
        let head = Head::default();
        head.advance(at(7));
        head.see(at(4), at(6));
        assert_eq!(head.newest().position, 7);
        head.see(at(7), at(5));
        assert_eq!(head.newest().position, 5);
    }
}
