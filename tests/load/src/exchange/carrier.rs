//! Events put on the broker as a block would, at a pace that commands would take the whole machine for.

use std::sync::atomic::{AtomicU64, Ordering};

use async_nats::jetstream::context::PublishAckFuture;
use eventing::bus::{Bus, subject};

use crate::pipeline::event;

/// A block of the hub that publishes nothing by itself here.
const BLOCK: &str = "culture";
/// CloudEvents `source` of its events.
const SOURCE: &str = "urn:nld:oin:00000099000000001000:systeem:culture";
/// Projects that the events are spread over.
const PROJECTS: u64 = 200;

/// Publishes events one after the other.
pub(super) struct Carrier {
    bus: Bus,
    published: AtomicU64,
}

impl Carrier {
    /// A connection to the hub's broker.
    pub(super) async fn connect(broker: &str) -> anyhow::Result<Self> {
        let bus = Bus::connect(broker, "bench-exchange").await?;
        bus.ensure_stream(BLOCK).await?;
        Ok(Self {
            bus,
            published: AtomicU64::new(0),
        })
    }

    /// Publishes the next event, of 600 bytes; when the broker has it is answered later.
    pub(super) async fn publish(&self) -> anyhow::Result<PublishAckFuture> {
        let number = self.published.fetch_add(1, Ordering::Relaxed) + 1;
        let mut event = event(number);
        event.id = format!("{BLOCK}-{number:012}");
        SOURCE.clone_into(&mut event.source);
        for (name, value) in [
            ("block", BLOCK.to_owned()),
            ("project", format!("bench-{}", number % PROJECTS)),
        ] {
            event.extensions.insert(name.to_owned(), value);
        }
        let mut headers = event.to_headers();
        headers.insert("Nats-Msg-Id", event.id.as_str());
        let subject = subject(BLOCK, &event.event_type);
        let jetstream = self.bus.jetstream();
        Ok(jetstream
            .publish_with_headers(subject, headers, event.data)
            .await?)
    }
}
