//! Comparing the tables with what is remembered.

use sqlx::PgConnection;
use transparency::{Edge, Hash, TILE_WIDTH};

use super::{Memory, Refill};
use crate::store::{TreeHead, edge_at, leaves_with_positions, tile_hashes};

/// Most leaf hashes compared at once.
const LEAVES_MAX: u64 = 10_000;

/// What the tables are, by what is remembered.
#[derive(Debug)]
pub(crate) enum Verdict {
    /// They go on from what was signed, of which this is the edge.
    GoesOn(Box<Edge>),
    /// They are the beginning of what was signed: an older backup.
    Behind(Refill),
    /// They are something else.
    Differs(Difference),
}

/// Where tables differ from what was signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Difference {
    /// An entry is another one, or is not there although later ones are.
    #[error("the entry at position {position} is not the one that was signed; {signed} entries are signed")]
    Entry {
        /// The first position that is wrong.
        position: u64,
        /// Entries that are signed.
        signed: u64,
    },
    /// The entries are right as far as they were signed, but the tree over them is not.
    #[error(
        "the tree over the entries from position {position} on is not the one that was signed; the entries themselves are"
    )]
    Tree {
        /// First position below the first tile that is wrong.
        position: u64,
    },
    /// What is remembered is not all there, so nothing more can be said.
    #[error(
        "the ledger is not the one of which {signed} entries are signed, and its memory is damaged from position {position} on"
    )]
    MemoryDamaged {
        /// First position that is not remembered.
        position: u64,
        /// Entries that are signed.
        signed: u64,
    },
}

/// Why the comparison could not be made.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ExamineError {
    /// The tables cannot be read.
    #[error(transparent)]
    Tables(#[from] sqlx::Error),
    /// What is remembered cannot be read.
    #[error(transparent)]
    Memory(#[from] super::MemoryError),
}

/// Compares the tables, whose head is `head`, with what is remembered.
pub(crate) async fn examine(
    connection: &mut PgConnection,
    head: TreeHead,
    memory: &Memory,
) -> Result<Verdict, ExamineError> {
    let Some(signed) = memory.signed() else {
        return Ok(Verdict::GoesOn(Box::default()));
    };
    let (size, root) = (signed.size(), signed.root());
    if head.size >= size {
        let edge = edge_if_sound(connection, size).await?;
        if let Some(edge) = edge.filter(|edge| edge.root() == root) {
            return Ok(Verdict::GoesOn(Box::new(edge)));
        }
    } else if memory.written() >= size && is_beginning(connection, head, memory, (size, root)).await? {
        return Ok(Verdict::Behind(Refill::new(
            head.size + 1,
            memory.leaves(head.size, size)?,
        )));
    }
    Ok(Verdict::Differs(
        first_difference(connection, head.size, size, memory).await?,
    ))
}

/// Whether the tables are the beginning of what is remembered, and that is what was signed.
async fn is_beginning(
    connection: &mut PgConnection,
    head: TreeHead,
    memory: &Memory,
    (size, root): (u64, Hash),
) -> Result<bool, ExamineError> {
    let Some(edge) = edge_if_sound(connection, head.size).await? else {
        return Ok(false);
    };
    let mut remembered = Edge::default();
    while remembered.size() < size {
        let from = remembered.size();
        let stop = if from < head.size { head.size } else { size };
        remembered.extend(memory.leaves(from, stop.min(from + LEAVES_MAX))?);
        if remembered.size() == head.size && remembered.root() != edge.root() {
            return Ok(false);
        }
    }
    // The head of an empty ledger needs no comparison: it is the beginning of everything.
    Ok(head.root == Some(edge.root()) && remembered.root() == root)
}

/// The edge, unless what is stored of it is no edge of that size.
async fn edge_if_sound(connection: &mut PgConnection, size: u64) -> Result<Option<Edge>, sqlx::Error> {
    match edge_at(connection, size).await {
        Ok(edge) => Ok(Some(edge)),
        Err(sqlx::Error::Decode(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// The first place where the tables differ from what is remembered of the first `signed` entries.
async fn first_difference(
    connection: &mut PgConnection,
    head: u64,
    signed: u64,
    memory: &Memory,
) -> Result<Difference, ExamineError> {
    let known = signed.min(memory.written());
    let mut from = 0;
    while from < known {
        let expected = memory.leaves(from, known.min(from + LEAVES_MAX))?;
        let found = leaves_with_positions(connection, from, from + expected.len() as u64).await?;
        if let Some(position) = first_wrong(from, &expected, &found) {
            // Where the tables end is where they are behind, not where they are wrong; unless something is wrong before.
            return if position > head && known == signed {
                tree_difference(connection, head, memory).await
            } else {
                Ok(Difference::Entry { position, signed })
            };
        }
        from += expected.len() as u64;
    }
    if known < signed {
        let position = known + 1;
        return Ok(Difference::MemoryDamaged { position, signed });
    }
    tree_difference(connection, signed, memory).await
}

/// The first position at which there is another leaf than expected, or none.
fn first_wrong(from: u64, expected: &[Hash], found: &[(u64, Hash)]) -> Option<u64> {
    let mut found = found.iter();
    (from + 1..)
        .zip(expected)
        .find(|(position, leaf)| found.next() != Some(&(*position, **leaf)))
        .map(|(position, _)| position)
}

/// The first full tile over leaves that is not what they make it.
async fn tree_difference(
    connection: &mut PgConnection,
    size: u64,
    memory: &Memory,
) -> Result<Difference, ExamineError> {
    let width = u64::from(TILE_WIDTH);
    for index in 0..size / width {
        let first = index * width;
        let expected = memory.leaves(first, first + width)?;
        if tile_hashes(connection, index).await? != Some((expected.clone(), transparency::root_of(&expected)))
        {
            return Ok(Difference::Tree { position: first + 1 });
        }
    }
    // The leaves' own tiles are right: it is a higher one, or the head.
    let position = (size / width) * width + 1;
    Ok(Difference::Tree { position })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_wrong_position_is_that_of_another_leaf_or_of_a_hole() {
        let leaf = |n| Hash([n; 32]);
        let expected = [leaf(1), leaf(2), leaf(3)];
        let found = |positions: &[(u64, u8)]| -> Vec<_> {
            positions
                .iter()
                .map(|&(position, n)| (position, leaf(n)))
                .collect()
        };
        assert_eq!(
            first_wrong(10, &expected, &found(&[(11, 1), (12, 2), (13, 3)])),
            None
        );
        assert_eq!(
            first_wrong(10, &expected, &found(&[(11, 1), (12, 3), (13, 2)])),
            Some(12)
        );
        assert_eq!(first_wrong(10, &expected, &found(&[(11, 1), (13, 3)])), Some(12));
        assert_eq!(first_wrong(10, &expected, &found(&[(11, 1)])), Some(12));
    }
}
