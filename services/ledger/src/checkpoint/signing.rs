//! What is signed: only what goes on from what was signed last, in the tables and beside them.

use transparency::{Edge, Hash, SignedCheckpoint};

use super::signer::Signer;
use crate::memory::{Difference, ExamineError, Memory, MemoryError, Verdict};
use crate::store::{Kept, Signed};

/// Most leaf hashes read at once.
const LEAVES_MAX: u64 = 10_000;

/// Why nothing is signed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NotSigned {
    /// The tables cannot be read or written.
    #[error("the ledger's tables cannot be used")]
    Tables(#[from] sqlx::Error),
    /// What is remembered beside the database cannot be read or written.
    #[error("what is remembered beside the database cannot be used")]
    Memory(#[from] MemoryError),
    /// A note cannot be made or read.
    #[error("a checkpoint cannot be used")]
    Note(#[from] transparency::CheckpointError),
    /// The tables are an older state of what was signed.
    #[error(
        "the ledger was restored from an older state: positions {} to {signed} are signed and missing; {held} events that \
         came back wait for their place",
        found + 1
    )]
    Missing {
        /// Entries in the tables.
        found: u64,
        /// Entries that are signed.
        signed: u64,
        /// Events whose place is not reached.
        held: u64,
    },
    /// The tables are something else than what was signed.
    #[error(transparent)]
    Differs(#[from] Difference),
    /// A checkpoint in the tables is not over their entries.
    #[error("the ledger's first {size} entries are not those of its checkpoint in the tables")]
    Other {
        /// Its size.
        size: u64,
    },
    /// Head, tiles and entries do not fit each other.
    #[error("the ledger's {size} entries do not give the root that its head says")]
    Root {
        /// Entries in the tables.
        size: u64,
    },
}

impl From<ExamineError> for NotSigned {
    fn from(error: ExamineError) -> Self {
        match error {
            ExamineError::Tables(error) => error.into(),
            ExamineError::Memory(error) => error.into(),
        }
    }
}

/// The tree as far as it is signed.
pub(super) struct SoFar {
    edge: Edge,
    /// The newest checkpoint.
    newest: Option<SignedCheckpoint>,
}

impl SoFar {
    /// Number of entries that are signed.
    pub(super) fn size(&self) -> u64 {
        self.edge.size()
    }
}

impl Signer {
    /// What is signed, and whether the tables go on from there.
    pub(super) async fn so_far(&self) -> Result<SoFar, NotSigned> {
        self.store.forget_checkpoints_of_others(self.log.origin()).await?;
        let mut memory = self.keeper.open().await?;
        let (head, verdict) = self.store.examine(&memory).await?;
        let mut edge = match verdict {
            Verdict::GoesOn(edge) => *edge,
            Verdict::Behind(_) => {
                // What was signed stays signed, and is served while its entries come back.
                self.publish(&memory).await?;
                return Err(self.missing(head.size, memory.size()).await?);
            }
            Verdict::Differs(difference) => return Err(difference.into()),
        };
        if !memory.is_whole() {
            tracing::warn!(
                "the leaf hashes beside the database are damaged; writing them anew from the tables"
            );
            edge = Edge::default();
        }
        memory.forget_after(edge.size());
        let newest = self.newest(&memory, head.size).await?;
        Ok(SoFar { edge, newest })
    }

    /// The newest checkpoint, of those in the tables and the one beside them.
    async fn newest(&self, memory: &Memory, head: u64) -> Result<Option<SignedCheckpoint>, NotSigned> {
        let kept = self.store.newest_checkpoint().await?;
        let Some(kept) = kept.filter(|kept| kept.size >= memory.size()) else {
            self.publish(memory).await?;
            return Ok(memory.signed().cloned());
        };
        let signed = self.log.open(&kept.note)?;
        if signed.size() > head {
            return Err(self.missing(head, signed.size()).await?);
        }
        if self.store.root_at(signed.size()).await? != signed.root() {
            return Err(NotSigned::Other { size: signed.size() });
        }
        Ok(Some(signed))
    }

    async fn missing(&self, found: u64, signed: u64) -> Result<NotSigned, NotSigned> {
        let held = self.store.held().await?;
        Ok(NotSigned::Missing { found, signed, held })
    }

    /// Puts what is remembered back into the tables.
    async fn publish(&self, memory: &Memory) -> Result<(), NotSigned> {
        let Some(signed) = memory.signed() else {
            return Ok(());
        };
        if self.store.checkpoint_of(signed.size()).await?.is_none() {
            self.keep(signed).await?;
        }
        Ok(())
    }

    /// Signs where the ledger stands, if that is news. True when something was signed.
    pub(super) async fn advance(&self, so_far: &mut SoFar) -> Result<bool, NotSigned> {
        let head = self.store.tree_head().await?;
        // Without a root the writer is about to build the tree.
        let Some(root) = head.root else { return Ok(false) };
        if self.is_signed(so_far, head.size, root) {
            return Ok(false);
        }
        let mut memory = self.keeper.open().await?;
        self.grow(&mut so_far.edge, &mut memory, head.size, root).await?;
        memory.sync()?;
        let note = match &so_far.newest {
            Some(newest) if newest.size() == head.size => self.log.sign_again(newest)?,
            _ => self.log.sign(head.size, root)?,
        };
        let signed = self.log.open(&note.to_string())?;
        // First what is remembered, then what others can see: nobody has a checkpoint that could be forgotten here.
        memory.remember(signed.clone())?;
        self.keep(&signed).await?;
        so_far.newest = Some(signed);
        Ok(true)
    }

    fn is_signed(&self, so_far: &SoFar, size: u64, root: Hash) -> bool {
        let same = |newest: &SignedCheckpoint| {
            (newest.size(), newest.root()) == (size, root) && self.log.has_all_signatures(newest.note())
        };
        (so_far.edge.size(), so_far.edge.root()) == (size, root) && so_far.newest.as_ref().is_some_and(same)
    }

    async fn keep(&self, signed: &SignedCheckpoint) -> Result<(), NotSigned> {
        let kept = Kept {
            size: signed.size(),
            note: signed.to_string(),
            signed_at: self.clock.now(),
        };
        self.store.keep_checkpoint(&kept).await?;
        self.signatures.note(Some(Signed {
            size: kept.size,
            at: kept.signed_at,
        }));
        Ok(())
    }

    /// Appends to what was signed what the tables have since. So whatever is signed next goes on from what was signed last,
    /// and its root is computed, not believed.
    async fn grow(
        &self,
        edge: &mut Edge,
        memory: &mut Memory,
        size: u64,
        root: Hash,
    ) -> Result<(), NotSigned> {
        if size < edge.size() {
            return Err(self.missing(size, edge.size()).await?);
        }
        while edge.size() < size {
            let from = edge.size();
            let leaves = self.store.leaves(from, size.min(from + LEAVES_MAX)).await?;
            if leaves.is_empty() {
                return Err(NotSigned::Root { size });
            }
            memory.append(&leaves)?;
            edge.extend(leaves);
            self.is_consistent(edge, memory)?;
        }
        if edge.root() == root {
            Ok(())
        } else {
            Err(NotSigned::Root { size })
        }
    }

    /// While leaf hashes are written anew, they must lead to what was signed.
    fn is_consistent(&self, edge: &Edge, memory: &Memory) -> Result<(), NotSigned> {
        match memory.signed() {
            Some(signed) if signed.size() == edge.size() && signed.root() != edge.root() => {
                Err(NotSigned::Other { size: signed.size() })
            }
            _ => Ok(()),
        }
    }
}
