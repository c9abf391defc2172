//! The ledger's durable consumer of one block's stream.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use async_nats::jetstream::consumer::pull::{self, MessagesError};
use async_nats::jetstream::consumer::{DeliverPolicy, FromConsumer, PullConsumer};
use eventing::bus::{Bus, BusError};

/// Permanent name of the consumer in every block's stream.
const CONSUMER: &str = "ledger";

/// Most messages asked for at once.
const FETCH_MAX: usize = 2_000;

/// How long an idle request waits at the broker, and how often the broker says that it is still there.
const FETCH_EXPIRES: Duration = Duration::from_secs(30);
const FETCH_HEARTBEAT: Duration = Duration::from_secs(5);

/// Messages of one block, as long as nothing breaks.
pub(super) struct Subscription {
    pub(super) messages: pull::Stream,
    /// Whether this subscription is the present one, so that its messages may still be acknowledged.
    pub(super) current: Arc<AtomicBool>,
}

/// Why nothing comes any more.
#[derive(Debug, thiserror::Error)]
pub(super) enum Broken {
    /// The broker did not give the stream or the consumer.
    #[error(transparent)]
    Bus(#[from] BusError),
    /// The broker refused to deliver, or is silent.
    #[error("fetching events stopped")]
    Fetch(#[from] MessagesError),
    /// The consumer could not be made anew.
    #[error("the broker did not make the consumer anew")]
    Renew(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The broker did not take the first request.
    #[error("the broker did not take a request for events")]
    Request(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// It ended without saying why.
    #[error("the broker ended the delivery")]
    Ended,
}

impl Subscription {
    /// Makes stream and consumer where they are missing, and asks for messages.
    pub(super) async fn open(bus: &Bus, block: &str) -> Result<Self, Broken> {
        let mut consumer = bus.ensure_consumer(block, CONSUMER).await?;
        if consumer.cached_info().num_ack_pending > 0 {
            consumer = renew(bus, block, &consumer).await?;
        }
        let messages = consumer
            .stream()
            .max_messages_per_batch(FETCH_MAX)
            .expires(FETCH_EXPIRES)
            .heartbeat(FETCH_HEARTBEAT)
            .messages()
            .await
            .map_err(|error| Broken::Request(Box::new(error)))?;
        Ok(Self {
            messages,
            current: Arc::new(AtomicBool::new(true)),
        })
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        self.current.store(false, Ordering::Release);
    }
}

/// Makes the consumer anew, from just behind the last acknowledged message.
///
/// Messages that an earlier subscription fetched and never acknowledged would come again only half a minute later,
/// behind newer ones; those would look like a gap, and acknowledging them would acknowledge what was never seen.
async fn renew(bus: &Bus, block: &str, consumer: &PullConsumer) -> Result<PullConsumer, Broken> {
    let failed = |error: Box<dyn std::error::Error + Send + Sync>| Broken::Renew(error);
    let info = consumer.cached_info();
    let mut config = pull::Config::try_from_consumer_config(info.config.clone()).map_err(failed)?;
    config.deliver_policy = DeliverPolicy::ByStartSequence {
        start_sequence: info.ack_floor.stream_sequence.saturating_add(1),
    };
    let stream = bus.ensure_stream(block).await?;
    stream
        .delete_consumer(CONSUMER)
        .await
        .map_err(|error| failed(Box::new(error)))?;
    tracing::info!(
        block,
        unacknowledged = info.num_ack_pending,
        "fetching again what was never acknowledged"
    );
    stream
        .create_consumer(config)
        .await
        .map_err(|error| failed(Box::new(error)))
}
