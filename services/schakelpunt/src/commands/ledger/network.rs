//! A ledger over the network: the files of the log, and beside them what users are served.

use std::collections::BTreeMap;

use async_trait::async_trait;
use contracts::ledger::v1::{Entry, ReadEventsRequest};
use futures::{TryFutureExt, future::try_join_all};
use ledger::audit::{Columns, Finding, KeptTile, Moment, Part, Row, Source, Wrong, tiles};
use tonic::{Code, Request, Status};
use transparency::{BundleId, TILE_WIDTH, TileId};

use super::bundle;
use crate::{
    client::{Hub, Refusal},
    failure::Failure,
};

/// Entries in one message of a stream.
pub(super) const BATCH: u32 = 512;

/// How often a stream that broke off is read again from its beginning.
const ATTEMPTS: usize = 3;

/// What a stream that answers users is called in findings.
const STREAM: &str = "ReadEvents";

/// A ledger of a hub up to a signed size.
pub(super) struct Network {
    pub(super) hub: Hub,
    /// Entries that the checkpoint covers: files beyond are not served.
    pub(super) size: u64,
}

/// What users are served of a stretch.
#[derive(Debug, Default)]
struct Served {
    columns: BTreeMap<u64, Columns>,
    /// Positions that were served twice or out of order.
    extra: Vec<u64>,
    /// Why it broke off, if it did.
    broken: Option<String>,
}

#[async_trait]
impl Source for Network {
    type Error = Failure;

    async fn parts(&self, first: u64, last: u64) -> Result<Vec<Part>, Failure> {
        let files = try_join_all(tiles(first, last).map(|range| self.files(*range.start())));
        let (mut served, files) = futures::try_join!(served(&self.hub, first, last), files)?;
        let mut parts = Vec::new();
        for (range, (entries, tile)) in tiles(first, last).zip(files) {
            let part = Part {
                tile,
                ..Part::new(*range.start(), *range.end(), Vec::new())
            };
            parts.push(served.beside(part, entries));
        }
        Ok(parts)
    }

    async fn tile(&self, id: TileId) -> Result<KeptTile, Failure> {
        bundle::tile(&self.hub, id).await
    }
}

type Entries = Result<Vec<bytes::Bytes>, String>;

impl Network {
    /// Bundle and tile of a part of a tile.
    async fn files(&self, first: u64) -> Result<(Entries, KeptTile), Failure> {
        let index = (first - 1) / u64::from(TILE_WIDTH);
        let (Some(bundle), Some(tile)) = (
            BundleId::in_log(index, self.size),
            TileId::in_tree(0, index, self.size),
        ) else {
            return Ok((Err("beyond the checkpoint".to_owned()), KeptTile::NotKept));
        };
        let entries = bundle::entries(&self.hub, bundle).map_ok(move |entries| {
            let before = usize::try_from(first - 1 - bundle.first_entry()).unwrap_or_default();
            entries
                .map(|entries| entries.into_iter().skip(before).collect())
                .map_err(|why| format!("{bundle}: {why}"))
        });
        futures::try_join!(entries, bundle::tile(&self.hub, tile))
    }
}

impl Served {
    /// Puts what users are served beside the bytes.
    fn beside(&mut self, mut part: Part, entries: Entries) -> Part {
        let (first, last) = (part.first, part.last);
        let extra = self
            .extra
            .iter()
            .filter(|position| (first..=last).contains(*position));
        part.found
            .extend(extra.map(|position| Finding::at(*position, Wrong::EntryExtra)));
        let missing = (first..=last).find(|position| !self.columns.contains_key(position));
        if let Some(missing) = missing {
            let detail = self.broken.as_deref().unwrap_or("-");
            part.found.push(Finding::at(missing, not_served(STREAM, detail)));
        }
        match entries {
            Ok(entries) => {
                let row = |(position, bytes)| Row {
                    columns: self.columns.remove(&position),
                    ..Row::of_bytes(position, bytes)
                };
                part.rows = (first..=last).zip(entries).map(row).collect();
            }
            Err(detail) => part
                .found
                .push(Finding::among(first, last, not_served("tile/entries", &detail))),
        }
        part
    }
}

fn not_served(what: &str, detail: &str) -> Wrong {
    Wrong::NotServed {
        what: what.to_owned(),
        detail: detail.to_owned(),
    }
}

/// What users are served from one position to another.
async fn served(hub: &Hub, first: u64, last: u64) -> Result<Served, Failure> {
    let mut attempt = 1;
    loop {
        let mut served = Served::default();
        let outcome = read(hub, (first, last), BATCH, |entry| served.take(entry)).await;
        match outcome {
            Ok(()) => return Ok(served),
            Err(status) if is_passing(&status) && attempt < ATTEMPTS => attempt += 1,
            Err(status) if is_passing(&status) || is_ours(&status) => {
                return Err(Refusal::from(status).into());
            }
            // The hub cannot read its own table: that is what the auditor came for. One by one shows where.
            Err(_) => {
                let next = served
                    .columns
                    .last_key_value()
                    .map_or(first, |(last, _)| *last + 1);
                let one_by_one = read(hub, (next, last), 1, |entry| served.take(entry)).await;
                served.broken = one_by_one
                    .err()
                    .map(|status| format!("{:?} {}", status.code(), status.message()));
                return Ok(served);
            }
        }
    }
}

/// Reads entries up to a position, in order of their coming.
pub(super) async fn read(
    hub: &Hub,
    (first, last): (u64, u64),
    batch_size: u32,
    mut take: impl FnMut(Entry),
) -> Result<(), Status> {
    let mut request = Request::new(ReadEventsRequest {
        from_position: first,
        batch_size,
        limit: (last + 1).saturating_sub(first),
        ..ReadEventsRequest::default()
    });
    request.set_timeout(hub.timeout());
    let mut stream = hub.ledger().read_events(request).await?.into_inner();
    while let Some(message) = stream.message().await? {
        for entry in message.entries.into_iter().filter(|entry| entry.position <= last) {
            take(entry);
        }
    }
    Ok(())
}

fn is_passing(status: &Status) -> bool {
    matches!(
        status.code(),
        Code::Unavailable | Code::DeadlineExceeded | Code::Cancelled | Code::ResourceExhausted
    )
}

/// Whether it is about who asks.
fn is_ours(status: &Status) -> bool {
    matches!(
        status.code(),
        Code::Unauthenticated | Code::PermissionDenied | Code::InvalidArgument | Code::Unimplemented
    )
}

impl Served {
    fn take(&mut self, entry: Entry) {
        let position = entry.position;
        let in_order = self
            .columns
            .last_key_value()
            .is_none_or(|(last, _)| *last < position);
        if in_order {
            self.columns.insert(position, columns(entry));
        } else {
            self.extra.push(position);
        }
    }
}

/// An entry as it is served. An empty text stands for nothing there.
pub(super) fn columns(entry: Entry) -> Columns {
    let number = |number: u64| i64::try_from(number).unwrap_or(i64::MIN);
    let optional = |text: String| (!text.is_empty()).then_some(text);
    let moment = |at: Option<pbjson_types::Timestamp>| at.map(|at| Moment::of_parts(at.seconds, at.nanos));
    Columns {
        block: entry.block,
        sequence: number(entry.sequence),
        log_position: number(entry.log_position),
        event_id: entry.event_id,
        kind: entry.r#type,
        source: entry.source,
        subject: entry.subject,
        time: moment(entry.time),
        recorded_at: moment(entry.recorded_at),
        building_block: optional(entry.building_block_id),
        project: optional(entry.project_id),
        regions: entry.region_ids.into_iter().map(Some).collect(),
        theme: optional(entry.theme_id),
        audience: entry.audience,
        traceparent: optional(entry.traceparent),
        data: Some(entry.data),
    }
}
