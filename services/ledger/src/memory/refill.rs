//! The order in which the missing entries of a restored ledger come back.

use transparency::Hash;

/// The leaf hashes of the entries that were signed and are missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refill {
    first: u64,
    leaves: Vec<Hash>,
}

impl Refill {
    /// The entries from position `first` on.
    pub(crate) fn new(first: u64, leaves: Vec<Hash>) -> Self {
        Self { first, leaves }
    }

    /// Position of the last of them.
    pub(crate) fn last(&self) -> u64 {
        (self.first + self.leaves.len() as u64).saturating_sub(1)
    }

    /// The leaf hashes that belong behind a position, at most `most` of them, in order; none when all are back.
    pub(crate) fn after(&self, position: u64, most: usize) -> &[Hash] {
        let next = (position + 1).saturating_sub(self.first);
        let start = usize::try_from(next).unwrap_or(usize::MAX).min(self.leaves.len());
        let end = start.saturating_add(most).min(self.leaves.len());
        &self.leaves[start..end]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_tells_what_belongs_behind_a_position_until_all_are_back() {
        let leaf = |n| Hash([n; 32]);
        let refill = Refill::new(5, vec![leaf(5), leaf(6), leaf(7)]);
        assert_eq!(refill.last(), 7);
        assert_eq!(refill.after(4, 2), [leaf(5), leaf(6)]);
        assert_eq!(refill.after(6, 2), [leaf(7)]);
        assert!(refill.after(7, 2).is_empty() && refill.after(100, 2).is_empty());
    }
}
