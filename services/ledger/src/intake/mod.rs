//! From the broker to the writer: one durable consumer per block, one bounded channel for all.

mod pull;
mod subscription;

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use eventing::bus::{Bus, Message};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};
use tokio::task::JoinSet;

use crate::event::{self, Malformed};
use crate::health::Health;
use crate::store::{Batch, Rejected};

/// Most messages waiting for the writer.
const WAITING_MAX: usize = 1_000;

/// Most kibibytes of messages waiting for the writer or being written.
const WAITING_KIB_MAX: u32 = 32 * 1024;

/// Most messages in one batch.
const BATCH_MAX: usize = 500;

/// One message and what is needed to acknowledge it.
pub(crate) struct Arrival {
    block: Arc<str>,
    message: Message,
    subscription: Arc<AtomicBool>,
    _room: OwnedSemaphorePermit,
}

/// The messages of all blocks as they come. Dropped, it stops fetching.
pub(crate) struct Intake {
    arrivals: mpsc::Receiver<Arrival>,
    pulls: JoinSet<()>,
}

impl Intake {
    /// Starts fetching.
    pub(crate) fn start(bus: &Bus, blocks: &[String], health: &Health) -> Self {
        let (sender, arrivals) = mpsc::channel(WAITING_MAX);
        let room = Arc::new(Semaphore::new(WAITING_KIB_MAX as usize));
        let mut pulls = JoinSet::new();
        for block in blocks {
            let pull = pull::Pull {
                bus: bus.clone(),
                block: block.as_str().into(),
                arrivals: sender.clone(),
                room: room.clone(),
                health: health.clone(),
            };
            pulls.spawn(pull.run());
        }
        Self { arrivals, pulls }
    }

    /// Waits for messages and takes what is there, up to a batch; `None` when a block is not fetched any more, which
    /// only a fault in this program brings about.
    pub(crate) async fn next(&mut self) -> Option<Vec<Arrival>> {
        let mut arrivals = Vec::new();
        tokio::select! {
            _ = self.arrivals.recv_many(&mut arrivals, BATCH_MAX) => Some(arrivals),
            ended = self.pulls.join_next() => {
                tracing::error!(?ended, "fetching a block's events ended by itself; starting all anew");
                None
            }
        }
    }
}

impl Arrival {
    /// The trace context of the hop to here, if the sender said one.
    fn hop(&self) -> Option<&str> {
        self.message
            .headers
            .as_ref()?
            .get("traceparent")
            .map(|value| value.as_str())
    }

    fn parse(&self) -> Result<event::Event, Malformed> {
        event::parse(
            &self.block,
            self.message.headers.as_ref(),
            self.message.payload.clone(),
        )
    }

    fn rejected(&self, why: Malformed) -> Rejected {
        Rejected {
            block: self.block.to_string(),
            event_id: self.claimed_id(),
            why,
            content: self.message.payload.clone(),
        }
    }

    /// The id as the header has it, if that is short and printable.
    fn claimed_id(&self) -> Option<String> {
        let id = self.message.headers.as_ref()?.get("ce-id")?.as_str();
        (id.len() <= 128 && id.bytes().all(|byte| byte.is_ascii_graphic())).then(|| id.to_owned())
    }

    fn stream_sequence(&self) -> u64 {
        self.message.info().map_or(0, |info| info.stream_sequence)
    }
}

/// Takes messages apart into events and what is none, both in order of arrival, and the trace context of each event.
pub(crate) fn sort(arrivals: &[Arrival]) -> (Batch, Vec<Option<String>>) {
    let mut batch = Batch::default();
    let mut traces = Vec::new();
    for arrival in arrivals {
        match arrival.parse() {
            Ok(event) => {
                let hop = arrival
                    .hop()
                    .filter(|hop| event::is_traceparent(hop))
                    .map(str::to_owned);
                traces.push(hop.or_else(|| event.traceparent.clone()));
                batch.events.push(event);
            }
            Err(malformed) => batch.rejected.push(arrival.rejected(malformed)),
        }
    }
    (batch, traces)
}

/// Acknowledges everything in a batch. An acknowledgement that does not arrive does no harm: the messages come
/// again, and are repeats.
pub(crate) async fn acknowledge(arrivals: &[Arrival]) {
    for arrival in newest_of_each_block(arrivals) {
        // Numbers of a consumer that has since been made anew mean something else there.
        if arrival.subscription.load(Ordering::Acquire)
            && let Err(error) = arrival.message.ack().await
        {
            tracing::debug!(block = %arrival.block, %error, "a batch could not be acknowledged; it will come again");
        }
    }
}

/// With AckPolicy::All the newest message stands for all before it.
fn newest_of_each_block(arrivals: &[Arrival]) -> impl Iterator<Item = &Arrival> {
    let mut newest: HashMap<&str, &Arrival> = HashMap::new();
    for arrival in arrivals
        .iter()
        .filter(|arrival| arrival.subscription.load(Ordering::Acquire))
    {
        let known = newest.entry(&arrival.block).or_insert(arrival);
        if arrival.stream_sequence() > known.stream_sequence() {
            *known = arrival;
        }
    }
    newest.into_values()
}
