//! A reader of server-sent events, as a browser or a script is one.

use anyhow::Context;
use jiff::Timestamp;
use reqwest::Client;

use super::{
    subscriber::Subscriber,
    taken::{Arrival, Taken},
};

/// Reads for ever, after a position.
pub(super) async fn read(subscriber: Subscriber, hub: String, after: u64) -> anyhow::Result<()> {
    let path = format!("v1/subscriptions/{}/events", subscriber.subscription_id);
    let request = Client::new()
        .get(format!("{hub}/{path}"))
        .header("authorization", subscriber.caller.authorization()?)
        .header("accept", "text/event-stream")
        .header("last-event-id", after.to_string());
    let mut answer = request.send().await?.error_for_status()?;
    let taken = &subscriber.taken;
    taken.connected();
    let mut lines = Lines::default();
    while let Some(chunk) = answer.chunk().await? {
        lines.take(&chunk, Timestamp::now(), taken)?;
    }
    anyhow::bail!("the hub ended server-sent events")
}

/// The lines of a stream, of which a chunk may end in the middle.
#[derive(Default)]
struct Lines {
    begun: Vec<u8>,
    position: u64,
    event_type: String,
}

impl Lines {
    fn take(&mut self, chunk: &[u8], at: Timestamp, taken: &Taken) -> anyhow::Result<()> {
        for part in chunk.split_inclusive(|it| *it == b'\n') {
            self.begun.extend_from_slice(part);
            if part.ends_with(b"\n") {
                self.line(at, taken)?;
                self.begun.clear();
            }
        }
        Ok(())
    }

    fn line(&mut self, at: Timestamp, taken: &Taken) -> anyhow::Result<()> {
        let line = std::str::from_utf8(&self.begun)?.trim_end();
        if let Some(position) = line.strip_prefix("id:") {
            self.position = position.trim().parse().context("an id that is no position")?;
        } else if let Some(event_type) = line.strip_prefix("event:") {
            event_type.trim().clone_into(&mut self.event_type);
        } else if line.is_empty() && !self.event_type.is_empty() {
            let arrival = Arrival {
                position: self.position,
                recorded_at: None,
                at,
            };
            taken.note(&self.event_type, arrival);
            self.event_type.clear();
        }
        Ok(())
    }
}
