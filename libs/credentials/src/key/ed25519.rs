//! Ed25519, and its Multikey form.

use std::fmt;

use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use rand::{TryRngCore, rngs::OsRng};
use zeroize::Zeroizing;

use super::KeyError;
use crate::{
    multibase,
    value::{InvalidValue, Iri},
};

/// The multicodec prefix of Ed25519 public keys.
const MULTICODEC: [u8; 2] = [0xed, 0x01];

/// A private key. Its bytes are wiped when it is dropped, and it does not show them.
#[derive(Clone)]
pub struct Ed25519Key(SigningKey);

impl Ed25519Key {
    /// A new key.
    ///
    /// # Errors
    ///
    /// [`KeyError::Random`] when the system has no randomness.
    pub fn generate() -> Result<Self, KeyError> {
        let mut seed = Zeroizing::new([0; 32]);
        OsRng
            .try_fill_bytes(seed.as_mut_slice())
            .map_err(|_| KeyError::Random)?;
        Ok(Self::from_seed(&seed))
    }

    /// The key of a seed: what [`Ed25519Key::seed`] gave.
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        Self(SigningKey::from_bytes(seed))
    }

    /// The secret seed, for storing it encrypted.
    pub fn seed(&self) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(self.0.to_bytes())
    }

    /// The public key.
    pub fn public(&self) -> Ed25519Public {
        Ed25519Public(self.0.verifying_key())
    }

    /// Signs a message.
    pub fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.0.sign(message).to_bytes()
    }
}

impl fmt::Debug for Ed25519Key {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Ed25519Key({})", self.public().multikey())
    }
}

/// A public key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ed25519Public(VerifyingKey);

impl Ed25519Public {
    /// Reads a `publicKeyMultibase`.
    ///
    /// # Errors
    ///
    /// [`KeyError::Form`].
    pub fn from_multikey(text: &str) -> Result<Self, KeyError> {
        let bytes = multibase::from_base58(text);
        bytes
            .as_deref()
            .and_then(|bytes| bytes.strip_prefix(&MULTICODEC))
            .and_then(|key| Self::from_bytes(key).ok())
            .ok_or(KeyError::Form("an Ed25519 Multikey, z6Mk…"))
    }

    /// Reads the 32 bytes.
    ///
    /// # Errors
    ///
    /// [`KeyError::Form`], also for keys of small order, under which anything verifies.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, KeyError> {
        <&[u8; 32]>::try_from(bytes)
            .ok()
            .and_then(|bytes| VerifyingKey::from_bytes(bytes).ok())
            .filter(|key| !key.is_weak())
            .map(Self)
            .ok_or(KeyError::Form("the 32 bytes of an Ed25519 public key"))
    }

    /// Its 32 bytes.
    pub fn to_bytes(&self) -> [u8; 32] {
        self.0.to_bytes()
    }

    /// As `publicKeyMultibase` has it: `z6Mk…`.
    pub fn multikey(&self) -> String {
        let mut bytes = [0; 34];
        bytes[..2].copy_from_slice(&MULTICODEC);
        bytes[2..].copy_from_slice(self.0.as_bytes());
        multibase::base58(&bytes)
    }

    /// The DID that is this key.
    ///
    /// # Errors
    ///
    /// None.
    pub fn did(&self) -> Result<Iri, InvalidValue> {
        Iri::parse(format!("did:key:{}", self.multikey()))
    }

    /// The verification method of that DID.
    ///
    /// # Errors
    ///
    /// None.
    pub fn did_method(&self) -> Result<Iri, InvalidValue> {
        self.did()?.with_fragment(&self.multikey())
    }

    /// Whether a signature is this key's.
    pub fn verifies(&self, message: &[u8], signature: &[u8; 64]) -> bool {
        self.0
            .verify_strict(message, &Signature::from_bytes(signature))
            .is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The key pair of the W3C's vectors.
    #[test]
    fn a_published_pair() {
        let secret = multibase::from_base58("z3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq").unwrap();
        let seed = secret.strip_prefix(&[0x80, 0x26]).unwrap();
        let key = Ed25519Key::from_seed(seed.try_into().unwrap());
        let multikey = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2";
        assert_eq!(key.public().multikey(), multikey);
        assert_eq!(Ed25519Public::from_multikey(multikey).unwrap(), key.public());
        assert_eq!(key.seed().as_slice(), seed);
        assert!(!format!("{key:?}").contains(&hex::encode(seed)));
    }

    #[test]
    fn other_keys_are_refused() {
        // A P-256 key, nothing, and a point of small order.
        for text in ["zDnaegE6RR3atJtHKwTRTWHsJ3kNHqFwv7n9YjTgmU7TyfU76", "z", ""] {
            assert!(Ed25519Public::from_multikey(text).is_err());
        }
        assert!(Ed25519Public::from_bytes(&[0; 32]).is_err());
    }
}
