//! What is remembered of the ledger beside its database: the newest signed checkpoint, and the leaf hashes it covers.
//!
//! A database can be restored from a backup, be changed, or be another one altogether, and cannot say so itself. What was
//! signed is therefore also kept in a folder, outside the database: `leaves`, 32 bytes for each entry, written and synced
//! before the checkpoint that covers them is signed; and `checkpoint`, the newest signed note, replaced as a whole.
//! [`examine()`] compares the tables with it. When a restored ledger is only behind, [`Refill`] has the order in which its
//! missing entries come back.
//!
//! Only the process that writes the ledger opens the folder, and it locks it.

mod examine;
mod keeper;
mod refill;
#[cfg(test)]
mod tests;

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, FileExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use transparency::{HASH_BYTES, Hash, SignedCheckpoint};

use crate::checkpoint::Log;

pub(crate) use examine::{Difference, ExamineError, Verdict, examine};
pub(crate) use keeper::Keeper;
pub(crate) use refill::Refill;

const CHECKPOINT: &str = "checkpoint";
const LEAVES: &str = "leaves";

/// Bytes of a leaf hash in the file.
const LEAF: u64 = HASH_BYTES as u64;

/// The folder, locked.
#[derive(Debug)]
pub(crate) struct Memory {
    folder: PathBuf,
    leaves: File,
    /// Leaf hashes in the file that are known to belong to the ledger.
    written: u64,
    signed: Option<SignedCheckpoint>,
}

/// Why the folder cannot be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum MemoryError {
    /// It cannot be read or written.
    #[error("cannot {attempt} in {}", folder.display())]
    Files {
        /// What was attempted.
        attempt: &'static str,
        /// The folder.
        folder: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Another process has it.
    #[error("another process uses {}", .0.display())]
    InUse(PathBuf),
    /// Its checkpoint was not signed by this log.
    #[error("the checkpoint in {} is not one of this log: choose another folder, or move this one away", folder.display())]
    Foreign {
        /// The folder.
        folder: PathBuf,
        /// Why.
        source: transparency::CheckpointError,
    },
}

impl Memory {
    /// Opens a folder, and makes it when it is missing.
    pub(crate) fn open(folder: &Path, log: &Log) -> Result<Self, MemoryError> {
        let failed = |attempt| {
            move |source| MemoryError::Files {
                attempt,
                folder: folder.to_owned(),
                source,
            }
        };
        let mut builder = fs::DirBuilder::new();
        builder
            .recursive(true)
            .mode(0o700)
            .create(folder)
            .map_err(failed("make the folder"))?;
        let leaves = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(folder.join(LEAVES))
            .map_err(failed("open `leaves`"))?;
        match leaves.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(MemoryError::InUse(folder.to_owned())),
            Err(TryLockError::Error(source)) => return Err(failed("lock `leaves`")(source)),
        }
        let signed = read_checkpoint(folder, log)?;
        let there = leaves.metadata().map_err(failed("measure `leaves`"))?.len() / LEAF;
        // What lies beyond the checkpoint was never signed, and may be half written.
        let written = signed.as_ref().map_or(0, SignedCheckpoint::size).min(there);
        Ok(Self {
            folder: folder.to_owned(),
            leaves,
            written,
            signed,
        })
    }

    /// The newest checkpoint that is remembered.
    pub(crate) fn signed(&self) -> Option<&SignedCheckpoint> {
        self.signed.as_ref()
    }

    /// How many leaf hashes are there.
    pub(crate) fn written(&self) -> u64 {
        self.written
    }

    /// The leaf hashes of the entries after position `from` up to position `to`, as far as they are there.
    pub(crate) fn leaves(&self, from: u64, to: u64) -> Result<Vec<Hash>, MemoryError> {
        let to = to.min(self.written);
        let count = usize::try_from(to.saturating_sub(from)).unwrap_or_default();
        let mut bytes = vec![0; count * HASH_BYTES];
        self.leaves
            .read_exact_at(&mut bytes, from * LEAF)
            .map_err(|source| self.failed("read `leaves`", source))?;
        Ok(Hash::many(&bytes).unwrap_or_default())
    }

    /// Whether all leaf hashes of the newest checkpoint are there.
    pub(crate) fn is_whole(&self) -> bool {
        self.written >= self.size()
    }

    /// Forgets the leaf hashes behind the first `size`, because they are written anew.
    pub(crate) fn forget_after(&mut self, size: u64) {
        self.written = self.written.min(size);
    }

    /// Number of entries that the newest checkpoint covers; 0 without one.
    pub(crate) fn size(&self) -> u64 {
        self.signed.as_ref().map_or(0, SignedCheckpoint::size)
    }

    /// Writes the leaf hashes of the next entries.
    pub(crate) fn append(&mut self, leaves: &[Hash]) -> Result<(), MemoryError> {
        let bytes: Vec<u8> = leaves.iter().flat_map(|leaf| leaf.0).collect();
        self.leaves
            .write_all_at(&bytes, self.written * LEAF)
            .map_err(|source| self.failed("write `leaves`", source))?;
        self.written += leaves.len() as u64;
        Ok(())
    }

    /// Makes sure that the leaf hashes are on the disk, and nothing behind them.
    pub(crate) fn sync(&self) -> Result<(), MemoryError> {
        let synced = self
            .leaves
            .set_len(self.written * LEAF)
            .and_then(|()| self.leaves.sync_all());
        synced.map_err(|source| self.failed("sync `leaves`", source))
    }

    /// Remembers a checkpoint over the leaf hashes that are there.
    pub(crate) fn remember(&mut self, signed: SignedCheckpoint) -> Result<(), MemoryError> {
        replace(&self.folder, signed.to_string().as_bytes())
            .map_err(|source| self.failed("replace `checkpoint`", source))?;
        self.signed = Some(signed);
        Ok(())
    }

    fn failed(&self, attempt: &'static str, source: io::Error) -> MemoryError {
        MemoryError::Files {
            attempt,
            folder: self.folder.clone(),
            source,
        }
    }
}

fn read_checkpoint(folder: &Path, log: &Log) -> Result<Option<SignedCheckpoint>, MemoryError> {
    let note = match fs::read_to_string(folder.join(CHECKPOINT)) {
        Ok(note) => note,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(source) => {
            return Err(MemoryError::Files {
                attempt: "read `checkpoint`",
                folder: folder.to_owned(),
                source,
            });
        }
    };
    let signed = log.open(&note).map_err(|source| MemoryError::Foreign {
        folder: folder.to_owned(),
        source,
    })?;
    Ok(Some(signed))
}

/// Replaces the checkpoint: whatever happens, the old or the new one is there whole.
fn replace(folder: &Path, content: &[u8]) -> io::Result<()> {
    let fresh = folder.join("checkpoint.new");
    let mut file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&fresh)?;
    file.write_all(content)?;
    file.sync_all()?;
    fs::rename(&fresh, folder.join(CHECKPOINT))?;
    File::open(folder)?.sync_all()
}
