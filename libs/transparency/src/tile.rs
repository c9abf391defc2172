//! Tiles: 256 hashes of one height side by side, and how their files are named (`c2sp.org/tlog-tiles`).

use std::fmt;
use std::str::FromStr;

use crate::decimal;

/// Hashes in a full tile.
pub const TILE_WIDTH: u16 = 256;

/// Height of a tile: a hash of the level above stands for so many doublings.
pub(crate) const TILE_HEIGHT: u8 = 8;

/// Highest level a path may name. A tree of 2^64 leaves has levels 0 to 7.
const MAX_LEVEL: u8 = 63;

/// One tile: which of its level, and how many hashes are known of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TileId {
    level: u8,
    index: u64,
    width: u16,
}

/// What was to name a tile or an entry bundle does not.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TileIdError {
    /// A level above 63.
    #[error("expected a level from 0 to 63")]
    Level,
    /// A width of 0 or above 256; in a path also 256, which is written without width.
    #[error("expected a width from 1 to 255, or none for a full tile")]
    Width,
    /// An index that is not written as `x001/x234/067`.
    #[error("expected an index in groups of three digits, all but the last with an x")]
    Index,
    /// Another path.
    #[error("expected tile/<level>/<index>[.p/<width>]")]
    Path,
}

impl TileId {
    /// A tile of `width` hashes; 256 is a full one.
    ///
    /// # Errors
    /// Level or width is not within bounds.
    pub fn new(level: u8, index: u64, width: u16) -> Result<Self, TileIdError> {
        if level > MAX_LEVEL {
            return Err(TileIdError::Level);
        }
        check_width(width)?;
        Ok(Self { level, index, width })
    }

    /// The tile as it is in a tree of `size` leaves; `None` when that tree does not reach it.
    pub fn in_tree(level: u8, index: u64, size: u64) -> Option<Self> {
        let hashes = hashes_at(level, size);
        let before = index.checked_mul(u64::from(TILE_WIDTH))?;
        let width = hashes
            .checked_sub(before)
            .filter(|width| *width > 0)?
            .min(u64::from(TILE_WIDTH));
        let width = u16::try_from(width).ok()?;
        Some(Self { level, index, width })
    }

    /// The unfinished tiles of a tree of `size` leaves, from the leaves up. A level whose last tile is full has none.
    pub fn unfinished(size: u64) -> impl Iterator<Item = Self> {
        (0..=MAX_LEVEL)
            .take_while(move |level| hashes_at(*level, size) > 0)
            .filter_map(move |level| {
                let hashes = hashes_at(level, size);
                Self::in_tree(level, hashes / u64::from(TILE_WIDTH), size)
            })
    }

    /// Its level: 0 holds leaf hashes, each above the hashes of full tiles below it.
    pub fn level(self) -> u8 {
        self.level
    }

    /// Its place in its level, from 0.
    pub fn index(self) -> u64 {
        self.index
    }

    /// How many hashes it has, from 1 to 256.
    pub fn width(self) -> u16 {
        self.width
    }

    /// Whether it has all its hashes and so will never change.
    pub fn is_full(self) -> bool {
        self.width == TILE_WIDTH
    }

    /// The same tile with all its hashes.
    #[must_use]
    pub fn full(self) -> Self {
        Self {
            width: TILE_WIDTH,
            ..self
        }
    }
}

/// Hashes at a level of a tree: perfect subtrees of 256^level leaves.
pub(crate) fn hashes_at(level: u8, size: u64) -> u64 {
    size.checked_shr(u32::from(level) * u32::from(TILE_HEIGHT))
        .unwrap_or(0)
}

fn check_width(width: u16) -> Result<(), TileIdError> {
    if (1..=TILE_WIDTH).contains(&width) {
        Ok(())
    } else {
        Err(TileIdError::Width)
    }
}

impl fmt::Display for TileId {
    /// The path, such as `tile/0/x001/x234/067` or `tile/1/000.p/17`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "tile/{}/", self.level)?;
        write_place(f, self.index, self.width)
    }
}

impl FromStr for TileId {
    type Err = TileIdError;

    fn from_str(path: &str) -> Result<Self, TileIdError> {
        let rest = path.strip_prefix("tile/").ok_or(TileIdError::Path)?;
        let (level, place) = rest.split_once('/').ok_or(TileIdError::Path)?;
        let level = decimal::parse(level)
            .and_then(|level| u8::try_from(level).ok())
            .ok_or(TileIdError::Level)?;
        let (index, width) = parse_place(place)?;
        Self::new(level, index, width)
    }
}

/// Writes `x001/x234/067[.p/<width>]`.
pub(crate) fn write_place(f: &mut fmt::Formatter<'_>, index: u64, width: u16) -> fmt::Result {
    let mut groups = vec![index % 1000];
    let mut rest = index / 1000;
    while rest > 0 {
        groups.push(rest % 1000);
        rest /= 1000;
    }
    for group in groups.iter().skip(1).rev() {
        write!(f, "x{group:03}/")?;
    }
    write!(f, "{:03}", groups[0])?;
    if width < TILE_WIDTH {
        write!(f, ".p/{width}")?;
    }
    Ok(())
}

/// Reads what [`write_place`] writes, and nothing else.
pub(crate) fn parse_place(place: &str) -> Result<(u64, u16), TileIdError> {
    let (index, width) = match place.split_once(".p/") {
        None => (place, TILE_WIDTH),
        Some((index, width)) => (index, parse_width(width)?),
    };
    Ok((parse_index(index).ok_or(TileIdError::Index)?, width))
}

fn parse_width(text: &str) -> Result<u16, TileIdError> {
    decimal::parse(text)
        .and_then(|width| u16::try_from(width).ok())
        .filter(|width| (1..TILE_WIDTH).contains(width))
        .ok_or(TileIdError::Width)
}

fn parse_index(text: &str) -> Option<u64> {
    let groups: Vec<_> = text.split('/').collect();
    let (last, upper) = groups.split_last()?;
    let mut index = 0_u64;
    for (at, group) in upper.iter().enumerate() {
        let value = three_digits(group.strip_prefix('x')?)?;
        // A first group of zeros would be a second way to write the same index.
        if at == 0 && value == 0 {
            return None;
        }
        index = index.checked_mul(1000)?.checked_add(value)?;
    }
    index.checked_mul(1000)?.checked_add(three_digits(last)?)
}

fn three_digits(text: &str) -> Option<u64> {
    (text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| text.parse().ok())
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_written_as_the_standard_shows() {
        let path = |level, index, width| TileId::new(level, index, width).unwrap().to_string();
        assert_eq!(path(0, 1_234_067, 256), "tile/0/x001/x234/067");
        assert_eq!(path(63, 0, 1), "tile/63/000.p/1");
        assert_eq!(path(1, 999, 255), "tile/1/999.p/255");
        assert_eq!(path(2, 1_000, 256), "tile/2/x001/000");
        assert_eq!(path(0, u64::MAX, 256), "tile/0/x018/x446/x744/x073/x709/x551/615");
    }

    #[test]
    fn there_is_one_path_for_each_tile() {
        for wrong in [
            "tile/00/000",
            "tile/64/000",
            "tile/-1/000",
            "tile/0/0",
            "tile/0/0000",
            "tile/0/x000/001",
            "tile/0/x001/x002",
            "tile/0/001/002",
            "tile/0/X001/002",
            "tile/0/000.p/0",
            "tile/0/000.p/00",
            "tile/0/000.p/01",
            "tile/0/000.p/256",
            "tile/0/000.p/",
            "tile/0/000.p/1/",
            "tile/0/000.p/1.p/1",
            "tile/0/000/",
            "tile/0//000",
            "/tile/0/000",
            "tile/0/x019/x000/x000/x000/x000/x000/000",
            "tile/0/\u{661}00",
            "tile/data/000",
            "tile/entries/000",
            "tile",
            "",
        ] {
            assert!(wrong.parse::<TileId>().is_err(), "{wrong}");
        }
    }

    /// The example of the standard: 70,000 leaves.
    #[test]
    fn the_unfinished_tiles_of_a_tree_are_those_of_the_standard() {
        let ids: Vec<_> = TileId::unfinished(70_000)
            .map(|id| (id.level(), id.index(), id.width()))
            .collect();
        assert_eq!(ids, [(0, 273, 112), (1, 1, 17), (2, 0, 1)]);
        let ids: Vec<_> = TileId::unfinished(256)
            .map(|id| (id.level(), id.index(), id.width()))
            .collect();
        assert_eq!(ids, [(1, 0, 1)]);
        assert_eq!(TileId::unfinished(0).count(), 0);
        assert_eq!(TileId::unfinished(u64::MAX).count(), 8);
    }

    #[test]
    fn a_tree_knows_only_its_own_tiles() {
        assert_eq!(TileId::in_tree(0, 272, 70_000).map(TileId::is_full), Some(true));
        assert_eq!(TileId::in_tree(0, 274, 70_000), None);
        assert_eq!(TileId::in_tree(3, 0, 70_000), None);
        assert_eq!(TileId::in_tree(0, u64::MAX, u64::MAX), None);
    }
}
