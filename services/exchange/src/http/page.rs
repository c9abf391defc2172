//! A page of events.

use std::ops::ControlFlow;

use axum::{Json, response::IntoResponse};
use contracts::ledger::v1::Entry;
use runtime::fault::Fault;
use serde::Serialize;
use serde_json::value::RawValue;

use super::Reader;
use crate::{
    delivery::{cloud_event, wants},
    grpc::Desk,
};

/// Events on a page, unless the reader asks otherwise; and at most.
pub(super) const LIMIT: usize = 100;
pub(super) const LIMIT_MAX: usize = 1_000;
/// Most entries of the ledger that are looked through for one page.
const LOOKED_MAX: u64 = 50_000;
/// When a page has so many bytes of events, no further one is added.
const BYTES: usize = 4 * 1024 * 1024;

/// A page.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Page {
    /// CloudEvents in JSON, oldest first.
    events: Vec<Box<RawValue>>,
    /// Position after which the next page begins: up to here the ledger was looked through.
    position: u64,
    /// Position of the ledger's newest event.
    head_position: u64,
}

/// The events after where the reader is.
pub(super) async fn page(desk: &Desk, reader: &Reader) -> Result<impl IntoResponse, Fault> {
    let head = desk.archive.head().await?;
    let to = head.min(reader.after.saturating_add(LOOKED_MAX));
    let (mut found, mut bytes, mut position) = (Vec::new(), 0, reader.after);
    let look = |entry: &Entry| {
        position = entry.position;
        if wants(&reader.content, entry) {
            bytes += entry.data.len();
            found.push(entry.clone());
        }
        if found.len() < reader.limit && bytes < BYTES {
            ControlFlow::Continue(())
        } else {
            ControlFlow::Break(())
        }
    };
    desk.archive.look_through(reader.after + 1, to, look).await?;
    let events: Result<Vec<_>, _> = found.iter().map(written).collect();
    Ok(Json(Page {
        events: events.map_err(|error| Fault::internal("writing an event", &error))?,
        position,
        head_position: head,
    }))
}

fn written(entry: &Entry) -> Result<Box<RawValue>, serde_json::Error> {
    serde_json::from_slice(&cloud_event::of(entry).to_structured_json()?)
}
