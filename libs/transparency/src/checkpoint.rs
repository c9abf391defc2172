//! Checkpoints: where a log stands, signed (`c2sp.org/tlog-checkpoint`).

use std::fmt;
use std::str::FromStr;

use crate::decimal;
use crate::hash::{EMPTY_ROOT, Hash};
use crate::key::{KeyKind, SigningKey, VerifierKey, is_name};
use crate::note::{Note, NoteError, SignatureLine};

/// Where a log stands. Its text has three lines: the log's name, the number of entries, the root of their tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    origin: String,
    size: u64,
    root: Hash,
}

/// What was to be a checkpoint is none, or not one of the log in question.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointError {
    /// Not exactly three lines.
    #[error("expected three lines: origin, size and root")]
    Lines,
    /// The first line is no name of a log.
    #[error("expected an origin of 1 to 255 bytes without spaces and +")]
    Origin,
    /// The second line is no number, or has leading zeros.
    #[error("expected the size as a plain decimal number")]
    Size,
    /// The third line is no hash, or not the empty root for a log without entries.
    #[error("expected the root as the base64 of 32 bytes")]
    Root,
    /// It is no signed note, or a signature on it does not hold.
    #[error(transparent)]
    Note(#[from] NoteError),
    /// It is signed, but not by a key of the log it names.
    #[error("the checkpoint of {0} is not signed by a trusted key of that log")]
    NotItsLog(String),
}

impl Checkpoint {
    /// What a log states about itself.
    ///
    /// # Errors
    /// The origin is no name, or the root of an empty log is not the empty root.
    pub fn new(origin: &str, size: u64, root: Hash) -> Result<Self, CheckpointError> {
        if !is_name(origin) {
            return Err(CheckpointError::Origin);
        }
        if size == 0 && root != EMPTY_ROOT {
            return Err(CheckpointError::Root);
        }
        Ok(Self {
            origin: origin.to_owned(),
            size,
            root,
        })
    }

    /// Name of the log.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Number of entries.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Root of the tree over them.
    pub fn root(&self) -> Hash {
        self.root
    }

    /// The signed note that says so. The first key is the current one, further ones sign too while keys are changed.
    ///
    /// # Errors
    /// There are more than 64 keys.
    pub fn sign(&self, keys: &[&SigningKey]) -> Result<Note, NoteError> {
        let mut note = Note::of_lines(self.to_string());
        keys.iter().try_for_each(|key| note.sign(key, 0))?;
        Ok(note)
    }
}

impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}\n{}\n{}", self.origin, self.size, self.root)
    }
}

impl FromStr for Checkpoint {
    type Err = CheckpointError;

    /// Reads the text of the note. Further lines, which the standard allows and advises against, are refused.
    fn from_str(text: &str) -> Result<Self, CheckpointError> {
        let lines = text.strip_suffix('\n').ok_or(CheckpointError::Lines)?;
        let lines: Vec<_> = lines.split('\n').collect();
        let [origin, size, root] = lines[..] else {
            return Err(CheckpointError::Lines);
        };
        let size = decimal::parse(size).ok_or(CheckpointError::Size)?;
        let root = root.parse().map_err(|_| CheckpointError::Root)?;
        Self::new(origin, size, root)
    }
}

/// A checkpoint that carries the signature of its log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedCheckpoint {
    checkpoint: Checkpoint,
    note: Note,
}

/// A witness's statement that it saw the log only grow up to here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cosigned {
    /// The witness.
    pub witness: String,
    /// When, in seconds since 1970.
    pub time: u64,
}

impl SignedCheckpoint {
    /// Reads a checkpoint that one of these logs' keys has signed. A key counts only for the log of its own name.
    ///
    /// # Errors
    /// It is no checkpoint, no key of its log has signed it, or a signature by one of these keys does not hold.
    pub fn open(bytes: &[u8], keys: &[VerifierKey]) -> Result<Self, CheckpointError> {
        Self::of_note(Note::parse(bytes)?, keys)
    }

    /// As [`SignedCheckpoint::open`], from a note.
    ///
    /// # Errors
    /// As there.
    pub fn of_note(note: Note, keys: &[VerifierKey]) -> Result<Self, CheckpointError> {
        let verified = note.verify(keys)?;
        let checkpoint: Checkpoint = note.text().parse()?;
        let by_its_log = verified.iter().any(|signature| {
            signature.key.kind() == KeyKind::Log && signature.key.name() == checkpoint.origin
        });
        if !by_its_log {
            return Err(CheckpointError::NotItsLog(checkpoint.origin));
        }
        Ok(Self { checkpoint, note })
    }

    /// What is signed.
    pub fn checkpoint(&self) -> &Checkpoint {
        &self.checkpoint
    }

    /// Number of entries.
    pub fn size(&self) -> u64 {
        self.checkpoint.size
    }

    /// Root of the tree over them.
    pub fn root(&self) -> Hash {
        self.checkpoint.root
    }

    /// The note with all its signatures.
    pub fn note(&self) -> &Note {
        &self.note
    }

    /// Adds a witness's signature line, if it holds. Gives its time, in seconds since 1970.
    ///
    /// # Errors
    /// The line is of none of these witnesses, does not hold, or there are too many.
    pub fn cosign(&mut self, line: SignatureLine, witnesses: &[VerifierKey]) -> Result<u64, NoteError> {
        let witness = witnesses
            .iter()
            .filter(|key| key.kind() == KeyKind::Witness)
            .find(|key| line.is_of(key))
            .ok_or(NoteError::Untrusted)?;
        let time = line
            .cosigned_at(self.note.text(), witness)
            .ok_or_else(|| NoteError::Forged(line.name().to_owned()))?;
        self.note.add(line)?;
        Ok(time)
    }

    /// The statements of these witnesses that it carries. Signatures of others are passed over.
    ///
    /// # Errors
    /// A signature in the name of one of these witnesses does not hold.
    pub fn cosignatures(&self, witnesses: &[VerifierKey]) -> Result<Vec<Cosigned>, NoteError> {
        let verified = match self.note.verify(witnesses) {
            Err(NoteError::Untrusted) => Vec::new(),
            other => other?,
        };
        let cosigned = verified.into_iter().filter_map(|signature| {
            let time = signature.time?;
            let witness = signature.key.name().to_owned();
            Some(Cosigned { witness, time })
        });
        Ok(cosigned.collect())
    }
}

impl fmt::Display for SignedCheckpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.note.fmt(f)
    }
}
