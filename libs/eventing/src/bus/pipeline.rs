//! Publishing at full speed: many events under way, their acknowledgements read as they come.
//!
//! The client's own way takes a channel, a timer and a permit for each event, which costs more than the sending. Here one
//! subscription takes the acknowledgements of all: each event asks for its own under a subject that ends in its number.

use std::time::Duration;

use async_nats::{Client, HeaderMap, Message, StatusCode, Subject, Subscriber, client::PublishError};
use bytes::Bytes;
use futures::{FutureExt, StreamExt};
use serde::Deserialize;
use tokio::time::Instant;

use super::{Bus, BusError, REQUEST_SECONDS, refused, window::Window};

/// Most events under way.
const EVENTS_MAX: usize = 4_096;
/// Most bytes of events under way; one event may be more.
const BYTES_MAX: usize = 8 * 1024 * 1024;

/// Events on their way to the broker.
pub(crate) struct Pipeline {
    client: Client,
    /// What the subjects of acknowledgements begin with.
    inbox: String,
    answers: Subscriber,
    under_way: Window,
}

/// Why an event was not taken.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NotTaken {
    #[error("it could not be sent")]
    Unsent(#[from] PublishError),
    #[error("no stream takes it")]
    NoStream,
    #[error("the broker refused it: {0}")]
    Refused(String),
    #[error("the broker's answer cannot be read")]
    Unreadable(#[from] serde_json::Error),
    #[error("the broker did not answer in {REQUEST_SECONDS} seconds")]
    Silent,
    #[error("the connection to the broker is closed")]
    Closed,
}

/// What the broker answers, as far as it matters.
#[derive(Deserialize)]
struct Answer {
    error: Option<Refusal>,
}

#[derive(Deserialize)]
struct Refusal {
    #[serde(default)]
    description: String,
}

impl Pipeline {
    /// Prepares for publishing over a connection.
    pub(super) async fn open(bus: &Bus) -> Result<Self, BusError> {
        let client = bus.client.clone();
        let inbox = format!("{}.", client.new_inbox());
        let answers = client
            .subscribe(format!("{inbox}*"))
            .await
            .map_err(|error| refused("take a subscription to acknowledgements", error))?;
        Ok(Self {
            client,
            inbox,
            answers,
            under_way: Window::default(),
        })
    }

    /// Whether every event was acknowledged.
    pub(crate) fn is_idle(&self) -> bool {
        self.under_way.is_empty()
    }

    /// Sends an event. When too much is under way, waits for acknowledgements first.
    ///
    /// # Errors
    /// This event or an earlier one was not taken.
    pub(crate) async fn send(
        &mut self,
        subject: Subject,
        headers: HeaderMap,
        data: Bytes,
    ) -> Result<(), NotTaken> {
        while self.under_way.len() >= EVENTS_MAX || self.under_way.bytes() >= BYTES_MAX {
            self.acknowledged().await?;
        }
        let number = self.under_way.add(data.len(), Instant::now());
        let reply = format!("{}{number}", self.inbox);
        self.client
            .publish_with_reply_and_headers(subject, reply, headers, data)
            .await?;
        Ok(())
    }

    /// Waits for an acknowledgement, and takes those that have come with it. May be dropped and called again. To be called
    /// while something is under way.
    ///
    /// # Errors
    /// An event was not taken.
    pub(crate) async fn acknowledged(&mut self) -> Result<(), NotTaken> {
        let Some(since) = self.under_way.oldest() else {
            return Ok(());
        };
        let patience = since + Duration::from_secs(REQUEST_SECONDS);
        let answer = tokio::time::timeout_at(patience, self.answers.next())
            .await
            .map_err(|_| NotTaken::Silent)?;
        self.take(answer)?;
        while let Some(answer) = self.answers.next().now_or_never() {
            self.take(answer)?;
        }
        Ok(())
    }

    fn take(&mut self, answer: Option<Message>) -> Result<(), NotTaken> {
        let answer = answer.ok_or(NotTaken::Closed)?;
        if answer.status == Some(StatusCode::NO_RESPONDERS) {
            return Err(NotTaken::NoStream);
        }
        if let Some(refusal) = serde_json::from_slice::<Answer>(&answer.payload)?.error {
            return Err(NotTaken::Refused(refusal.description));
        }
        let number = answer.subject.as_str().strip_prefix(&self.inbox);
        if let Some(number) = number.and_then(|number| number.parse().ok()) {
            self.under_way.taken(number);
        }
        Ok(())
    }
}
