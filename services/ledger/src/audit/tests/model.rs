//! A ledger in memory: what a right one has in its tables, and ways to make it a wrong one.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use bytes::Bytes;
use eventing::event_id::part_of;
use transparency::{Checkpoint, Edge, Hash, SignedCheckpoint, SigningKey, TILE_WIDTH, TileId, leaf_hash};

use crate::audit::drive::tiles;
use crate::audit::{
    Auditor, Claim, Claimant, Columns, Finding, KeptTile, Moment, Part, Row, Stated, examine,
};
use crate::event::{Event, read_back};
use crate::fixture::cloud_event;
use crate::sequence::BlockHead;

/// What signs the checkpoints of the model.
pub(super) fn key() -> SigningKey {
    SigningKey::from_seed("example.org/log", [3; 32]).unwrap()
}

#[derive(Debug, Clone)]
pub(super) struct Model {
    pub(super) rows: Vec<Row>,
    pub(super) tiles: BTreeMap<TileId, (Vec<Hash>, Vec<u8>)>,
    pub(super) stated: Stated,
    pub(super) claims: Vec<Claim>,
    pub(super) remembered: Vec<Hash>,
}

/// The columns of an entry that follow from its bytes.
#[derive(Debug, Clone, Copy)]
pub(super) enum Column {
    Block,
    Sequence,
    LogPosition,
    EventId,
    Type,
    Source,
    Subject,
    Time,
    BuildingBlock,
    Project,
    Regions,
    Theme,
    Audience,
    Traceparent,
    Leaf,
    Data,
}

impl Column {
    pub(super) const ALL: [Self; 16] = [
        Self::Block,
        Self::Sequence,
        Self::LogPosition,
        Self::EventId,
        Self::Type,
        Self::Source,
        Self::Subject,
        Self::Time,
        Self::BuildingBlock,
        Self::Project,
        Self::Regions,
        Self::Theme,
        Self::Audience,
        Self::Traceparent,
        Self::Leaf,
        Self::Data,
    ];

    pub(super) fn change(self, row: &mut Row) {
        let columns = row.columns.as_mut().unwrap();
        match self {
            Self::Block => columns.block.push('x'),
            Self::Sequence => columns.sequence += 1,
            Self::LogPosition => columns.log_position -= 1,
            Self::EventId => columns.event_id.push('1'),
            Self::Type => columns.kind.push('2'),
            Self::Source => columns.source.clear(),
            Self::Subject => columns.subject.insert(0, ' '),
            Self::Time => columns.time = Some(Moment::of_postgres(i64::MAX)),
            Self::BuildingBlock => columns.building_block = Some(String::new()),
            Self::Project => columns.project = Some("p".into()),
            Self::Regions => columns.regions.reverse(),
            Self::Theme => columns.theme = Some("t".into()),
            Self::Audience => columns.audience = 3,
            Self::Traceparent => columns.traceparent = Some("00".into()),
            Self::Leaf => row.leaf.as_mut().unwrap()[31] ^= 1,
            Self::Data => columns.data = Some(Bytes::from_static(b"{}")),
        }
    }
}

/// The entry at a position: two blocks in turns, not evenly.
fn event(position: u64, sequences: &mut BTreeMap<&'static str, u64>) -> Event {
    let block = if position % 5 < 3 { "programme" } else { "radar" };
    let sequence = sequences.entry(block).or_default();
    *sequence += 1;
    let bytes = Bytes::from(cloud_event(block, *sequence).to_structured_json().unwrap());
    read_back(&bytes).unwrap()
}

/// As the tables keep it.
fn row(position: u64, event: Event) -> Row {
    let columns = Columns {
        block: event.block,
        sequence: event.sequence.cast_signed(),
        log_position: event.log_position.cast_signed(),
        event_id: event.id,
        kind: event.kind,
        source: event.source,
        subject: event.subject,
        time: Some(Moment::kept(event.time)),
        // Batches of three.
        recorded_at: Some(Moment::of_parts(1_800_000_000 + (position / 3).cast_signed(), 0)),
        building_block: event.building_block,
        project: event.project,
        regions: event.regions.into_iter().map(Some).collect(),
        theme: event.theme,
        audience: event.audience as i32,
        traceparent: event.traceparent,
        data: None,
    };
    Row {
        position,
        leaf: Some(leaf_hash(&event.entry).0.to_vec()),
        bytes: bytes::Bytes::clone(&event.entry),
        columns: Some(columns),
    }
}

/// Most entries of a model.
const MOST: u64 = 1_400;

fn rows(size: u64) -> Vec<Row> {
    let mut sequences = BTreeMap::new();
    (1..=size)
        .map(|position| row(position, event(position, &mut sequences)))
        .collect()
}

impl Model {
    pub(super) fn new(size: u64) -> Self {
        // Making events takes time, so all tests begin with the same ones.
        static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| rows(MOST));
        let mut model = Self {
            rows: ROWS[..usize::try_from(size).unwrap()].to_vec(),
            tiles: BTreeMap::new(),
            stated: Stated::default(),
            claims: Vec::new(),
            remembered: Vec::new(),
        };
        model.state();
        model.remembered = model.leaves();
        model
    }

    pub(super) fn leaves(&self) -> Vec<Hash> {
        self.rows.iter().map(|row| leaf_hash(&row.bytes)).collect()
    }

    /// Makes tiles and heads fit the entries.
    fn state(&mut self) {
        let mut edge = Edge::default();
        let completed = edge.extend(self.leaves());
        let tile = |tile: transparency::FullTile| {
            let root = tile.root.0.to_vec();
            (tile.id().unwrap(), (tile.hashes, root))
        };
        self.tiles = completed.into_iter().map(tile).collect();
        let columns = || self.rows.iter().filter_map(|row| row.columns.as_ref());
        let head = |columns: &Columns| BlockHead {
            sequence: columns.sequence.cast_unsigned(),
            log_position: columns.log_position.cast_unsigned(),
            part: part_of(
                &columns.event_id,
                &columns.block,
                columns.log_position.cast_unsigned(),
            )
            .unwrap(),
        };
        self.stated = Stated {
            position: edge.size(),
            root: Some(edge.root()),
            recorded_at: columns().last().and_then(|columns| columns.recorded_at),
            blocks: columns()
                .map(|columns| (columns.block.clone(), head(columns)))
                .collect(),
            newest_entry: edge.size(),
            tiles_beyond: Vec::new(),
        };
    }

    /// The same without the hub's copy of the leaves.
    pub(super) fn without_memory(&self) -> Self {
        Self {
            remembered: Vec::new(),
            ..self.clone()
        }
    }

    pub(super) fn row(&mut self, position: u64) -> &mut Row {
        &mut self.rows[usize::try_from(position).unwrap() - 1]
    }

    pub(super) fn tile(&mut self, id: TileId) -> &mut (Vec<Hash>, Vec<u8>) {
        self.tiles.get_mut(&id).unwrap()
    }

    pub(super) fn recorded(&mut self, position: u64, at: Option<Moment>) {
        self.row(position).columns.as_mut().unwrap().recorded_at = at;
    }

    /// Signs where the ledger was at some size.
    pub(super) fn checkpoint(&mut self, size: u64) {
        let mut edge = Edge::default();
        edge.extend(self.leaves().into_iter().take(usize::try_from(size).unwrap()));
        self.claims.push(Claim {
            claimant: Claimant::Hub,
            size,
            root: edge.root(),
        });
    }

    /// A signed checkpoint of everything.
    pub(super) fn sign(&self) -> SignedCheckpoint {
        let root = self.stated.root.unwrap();
        let note = Checkpoint::new(key().name(), self.stated.position, root)
            .unwrap()
            .sign(&[&key()])
            .unwrap();
        SignedCheckpoint::of_note(note, &[key().verifier()]).unwrap()
    }

    /// Rewrites one entry, and everything in the tables that depends on it.
    pub(super) fn rewrite(&mut self, position: u64) {
        let text = String::from_utf8(self.row(position).bytes.to_vec()).unwrap();
        let bytes = Bytes::from(text.replacen("LLO-2024-017", "LLO-2024-018", 1));
        let recorded_at = self.row(position).columns.as_ref().unwrap().recorded_at;
        *self.row(position) = row(position, read_back(&bytes).unwrap());
        self.recorded(position, recorded_at);
        self.state();
    }

    /// Cuts the ledger off, and everything in the tables with it.
    pub(super) fn truncate(&mut self, size: u64) {
        self.rows.truncate(usize::try_from(size).unwrap());
        self.state();
    }

    pub(super) fn swap(&mut self, one: usize, other: usize) {
        let times = [one, other].map(|at| self.rows[at].columns.as_ref().unwrap().recorded_at);
        self.rows.swap(one, other);
        for (at, recorded_at) in [one, other].into_iter().zip(times) {
            let position = u64::try_from(at).unwrap() + 1;
            self.rows[at].position = position;
            self.recorded(position, recorded_at);
        }
    }

    /// Puts a copy of the entry at a position before it; everything after moves up by one.
    pub(super) fn insert(&mut self, position: u64) {
        let at = usize::try_from(position).unwrap() - 1;
        let text = String::from_utf8(self.rows[at].bytes.to_vec()).unwrap();
        let bytes = Bytes::from(text.replacen("LLO-2024-017", "LLO-2024-018", 1));
        let recorded_at = self.row(position).columns.as_ref().unwrap().recorded_at;
        self.rows.insert(at, row(position, read_back(&bytes).unwrap()));
        self.recorded(position, recorded_at);
        self.rows
            .iter_mut()
            .zip(1..)
            .for_each(|(row, position)| row.position = position);
        self.stated.position += 1;
        self.stated.newest_entry += 1;
    }

    /// The block of the newest entry, and its position.
    pub(super) fn newest_of_a_block(&self) -> (String, u64) {
        let row = self.rows.last().unwrap();
        (row.columns.as_ref().unwrap().block.clone(), row.position)
    }

    pub(super) fn audit(&self) -> Vec<Finding> {
        self.audit_with(Auditor::default())
    }

    pub(super) fn audit_from(&self, edge: Edge) -> Vec<Finding> {
        self.audit_with(Auditor::resume(edge))
    }

    fn audit_with(&self, mut auditor: Auditor) -> Vec<Finding> {
        auditor.begin(&self.stated);
        self.claims.iter().for_each(|claim| auditor.claim(*claim));
        for range in tiles(auditor.size() + 1, self.stated.position) {
            let part = self.part(*range.start(), *range.end());
            for tile in auditor.take(examine(part)) {
                if let Some(id) = tile.id().filter(|id| id.level() > 0) {
                    auditor.tile(&tile, &self.kept(id));
                }
            }
        }
        auditor.end(&self.stated);
        auditor.findings().to_vec()
    }

    fn part(&self, first: u64, last: u64) -> Part {
        let rows = self
            .rows
            .iter()
            .filter(|row| (first..=last).contains(&row.position));
        let full = TileId::new(0, (first - 1) / u64::from(TILE_WIDTH), TILE_WIDTH).unwrap();
        let is_full = last.is_multiple_of(u64::from(TILE_WIDTH));
        let remembered = self.remembered.iter().skip(usize::try_from(first).unwrap() - 1);
        Part {
            tile: if is_full {
                self.kept(full)
            } else {
                KeptTile::NotKept
            },
            remembered: remembered.take(256).copied().collect(),
            ..Part::new(first, last, rows.cloned().collect())
        }
    }

    fn kept(&self, id: TileId) -> KeptTile {
        match self.tiles.get(&id) {
            None => KeptTile::Unusable("missing".into()),
            Some((hashes, root)) => KeptTile::There {
                hashes: hashes.clone(),
                root: Some(root.clone()),
            },
        }
    }
}
