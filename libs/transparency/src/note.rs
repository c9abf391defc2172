//! Signed notes: a text and signatures under it (`c2sp.org/signed-note`).

use std::fmt;
use std::str;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::key::{KeyKind, SigningKey, VerifierKey, is_name};

/// Longest note in bytes, the signatures included.
const MAX_NOTE_BYTES: usize = 64 * 1024;

/// Most signatures of a note.
const MAX_SIGNATURES: usize = 64;

/// What a signature line begins with.
const DASH: &str = "\u{2014} ";

/// A text with signatures under it. Nothing in it may be believed before [`Note::verify`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    text: String,
    signatures: Vec<SignatureLine>,
}

/// One signature as it stands in a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignatureLine {
    name: String,
    key_id: u32,
    bytes: Vec<u8>,
}

/// A signature that a key was found for, and that holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// The key.
    pub key: VerifierKey,
    /// When a witness signed, in seconds since 1970; a log does not say.
    pub time: Option<u64>,
}

/// What was to be a signed note is none, or is not signed by anyone who is trusted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    /// Longer than 64 KB.
    #[error("expected at most 65536 bytes")]
    TooLong,
    /// Not UTF-8, or with control characters.
    #[error("expected UTF-8 without control characters")]
    Text,
    /// The text does not end with a line break, or no empty line stands before the signatures.
    #[error("expected a text, an empty line and signature lines, each ending with a line break")]
    Form,
    /// A line that is no signature.
    #[error("expected a signature as an em dash, a name and base64, separated by spaces")]
    Signature,
    /// More than 64 signatures.
    #[error("expected at most 64 signatures")]
    TooMany,
    /// A signature in the name of a known key does not hold.
    #[error("the signature of {0} does not hold")]
    Forged(String),
    /// None of the signatures is of a known key.
    #[error("none of the signatures is by a key that is trusted")]
    Untrusted,
}

impl Note {
    /// A text without signatures yet.
    ///
    /// # Errors
    /// The text has control characters or does not end with a line break.
    pub fn new(text: impl Into<String>) -> Result<Self, NoteError> {
        let text = text.into();
        check_characters(&text)?;
        if !text.ends_with('\n') {
            return Err(NoteError::Form);
        }
        Ok(Self {
            text,
            signatures: Vec::new(),
        })
    }

    /// Reads a note with at least one signature.
    ///
    /// # Errors
    /// The bytes are no signed note.
    pub fn parse(bytes: &[u8]) -> Result<Self, NoteError> {
        if bytes.len() > MAX_NOTE_BYTES {
            return Err(NoteError::TooLong);
        }
        let whole = str::from_utf8(bytes).map_err(|_| NoteError::Text)?;
        let end_of_text = whole.rfind("\n\n").ok_or(NoteError::Form)? + 1;
        let mut note = Self::new(&whole[..end_of_text])?;
        let lines = whole[end_of_text + 1..]
            .strip_suffix('\n')
            .ok_or(NoteError::Form)?;
        for line in lines.split('\n') {
            note.add(SignatureLine::parse(line)?)?;
        }
        Ok(note)
    }

    /// The text that is signed, with its last line break.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The signatures, whether they hold or not.
    pub fn signatures(&self) -> &[SignatureLine] {
        &self.signatures
    }

    /// Adds a signature that somebody else made; one by the same key that is there already gives way.
    ///
    /// # Errors
    /// There are too many.
    pub fn add(&mut self, signature: SignatureLine) -> Result<(), NoteError> {
        self.signatures
            .retain(|there| (&there.name, there.key_id) != (&signature.name, signature.key_id));
        if self.signatures.len() == MAX_SIGNATURES {
            return Err(NoteError::TooMany);
        }
        self.signatures.push(signature);
        Ok(())
    }

    /// Signs the text; `time`, in seconds since 1970, is only told by a witness.
    ///
    /// # Errors
    /// There are too many signatures.
    pub fn sign(&mut self, key: &SigningKey, time: u64) -> Result<(), NoteError> {
        let verifier = key.verifier();
        self.add(SignatureLine {
            name: verifier.name().to_owned(),
            key_id: verifier.id(),
            bytes: key.sign(&self.text, time),
        })
    }

    /// A text that is known to be one.
    pub(crate) fn of_lines(text: String) -> Self {
        Self {
            text,
            signatures: Vec::new(),
        }
    }

    /// The signatures by these keys, all of which hold. Signatures by other keys are passed over: so keys and witnesses
    /// can be added to a log that old readers still read.
    ///
    /// # Errors
    /// One of these keys is named and its signature does not hold, or none is named.
    pub fn verify(&self, keys: &[VerifierKey]) -> Result<Vec<Verified>, NoteError> {
        let mut verified = Vec::new();
        for line in &self.signatures {
            let Some(key) = keys.iter().find(|key| line.is_of(key)) else {
                continue;
            };
            let time = key
                .check(&self.text, &line.bytes)
                .ok_or_else(|| NoteError::Forged(line.name.clone()))?;
            verified.push(Verified {
                key: key.clone(),
                time,
            });
        }
        if verified.is_empty() {
            return Err(NoteError::Untrusted);
        }
        Ok(verified)
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.text)?;
        self.signatures.iter().try_for_each(|line| writeln!(f, "{line}"))
    }
}

impl SignatureLine {
    /// Reads a line, without its line break.
    ///
    /// # Errors
    /// It is no signature line.
    pub fn parse(line: &str) -> Result<Self, NoteError> {
        let rest = line.strip_prefix(DASH).ok_or(NoteError::Signature)?;
        let (name, signature) = rest.split_once(' ').ok_or(NoteError::Signature)?;
        let bytes = STANDARD.decode(signature).map_err(|_| NoteError::Signature)?;
        let (key_id, bytes) = bytes.split_first_chunk().ok_or(NoteError::Signature)?;
        if !is_name(name) || bytes.is_empty() {
            return Err(NoteError::Signature);
        }
        Ok(Self {
            name: name.to_owned(),
            key_id: u32::from_be_bytes(*key_id),
            bytes: bytes.to_vec(),
        })
    }

    /// Whose signature it claims to be.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Which key of theirs it names.
    pub fn key_id(&self) -> u32 {
        self.key_id
    }

    /// Whether it names this key.
    pub fn is_of(&self, key: &VerifierKey) -> bool {
        self.name == key.name() && self.key_id == key.id()
    }

    /// Whether it is a signature over `text` by this witness, and from when, in seconds since 1970.
    pub fn cosigned_at(&self, text: &str, witness: &VerifierKey) -> Option<u64> {
        (witness.kind() == KeyKind::Witness && self.is_of(witness))
            .then(|| witness.check(text, &self.bytes))
            .flatten()
            .flatten()
    }
}

impl fmt::Display for SignatureLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = [&self.key_id.to_be_bytes()[..], &self.bytes].concat();
        write!(f, "{DASH}{} {}", self.name, STANDARD.encode(bytes))
    }
}

fn check_characters(text: &str) -> Result<(), NoteError> {
    let wrong = |byte: u8| byte < b' ' && byte != b'\n';
    if text.bytes().any(wrong) {
        return Err(NoteError::Text);
    }
    Ok(())
}
