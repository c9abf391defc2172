//! What an auditor finds wrong, and where.

use std::cmp::Reverse;
use std::fmt;

use transparency::{Hash, TileId};

use super::{Claimant, Moment};
use crate::sequence::BlockHead;

/// Something that is wrong, and the positions it concerns: one, or all among which it must be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// First position that it may concern.
    pub first: u64,
    /// Last position that it may concern.
    pub last: u64,
    /// What is wrong.
    pub what: Wrong,
}

/// What is wrong. `found` is what is kept or served, `proven` what follows from the bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wrong {
    /// There is no entry at this position, though later ones or the head say that there must be.
    EntryMissing,
    /// There is an entry where none can be: twice at a position, or beyond the head.
    EntryExtra,
    /// The bytes do not hash to the leaf hash that is kept with them.
    LeafHash {
        /// Kept, in hexadecimal.
        found: String,
        /// Of the bytes.
        proven: Hash,
    },
    /// The bytes do not hash to what the hub remembers outside its database.
    RememberedLeaf {
        /// Remembered.
        found: Hash,
        /// Of the bytes.
        proven: Hash,
    },
    /// The bytes are no event as the hub writes them.
    NotAnEvent {
        /// Why.
        detail: String,
    },
    /// A column says something else than the bytes.
    Column {
        /// The column.
        column: &'static str,
        /// In the column.
        found: String,
        /// In the bytes.
        proven: String,
    },
    /// The number among its block's published events is not the next one.
    Sequence {
        /// The block.
        block: String,
        /// The next one.
        expected: u64,
        /// In the bytes.
        found: u64,
    },
    /// The place in its block's log is not later than that of the event before it.
    LogPosition {
        /// The block.
        block: String,
        /// That of the event before it.
        before: u64,
        /// In the bytes.
        found: u64,
    },
    /// The event is in the ledger already.
    EventRepeated {
        /// Its id.
        event_id: String,
    },
    /// It was recorded before the entry before it, or has no such time.
    RecordedAt {
        /// Earliest that can be.
        before: Option<Moment>,
        /// Found.
        found: Option<Moment>,
    },
    /// A tile has another hash at the place of these entries.
    TileHash {
        /// The tile.
        tile: TileId,
        /// In the tile.
        found: Hash,
        /// Over the entries.
        proven: Hash,
    },
    /// The hash kept for a tile as a whole is not the root over its hashes.
    TileRoot {
        /// The tile.
        tile: TileId,
    },
    /// A tile is not there, or is no row of hashes.
    TileUnusable {
        /// The tile.
        tile: TileId,
        /// Why.
        detail: String,
    },
    /// There is a tile of entries that are not there yet.
    TileExtra {
        /// The tile.
        tile: TileId,
    },
    /// The entries are not those of which this root was stated.
    Root {
        /// Who stated it.
        claimant: Claimant,
        /// Number of entries.
        size: u64,
        /// Stated.
        found: Hash,
        /// Over the entries.
        proven: Hash,
    },
    /// The head has no root.
    HeadRootMissing,
    /// The head says that the newest entry was recorded at another time.
    HeadRecordedAt {
        /// In the head.
        found: Option<Moment>,
        /// With the entry.
        proven: Option<Moment>,
    },
    /// The head is not where it must be by now.
    Head {
        /// The head.
        found: u64,
        /// Entries that were seen.
        proven: u64,
    },
    /// The head of a block is not its newest event.
    BlockHead {
        /// The block.
        block: String,
        /// Its head.
        found: Option<BlockHead>,
        /// Its newest event in the ledger.
        proven: Option<BlockHead>,
    },
    /// A checkpoint is none of this log, is not signed by whoever is trusted, or its row says something else than it.
    Checkpoint {
        /// Its size, as far as known.
        size: u64,
        /// Why.
        detail: String,
    },
    /// A checkpoint was signed of more entries than there are.
    CheckpointBeyond {
        /// Who holds it.
        claimant: Claimant,
        /// Its size.
        size: u64,
        /// Entries there are.
        entries: u64,
    },
    /// Entries are there, and no checkpoint covers any of them.
    NothingSigned,
    /// Something that has to be served is not.
    NotServed {
        /// What.
        what: String,
        /// Why.
        detail: String,
    },
}

impl Finding {
    /// Something wrong at one position.
    pub fn at(position: u64, what: Wrong) -> Self {
        Self::among(position, position, what)
    }

    /// Something wrong among these positions.
    pub fn among(first: u64, last: u64, what: Wrong) -> Self {
        Self { first, last, what }
    }

    /// First those that are surely at or before others; among these what is known more closely.
    pub(super) fn order(&self) -> (u64, Reverse<u64>) {
        (self.last, Reverse(self.first))
    }
}

impl Wrong {
    /// Every kind there is.
    pub const KINDS: &'static [&'static str] = &[
        "ENTRY_MISSING",
        "ENTRY_EXTRA",
        "LEAF_HASH",
        "REMEMBERED_LEAF",
        "NOT_AN_EVENT",
        "COLUMN",
        "SEQUENCE",
        "LOG_POSITION",
        "EVENT_REPEATED",
        "RECORDED_AT",
        "TILE_HASH",
        "TILE_ROOT",
        "TILE_UNUSABLE",
        "TILE_EXTRA",
        "ROOT",
        "HEAD_ROOT_MISSING",
        "HEAD_RECORDED_AT",
        "HEAD",
        "BLOCK_HEAD",
        "CHECKPOINT",
        "CHECKPOINT_BEYOND",
        "NOTHING_SIGNED",
        "NOT_SERVED",
    ];

    /// Its kind, as a stable code.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::EntryMissing => "ENTRY_MISSING",
            Self::EntryExtra => "ENTRY_EXTRA",
            Self::LeafHash { .. } => "LEAF_HASH",
            Self::RememberedLeaf { .. } => "REMEMBERED_LEAF",
            Self::NotAnEvent { .. } => "NOT_AN_EVENT",
            Self::Column { .. } => "COLUMN",
            Self::Sequence { .. } => "SEQUENCE",
            Self::LogPosition { .. } => "LOG_POSITION",
            Self::EventRepeated { .. } => "EVENT_REPEATED",
            Self::RecordedAt { .. } => "RECORDED_AT",
            Self::TileHash { .. } => "TILE_HASH",
            Self::TileRoot { .. } => "TILE_ROOT",
            Self::TileUnusable { .. } => "TILE_UNUSABLE",
            Self::TileExtra { .. } => "TILE_EXTRA",
            Self::Root { .. } => "ROOT",
            Self::HeadRootMissing => "HEAD_ROOT_MISSING",
            Self::HeadRecordedAt { .. } => "HEAD_RECORDED_AT",
            Self::Head { .. } => "HEAD",
            Self::BlockHead { .. } => "BLOCK_HEAD",
            Self::Checkpoint { .. } => "CHECKPOINT",
            Self::CheckpointBeyond { .. } => "CHECKPOINT_BEYOND",
            Self::NothingSigned => "NOTHING_SIGNED",
            Self::NotServed { .. } => "NOT_SERVED",
        }
    }

    /// What there is to say about it, by name.
    pub fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::EntryMissing | Self::EntryExtra | Self::HeadRootMissing | Self::NothingSigned => Vec::new(),
            Self::LeafHash { found, proven } => vec![("found", found.clone()), ("proven", proven.to_hex())],
            Self::RememberedLeaf { found, proven } => differ(found.to_hex(), proven.to_hex()),
            Self::NotAnEvent { detail } => vec![("detail", detail.clone())],
            Self::Column {
                column,
                found,
                proven,
            } => with("column", column, differ(found.clone(), proven.clone())),
            Self::Sequence {
                block,
                expected,
                found,
            } => with(
                "block",
                block,
                vec![("expected", expected.to_string()), ("found", found.to_string())],
            ),
            Self::LogPosition { block, before, found } => with(
                "block",
                block,
                vec![("before", before.to_string()), ("found", found.to_string())],
            ),
            Self::EventRepeated { event_id } => vec![("id", event_id.clone())],
            Self::RecordedAt { before, found } => vec![("before", maybe(*before)), ("found", maybe(*found))],
            Self::TileHash { tile, found, proven } => {
                with("tile", tile, differ(found.to_hex(), proven.to_hex()))
            }
            Self::TileRoot { tile } | Self::TileExtra { tile } => vec![("tile", tile.to_string())],
            Self::TileUnusable { tile, detail } => with("tile", tile, vec![("detail", detail.clone())]),
            Self::Root {
                claimant,
                size,
                found,
                proven,
            } => {
                let differ = with("size", size, differ(found.to_string(), proven.to_string()));
                with("claimant", claimant, differ)
            }
            Self::HeadRecordedAt { found, proven } => differ(maybe(*found), maybe(*proven)),
            Self::Head { found, proven } => differ(found.to_string(), proven.to_string()),
            Self::BlockHead { block, found, proven } => {
                with("block", block, differ(head(*found), head(*proven)))
            }
            Self::Checkpoint { size, detail } => with("size", size, vec![("detail", detail.clone())]),
            Self::CheckpointBeyond {
                claimant,
                size,
                entries,
            } => {
                let sizes = with("size", size, vec![("entries", entries.to_string())]);
                with("claimant", claimant, sizes)
            }
            Self::NotServed { what, detail } => vec![("what", what.clone()), ("detail", detail.clone())],
        }
    }
}

type Values = Vec<(&'static str, String)>;

fn differ(found: String, proven: String) -> Values {
    vec![("found", found), ("proven", proven)]
}

fn with(name: &'static str, value: impl fmt::Display, mut values: Values) -> Values {
    values.insert(0, (name, value.to_string()));
    values
}

fn maybe(moment: Option<Moment>) -> String {
    moment.map_or_else(|| "-".to_owned(), |moment| moment.to_string())
}

fn head(head: Option<BlockHead>) -> String {
    head.map_or_else(
        || "-".to_owned(),
        |head| match head.part {
            0 | 1 => format!("{} ({})", head.sequence, head.log_position),
            part => format!("{} ({}-{part})", head.sequence, head.log_position),
        },
    )
}
