//! From tiles to proofs: which tiles are needed, and the hashes computed from them.

use std::collections::{BTreeMap, BTreeSet};

use crate::hash::{Hash, NotAHash, node_hash, root_of};
use crate::proof::{Proof, ProofError};
use crate::tile::{TILE_HEIGHT, TILE_WIDTH, TileId, TileIdError};

/// How to make a proof or a root from tiles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Each element of the proof: the perfect subtrees it is made of, from left to right.
    elements: Vec<Vec<Subtree>>,
    tiles: Vec<TileId>,
}

/// A perfect subtree: the leaves from `index * 2^height` on, `2^height` of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Subtree {
    height: u8,
    index: u64,
}

/// A proof that cannot be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    /// Index or sizes do not fit each other.
    #[error(transparent)]
    Bounds(#[from] ProofError),
    /// A tile that is needed is not there.
    #[error("{0} is missing")]
    Missing(TileId),
    /// A tile has another number of hashes than its name says.
    #[error("{id} has {found} hashes")]
    Width {
        /// The tile.
        id: TileId,
        /// Hashes in it.
        found: usize,
    },
    /// A tile is no row of hashes.
    #[error(transparent)]
    Hash(#[from] NotAHash),
    /// A tile lies beyond what can be named.
    #[error(transparent)]
    Tile(#[from] TileIdError),
}

impl Plan {
    /// For the proof that an entry, at `index` from 0, is in the tree of `size`.
    ///
    /// # Errors
    /// The index is not within the tree.
    pub fn inclusion(index: u64, size: u64) -> Result<Self, PlanError> {
        if index >= size {
            return Err(ProofError::Index { index, size }.into());
        }
        let mut siblings = Vec::new();
        let (mut from, mut to) = (0, size);
        while to - from > 1 {
            let cut = from + largest_power_below(to - from);
            if index < cut {
                siblings.push((cut, to));
                to = cut;
            } else {
                siblings.push((from, cut));
                from = cut;
            }
        }
        siblings.reverse();
        Ok(Self::over(&siblings, size))
    }

    /// For the proof that the tree of `old` leaves is the beginning of that of `new` leaves.
    ///
    /// # Errors
    /// The old tree is larger than the new one.
    pub fn consistency(old: u64, new: u64) -> Result<Self, PlanError> {
        if old > new {
            return Err(ProofError::Sizes { old, new }.into());
        }
        let mut parts = Vec::new();
        if old > 0 && old < new {
            let (mut from, mut to) = (0, new);
            while old < to {
                let cut = from + largest_power_below(to - from);
                if old <= cut {
                    parts.push((cut, to));
                    to = cut;
                } else {
                    parts.push((from, cut));
                    from = cut;
                }
            }
            // What is left is the end of the old tree; if it is all of it, whoever verifies has its root.
            if from > 0 {
                parts.push((from, to));
            }
            parts.reverse();
        }
        Ok(Self::over(&parts, new))
    }

    /// For the root of the tree of `size`.
    pub fn root(size: u64) -> Self {
        Self::over(&[(0, size)], size)
    }

    fn over(ranges: &[(u64, u64)], size: u64) -> Self {
        let elements: Vec<_> = ranges.iter().map(|(from, to)| subtrees(*from, *to)).collect();
        let tiles: BTreeSet<_> = elements
            .iter()
            .flatten()
            .filter_map(|subtree| subtree.tile(size))
            .collect();
        Self {
            elements,
            tiles: tiles.into_iter().collect(),
        }
    }

    /// The tiles that are needed, each as wide as it is in the tree; a wider one does as well.
    pub fn tiles(&self) -> &[TileId] {
        &self.tiles
    }

    /// The proof, made from tiles. For [`Plan::root`] its only hash is the root.
    ///
    /// # Errors
    /// A tile is missing or too narrow.
    pub fn prove(&self, tiles: &TileSet) -> Result<Proof, PlanError> {
        let hashes = self.elements.iter().map(|subtrees| {
            let roots = subtrees
                .iter()
                .map(|subtree| tiles.subtree(*subtree))
                .collect::<Result<Vec<_>, _>>()?;
            let folded = roots
                .into_iter()
                .rev()
                .reduce(|right, left| node_hash(&left, &right));
            Ok(folded.unwrap_or(crate::hash::EMPTY_ROOT))
        });
        hashes.collect::<Result<_, _>>().map(Proof::new)
    }
}

/// The largest power of two below `length`, which is at least 2.
fn largest_power_below(length: u64) -> u64 {
    1 << (length - 1).ilog2()
}

/// The perfect subtrees that make up a range, from left to right. `from` is a multiple of the largest of them, as in all
/// ranges of RFC 6962.
fn subtrees(from: u64, to: u64) -> Vec<Subtree> {
    let mut from = from;
    let mut parts = Vec::new();
    while from < to {
        let height = (to - from).ilog2();
        parts.push(Subtree {
            height: u8::try_from(height).unwrap_or_default(),
            index: from >> height,
        });
        from += 1 << height;
    }
    parts
}

impl Subtree {
    /// The tile its hashes are in, as it is in a tree of `size`.
    fn tile(self, size: u64) -> Option<TileId> {
        let (level, first, _) = self.place();
        TileId::in_tree(level, first / u64::from(TILE_WIDTH), size)
    }

    /// Level of its hashes, the place of the first in that level, and their number.
    fn place(self) -> (u8, u64, u16) {
        let level = self.height / TILE_HEIGHT;
        let above = self.height % TILE_HEIGHT;
        (level, self.index << above, 1 << above)
    }
}

/// Tiles that were fetched, to compute from.
#[derive(Debug, Clone, Default)]
pub struct TileSet(BTreeMap<(u8, u64), Vec<Hash>>);

impl TileSet {
    /// Adds a tile; it must have as many hashes as its name says.
    ///
    /// # Errors
    /// It has more or fewer.
    pub fn insert(&mut self, id: TileId, hashes: Vec<Hash>) -> Result<(), PlanError> {
        if hashes.len() != usize::from(id.width()) {
            let found = hashes.len();
            return Err(PlanError::Width { id, found });
        }
        self.0.insert((id.level(), id.index()), hashes);
        Ok(())
    }

    /// Adds a tile from its file.
    ///
    /// # Errors
    /// The bytes are not as many hashes as its name says.
    pub fn insert_bytes(&mut self, id: TileId, bytes: &[u8]) -> Result<(), PlanError> {
        self.insert(id, Hash::many(bytes)?)
    }

    fn subtree(&self, subtree: Subtree) -> Result<Hash, PlanError> {
        let (level, first, count) = subtree.place();
        let index = first / u64::from(TILE_WIDTH);
        let start = usize::try_from(first % u64::from(TILE_WIDTH)).unwrap_or_default();
        let end = start + usize::from(count);
        match self
            .0
            .get(&(level, index))
            .and_then(|hashes| hashes.get(start..end))
        {
            Some(hashes) => Ok(root_of(hashes)),
            None => {
                let needed = u16::try_from(end).unwrap_or(TILE_WIDTH);
                Err(PlanError::Missing(TileId::new(level, index, needed)?))
            }
        }
    }
}
