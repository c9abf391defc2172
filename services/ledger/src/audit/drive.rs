//! Reads and examines entries at the speed of the machine, in little memory.

use std::ops::RangeInclusive;
use std::sync::Arc;

use async_trait::async_trait;
use futures::{StreamExt, stream};
use tokio::task::JoinError;
use transparency::{TILE_WIDTH, TileId};

use super::{Auditor, Examined, KeptTile, Part, examine};

/// Tiles that are read at a time. With the readers at work it bounds the memory: each has that many entries.
const TILES_AT_A_TIME: u64 = 4;

/// Where entries and what is kept beside them are read from.
#[async_trait]
pub trait Source: Send + Sync + 'static {
    /// Why it could not be read. What is wrong *with* the ledger is no error, and is part of what was read.
    type Error: From<JoinError> + Send + 'static;

    /// The entries from one position to another, those of each tile apart, in order.
    async fn parts(&self, first: u64, last: u64) -> Result<Vec<Part>, Self::Error>;

    /// A full tile above the leaves.
    async fn tile(&self, id: TileId) -> Result<KeptTile, Self::Error>;
}

/// Takes the auditor on to the entry at `last`, or to the first that is wrong. `readers` ranges are read and examined at
/// a time; `progress` hears after each how far it is.
///
/// # Errors
/// The source could not be read.
pub async fn entries<S: Source>(
    source: &Arc<S>,
    auditor: &mut Auditor,
    last: u64,
    readers: usize,
    mut progress: impl FnMut(u64),
) -> Result<(), S::Error> {
    let examined = stream::iter(ranges(auditor.size() + 1, last))
        .map(|range| tokio::spawn(read(source.clone(), range)))
        .buffered(readers.max(1));
    let mut examined = std::pin::pin!(examined);
    while let Some(parts) = examined.next().await {
        for part in parts?? {
            for tile in auditor.take(part) {
                if let Some(id) = tile.id().filter(|id| id.level() > 0) {
                    auditor.tile(&tile, &source.tile(id).await?);
                }
            }
        }
        // A finding further on, of a checkpoint for example, is no reason to leave out what comes before it.
        let first = auditor.findings().first();
        if first.is_some_and(|finding| finding.last <= auditor.size() + 1) {
            return Ok(());
        }
        progress(auditor.size());
    }
    Ok(())
}

async fn read<S: Source>(source: Arc<S>, range: RangeInclusive<u64>) -> Result<Vec<Examined>, S::Error> {
    let parts = source.parts(*range.start(), *range.end()).await?;
    let examined = tokio::task::spawn_blocking(move || parts.into_iter().map(examine).collect());
    Ok(examined.await?)
}

/// Cuts a stretch where tiles end, some tiles long each.
fn ranges(first: u64, last: u64) -> impl Iterator<Item = RangeInclusive<u64>> {
    let most = TILES_AT_A_TIME * u64::from(TILE_WIDTH);
    let mut next = first;
    std::iter::from_fn(move || {
        let start = next;
        let end = last.min((start - 1) / most * most + most);
        next = end + 1;
        (start <= last).then_some(start..=end)
    })
}

/// Cuts a stretch into the parts of tiles.
pub fn tiles(first: u64, last: u64) -> impl Iterator<Item = RangeInclusive<u64>> {
    let width = u64::from(TILE_WIDTH);
    let mut next = first;
    std::iter::from_fn(move || {
        let start = next;
        let end = last.min((start - 1) / width * width + width);
        next = end + 1;
        (start <= last).then_some(start..=end)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stretch_is_cut_where_tiles_end() {
        let cut: Vec<_> = ranges(300, 2_100).collect();
        assert_eq!(cut, [300..=1_024, 1_025..=2_048, 2_049..=2_100]);
        assert_eq!(ranges(5, 4).count(), 0);
        assert_eq!(tiles(300, 600).collect::<Vec<_>>(), [300..=512, 513..=600]);
        assert_eq!(ranges(1, 0).count(), 0);
    }
}
