//! One message from the broker, looked at as soon as it comes: while a batch is being written, the next one is parsed and
//! hashed, for each block in a task of its own.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use async_nats::HeaderName;
use async_nats::jetstream::message::Acker;
use eventing::bus::Message;
use tokio::sync::OwnedSemaphorePermit;

use crate::event::{self, Event, Malformed, is_traceparent};
use crate::store::Rejected;

/// One message and what is needed to acknowledge it.
pub(crate) struct Arrival {
    /// What it is.
    pub(super) content: Content,
    /// How to acknowledge it.
    pub(super) receipt: Receipt,
    pub(super) room: OwnedSemaphorePermit,
}

/// What a message is.
pub(super) enum Content {
    /// An event, and the trace context of the hop to here.
    Event(Box<Event>, Option<String>),
    /// No event of ours.
    Rejected(Box<Rejected>),
}

/// How a message, and all before it, is acknowledged.
pub(super) struct Receipt {
    pub(super) block: Arc<str>,
    /// Its number in the block's stream.
    pub(super) sequence: u64,
    acker: Acker,
    subscription: Arc<AtomicBool>,
}

impl Arrival {
    /// Looks at a message that came on the subject of `block`.
    pub(super) fn new(
        block: &Arc<str>,
        message: Message,
        subscription: &Arc<AtomicBool>,
        room: OwnedSemaphorePermit,
    ) -> Self {
        let sequence = message.info().map_or(0, |info| info.stream_sequence);
        let (message, acker) = message.split();
        Self {
            content: content(block, &message),
            receipt: Receipt {
                block: block.clone(),
                sequence,
                acker,
                subscription: subscription.clone(),
            },
            room,
        }
    }
}

impl Receipt {
    /// Whether it may still be acknowledged: the numbers of a consumer that has since been made anew mean something else
    /// there.
    pub(super) fn is_current(&self) -> bool {
        self.subscription.load(Ordering::Acquire)
    }

    /// Acknowledges. An acknowledgement that does not arrive does no harm: the messages come again, and are repeats.
    pub(super) async fn acknowledge(&self) {
        if self.is_current()
            && let Err(error) = self.acker.ack().await
        {
            tracing::debug!(block = %self.block, %error, "a batch could not be acknowledged; it will come again");
        }
    }
}

fn content(block: &Arc<str>, message: &async_nats::Message) -> Content {
    let headers = message.headers.as_ref();
    match event::parse(block, headers, message.payload.clone()) {
        Ok(event) => {
            let hop = header(message, "traceparent").filter(|hop| is_traceparent(hop));
            let trace = hop.map(str::to_owned).or_else(|| event.traceparent.clone());
            Content::Event(Box::new(event), trace)
        }
        Err(why) => Content::Rejected(Box::new(rejected(block, message, why))),
    }
}

fn rejected(block: &Arc<str>, message: &async_nats::Message, why: Malformed) -> Rejected {
    // The id as the header has it, if that is short and printable.
    let id = header(message, "ce-id")
        .filter(|id| id.len() <= 128 && id.bytes().all(|byte| byte.is_ascii_graphic()));
    Rejected {
        block: block.to_string(),
        event_id: id.map(str::to_owned),
        why,
        content: message.payload.clone(),
    }
}

fn header<'a>(message: &'a async_nats::Message, name: &'static str) -> Option<&'a str> {
    let value = message.headers.as_ref()?.get(HeaderName::from_static(name))?;
    Some(value.as_str())
}
