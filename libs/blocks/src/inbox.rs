//! What other blocks made public, and what is done about it here: "when that was published, do this".
//!
//! A listener follows the ledger for the types of events it names, one replica at a time, from the first entry on, with a
//! checkpoint of its own in the block's schema. Its commands have request ids that follow from the event ([`Desk`]), so that an
//! event heard again after a crash changes nothing.
//!
//! [`Desk`]: crate::desk::Desk

use std::{sync::Arc, time::Duration};

use anyhow::Context;
use async_trait::async_trait;
use contracts::ledger::v1::{
    Entry, EventFilter, ReadEventsRequest, ledger_service_client::LedgerServiceClient,
};
use eventing::{
    ReactionError,
    event_id::is_first,
    lease::Lease,
    projection::{checkpoint, move_checkpoint},
};
use prost::Name;
use runtime::{
    MESSAGE_BYTES_MAX,
    block::{BlockEnv, Task},
    fault::error_chain,
    peers::PeerChannel,
};
use serde::de::DeserializeOwned;
use sqlx::PgPool;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::publish::event_type;

/// First and longest wait after a failure, in milliseconds; it doubles in between.
const RETRY_FIRST_MILLIS: u64 = 200;
const RETRY_LONGEST_MILLIS: u64 = 5_000;

/// How often it is written down how far a listener is while nothing comes that it hears.
const WRITTEN_EVERY: Duration = Duration::from_secs(1);

/// Does something about what another block published.
#[async_trait]
pub trait Listener: Send + Sync + 'static {
    /// Permanent name: its checkpoint and lease are kept under it, and the request ids of its commands are made with it.
    fn name(&self) -> &'static str;

    /// CloudEvents types of the events it hears.
    fn types(&self) -> Vec<String>;

    /// Does what is to be done about an event.
    async fn hear(&self, event: &Entry) -> Result<(), ReactionError>;
}

/// The CloudEvents type of a message that the contract marks as an event.
#[must_use]
pub fn type_of<M: Name>() -> String {
    event_type::<M>().name.clone()
}

/// The message in an entry of its type.
///
/// # Errors
/// The data do not fit the contract, which no later try will change.
pub fn message<M: DeserializeOwned>(event: &Entry) -> Result<M, ReactionError> {
    serde_json::from_slice(&event.data).map_err(|error| {
        let (kind, position) = (&event.r#type, event.position);
        ReactionError::GiveUp(format!(
            "{kind} at position {position} does not fit the contract: {error}"
        ))
    })
}

/// The task in which a listener hears what was and will be published.
///
/// # Errors
/// The ledger's address cannot be used.
pub fn listen(env: &BlockEnv, listener: Arc<dyn Listener>) -> anyhow::Result<Task> {
    let channel = env
        .peers
        .channel("ledger")
        .context("the ledger cannot be listened to")?;
    let inbox = Inbox {
        pool: env.pool.clone(),
        ledger: LedgerServiceClient::new(channel).max_decoding_message_size(MESSAGE_BYTES_MAX),
        key: format!("inbox/{}", listener.name()),
        listener,
    };
    let name = format!("{} {}", env.store.block(), inbox.key);
    let shutdown = env.shutdown.clone();
    Ok(Task::new(name, async move {
        inbox.run(shutdown).await;
        Ok(())
    }))
}

/// How far a listener is.
struct Place {
    /// Position up to which everything was heard.
    reached: u64,
    /// The same, as it is written down.
    written: u64,
    written_at: Instant,
}

impl Place {
    fn at(position: u64) -> Self {
        Self {
            reached: position,
            written: position,
            written_at: Instant::now(),
        }
    }
}

/// One listener at the ledger.
struct Inbox {
    pool: PgPool,
    ledger: LedgerServiceClient<PeerChannel>,
    listener: Arc<dyn Listener>,
    /// Name of its checkpoint and lease. The checkpoint is a place in the ledger, unlike those of the log's followers, from which it
    /// is told by the name.
    key: String,
}

impl Inbox {
    async fn run(self, shutdown: CancellationToken) {
        while let Some(lease) = Lease::acquire(&self.pool, &self.key, &shutdown).await {
            tokio::select! {
                () = shutdown.cancelled() => return,
                () = lease.lost() => {}
                () = self.follow() => {}
            }
        }
    }

    /// Follows the ledger for ever. What fails is waited out.
    async fn follow(&self) {
        let mut wait = RETRY_FIRST_MILLIS;
        loop {
            let moved = match self.read().await {
                Ok(moved) => moved,
                Err(error) => {
                    let (listener, error) = (self.listener.name(), format!("{error:#}"));
                    tracing::warn!(listener, error, "the ledger is not listened to; trying again");
                    false
                }
            };
            wait = if moved {
                RETRY_FIRST_MILLIS
            } else {
                (wait * 2).min(RETRY_LONGEST_MILLIS)
            };
            tokio::time::sleep(Duration::from_millis(wait)).await;
        }
    }

    /// Hears events until the stream ends; whether there were any.
    async fn read(&self) -> anyhow::Result<bool> {
        let begun = checkpoint(&self.pool, &self.key).await?;
        let request = ReadEventsRequest {
            from_position: begun + 1,
            filter: Some(EventFilter {
                types: self.listener.types(),
                ..Default::default()
            }),
            follow: true,
            ..Default::default()
        };
        let mut messages = self.ledger.clone().read_events(request).await?.into_inner();
        let mut place = Place::at(begun);
        loop {
            let mut has_heard = false;
            // Also when nothing comes it is looked whether there is something to write down.
            if let Ok(message) = tokio::time::timeout(WRITTEN_EVERY, messages.message()).await {
                let Some(message) = message? else { break };
                // What is told in two versions is heard once.
                let heard = message
                    .entries
                    .iter()
                    .filter(|it| is_first(&it.event_id, &it.block));
                for event in heard {
                    self.carry_out(event).await;
                    has_heard = true;
                }
                place.reached = place.reached.max(message.read_to_position);
            }
            if has_heard || place.written_at.elapsed() >= WRITTEN_EVERY {
                self.write(&mut place).await?;
            }
        }
        self.write(&mut place).await?;
        Ok(place.written > begun)
    }

    /// Writes down how far it is.
    async fn write(&self, place: &mut Place) -> anyhow::Result<()> {
        if place.reached > place.written {
            let moved = move_checkpoint(&self.pool, &self.key, place.written, place.reached).await?;
            anyhow::ensure!(moved, "another process listens too");
        }
        *place = Place::at(place.reached);
        Ok(())
    }

    /// Again and again while what fails is passing. What can never succeed is told and passed over, so that one event does not
    /// hold up all later ones.
    async fn carry_out(&self, event: &Entry) {
        let (listener, position) = (self.listener.name(), event.position);
        let mut wait = RETRY_FIRST_MILLIS;
        loop {
            match self.listener.hear(event).await {
                Ok(()) => return,
                Err(ReactionError::Retry(reason)) => {
                    tracing::warn!(listener, position, reason, "what was published is tried again");
                }
                Err(error @ ReactionError::GiveUp(_)) => {
                    let reason = error_chain(&error);
                    tracing::error!(listener, position, reason, "what was published was given up on");
                    return;
                }
            }
            tokio::time::sleep(Duration::from_millis(wait)).await;
            wait = (wait * 2).min(RETRY_LONGEST_MILLIS);
        }
    }
}
