//! Checkpoints and receipts as files of the auditor.

use std::{fs, path::Path};

use transparency::{SignedCheckpoint, VerifierKey};

use crate::failure::{Failure, Note};

/// Opens a checkpoint that the auditor kept. It must be signed by a key that is trusted, like any other.
pub(super) fn checkpoint(file: &Path, keys: &[VerifierKey]) -> Result<SignedCheckpoint, Failure> {
    let bytes = fs::read(file).map_err(|error| Failure::file(file, error))?;
    SignedCheckpoint::open(&bytes, keys).map_err(|error| {
        Failure::Local(
            Note::new("checkpoint-refused")
                .with("place", file.display())
                .with("error", error),
        )
    })
}

/// Writes a file, whole or not at all.
pub(super) fn write(file: &Path, text: &str) -> Result<(), Failure> {
    let mut name = file.as_os_str().to_owned();
    name.push(".new");
    let unfinished = Path::new(&name);
    fs::write(unfinished, text)
        .and_then(|()| fs::rename(unfinished, file))
        .map_err(|error| Failure::file(file, error))
}
