//! Receipts: the proof that an entry is in a log, in one file (`c2sp.org/tlog-proof`).

use std::fmt;
use std::str;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::checkpoint::{CheckpointError, SignedCheckpoint};
use crate::decimal;
use crate::hash::Hash;
use crate::key::VerifierKey;
use crate::note::{Note, NoteError};
use crate::proof::{Proof, ProofError};

/// First line of every receipt.
const HEADER: &str = "c2sp.org/tlog-proof@v1";

/// Longest receipt in bytes: the longest entry in base64, a proof and a checkpoint are far below it.
const MAX_RECEIPT_BYTES: usize = 1024 * 1024;

/// Most hashes of a proof: a tree of 2^64 leaves.
const MAX_HASHES: usize = 64;

/// The proof that an entry is in a log. Nothing in it may be believed before [`Receipt::verify`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// What whoever made the receipt added, such as the entry itself. It is not proven by being here.
    pub extra: Option<Vec<u8>>,
    /// Index of the entry in the log, from 0.
    pub index: u64,
    /// From the entry to the checkpoint's root.
    pub proof: Proof,
    /// The checkpoint, signed.
    pub checkpoint: Note,
}

/// What was to be a receipt is none, or does not prove what it should.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReceiptError {
    /// Longer than 1 MB.
    #[error("expected at most 1048576 bytes")]
    TooLong,
    /// The first line is another one.
    #[error("expected {HEADER} as the first line")]
    Header,
    /// What was added is no base64.
    #[error("expected base64 after extra")]
    Extra,
    /// No line with the index.
    #[error("expected index and a plain decimal number")]
    Index,
    /// A line of the proof is no hash, or there are more than 64.
    #[error("expected at most 64 hashes in base64, then an empty line")]
    Hashes,
    /// The checkpoint is none, or is not signed by whoever is trusted.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    /// The entry is not proven to be in the log.
    #[error(transparent)]
    Proof(#[from] ProofError),
}

impl Receipt {
    /// Reads a receipt.
    ///
    /// # Errors
    /// The bytes are none.
    pub fn parse(bytes: &[u8]) -> Result<Self, ReceiptError> {
        if bytes.len() > MAX_RECEIPT_BYTES {
            return Err(ReceiptError::TooLong);
        }
        let text = str::from_utf8(bytes).map_err(|_| ReceiptError::Header)?;
        let rest = text
            .strip_prefix(HEADER)
            .and_then(|rest| rest.strip_prefix('\n'))
            .ok_or(ReceiptError::Header)?;
        let (extra, rest) = parse_extra(rest)?;
        let (index, rest) = parse_index(rest)?;
        let (proof, rest) = parse_proof(rest)?;
        let checkpoint = Note::parse(rest.as_bytes()).map_err(CheckpointError::from)?;
        Ok(Self {
            extra,
            index,
            proof,
            checkpoint,
        })
    }

    /// Proves that the entry with this leaf hash is in the log, at [`Receipt::index`], as one of these keys has signed.
    ///
    /// # Errors
    /// It does not.
    pub fn verify(&self, leaf: Hash, keys: &[VerifierKey]) -> Result<SignedCheckpoint, ReceiptError> {
        let checkpoint = SignedCheckpoint::of_note(self.checkpoint.clone(), keys)?;
        self.proof
            .verify_inclusion(self.index, checkpoint.size(), leaf, checkpoint.root())?;
        Ok(checkpoint)
    }
}

impl fmt::Display for Receipt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{HEADER}")?;
        if let Some(extra) = &self.extra {
            writeln!(f, "extra {}", STANDARD.encode(extra))?;
        }
        writeln!(f, "index {}", self.index)?;
        for hash in self.proof.hashes() {
            writeln!(f, "{hash}")?;
        }
        write!(f, "\n{}", self.checkpoint)
    }
}

impl From<NoteError> for ReceiptError {
    fn from(error: NoteError) -> Self {
        Self::Checkpoint(error.into())
    }
}

fn parse_extra(text: &str) -> Result<(Option<Vec<u8>>, &str), ReceiptError> {
    let Some(rest) = text.strip_prefix("extra ") else {
        return Ok((None, text));
    };
    let (line, rest) = rest.split_once('\n').ok_or(ReceiptError::Extra)?;
    let extra = STANDARD.decode(line).map_err(|_| ReceiptError::Extra)?;
    Ok((Some(extra), rest))
}

fn parse_index(text: &str) -> Result<(u64, &str), ReceiptError> {
    let (line, rest) = text
        .strip_prefix("index ")
        .and_then(|rest| rest.split_once('\n'))
        .ok_or(ReceiptError::Index)?;
    let index = decimal::parse(line).ok_or(ReceiptError::Index)?;
    Ok((index, rest))
}

fn parse_proof(text: &str) -> Result<(Proof, &str), ReceiptError> {
    let mut hashes = Vec::new();
    let mut rest = text;
    loop {
        let (line, after) = rest.split_once('\n').ok_or(ReceiptError::Hashes)?;
        rest = after;
        if line.is_empty() {
            return Ok((Proof::new(hashes), rest));
        }
        if hashes.len() == MAX_HASHES {
            return Err(ReceiptError::Hashes);
        }
        hashes.push(line.parse().map_err(|_| ReceiptError::Hashes)?);
    }
}
