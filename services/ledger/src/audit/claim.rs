//! Roots that were stated of the ledger at some size, to be compared with what its entries give.

use std::collections::BTreeMap;
use std::fmt;

use transparency::{Checkpoint, Hash};

use super::{Finding, Wrong};

/// Who stated a root.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Claimant {
    /// The hub's database, in its head: not signed.
    Head,
    /// The hub, in a signed checkpoint that it keeps or serves.
    Hub,
    /// The hub, in the signed checkpoint that it remembers outside its database.
    Memory,
    /// The hub, in a signed checkpoint that the auditor kept.
    Auditor,
}

impl Claimant {
    /// A stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Head => "HEAD",
            Self::Hub => "HUB",
            Self::Memory => "MEMORY",
            Self::Auditor => "AUDITOR",
        }
    }

    /// Whether it is signed, and so says where the ledger was right.
    fn is_signed(self) -> bool {
        self != Self::Head
    }
}

impl fmt::Display for Claimant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// That a ledger of some size has this root.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Claim {
    /// Who stated it.
    pub claimant: Claimant,
    /// Number of entries.
    pub size: u64,
    /// Root over them.
    pub root: Hash,
}

impl Claim {
    /// What a checkpoint states.
    pub fn of(claimant: Claimant, checkpoint: &Checkpoint) -> Self {
        Self {
            claimant,
            size: checkpoint.size(),
            root: checkpoint.root(),
        }
    }
}

/// Claims that wait for the ledger to get to their size, and up to where it is confirmed.
#[derive(Debug, Default)]
pub(super) struct Claims {
    waiting: BTreeMap<u64, Vec<Claim>>,
    /// Up to here signed roots agree.
    pub(super) signed: u64,
    /// Up to here also what is kept unsigned agrees with the entries.
    pub(super) vouched: u64,
}

impl Claims {
    /// With everything up to `size` confirmed by a signed root.
    pub(super) fn confirmed(size: u64) -> Self {
        Self {
            waiting: BTreeMap::new(),
            signed: size,
            vouched: size,
        }
    }

    pub(super) fn add(&mut self, claim: Claim) {
        self.waiting.entry(claim.size).or_default().push(claim);
    }

    /// The next size at which a root is needed, up to `last`.
    pub(super) fn next(&self, last: u64) -> Option<u64> {
        self.waiting
            .first_key_value()
            .map(|(size, _)| *size)
            .filter(|size| *size <= last)
    }

    /// Compares what was stated of this size. What came before a signed root that agrees is right.
    pub(super) fn compare(&mut self, size: u64, root: Hash) -> Vec<Finding> {
        let claims = self.waiting.remove(&size).unwrap_or_default();
        let (right, wrong): (Vec<_>, Vec<_>) = claims.into_iter().partition(|claim| claim.root == root);
        if right.iter().any(|claim| claim.claimant.is_signed()) {
            self.signed = self.signed.max(size);
        }
        wrong.iter().map(|claim| self.differs(claim, root)).collect()
    }

    fn differs(&self, claim: &Claim, proven: Hash) -> Finding {
        let right_up_to = if claim.claimant.is_signed() {
            self.signed
        } else {
            self.right_up_to()
        };
        let what = Wrong::Root {
            claimant: claim.claimant,
            size: claim.size,
            found: claim.root,
            proven,
        };
        Finding::among((right_up_to + 1).min(claim.size), claim.size, what)
    }

    /// Up to which position a signed root, or hashes that are kept apart from the entries, say that they are right.
    pub(super) fn right_up_to(&self) -> u64 {
        self.vouched.max(self.signed)
    }

    /// What was stated of more entries than there are.
    pub(super) fn beyond(&self, entries: u64) -> Vec<Finding> {
        let claims = self
            .waiting
            .values()
            .flatten()
            .filter(|claim| claim.claimant.is_signed());
        let finding = |claim: &Claim| {
            let what = Wrong::CheckpointBeyond {
                claimant: claim.claimant,
                size: claim.size,
                entries,
            };
            Finding::at(entries + 1, what)
        };
        claims.map(finding).collect()
    }
}
