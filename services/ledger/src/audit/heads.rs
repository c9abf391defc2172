//! Compares the heads, what a ledger states about its end, with the entries.

use std::collections::BTreeMap;

use transparency::{Hash, TileId};

use super::auditor::covered;
use super::{Auditor, Claim, Claimant, Finding, Moment, Stand, Wrong};
use crate::sequence::BlockHead;

/// What the tables of a ledger state beside its entries.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stated {
    /// Newest position by the head.
    pub position: u64,
    /// Root by the head.
    pub root: Option<Hash>,
    /// When the newest entry was recorded, by the head.
    pub recorded_at: Option<Moment>,
    /// Newest event of each block.
    pub blocks: BTreeMap<String, BlockHead>,
    /// Highest position of any entry that is there.
    pub newest_entry: u64,
    /// Tiles of entries beyond the head.
    pub tiles_beyond: Vec<TileId>,
}

impl Auditor {
    /// Notes what the head states, before the entries are read: they must give its root.
    pub fn begin(&mut self, stated: &Stated) {
        if stated.newest_entry > stated.position {
            // The head is behind, which is said at the end; it cannot be right about anything.
            return;
        }
        match stated.root {
            Some(root) => self.claim(Claim {
                claimant: Claimant::Head,
                size: stated.position,
                root,
            }),
            None if stated.position > 0 => {
                self.found([Finding::at(stated.position, Wrong::HeadRootMissing)]);
            }
            None => {}
        }
    }

    /// Compares the end of the ledger with what is stated of it, after the entries up to the head were read. When one of
    /// them was wrong, nothing is left to say about the end.
    pub fn end(&mut self, stated: &Stated) {
        if self.size() < stated.position {
            return;
        }
        if stated.newest_entry > self.size() {
            self.found([Finding::at(self.size() + 1, Wrong::EntryExtra)]);
        }
        // A head that is behind speaks of another entry than the last that was seen.
        if stated.newest_entry <= self.size() {
            self.head_recorded_at(stated.recorded_at);
        }
        self.block_heads(&stated.blocks);
        for tile in &stated.tiles_beyond {
            let (first, last) = covered(*tile, 0, tile.width());
            let first = first.max(self.size() + 1).min(last);
            self.found([Finding::among(first, last, Wrong::TileExtra { tile: *tile })]);
        }
        self.nothing_follows();
    }

    /// Compares when the head says that the newest entry was recorded.
    pub fn head_recorded_at(&mut self, found: Option<Moment>) {
        let proven = self.order().recorded_at();
        // Of a ledger that was resumed and has nothing new the time is not known.
        let known = proven.is_some() || self.size() == 0;
        if known && found != proven {
            let what = Wrong::HeadRecordedAt { found, proven };
            self.found([Finding::at(self.size().max(1), what)]);
        }
    }

    /// Compares the heads of all blocks with their newest events.
    pub fn block_heads(&mut self, heads: &BTreeMap<String, BlockHead>) {
        let seen = self.blocks();
        for (block, stand) in &seen {
            self.block_head(block, Some(*stand), heads.get(block).copied());
        }
        // Whoever began in the middle has not seen every block.
        if !self.order().begun_before {
            for (block, head) in heads.iter().filter(|(block, _)| !seen.contains_key(*block)) {
                self.block_head(block, None, Some(*head));
            }
        }
    }

    /// Compares the head of a block with its newest event. One that is ahead speaks of an entry that is not there.
    pub fn block_head(&mut self, block: &str, stand: Option<Stand>, found: Option<BlockHead>) {
        let proven = stand.map(|stand| stand.head);
        if found == proven {
            return;
        }
        let number = |head: Option<BlockHead>| head.map_or(0, |head| head.sequence);
        let position = match stand {
            Some(stand) if number(found) <= stand.head.sequence => stand.position,
            _ => self.size() + 1,
        };
        let what = Wrong::BlockHead {
            block: block.to_owned(),
            found,
            proven,
        };
        self.found([Finding::at(position, what)]);
    }
}
