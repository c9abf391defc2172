//! What the hub remembers beside its database: the leaf hashes of the entries it has signed, and its newest checkpoint.

use std::fs::{self, File};
use std::io;
use std::os::unix::fs::FileExt;
use std::path::Path;

use transparency::{HASH_BYTES, Hash};

/// What the hub remembers beside its database, as far as it has signed it.
#[derive(Debug)]
pub struct Remembered {
    leaves: File,
    checkpoint: String,
    /// Entries whose hashes are remembered.
    size: u64,
}

impl Remembered {
    /// Opens the folder; `None` when the hub has not signed anything yet.
    ///
    /// # Errors
    /// It is there and cannot be read.
    pub fn open(folder: &Path) -> io::Result<Option<Self>> {
        let checkpoint = match fs::read_to_string(folder.join("checkpoint")) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            other => other?,
        };
        let leaves = File::open(folder.join("leaves"))?;
        let kept = leaves.metadata()?.len() / HASH_BYTES as u64;
        // Nothing in a note may be believed before its signature; here it only says how much of the file counts.
        let signed = checkpoint
            .lines()
            .nth(1)
            .and_then(|size| size.parse().ok())
            .unwrap_or(0);
        Ok(Some(Self {
            leaves,
            checkpoint,
            size: kept.min(signed),
        }))
    }

    /// Its newest checkpoint, a signed note.
    pub fn checkpoint(&self) -> &str {
        &self.checkpoint
    }

    /// The hashes of these positions, as far as they are remembered.
    pub(super) fn leaves(&self, first: u64, last: u64) -> io::Result<Vec<Hash>> {
        let last = last.min(self.size);
        let count = usize::try_from((last + 1).saturating_sub(first)).unwrap_or_default();
        let mut bytes = vec![0; count * HASH_BYTES];
        self.leaves
            .read_exact_at(&mut bytes, (first - 1) * HASH_BYTES as u64)?;
        Hash::many(&bytes).map_err(io::Error::other)
    }
}
