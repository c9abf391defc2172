//! Checkpoints and proofs.

use contracts::ledger::v1::{
    AddCosignatureResponse, GetCheckpointResponse, GetVerifierKeysResponse, ProveConsistencyResponse,
    ProveInclusionResponse,
};
use contracts::options::v1::Audience;
use runtime::fault::{Fault, Kind};
use transparency::{CheckpointError, Hash, NoteError, Plan, Proof, leaf_hash};

use super::proof_request::{Consistency, Cosignature, Inclusion, too_small};
use super::request::Key;
use super::service::{Ledger, unknown_event};
use super::timestamp;
use crate::store::{Kept, Proven};

/// A tree to prove something in: its size, its root, and the checkpoint of that size, if one was signed.
struct Tree {
    size: u64,
    root: Hash,
    note: String,
}

impl Ledger {
    /// The newest checkpoint, of at least a size.
    pub(super) async fn checkpoint(&self, min_size: u64) -> Result<GetCheckpointResponse, Fault> {
        let kept = self.signed(min_size).await?;
        let root = self.root(&kept)?;
        Ok(GetCheckpointResponse {
            size: kept.size,
            root_hash: root.0.to_vec(),
            signed_at: Some(timestamp(kept.signed_at)),
            note: kept.note,
        })
    }

    /// The public keys.
    pub(super) fn verifier_keys(&self) -> GetVerifierKeysResponse {
        let texts = |keys: &[transparency::VerifierKey]| keys.iter().map(ToString::to_string).collect();
        GetVerifierKeysResponse {
            origin: self.log.origin().to_owned(),
            current: texts(&self.log.current()),
            former: texts(self.log.former()),
            witnesses: texts(self.log.witnesses()),
        }
    }

    /// The proof that an entry is in the ledger.
    pub(super) async fn inclusion(
        &self,
        wanted: Inclusion,
        audience: Audience,
    ) -> Result<ProveInclusionResponse, Fault> {
        let found = match &wanted.key {
            Key::Position(position) => self.store.bytes_at(*position, audience).await?,
            Key::EventId(id) => self.store.bytes_of(id, audience).await?,
        };
        let Proven { position, entry } = found.ok_or_else(|| unknown_event(&wanted.key))?;
        let tree = match wanted.size {
            Some(size) if size < position => {
                return Err(Fault::invalid(vec![too_small(size, position)]));
            }
            Some(size) => self.tree_of(size).await?,
            None => self.newest_tree(position).await?,
        };
        let index = position - 1;
        let plan = Plan::inclusion(index, tree.size).map_err(|error| damaged(&error))?;
        let proof = self.store.prove(&plan).await?;
        // What is handed out is checked first: a proof that does not hold says that the tables were changed.
        proof
            .verify_inclusion(index, tree.size, leaf_hash(&entry), tree.root)
            .map_err(|error| damaged(&error))?;
        Ok(ProveInclusionResponse {
            leaf_index: index,
            tree_size: tree.size,
            hashes: bytes(&proof),
            entry,
            root_hash: tree.root.0.to_vec(),
            checkpoint: tree.note,
        })
    }

    /// The proof that the ledger has only grown.
    pub(super) async fn consistency(&self, wanted: Consistency) -> Result<ProveConsistencyResponse, Fault> {
        let old = wanted.old;
        let new = match wanted.new {
            Some(size) => self.tree_of(size).await?,
            None => self.newest_tree(old).await?,
        };
        let old_root = self.store.root_at(old).await?;
        let plan = Plan::consistency(old, new.size).map_err(|error| damaged(&error))?;
        let proof = self.store.prove(&plan).await?;
        proof
            .verify_consistency((old, old_root), (new.size, new.root))
            .map_err(|error| damaged(&error))?;
        Ok(ProveConsistencyResponse {
            old_size: old,
            new_size: new.size,
            hashes: bytes(&proof),
            old_root_hash: old_root.0.to_vec(),
            new_root_hash: new.root.0.to_vec(),
            checkpoint: new.note,
        })
    }

    /// Takes a witness's cosignature.
    pub(super) async fn cosign(&self, handed_in: Cosignature) -> Result<AddCosignatureResponse, Fault> {
        let Cosignature { size, line } = handed_in;
        self.log.knows_witness(&line).map_err(|_| {
            let what = format!(
                "{} is no witness of this ledger, or signs with another key",
                line.name()
            );
            Fault::new("WITNESS_UNKNOWN", Kind::Forbidden, what)
        })?;
        let note = self
            .store
            .change_checkpoint(size, |note| {
                self.log.cosign(note, line).map_err(NotTaken::Cosignature)
            })
            .await?;
        let note = note.ok_or_else(|| {
            let what = format!("the ledger has no checkpoint of size {size}");
            Fault::not_found("CHECKPOINT_UNKNOWN", what)
        })?;
        Ok(AddCosignatureResponse { note })
    }

    /// The newest checkpoint, of at least a size that the ledger has reached.
    async fn signed(&self, size: u64) -> Result<Kept, Fault> {
        if let Some(kept) = self.store.newest_checkpoint().await?
            && kept.size >= size
        {
            return Ok(kept);
        }
        self.reaches(size).await?;
        self.signatures.at_least(&self.store, size).await
    }

    /// The tree of the newest checkpoint that covers a position.
    async fn newest_tree(&self, position: u64) -> Result<Tree, Fault> {
        let kept = self.signed(position).await?;
        self.reaches(kept.size).await?;
        Ok(Tree {
            size: kept.size,
            root: self.root(&kept)?,
            note: kept.note,
        })
    }

    /// The tree of a size.
    async fn tree_of(&self, size: u64) -> Result<Tree, Fault> {
        self.reaches(size).await?;
        if let Some(kept) = self.store.checkpoint_of(size).await? {
            let root = self.root(&kept)?;
            return Ok(Tree {
                size,
                root,
                note: kept.note,
            });
        }
        Ok(Tree {
            size,
            root: self.store.root_at(size).await?,
            note: String::new(),
        })
    }

    async fn reaches(&self, size: u64) -> Result<(), Fault> {
        let head = self.store.tree_head().await?.size;
        if size <= head {
            return Ok(());
        }
        let what = format!("the ledger has {head} entries, fewer than {size}");
        Err(Fault::new("LEDGER_SMALLER", Kind::WrongState, what))
    }

    fn root(&self, kept: &Kept) -> Result<Hash, Fault> {
        let opened = self.log.open(&kept.note).map_err(|error| damaged(&error))?;
        if opened.size() == kept.size {
            Ok(opened.root())
        } else {
            Err(damaged(&CheckpointError::Size))
        }
    }
}

/// Why a cosignature is not taken.
enum NotTaken {
    Tables(sqlx::Error),
    Cosignature(CheckpointError),
}

impl From<sqlx::Error> for NotTaken {
    fn from(error: sqlx::Error) -> Self {
        Self::Tables(error)
    }
}

impl From<NotTaken> for Fault {
    fn from(why: NotTaken) -> Self {
        match why {
            NotTaken::Tables(error) => error.into(),
            NotTaken::Cosignature(CheckpointError::Note(
                error @ (NoteError::Forged(_) | NoteError::TooMany),
            )) => Self::new("COSIGNATURE_INVALID", Kind::Invalid, error.to_string()),
            NotTaken::Cosignature(error) => damaged(&error),
        }
    }
}

/// The tables contradict themselves or what was signed.
fn damaged(error: &(dyn std::error::Error + 'static)) -> Fault {
    tracing::error!(error = %runtime::fault::error_chain(error), "the ledger's tables do not hold what they should");
    Fault::new(
        "LEDGER_DAMAGED",
        Kind::Internal,
        "the ledger's tables do not hold what they should; the operator must look at them",
    )
}

fn bytes(proof: &Proof) -> Vec<Vec<u8>> {
    proof.hashes().iter().map(|hash| hash.0.to_vec()).collect()
}
