//! Takes the entries of one tile apart. Knows nothing of other entries, so any thread can do it.

use transparency::{Hash, TILE_WIDTH, TileId, leaf_hash, root_of};

use super::columns::compare;
use super::{Fact, Finding, Row, Wrong};
use crate::event::{Event, read_back};

/// Entries of one tile, or the part of them that is looked at, and what is kept beside them.
#[derive(Debug, Clone)]
pub struct Part {
    /// First position that must be there.
    pub first: u64,
    /// Last position that must be there.
    pub last: u64,
    /// The entries, in order of position.
    pub rows: Vec<Row>,
    /// The tile with their leaf hashes.
    pub tile: KeptTile,
    /// Leaf hashes that the hub remembers outside its database, of the positions from `first` on; may be fewer, or none.
    pub remembered: Vec<Hash>,
    /// What was found wrong when they were read. Without any row it says why there is none.
    pub found: Vec<Finding>,
}

/// A tile as it is kept or served.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeptTile {
    /// There is none, and need not be.
    NotKept,
    /// It must be there and is not, or is no row of hashes.
    Unusable(String),
    /// Its hashes, and the hash over them where one is kept.
    There {
        /// The hashes; more than are needed do no harm.
        hashes: Vec<Hash>,
        /// The root over them as it is kept.
        root: Option<Vec<u8>>,
    },
}

/// What became of the entries of one tile.
#[derive(Debug, Clone)]
pub struct Examined {
    pub(super) first: u64,
    pub(super) leaves: Vec<Hash>,
    /// Root over the leaves when they are a whole tile.
    pub(super) root: Option<Hash>,
    /// The root that is kept of the tile, when it is full.
    pub(super) kept_root: Option<Vec<u8>>,
    pub(super) facts: Vec<Fact>,
    pub(super) findings: Vec<Finding>,
    /// Up to here every entry agrees with a hash that is kept apart from it.
    pub(super) vouched_to: u64,
}

impl Part {
    /// Entries from `first` to `last` without anything kept beside them.
    pub fn new(first: u64, last: u64, rows: Vec<Row>) -> Self {
        Self {
            first,
            last,
            rows,
            tile: KeptTile::NotKept,
            remembered: Vec::new(),
            found: Vec::new(),
        }
    }

    /// The level-0 tile that these entries belong to, when it is full.
    fn tile_id(&self) -> Option<TileId> {
        let index = self.first.checked_sub(1)? / u64::from(TILE_WIDTH);
        TileId::new(0, index, TILE_WIDTH).ok()
    }

    /// The hash that the tile has for a position.
    fn in_tile(&self, position: u64) -> Option<Hash> {
        let KeptTile::There { hashes, .. } = &self.tile else {
            return None;
        };
        let place = position.checked_sub(1)? % u64::from(TILE_WIDTH);
        hashes.get(usize::try_from(place).ok()?).copied()
    }

    /// Whether the hash of a position is known from elsewhere than the entries. What is served of an unfinished tile is
    /// made from the very rows of the entries.
    fn is_kept_apart(&self, position: u64) -> bool {
        let full =
            matches!(&self.tile, KeptTile::There { hashes, .. } if hashes.len() == usize::from(TILE_WIDTH));
        (full && self.in_tile(position).is_some()) || self.remembered(position).is_some()
    }

    fn remembered(&self, position: u64) -> Option<Hash> {
        let place = usize::try_from(position.checked_sub(self.first)?).ok()?;
        self.remembered.get(place).copied()
    }
}

/// Hashes, reads and compares every entry of a part.
pub fn examine(part: Part) -> Examined {
    let unread = part.rows.is_empty() && !part.found.is_empty();
    let mut examined = Examined {
        first: part.first,
        leaves: Vec::with_capacity(part.rows.len()),
        root: None,
        kept_root: None,
        facts: Vec::with_capacity(part.rows.len()),
        findings: [part.found.clone(), tile_findings(&part)].concat(),
        vouched_to: part.first - 1,
    };
    if unread {
        return examined;
    }
    let mut rows = part.rows.iter().peekable();
    for position in part.first..=part.last {
        while let Some(extra) = rows.next_if(|row| row.position < position) {
            examined
                .findings
                .push(Finding::at(extra.position, Wrong::EntryExtra));
        }
        let Some(row) = rows.next_if(|row| row.position == position) else {
            // What comes after a gap has no place in the tree.
            examined.findings.push(Finding::at(position, Wrong::EntryMissing));
            break;
        };
        examined.row(&part, row);
    }
    let extra = rows.map(|row| Finding::at(row.position, Wrong::EntryExtra));
    if examined
        .findings
        .iter()
        .all(|finding| finding.what != Wrong::EntryMissing)
    {
        examined.findings.extend(extra);
    }
    examined.close(part);
    examined
}

impl Examined {
    fn row(&mut self, part: &Part, row: &Row) {
        let leaf = leaf_hash(&row.bytes);
        self.leaves.push(leaf);
        let mut wrong = hashes(part, row, leaf);
        match read_back(&row.bytes) {
            Err(malformed) => wrong.push(Wrong::NotAnEvent {
                detail: malformed.to_string(),
            }),
            Ok(event) => {
                wrong.extend(row.columns.iter().flat_map(|columns| compare(&event, columns)));
                self.facts.push(fact(row, event));
            }
        }
        if wrong.is_empty() && part.is_kept_apart(row.position) && self.vouched_to + 1 == row.position {
            self.vouched_to = row.position;
        }
        self.findings
            .extend(wrong.into_iter().map(|what| Finding::at(row.position, what)));
    }

    fn close(&mut self, part: Part) {
        if self.leaves.len() == usize::from(TILE_WIDTH) {
            self.root = Some(root_of(&self.leaves));
        }
        if let KeptTile::There { root, .. } = part.tile {
            self.kept_root = root;
        }
    }
}

fn fact(row: &Row, event: Event) -> Fact {
    Fact {
        position: row.position,
        event_id: event.id,
        block: event.block,
        sequence: event.sequence,
        log_position: event.log_position,
        part: Some(event.part),
        recorded_at: row.columns.as_ref().map(|columns| columns.recorded_at),
    }
}

/// Compares the hash of an entry with every place where it is kept.
fn hashes(part: &Part, row: &Row, leaf: Hash) -> Vec<Wrong> {
    let mut wrong = Vec::new();
    if let Some(found) = row.leaf.as_ref().filter(|_| !row.keeps(leaf)) {
        wrong.push(Wrong::LeafHash {
            found: found.iter().map(|byte| format!("{byte:02x}")).collect(),
            proven: leaf,
        });
    }
    if let Some(found) = part.remembered(row.position).filter(|found| *found != leaf) {
        wrong.push(Wrong::RememberedLeaf { found, proven: leaf });
    }
    let in_tile = part.in_tile(row.position).filter(|found| *found != leaf);
    if let (Some(found), Some(tile)) = (in_tile, part.tile_id()) {
        wrong.push(Wrong::TileHash {
            tile,
            found,
            proven: leaf,
        });
    }
    wrong
}

/// A tile that is not there, or too short for the entries it must have.
fn tile_findings(part: &Part) -> Vec<Finding> {
    let needed = (part.last - 1) % u64::from(TILE_WIDTH) + 1;
    let detail = match &part.tile {
        KeptTile::NotKept => return Vec::new(),
        KeptTile::Unusable(detail) => detail.clone(),
        KeptTile::There { hashes, .. } if (hashes.len() as u64) < needed => {
            format!("{} of {needed} hashes", hashes.len())
        }
        KeptTile::There { .. } => return Vec::new(),
    };
    let finding = |tile| Finding::among(part.first, part.last, Wrong::TileUnusable { tile, detail });
    part.tile_id().map(finding).into_iter().collect()
}
