//! Signs checkpoints: when the ledger has grown, not too often, and at once when somebody asks.

use std::sync::Arc;
use std::time::Duration;

use eventing::Clock;
use runtime::fault::error_chain;
use tokio::time::Instant;
use transparency::{Edge, Hash};

use super::{Log, Signatures};
use crate::backoff::Backoff;
use crate::head::Head;
use crate::health::{Concern, Health};
use crate::store::{Kept, LedgerStore, Signed};

/// Most leaf hashes read at once.
const LEAVES_MAX: u64 = 10_000;

/// After how many checkpoints the table is pruned.
const PRUNE_EVERY: u32 = 100;

/// Signs as long as this process writes the ledger.
#[derive(Clone)]
pub(crate) struct Signer {
    pub(crate) store: LedgerStore,
    pub(crate) log: Arc<Log>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) head: Head,
    pub(crate) health: Health,
    pub(crate) signatures: Signatures,
    pub(crate) pause: Duration,
}

/// Why nothing is signed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NotSigned {
    /// The tables cannot be read or written.
    #[error("the ledger's tables cannot be used")]
    Tables(#[from] sqlx::Error),
    /// A note cannot be made or read.
    #[error("a checkpoint cannot be signed")]
    Note(#[from] transparency::CheckpointError),
    /// The tables have fewer entries than were signed.
    #[error("{signed} entries are signed and the ledger has {found}: positions {} to {signed} are missing", found + 1)]
    Missing {
        /// Entries in the tables.
        found: u64,
        /// Entries that are signed.
        signed: u64,
    },
    /// The tables have other entries than were signed.
    #[error("the ledger's first {size} entries are not those that were signed")]
    Other {
        /// Entries that are signed.
        size: u64,
    },
    /// Head, tiles and entries do not fit each other.
    #[error("the ledger's {size} entries do not give the root that its head says")]
    Root {
        /// Entries in the tables.
        size: u64,
    },
}

/// The tree as far as it is signed.
struct SoFar {
    edge: Edge,
    /// Whether all present keys have signed it.
    complete: bool,
    note: Option<Kept>,
}

impl Signer {
    /// Signs until it is dropped.
    pub(crate) async fn run(self) {
        let mut backoff = Backoff::default();
        loop {
            let Err(why) = self.sign_for_ever(&mut backoff).await;
            let what = error_chain(&why);
            if self.health.trouble(Concern::Signing, what.clone()) {
                tracing::error!(error = what, "the ledger signs no checkpoints");
            }
            backoff.pause().await;
        }
    }

    async fn sign_for_ever(&self, backoff: &mut Backoff) -> Result<std::convert::Infallible, NotSigned> {
        let mut so_far = self.so_far().await?;
        let mut signed = 0_u32;
        loop {
            let started = Instant::now();
            if self.advance(&mut so_far).await? {
                if signed.is_multiple_of(PRUNE_EVERY) {
                    self.store.prune_checkpoints().await?;
                }
                signed = signed.wrapping_add(1);
            }
            *backoff = Backoff::default();
            if self.health.well(&Concern::Signing) {
                tracing::info!("the ledger signs checkpoints again");
            }
            self.wait(so_far.edge.size(), started).await;
        }
    }

    /// What is signed, and whether the tables go on from there.
    async fn so_far(&self) -> Result<SoFar, NotSigned> {
        self.store.forget_checkpoints_of_others(self.log.origin()).await?;
        let Some(kept) = self.store.newest_checkpoint().await? else {
            return Ok(SoFar {
                edge: Edge::default(),
                complete: false,
                note: None,
            });
        };
        let signed = self.log.open(&kept.note)?;
        let head = self.store.tree_head().await?;
        if head.size < signed.size() {
            return Err(NotSigned::Missing {
                found: head.size,
                signed: signed.size(),
            });
        }
        let edge = self.store.edge_at(signed.size()).await?;
        if edge.root() != signed.root() {
            return Err(NotSigned::Other { size: signed.size() });
        }
        Ok(SoFar {
            edge,
            complete: self.log.has_all_signatures(signed.note()),
            note: Some(kept),
        })
    }

    /// Signs where the ledger stands, if that is news. True when something was signed.
    async fn advance(&self, so_far: &mut SoFar) -> Result<bool, NotSigned> {
        let head = self.store.tree_head().await?;
        // Without a root the writer is about to build the tree.
        let Some(root) = head.root else { return Ok(false) };
        if so_far.complete && head.size == so_far.edge.size() && root == so_far.edge.root() {
            return Ok(false);
        }
        self.grow(&mut so_far.edge, head.size, root).await?;
        let note = match &so_far.note {
            Some(kept) if kept.size == head.size => self.log.sign_again(&self.log.open(&kept.note)?)?,
            _ => self.log.sign(head.size, root)?,
        };
        let kept = Kept {
            size: head.size,
            note: note.to_string(),
            signed_at: self.clock.now(),
        };
        self.store.keep_checkpoint(&kept).await?;
        self.signatures.note(Some(Signed {
            size: kept.size,
            at: kept.signed_at,
        }));
        (so_far.complete, so_far.note) = (true, Some(kept));
        Ok(true)
    }

    /// Appends to what was signed what the tables have since. So whatever is signed next goes on from what was signed last,
    /// and its root is computed, not believed.
    async fn grow(&self, edge: &mut Edge, size: u64, root: Hash) -> Result<(), NotSigned> {
        if size < edge.size() {
            return Err(NotSigned::Missing {
                found: size,
                signed: edge.size(),
            });
        }
        while edge.size() < size {
            let to = size.min(edge.size() + LEAVES_MAX);
            let leaves = self.store.leaves(edge.size(), to).await?;
            edge.extend(leaves);
            if edge.size() != to {
                return Err(NotSigned::Root { size });
            }
        }
        if edge.root() == root {
            Ok(())
        } else {
            Err(NotSigned::Root { size })
        }
    }

    /// Waits until there is something to sign: at once when somebody asks, otherwise when the pause is over.
    async fn wait(&self, signed: u64, since: Instant) {
        let grown = async {
            tokio::time::sleep_until(since + self.pause).await;
            let mut head = self.head.watch();
            if head.wait_for(|newest| newest.position != signed).await.is_err() {
                std::future::pending::<()>().await;
            }
        };
        tokio::select! {
            () = self.signatures.demanded() => {}
            () = grown => {}
        }
    }
}
