//! Server-sent events: each with its position as `id`, so that a reader that was cut off goes on by itself.

use std::{collections::VecDeque, time::Duration};

use axum::{
    response::sse::{Event, KeepAlive},
    response::{IntoResponse, Sse},
};
use blocks::following::Following;
use contracts::ledger::v1::Entry;
use futures::stream::{self, Stream};
use runtime::fault::error_chain;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::Reader;
use crate::{
    delivery::{cloud_event, wants},
    domain::subscription::{Content, Stage},
    grpc::Desk,
};

/// How long nothing is said at most.
const HEARTBEAT: Duration = Duration::from_secs(10);
/// How often it is looked whether the subscription is still active.
const LOOK: Duration = Duration::from_secs(2);

/// One reader.
struct Sending {
    desk: Desk,
    shutdown: CancellationToken,
    content: Content,
    following: Following,
    /// Events that were read and not sent yet.
    ahead: VecDeque<Entry>,
    looked_at: Instant,
}

/// The events after where the reader is, and new ones as they come.
pub(super) fn stream(desk: Desk, shutdown: CancellationToken, reader: Reader) -> impl IntoResponse {
    let sending = Sending {
        following: Following::new(desk.feed.clone(), reader.after + 1),
        desk,
        shutdown,
        content: reader.content,
        ahead: VecDeque::new(),
        looked_at: Instant::now(),
    };
    Sse::new(sending.events()).keep_alive(KeepAlive::new().interval(HEARTBEAT))
}

impl Sending {
    /// The events. A slow reader makes this wait, holding what was read of one message.
    fn events(self) -> impl Stream<Item = Result<Event, axum::Error>> + Send {
        stream::unfold(self, |mut sending| async move {
            let entry = sending.next().await?;
            let event = written(&entry);
            Some((event, sending))
        })
    }

    /// The next event; none when the reader has to come back, which it does by itself.
    async fn next(&mut self) -> Option<Entry> {
        loop {
            if let Some(entry) = self.ahead.pop_front() {
                return Some(entry);
            }
            tokio::select! {
                () = self.shutdown.cancelled() => return None,
                stretch = self.following.next() => match stretch {
                    Ok(stretch) => {
                        let wanted = stretch.entries().iter().filter(|it| wants(&self.content, it));
                        self.ahead.extend(wanted.cloned());
                    }
                    Err(status) => {
                        tracing::warn!(%status, "the ledger cannot be read; a reader has to come back");
                        return None;
                    }
                },
                () = tokio::time::sleep_until(self.looked_at + LOOK) => {}
            }
            if self.looked_at.elapsed() >= LOOK {
                self.looked_at = Instant::now();
                if !self.is_active().await {
                    return None;
                }
            }
        }
    }

    async fn is_active(&mut self) -> bool {
        match self.desk.look(&self.content.subscription_id).await {
            Ok(standing) => standing.stage == Stage::Active,
            Err(fault) => {
                tracing::warn!(error = %error_chain(&fault), "a subscription cannot be looked at; its reader has to come back");
                false
            }
        }
    }
}

fn written(entry: &Entry) -> Result<Event, axum::Error> {
    let json = cloud_event::of(entry)
        .to_structured_json()
        .map_err(axum::Error::new)?;
    let json = String::from_utf8(json).map_err(axum::Error::new)?;
    Ok(Event::default()
        .id(entry.position.to_string())
        .event(&entry.r#type)
        .data(json))
}
