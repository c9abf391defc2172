//! Proofs and their verification (RFC 9162, sections 2.1.3.2 and 2.1.4.2, over the trees of RFC 6962).

use crate::hash::{EMPTY_ROOT, Hash, NotAHash, node_hash};

/// The hashes that lead from an entry, or from an older tree, to the root of a tree; nearest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Proof(Vec<Hash>);

/// A proof that proves nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    /// An element is not 32 bytes.
    #[error(transparent)]
    Element(#[from] NotAHash),
    /// The entry is not within the tree.
    #[error("index {index} is not within a tree of {size}")]
    Index {
        /// Index of the entry, from 0.
        index: u64,
        /// Size of the tree.
        size: u64,
    },
    /// The older tree is not the smaller one.
    #[error("a tree of {old} cannot have grown into one of {new}")]
    Sizes {
        /// Size of the older tree.
        old: u64,
        /// Size of the newer tree.
        new: u64,
    },
    /// More or fewer hashes than such a proof has.
    #[error("the proof has a wrong number of hashes")]
    Length,
    /// The hashes lead to another root.
    #[error("the proof leads to another root")]
    Root,
}

impl Proof {
    /// A proof of these hashes.
    pub fn new(hashes: Vec<Hash>) -> Self {
        Self(hashes)
    }

    /// A proof from what came over the wire.
    ///
    /// # Errors
    /// An element is not exactly 32 bytes.
    pub fn from_bytes<T: AsRef<[u8]>>(elements: impl IntoIterator<Item = T>) -> Result<Self, ProofError> {
        let hashes = elements
            .into_iter()
            .map(|element| Hash::from_slice(element.as_ref()))
            .collect::<Result<_, _>>()?;
        Ok(Self(hashes))
    }

    /// Its hashes.
    pub fn hashes(&self) -> &[Hash] {
        &self.0
    }

    /// Proves that the leaf at `index`, from 0, of the tree of `size` with that root is `leaf`.
    ///
    /// # Errors
    /// It does not.
    pub fn verify_inclusion(&self, index: u64, size: u64, leaf: Hash, root: Hash) -> Result<(), ProofError> {
        same(self.root_from(index, size, leaf)?, root)
    }

    /// The root that a tree of `size` has if `leaf` is its leaf at `index` and this proof is right.
    ///
    /// # Errors
    /// The index is not within the tree, or the proof has a wrong number of hashes.
    pub fn root_from(&self, index: u64, size: u64, leaf: Hash) -> Result<Hash, ProofError> {
        if index >= size {
            return Err(ProofError::Index { index, size });
        }
        let mut path = Path::new(index, size - 1);
        let mut root = leaf;
        for sibling in &self.0 {
            root = match path.side()? {
                Side::Left => node_hash(sibling, &root),
                Side::Right => node_hash(&root, sibling),
            };
            path.up();
        }
        path.end().map(|()| root)
    }

    /// Proves that the tree of `old` leaves is the beginning of that of `new` leaves.
    ///
    /// # Errors
    /// It does not. From the empty tree every tree may have grown, by an empty proof.
    pub fn verify_consistency(
        &self,
        (old, old_root): (u64, Hash),
        (new, new_root): (u64, Hash),
    ) -> Result<(), ProofError> {
        if old > new {
            return Err(ProofError::Sizes { old, new });
        }
        if old == 0 || old == new {
            let expected = if old == 0 { EMPTY_ROOT } else { new_root };
            self.none()?;
            return same(expected, old_root);
        }
        self.verify_growth((old, old_root), (new, new_root))
    }

    /// For 0 < old < new.
    fn verify_growth(
        &self,
        (old, old_root): (u64, Hash),
        (new, new_root): (u64, Hash),
    ) -> Result<(), ProofError> {
        // An old tree that is a perfect subtree is its own first element, and is left out of the proof.
        let (first, rest) = if old.is_power_of_two() {
            (old_root, &self.0[..])
        } else {
            self.0
                .split_first()
                .map(|(first, rest)| (*first, rest))
                .ok_or(ProofError::Length)?
        };
        let mut path = Path::new(old - 1, new - 1);
        path.skip_right_turns();
        let (mut was, mut is) = (first, first);
        for sibling in rest {
            match path.side()? {
                Side::Left => {
                    was = node_hash(sibling, &was);
                    is = node_hash(sibling, &is);
                }
                Side::Right => is = node_hash(&is, sibling),
            }
            path.up();
        }
        path.end()?;
        same(was, old_root)?;
        same(is, new_root)
    }

    fn none(&self) -> Result<(), ProofError> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(ProofError::Length)
        }
    }
}

fn same(found: Hash, expected: Hash) -> Result<(), ProofError> {
    if found == expected {
        Ok(())
    } else {
        Err(ProofError::Root)
    }
}

/// Where the next hash of a proof belongs.
enum Side {
    Left,
    Right,
}

/// The way from a leaf to the root: the node's place in its row, and that of the row's last node.
struct Path {
    node: u64,
    last: u64,
}

impl Path {
    fn new(node: u64, last: u64) -> Self {
        Self { node, last }
    }

    fn side(&mut self) -> Result<Side, ProofError> {
        if self.last == 0 {
            return Err(ProofError::Length);
        }
        if self.node & 1 == 1 {
            return Ok(Side::Left);
        }
        if self.node < self.last {
            return Ok(Side::Right);
        }
        // The last node of a row without partner moves up until it has one, and that one is to its left.
        let rows = self.node.trailing_zeros();
        self.node >>= rows;
        self.last >>= rows;
        Ok(Side::Left)
    }

    fn up(&mut self) {
        self.node >>= 1;
        self.last >>= 1;
    }

    fn skip_right_turns(&mut self) {
        let rows = self.node.trailing_ones();
        self.node = self.node.checked_shr(rows).unwrap_or(0);
        self.last = self.last.checked_shr(rows).unwrap_or(0);
    }

    /// A proof must lead all the way.
    fn end(&self) -> Result<(), ProofError> {
        if self.last == 0 {
            Ok(())
        } else {
            Err(ProofError::Length)
        }
    }
}
