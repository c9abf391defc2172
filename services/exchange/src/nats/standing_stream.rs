//! A subscription's stream and its consumer, as they stand at the server.

use std::time::Duration;

use anyhow::anyhow;
use async_nats::jetstream::{
    self,
    consumer::{self, AckPolicy, DeliverPolicy},
    stream::{self, DiscardPolicy, RetentionPolicy, StorageType, Stream},
};
use futures::{StreamExt, TryStreamExt, stream as streams};

use crate::delivery::cursor::Cursor;

/// Most events that lie in a stream without being acknowledged: no more are sent until some are.
pub(super) const WAITING_MAX: usize = 2_000;
/// Most messages of a stream: more than the hub lets lie there, so that the oldest, which the server throws away for new ones, was
/// acknowledged. The hub throws nothing away itself, unless delivery went back and the stream is filled anew: a purge makes nats-server 2.9 forget what is under way to a subscriber and take it for
/// acknowledged. Bytes are not limited, since the server would set them apart for each stream, used or not, and a few streams would take
/// all it has.
const MESSAGES_MAX: i64 = 2_500;
/// How long a subscriber may take over an event before it is given again.
const ACK_WAIT: Duration = Duration::from_secs(30);
/// Most events under way to a subscriber without being acknowledged.
const UNDER_WAY_MAX: i64 = 1_000;
/// Events that are read at the same time.
const READS_AT_ONCE: usize = 32;
const SEQUENCE: &str = "ce-sequence";

/// A stream.
pub(super) struct StandingStream {
    stream: Stream,
    name: String,
}

/// How far it is.
#[derive(Debug, Clone, Copy)]
pub(super) struct State {
    /// Number of the newest message, also when it is no longer there.
    pub(super) last: u64,
    /// Number of the oldest message that is there.
    pub(super) first: u64,
    /// Up to here everything was acknowledged.
    pub(super) floor: u64,
}

impl StandingStream {
    /// The stream of a subscription, with its consumer; both are made if they are not there. What lies in it from another turn is thrown away.
    ///
    /// # Errors
    /// The server is away, or does not make them.
    pub(super) async fn open(
        streams: &jetstream::Context,
        subscription_id: &str,
        turn: u64,
    ) -> anyhow::Result<Self> {
        let wanted = stream_config(subscription_id, turn);
        let mut stream = streams.get_or_create_stream(wanted.clone()).await?;
        let found = stream.cached_info().config.clone();
        let is_other_turn = found.description != wanted.description;
        if is_other_turn {
            stream.purge().await?;
        }
        if is_other_turn || found.discard != wanted.discard {
            streams.update_stream(&wanted).await?;
            stream.info().await?;
        }
        stream
            .get_or_create_consumer(subscription_id, consumer_config(subscription_id))
            .await?;
        Ok(Self {
            stream,
            name: subscription_id.to_owned(),
        })
    }

    /// How far it is.
    ///
    /// # Errors
    /// The server is away, or the stream or its consumer is no more.
    pub(super) async fn state(&self) -> anyhow::Result<State> {
        let info = self.stream.get_info().await?;
        let consumer = self.stream.consumer_info(&self.name).await?;
        Ok(State {
            last: info.state.last_sequence,
            first: info.state.first_sequence,
            floor: consumer.ack_floor.stream_sequence,
        })
    }

    /// Number and position of the messages after one number up to another.
    ///
    /// # Errors
    /// The server is away, or a message is no event.
    pub(super) async fn between(&self, after: u64, last: u64) -> anyhow::Result<Vec<(u64, u64)>> {
        streams::iter(after + 1..=last)
            .map(|number| async move { Ok((number, self.position(number).await?)) })
            .buffered(READS_AT_ONCE)
            .try_collect()
            .await
    }

    /// Number of the message up to which a row knows what was acknowledged: that of its own event, as long as this is the stream in which that
    /// was counted; else everything that lies here is to be looked at.
    ///
    /// # Errors
    /// The server is away, or a message is no event.
    pub(super) async fn known_up_to(&self, state: State, row: &Cursor) -> anyhow::Result<u64> {
        let gone = state.first.saturating_sub(1);
        if row.mark <= gone || row.mark > state.last {
            return Ok(gone);
        }
        let is_same_stream = self.position(row.mark).await? <= row.position;
        Ok(if is_same_stream { row.mark } else { gone })
    }

    /// Position of a message.
    async fn position(&self, number: u64) -> anyhow::Result<u64> {
        let message = self.stream.get_raw_message(number).await?;
        let sequence = message.headers.get(SEQUENCE);
        let position = sequence.and_then(|it| it.as_str().parse().ok());
        position.ok_or_else(|| anyhow!("a stream holds what the hub did not send"))
    }

    /// Takes the stream away, with its consumer.
    ///
    /// # Errors
    /// The server is away.
    pub(super) async fn remove(streams: &jetstream::Context, subscription_id: &str) -> anyhow::Result<()> {
        match streams.delete_stream(subscription_id).await {
            Ok(_) => Ok(()),
            Err(error) if is_missing(&error) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}

fn is_missing(error: &jetstream::context::DeleteStreamError) -> bool {
    match error.kind() {
        jetstream::context::DeleteStreamErrorKind::JetStream(error) => {
            error.error_code() == jetstream::ErrorCode::STREAM_NOT_FOUND
        }
        _ => false,
    }
}

fn stream_config(subscription_id: &str, turn: u64) -> stream::Config {
    stream::Config {
        name: subscription_id.to_owned(),
        // Written down with the stream, so that one that stayed behind is told from the present one.
        description: Some(format!("turn {turn}")),
        subjects: vec![format!("{}.>", subject(subscription_id))],
        retention: RetentionPolicy::Limits,
        discard: DiscardPolicy::Old,
        max_messages: MESSAGES_MAX,
        storage: StorageType::File,
        ..Default::default()
    }
}

fn consumer_config(subscription_id: &str) -> consumer::pull::Config {
    consumer::pull::Config {
        durable_name: Some(subscription_id.to_owned()),
        deliver_policy: DeliverPolicy::All,
        ack_policy: AckPolicy::Explicit,
        ack_wait: ACK_WAIT,
        max_ack_pending: UNDER_WAY_MAX,
        ..Default::default()
    }
}

/// What the subjects of a subscription's events begin with.
pub(super) fn subject(subscription_id: &str) -> String {
    format!("events.{subscription_id}")
}
