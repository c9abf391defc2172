//! The right edge of a growing tree: all that is needed to append to it.

use std::mem;

use crate::hash::{EMPTY_ROOT, Hash, node_hash, root_of};
use crate::tile::{TILE_HEIGHT, TILE_WIDTH, TileId, hashes_at};

/// Hashes of a full tile.
const WIDTH: usize = TILE_WIDTH as usize;

/// The right edge of a tree: its unfinished tiles, and the roots of the perfect subtrees it consists of.
///
/// Appending costs two hashes an entry whatever the size, and memory grows with the logarithm of it: at most 255 hashes
/// for each level, and one for each doubling.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Edge {
    size: u64,
    /// Hashes of the unfinished tile of each level.
    levels: Vec<Vec<Hash>>,
    /// Roots of the perfect subtrees, the largest (leftmost) first: one for each 1 in the size.
    subtrees: Vec<Hash>,
}

/// A tile that has just been completed, and will never change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FullTile {
    /// Its level, from 0.
    pub level: u8,
    /// Its place in its level, from 0.
    pub index: u64,
    /// Its 256 hashes.
    pub hashes: Vec<Hash>,
    /// The hash that stands for it in the level above.
    pub root: Hash,
}

/// The hashes given are not those of the unfinished tiles of a tree of that size.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EdgeError {
    /// A level has more or fewer hashes than a tree of that size.
    #[error("expected {expected} hashes in the unfinished tile of level {level}, found {found}")]
    Hashes {
        /// The level.
        level: usize,
        /// By the size.
        expected: usize,
        /// Given.
        found: usize,
    },
    /// A full tile can only follow full tiles.
    #[error("the tree ends within a tile; it cannot take a full one")]
    WithinTile,
}

impl FullTile {
    /// Its file: 8,192 bytes.
    pub fn bytes(&self) -> Vec<u8> {
        self.hashes.iter().flat_map(|hash| hash.0).collect()
    }

    /// Its name.
    pub fn id(&self) -> Option<TileId> {
        TileId::new(self.level, self.index, TILE_WIDTH).ok()
    }
}

impl Edge {
    /// The edge of a tree of `size` leaves from what is stored of it: for each level, beginning with the leaves, the
    /// hashes of its unfinished tile, in order. A level whose last tile is full has none. [`TileId::unfinished`] says
    /// which those are.
    ///
    /// # Errors
    /// The hashes are more or fewer than the size asks for. Whether they are the right ones shows in [`Edge::root`].
    pub fn restore(size: u64, mut levels: Vec<Vec<Hash>>) -> Result<Self, EdgeError> {
        let height = (0..8).take_while(|level| hashes_at(*level, size) > 0).count();
        levels.resize_with(levels.len().max(height), Vec::new);
        for (level, hashes) in levels.iter().enumerate() {
            let known = u8::try_from(level).map_or(0, |level| hashes_at(level, size));
            let expected = usize::try_from(known % u64::from(TILE_WIDTH)).unwrap_or_default();
            if hashes.len() != expected {
                let found = hashes.len();
                return Err(EdgeError::Hashes {
                    level,
                    expected,
                    found,
                });
            }
        }
        levels.truncate(height);
        let subtrees = levels.iter().rev().flat_map(|hashes| perfect_subtrees(hashes));
        Ok(Self {
            size,
            subtrees: subtrees.collect(),
            levels,
        })
    }

    /// Number of leaves.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Root of the tree.
    pub fn root(&self) -> Hash {
        let mut subtrees = self.subtrees.iter().rev();
        let Some(smallest) = subtrees.next() else {
            return EMPTY_ROOT;
        };
        subtrees.fold(*smallest, |right, left| node_hash(left, &right))
    }

    /// The hashes of the unfinished tile of a level; empty when there is none.
    pub fn unfinished(&self, level: u8) -> &[Hash] {
        self.levels.get(usize::from(level)).map_or(&[], Vec::as_slice)
    }

    /// Appends a leaf; tiles that it completes, usually none, are added to `completed`, lower levels first.
    pub fn push(&mut self, leaf: Hash, completed: &mut Vec<FullTile>) {
        self.append(0, leaf, completed);
    }

    /// Appends leaves, and gives the tiles they complete, in the order of their completion.
    pub fn extend(&mut self, leaves: impl IntoIterator<Item = Hash>) -> Vec<FullTile> {
        let mut completed = Vec::new();
        for leaf in leaves {
            self.push(leaf, &mut completed);
        }
        completed
    }

    /// Appends 256 leaves by the root over them, which was computed elsewhere, for example by another thread. Gives the
    /// tiles of higher levels that this completes.
    ///
    /// # Errors
    /// The tree ends within a tile.
    pub fn push_tile(&mut self, root: Hash) -> Result<Vec<FullTile>, EdgeError> {
        if !self.size.is_multiple_of(u64::from(TILE_WIDTH)) {
            return Err(EdgeError::WithinTile);
        }
        let mut completed = Vec::new();
        self.append(TILE_HEIGHT, root, &mut completed);
        Ok(completed)
    }

    /// Appends a perfect subtree of a height that is a multiple of the tiles', merging it with its equals to the left.
    fn append(&mut self, height: u8, subtree: Hash, completed: &mut Vec<FullTile>) {
        let (mut node, mut height) = (subtree, height);
        let before = self.size;
        self.size += 1 << height;
        self.note(height, node);
        while before >> height & 1 == 1 {
            let Some(left) = self.subtrees.pop() else { break };
            node = node_hash(&left, &node);
            height += 1;
            if height.is_multiple_of(TILE_HEIGHT) {
                self.finish(height, node, completed);
                self.note(height, node);
            }
        }
        self.subtrees.push(node);
    }

    /// Puts a hash into the unfinished tile of its level.
    fn note(&mut self, height: u8, node: Hash) {
        let level = usize::from(height / TILE_HEIGHT);
        if self.levels.len() <= level {
            self.levels.resize_with(level + 1, Vec::new);
        }
        self.levels[level].push(node);
    }

    /// Hands out the tile below, of which `root` is the hash.
    fn finish(&mut self, height: u8, root: Hash, completed: &mut Vec<FullTile>) {
        let level = height / TILE_HEIGHT - 1;
        let hashes = mem::replace(&mut self.levels[usize::from(level)], Vec::with_capacity(WIDTH));
        let index = hashes_at(level, self.size) / u64::from(TILE_WIDTH) - 1;
        completed.push(FullTile {
            level,
            index,
            hashes,
            root,
        });
    }
}

/// The perfect subtrees that make up a row of hashes, the largest first.
fn perfect_subtrees(hashes: &[Hash]) -> Vec<Hash> {
    let mut rest = hashes;
    let mut roots = Vec::new();
    while !rest.is_empty() {
        let (whole, after) = rest.split_at(1 << rest.len().ilog2());
        roots.push(root_of(whole));
        rest = after;
    }
    roots
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::hash::leaf_hash;

    fn leaves(count: u64) -> Vec<Hash> {
        (0..count).map(|n| leaf_hash(&n.to_be_bytes())).collect()
    }

    /// RFC 6962, word by word.
    fn naive(leaves: &[Hash]) -> Hash {
        match leaves {
            [] => EMPTY_ROOT,
            [leaf] => *leaf,
            _ => {
                let cut = leaves.len().next_power_of_two() / 2;
                node_hash(&naive(&leaves[..cut]), &naive(&leaves[cut..]))
            }
        }
    }

    #[test]
    fn the_root_is_that_of_the_standard_at_every_size() {
        let leaves = leaves(600);
        let mut edge = Edge::default();
        assert_eq!(edge.root(), EMPTY_ROOT);
        for size in 1..=leaves.len() {
            edge.extend([leaves[size - 1]]);
            assert_eq!(edge.root(), naive(&leaves[..size]), "{size}");
            assert_eq!(root_of(&leaves[..size]), edge.root(), "{size}");
        }
    }

    #[test]
    fn tiles_come_out_when_they_are_complete_and_hold_what_they_should() {
        let leaves = leaves(256 * 256 + 300);
        let mut edge = Edge::default();
        let tiles = edge.extend(leaves.iter().copied());
        let (low, high): (Vec<_>, Vec<_>) = tiles.iter().partition(|tile| tile.level == 0);
        assert_eq!((low.len(), high.len()), (257, 1));
        for (index, tile) in low.iter().enumerate() {
            assert_eq!(tile.index, index as u64);
            assert_eq!(tile.hashes, leaves[256 * index..256 * (index + 1)]);
            assert_eq!(tile.root, naive(&tile.hashes));
            assert_eq!(tile.bytes().len(), 8192);
        }
        let roots: Vec<_> = low[..256].iter().map(|tile| tile.root).collect();
        assert_eq!(high[0].hashes, roots);
        assert_eq!(high[0].root, naive(&leaves[..65_536]));
        assert_eq!(edge.unfinished(0), &leaves[257 * 256..]);
        assert_eq!(edge.unfinished(1), &[low[256].root]);
        assert_eq!(edge.unfinished(2), &[high[0].root]);
    }

    #[test]
    fn an_edge_with_too_many_or_too_few_hashes_is_refused() {
        let hash = leaf_hash(b"");
        assert!(Edge::restore(2, vec![vec![hash; 2]]).is_ok());
        assert!(Edge::restore(2, vec![vec![hash; 3]]).is_err());
        assert!(Edge::restore(2, vec![]).is_err());
        assert!(Edge::restore(2, vec![vec![hash; 2], vec![hash]]).is_err());
        assert!(Edge::restore(256, vec![vec![], vec![hash]]).is_ok());
        assert!(Edge::restore(0, vec![]).is_ok());
        assert!(Edge::restore(0, vec![vec![]; 20]).is_ok());
    }

    #[test]
    fn a_full_tile_follows_only_full_tiles() {
        let mut edge = Edge::default();
        edge.extend(leaves(1));
        assert_eq!(edge.push_tile(EMPTY_ROOT), Err(EdgeError::WithinTile));
    }

    /// What a database keeps: the hashes of the unfinished tiles.
    fn stored(edge: &Edge) -> Vec<Vec<Hash>> {
        (0..8).map(|level| edge.unfinished(level).to_vec()).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn an_edge_restored_anywhere_goes_on_as_if_nothing_had_happened(cuts in prop::collection::vec(1_u64..700, 1..6)) {
            let all = leaves(cuts.iter().sum());
            let mut whole = Edge::default();
            let mut tiles = whole.extend(all.iter().copied());
            let (mut edge, mut from, mut found) = (Edge::default(), 0, Vec::new());
            for cut in cuts {
                let to = from + usize::try_from(cut).unwrap();
                found.extend(edge.extend(all[from..to].iter().copied()));
                edge = Edge::restore(edge.size(), stored(&edge)).unwrap();
                prop_assert_eq!(edge.root(), naive(&all[..to]));
                from = to;
            }
            prop_assert_eq!(&edge, &whole);
            prop_assert_eq!(&mut found, &mut tiles);
        }

        #[test]
        fn tiles_hashed_elsewhere_make_the_same_tree(tiles in 1_usize..20, rest in 0_u64..256) {
            let all = leaves(256 * tiles as u64 + rest);
            let mut whole = Edge::default();
            let expected: Vec<_> = whole.extend(all.iter().copied()).into_iter().filter(|tile| tile.level > 0).collect();
            let mut edge = Edge::default();
            let mut found = Vec::new();
            let (full, last) = all.split_at(256 * tiles);
            for tile in full.chunks(256) {
                found.extend(edge.push_tile(root_of(tile)).unwrap());
            }
            prop_assert!(edge.extend(last.iter().copied()).is_empty());
            prop_assert_eq!(edge, whole);
            prop_assert_eq!(found, expected);
        }
    }
}
