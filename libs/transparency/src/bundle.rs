//! Entry bundles: the entries of one tile in one file (`c2sp.org/tlog-tiles`).
//!
//! Each entry stands behind its length, two bytes with the most significant first.

use std::fmt;
use std::str::FromStr;

use crate::tile::{TILE_WIDTH, TileId, TileIdError, parse_place, write_place};

/// Longest entry that a bundle can hold, in bytes.
pub const MAX_ENTRY_BYTES: usize = u16::MAX as usize;

/// One bundle: the entries whose leaf hashes are those of one tile of level 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BundleId {
    index: u64,
    width: u16,
}

/// What was to be a bundle is none, or an entry does not fit into one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BundleError {
    /// An entry of more than 65,535 bytes.
    #[error("expected an entry of at most 65535 bytes, found {0}")]
    TooLong(usize),
    /// The bytes end within an entry or its length.
    #[error("the bundle ends within its entry {0}")]
    Truncated(usize),
    /// Another number of entries than the name says.
    #[error("expected {expected} entries, found {found}")]
    Count {
        /// As its name says.
        expected: usize,
        /// In the bytes.
        found: usize,
    },
}

impl BundleId {
    /// A bundle of `width` entries; 256 is a full one.
    ///
    /// # Errors
    /// The width is not within bounds.
    pub fn new(index: u64, width: u16) -> Result<Self, TileIdError> {
        TileId::new(0, index, width).map(Self::from)
    }

    /// The bundle as it is in a log of `size` entries; `None` when that log does not reach it.
    pub fn in_log(index: u64, size: u64) -> Option<Self> {
        TileId::in_tree(0, index, size).map(Self::from)
    }

    /// Its place, from 0.
    pub fn index(self) -> u64 {
        self.index
    }

    /// How many entries it has, from 1 to 256.
    pub fn width(self) -> u16 {
        self.width
    }

    /// Whether it has all its entries and so will never change.
    pub fn is_full(self) -> bool {
        self.width == TILE_WIDTH
    }

    /// Index of its first entry.
    pub fn first_entry(self) -> u64 {
        self.index.saturating_mul(u64::from(TILE_WIDTH))
    }
}

impl From<TileId> for BundleId {
    fn from(tile: TileId) -> Self {
        Self {
            index: tile.index(),
            width: tile.width(),
        }
    }
}

impl fmt::Display for BundleId {
    /// The path, such as `tile/entries/x001/x234/067` or `tile/entries/000.p/17`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("tile/entries/")?;
        write_place(f, self.index, self.width)
    }
}

impl FromStr for BundleId {
    type Err = TileIdError;

    fn from_str(path: &str) -> Result<Self, TileIdError> {
        let place = path.strip_prefix("tile/entries/").ok_or(TileIdError::Path)?;
        let (index, width) = parse_place(place)?;
        Self::new(index, width)
    }
}

/// Adds an entry to the bytes of a bundle.
///
/// # Errors
/// The entry is too long; the bytes are as they were.
pub fn push(bundle: &mut Vec<u8>, entry: &[u8]) -> Result<(), BundleError> {
    let length = u16::try_from(entry.len()).map_err(|_| BundleError::TooLong(entry.len()))?;
    bundle.extend_from_slice(&length.to_be_bytes());
    bundle.extend_from_slice(entry);
    Ok(())
}

/// The entries of a bundle, in order, without copying.
///
/// # Errors
/// The bytes are not exactly as many entries as the name says.
pub fn entries(id: BundleId, bundle: &[u8]) -> Result<Vec<&[u8]>, BundleError> {
    let expected = usize::from(id.width());
    let mut found = Vec::with_capacity(expected);
    let mut rest = bundle;
    while !rest.is_empty() {
        if found.len() == expected {
            return Err(BundleError::Count {
                expected,
                found: expected + 1,
            });
        }
        let (entry, after) = first(rest).ok_or(BundleError::Truncated(found.len()))?;
        found.push(entry);
        rest = after;
    }
    if found.len() < expected {
        return Err(BundleError::Count {
            expected,
            found: found.len(),
        });
    }
    Ok(found)
}

fn first(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk()?;
    rest.split_at_checked(usize::from(u16::from_be_bytes(*length)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_bundle_is_lengths_and_entries() {
        let mut bundle = Vec::new();
        push(&mut bundle, b"ab").unwrap();
        push(&mut bundle, b"").unwrap();
        assert_eq!(bundle, [0, 2, b'a', b'b', 0, 0]);
        let id = BundleId::new(0, 2).unwrap();
        assert_eq!(entries(id, &bundle).unwrap(), [&b"ab"[..], b""]);
    }

    #[test]
    fn an_entry_that_does_not_fit_is_refused() {
        let mut bundle = Vec::new();
        push(&mut bundle, &vec![1; MAX_ENTRY_BYTES]).unwrap();
        let before = bundle.len();
        assert_eq!(
            push(&mut bundle, &vec![1; MAX_ENTRY_BYTES + 1]),
            Err(BundleError::TooLong(65_536))
        );
        assert_eq!(bundle.len(), before);
    }

    #[test]
    fn a_bundle_must_be_whole_and_of_its_width() {
        let id = |width| BundleId::new(0, width).unwrap();
        assert_eq!(
            entries(id(1), &[0, 3, b'a', b'b']),
            Err(BundleError::Truncated(0))
        );
        assert_eq!(entries(id(2), &[0, 0, 0]), Err(BundleError::Truncated(1)));
        assert!(matches!(
            entries(id(2), &[0, 0]),
            Err(BundleError::Count { found: 1, .. })
        ));
        assert!(matches!(
            entries(id(1), &[0, 0, 0, 0]),
            Err(BundleError::Count { .. })
        ));
    }

    #[test]
    fn bundles_have_paths_of_their_own() {
        assert_eq!(
            BundleId::new(1_234_067, 256).unwrap().to_string(),
            "tile/entries/x001/x234/067"
        );
        assert_eq!("tile/entries/000.p/9".parse(), Ok(BundleId::new(0, 9).unwrap()));
        assert!("tile/0/000".parse::<BundleId>().is_err());
    }

    proptest! {
        #[test]
        fn no_bytes_make_the_parser_panic(bytes in prop::collection::vec(any::<u8>(), 0..700), width in 1_u16..=256) {
            let id = BundleId::new(0, width).unwrap();
            if let Ok(found) = entries(id, &bytes) {
                let mut again = Vec::new();
                for entry in found {
                    push(&mut again, entry).unwrap();
                }
                prop_assert_eq!(again, bytes);
            }
        }
    }
}
