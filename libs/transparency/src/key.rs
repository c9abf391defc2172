//! Keys of logs and witnesses, in the text forms of `c2sp.org/signed-note`.

use std::fmt;
use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signature, Signer, VerifyingKey};
use sha2::{Digest, Sha256};

/// Longest name of a key in bytes; names are host and path.
const MAX_NAME_BYTES: usize = 255;

/// What a private key's text begins with, so that nobody takes it for a public one.
const PRIVATE: &str = "PRIVATE+KEY+";

/// What a key signs, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KeyKind {
    /// The text of the note, with Ed25519: what a log does (type 1).
    Log,
    /// The text of the note with the time it was seen, with Ed25519: what a witness does (type 4, `cosignature/v1`).
    Witness,
}

/// A key that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// The text is not `<name>+<id>+<base64>`.
    #[error("expected a key as <name>+<8 hexadecimal digits>+<base64>")]
    Form,
    /// The name is empty, too long, or has spaces, control characters or a plus.
    #[error("expected a name of 1 to 255 bytes without spaces and +")]
    Name,
    /// A kind of key that is not known here.
    #[error("expected a key of type 1 (Ed25519) or 4 (cosignature/v1), found type {0}")]
    Kind(u8),
    /// The id is not that of the key.
    #[error("the key's id does not fit its name and content")]
    Id,
    /// The bytes are no Ed25519 key.
    #[error("the bytes are no Ed25519 key")]
    Bytes,
    /// A public key where a private one belongs, or the other way round.
    #[error("expected a private key, beginning with PRIVATE+KEY+")]
    NotPrivate,
}

impl KeyKind {
    fn byte(self) -> u8 {
        match self {
            Self::Log => 1,
            Self::Witness => 4,
        }
    }

    fn of(byte: u8) -> Result<Self, KeyError> {
        match byte {
            1 => Ok(Self::Log),
            4 => Ok(Self::Witness),
            other => Err(KeyError::Kind(other)),
        }
    }
}

/// A public key: who signs, and how to check it. Its text is `<name>+<id>+<base64 of type and key>`.
#[derive(Clone, PartialEq, Eq)]
pub struct VerifierKey {
    name: String,
    kind: KeyKind,
    id: u32,
    key: VerifyingKey,
}

impl VerifierKey {
    fn new(name: &str, kind: KeyKind, key: VerifyingKey) -> Self {
        Self {
            name: name.to_owned(),
            kind,
            id: key_id(name, kind, &key),
            key,
        }
    }

    /// Who signs with it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it signs.
    pub fn kind(&self) -> KeyKind {
        self.kind
    }

    /// Four bytes by which signatures name the key. It identifies; it proves nothing.
    pub fn id(&self) -> u32 {
        self.id
    }

    /// Whether `signature` is this key's over `text`; for a witness with the time it gives. `None` when it is not.
    pub(crate) fn check(&self, text: &str, signature: &[u8]) -> Option<Option<u64>> {
        match self.kind {
            KeyKind::Log => self.check_bytes(text.as_bytes(), signature).then_some(None),
            KeyKind::Witness => {
                let (time, signature) = signature.split_first_chunk()?;
                let time = u64::from_be_bytes(*time);
                let fits = i64::try_from(time).is_ok();
                let message = cosigned(text, time);
                (fits && self.check_bytes(message.as_bytes(), signature)).then_some(Some(time))
            }
        }
    }

    fn check_bytes(&self, message: &[u8], signature: &[u8]) -> bool {
        Signature::from_slice(signature)
            .is_ok_and(|signature| self.key.verify_strict(message, &signature).is_ok())
    }
}

/// What a witness signs, `c2sp.org/tlog-cosignature`.
fn cosigned(text: &str, time: u64) -> String {
    format!("cosignature/v1\ntime {time}\n{text}")
}

/// The first four bytes of `SHA-256(name || 0x0A || type || key)`.
fn key_id(name: &str, kind: KeyKind, key: &VerifyingKey) -> u32 {
    let digest = Sha256::new()
        .chain_update(name)
        .chain_update([b'\n', kind.byte()])
        .chain_update(key.as_bytes())
        .finalize();
    digest
        .first_chunk()
        .map_or(0, |first: &[u8; 4]| u32::from_be_bytes(*first))
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut bytes = vec![self.kind.byte()];
        bytes.extend_from_slice(self.key.as_bytes());
        write!(f, "{}+{:08x}+{}", self.name, self.id, STANDARD.encode(bytes))
    }
}

impl fmt::Debug for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VerifierKey({self})")
    }
}

impl FromStr for VerifierKey {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        let (name, id, kind, bytes) = parts(text)?;
        let kind = KeyKind::of(kind)?;
        let key = VerifyingKey::from_bytes(&bytes).map_err(|_| KeyError::Bytes)?;
        let parsed = Self::new(name, kind, key);
        // A weak key would accept a signature of anybody over anything.
        if key.is_weak() {
            return Err(KeyError::Bytes);
        }
        if parsed.id == id {
            Ok(parsed)
        } else {
            Err(KeyError::Id)
        }
    }
}

/// A private key. Its text is `PRIVATE+KEY+<name>+<id>+<base64 of type and seed>`, and belongs into a file that nobody
/// else can read.
#[derive(Clone)]
pub struct SigningKey {
    verifier: VerifierKey,
    key: ed25519_dalek::SigningKey,
}

impl SigningKey {
    /// A new key of a log with this name, which should be the log's origin.
    ///
    /// # Errors
    /// The name cannot be one of a key.
    pub fn generate(name: &str, random: &mut impl rand::CryptoRng) -> Result<Self, KeyError> {
        let mut seed = [0; 32];
        random.fill_bytes(&mut seed);
        Self::from_seed(name, seed)
    }

    /// The key of a log that this seed, 32 random bytes, gives.
    ///
    /// # Errors
    /// The name cannot be one of a key.
    pub fn from_seed(name: &str, seed: [u8; 32]) -> Result<Self, KeyError> {
        Self::of_kind(name, KeyKind::Log, seed)
    }

    /// The key of a witness that this seed, 32 random bytes, gives.
    ///
    /// # Errors
    /// The name cannot be one of a key.
    pub fn witness_from_seed(name: &str, seed: [u8; 32]) -> Result<Self, KeyError> {
        Self::of_kind(name, KeyKind::Witness, seed)
    }

    fn of_kind(name: &str, kind: KeyKind, seed: [u8; 32]) -> Result<Self, KeyError> {
        check_name(name)?;
        let key = ed25519_dalek::SigningKey::from_bytes(&seed);
        let verifier = VerifierKey::new(name, kind, key.verifying_key());
        Ok(Self { verifier, key })
    }

    /// Who signs with it.
    pub fn name(&self) -> &str {
        &self.verifier.name
    }

    /// Its public half.
    pub fn verifier(&self) -> VerifierKey {
        self.verifier.clone()
    }

    /// Its text, for the file it is kept in.
    pub fn to_secret_text(&self) -> String {
        let mut bytes = vec![self.verifier.kind.byte()];
        bytes.extend_from_slice(self.key.as_bytes());
        let VerifierKey { name, id, .. } = &self.verifier;
        format!("{PRIVATE}{name}+{id:08x}+{}", STANDARD.encode(bytes))
    }

    /// The key's bytes of signature over `text`; of a witness with the time, in seconds since 1970.
    pub(crate) fn sign(&self, text: &str, time: u64) -> Vec<u8> {
        match self.verifier.kind {
            KeyKind::Log => self.key.sign(text.as_bytes()).to_vec(),
            KeyKind::Witness => {
                let signature = self.key.sign(cosigned(text, time).as_bytes());
                [&time.to_be_bytes()[..], &signature.to_bytes()].concat()
            }
        }
    }
}

/// Never shows the secret.
impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey({})", self.verifier)
    }
}

impl FromStr for SigningKey {
    type Err = KeyError;

    /// Reads the text of a key file; a line break at its end is allowed.
    fn from_str(text: &str) -> Result<Self, KeyError> {
        let text = text.strip_suffix('\n').unwrap_or(text);
        let rest = text.strip_prefix(PRIVATE).ok_or(KeyError::NotPrivate)?;
        let (name, id, kind, seed) = parts(rest)?;
        let parsed = Self::of_kind(name, KeyKind::of(kind)?, seed)?;
        if parsed.verifier.id == id {
            Ok(parsed)
        } else {
            Err(KeyError::Id)
        }
    }
}

/// Name, id, type and bytes of `<name>+<id>+<base64>`.
fn parts(text: &str) -> Result<(&str, u32, u8, [u8; 32]), KeyError> {
    let mut parts = text.splitn(3, '+');
    let (Some(name), Some(id), Some(key)) = (parts.next(), parts.next(), parts.next()) else {
        return Err(KeyError::Form);
    };
    check_name(name)?;
    let lower_hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    if id.len() != 8 || !id.bytes().all(lower_hex) {
        return Err(KeyError::Form);
    }
    let id = u32::from_str_radix(id, 16).map_err(|_| KeyError::Form)?;
    let bytes = STANDARD.decode(key).map_err(|_| KeyError::Form)?;
    let (kind, bytes) = bytes.split_first().ok_or(KeyError::Form)?;
    KeyKind::of(*kind)?;
    let bytes = bytes.try_into().map_err(|_| KeyError::Bytes)?;
    Ok((name, id, *kind, bytes))
}

/// Whether a key can have this name.
pub(crate) fn is_name(name: &str) -> bool {
    let wrong = |c: char| c.is_whitespace() || c.is_control() || c == '+';
    (1..=MAX_NAME_BYTES).contains(&name.len()) && !name.contains(wrong)
}

fn check_name(name: &str) -> Result<(), KeyError> {
    if is_name(name) {
        Ok(())
    } else {
        Err(KeyError::Name)
    }
}
