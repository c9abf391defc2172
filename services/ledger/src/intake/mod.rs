//! From the broker to the writer: one durable consumer per block, one bounded channel for all.
//!
//! Each block's messages are fetched, parsed and hashed in a task of their own, while the writer waits for the database.
//! What waits when the writer is free again becomes its next batch: one event in quiet times, thousands after an outage.

mod arrival;
mod pull;
mod subscription;

use std::collections::HashMap;
use std::sync::Arc;

use eventing::bus::Bus;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};
use tokio::task::JoinSet;

use crate::health::Health;
use crate::store::Batch;
use arrival::{Arrival, Content, Receipt};

/// Most messages waiting for the writer.
const WAITING_MAX: usize = 8_000;

/// Most kibibytes of messages waiting for the writer or being written.
const WAITING_KIB_MAX: u32 = 32 * 1024;

/// Most messages in one batch.
const BATCH_MAX: usize = 4_000;

/// The messages of all blocks as they come. Dropped, it stops fetching.
pub(crate) struct Intake {
    arrivals: mpsc::Receiver<Arrival>,
    pulls: JoinSet<()>,
}

/// What is written together, and what is acknowledged then.
pub(crate) struct Arrived {
    /// What there is to write.
    pub(crate) batch: Batch,
    /// The trace context of each event.
    pub(crate) traces: Vec<Option<String>>,
    newest: HashMap<Arc<str>, Receipt>,
    /// Room in the intake, until it is dropped.
    _room: Option<OwnedSemaphorePermit>,
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
    pub(crate) async fn next(&mut self) -> Option<Arrived> {
        let mut arrivals = Vec::new();
        tokio::select! {
            _ = self.arrivals.recv_many(&mut arrivals, BATCH_MAX) => Some(Arrived::sort(arrivals)),
            ended = self.pulls.join_next() => {
                tracing::error!(?ended, "fetching a block's events ended by itself; starting all anew");
                None
            }
        }
    }
}

impl Arrived {
    /// Takes messages apart into events and what is none, both in order of arrival.
    fn sort(arrivals: Vec<Arrival>) -> Self {
        let mut arrived = Self {
            batch: Batch::default(),
            traces: Vec::with_capacity(arrivals.len()),
            newest: HashMap::new(),
            _room: None,
        };
        arrived.batch.events.reserve(arrivals.len());
        let mut rooms: Option<OwnedSemaphorePermit> = None;
        for Arrival {
            content,
            receipt,
            room,
        } in arrivals
        {
            match content {
                Content::Event(event, trace) => {
                    arrived.batch.events.push(*event);
                    arrived.traces.push(trace);
                }
                Content::Rejected(rejected) => arrived.batch.rejected.push(*rejected),
            }
            arrived.note(receipt);
            match &mut rooms {
                Some(rooms) => rooms.merge(room),
                None => rooms = Some(room),
            }
        }
        arrived._room = rooms;
        arrived
    }

    /// With AckPolicy::All the newest message stands for all before it.
    fn note(&mut self, receipt: Receipt) {
        if !receipt.is_current() {
            return;
        }
        match self.newest.get(&receipt.block) {
            Some(known) if known.is_current() && known.sequence >= receipt.sequence => {}
            _ => {
                self.newest.insert(receipt.block.clone(), receipt);
            }
        }
    }

    /// Acknowledges everything in a batch.
    pub(crate) async fn acknowledge(&self) {
        for receipt in self.newest.values() {
            receipt.acknowledge().await;
        }
    }
}
