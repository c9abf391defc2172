//! NATS JetStream as the carrier of published events: one stream per block, one durable consumer for the ledger.
//!
//! The bus may lose everything and nothing is lost: blocks keep their logs, and the ledger says what it still needs.

mod pipeline;
mod window;

use std::time::Duration;

use async_nats::{
    Client, ConnectOptions, ServerAddr,
    connection::State,
    jetstream::{self, consumer, stream},
};

use percent_encoding::percent_decode_str;

pub use async_nats::jetstream::{Message, consumer::PullConsumer};
pub(crate) use pipeline::{NotTaken, Pipeline};

/// How long the broker keeps an event, in days: the ledger has long taken it by then.
const KEEP_DAYS: u64 = 7;
/// How long the broker recognises a repeated message id, in seconds.
const REPEATS_SECONDS: u64 = 120;
/// How long a request to the broker may take, in seconds.
const REQUEST_SECONDS: u64 = 5;
/// How long a delivered batch may stay unacknowledged, in seconds.
const ACKNOWLEDGE_SECONDS: u64 = 30;
/// Most events delivered and not yet acknowledged.
const UNACKNOWLEDGED_MAX: i64 = 20_000;

/// A connection to the broker. Cheap to clone; reconnects by itself.
#[derive(Clone, Debug)]
pub struct Bus {
    client: Client,
    jetstream: jetstream::Context,
}

/// Why the broker could not be used.
#[derive(Debug, thiserror::Error)]
pub enum BusError {
    /// The address is not one.
    #[error("the broker's address cannot be used")]
    Address(#[source] async_nats::ConnectError),
    /// The broker refused or did not answer.
    #[error("the broker did not {attempt}")]
    Refused {
        /// What was attempted, such as `create the stream EVENTS_PROGRAMME`.
        attempt: String,
        /// What it said.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

fn refused(attempt: impl Into<String>, source: impl std::error::Error + Send + Sync + 'static) -> BusError {
    BusError::Refused {
        attempt: attempt.into(),
        source: Box::new(source),
    }
}

impl Bus {
    /// Connects to `url`, which may carry credentials. Does not wait for a broker that is away: it is tried again for ever,
    /// and [`Bus::is_connected`] tells how it stands.
    ///
    /// # Errors
    /// The address is not one.
    pub async fn connect(url: &str, name: &str) -> Result<Self, BusError> {
        let address: ServerAddr = url.parse().map_err(|error| refused("take its address", error))?;
        let client = credentials(&address)
            .name(name)
            .retry_on_initial_connect()
            .request_timeout(Some(Duration::from_secs(REQUEST_SECONDS)))
            .event_callback(|event| async move {
                match event {
                    async_nats::Event::Connected => tracing::info!("connected to the broker"),
                    async_nats::Event::Draining | async_nats::Event::Closed => {
                        tracing::debug!("leaving the broker")
                    }
                    other => tracing::warn!(event = %other, "the broker connection reports"),
                }
            })
            .connect(address)
            .await
            .map_err(BusError::Address)?;
        let mut jetstream = jetstream::new(client.clone());
        jetstream.set_timeout(Duration::from_secs(REQUEST_SECONDS));
        Ok(Self { client, jetstream })
    }

    /// Whether the broker is there.
    #[must_use]
    pub fn is_connected(&self) -> bool {
        self.client.connection_state() == State::Connected
    }

    /// JetStream on this connection.
    #[must_use]
    pub fn jetstream(&self) -> &jetstream::Context {
        &self.jetstream
    }

    /// Makes sure the stream of `block` exists, and hands it out.
    ///
    /// # Errors
    /// The broker refused or did not answer.
    pub async fn ensure_stream(&self, block: &str) -> Result<stream::Stream, BusError> {
        let name = stream_name(block);
        let config = stream::Config {
            subjects: vec![format!("{}.>", subject_prefix(block))],
            storage: stream::StorageType::File,
            max_age: Duration::from_secs(KEEP_DAYS * 86_400),
            duplicate_window: Duration::from_secs(REPEATS_SECONDS),
            name: name.clone(),
            ..stream::Config::default()
        };
        self.jetstream
            .get_or_create_stream(config)
            .await
            .map_err(|error| refused(format!("give the stream {name}"), error))
    }

    /// Makes sure the durable consumer `name` of the stream of `block` exists, and hands it out.
    ///
    /// # Errors
    /// The broker refused or did not answer.
    pub async fn ensure_consumer(&self, block: &str, name: &str) -> Result<PullConsumer, BusError> {
        let config = consumer::pull::Config {
            durable_name: Some(name.to_owned()),
            ack_policy: consumer::AckPolicy::All,
            ack_wait: Duration::from_secs(ACKNOWLEDGE_SECONDS),
            max_ack_pending: UNACKNOWLEDGED_MAX,
            ..consumer::pull::Config::default()
        };
        self.ensure_stream(block)
            .await?
            .get_or_create_consumer(name, config)
            .await
            .map_err(|error| refused(format!("give the consumer {name} of {block}"), error))
    }

    /// Prepares for publishing many events, one behind the other.
    ///
    /// # Errors
    /// The connection is closed.
    pub(crate) async fn pipeline(&self) -> Result<Pipeline, BusError> {
        Pipeline::open(self).await
    }

    /// Sends what is buffered and closes the connection.
    pub async fn close(&self) {
        if let Err(error) = self.client.drain().await {
            tracing::debug!(%error, "the broker connection was already closed");
        }
    }
}

/// The client does not read credentials from an address by itself.
fn credentials(address: &ServerAddr) -> ConnectOptions {
    let plain = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    match (address.username(), address.password()) {
        (Some(user), Some(password)) => ConnectOptions::with_user_and_password(plain(user), plain(password)),
        // A user without a password is a token, as other NATS clients read it.
        (Some(token), None) => ConnectOptions::with_token(plain(token)),
        _ => ConnectOptions::new(),
    }
}

/// Name of the stream of a block.
#[must_use]
pub fn stream_name(block: &str) -> String {
    format!("EVENTS_{}", block.to_ascii_uppercase())
}

/// What the subjects of a block's events start with.
#[must_use]
pub fn subject_prefix(block: &str) -> String {
    format!("schakelpunt.events.{block}")
}

/// The subject of an event: `schakelpunt.events.<block>.<domain>.<event>`, from its CloudEvents type `nl.<domain>.<event>.vN`.
#[must_use]
pub fn subject(block: &str, event_type: &str) -> String {
    let bare = event_type.strip_prefix("nl.").unwrap_or(event_type);
    let without_version = bare.rsplit_once(".v").map_or(bare, |(name, _)| name);
    format!("{}.{without_version}", subject_prefix(block))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_follows_from_the_type() {
        assert_eq!(
            subject("programme", "nl.projects.milestone-achieved.v1"),
            "schakelpunt.events.programme.projects.milestone-achieved"
        );
    }
}
