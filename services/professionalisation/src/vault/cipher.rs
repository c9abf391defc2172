//! Encryption at rest: XChaCha20-Poly1305 with random nonces. Each ciphertext is bound to the place it lies at, so that one cannot be
//! put in the place of another.

use std::{path::Path, sync::Arc};

use chacha20poly1305::{
    Key, KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use hmac::{Hmac, KeyInit as _, Mac};
use rand::TryRngCore;
use runtime::identity::development::read_or_create;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

/// Bytes of a key.
const KEY_BYTES: usize = 32;
/// Bytes of the name of a key in front of what it encrypted.
const NAME_BYTES: usize = 4;
/// Bytes of a nonce.
const NONCE_BYTES: usize = 24;

/// What is encrypted cannot be read: by another key, in another place, or changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("what is encrypted cannot be read with the keys at hand")]
pub struct Locked;

/// One key, and the name it is found by. Forgotten when it is dropped.
#[derive(Clone)]
pub(super) struct VaultKey {
    secret: Zeroizing<[u8; KEY_BYTES]>,
}

impl VaultKey {
    /// A new one.
    pub(super) fn generate() -> Result<Self, Locked> {
        let mut secret = Zeroizing::new([0; KEY_BYTES]);
        rand::rngs::OsRng
            .try_fill_bytes(secret.as_mut())
            .map_err(|_| Locked)?;
        Ok(Self { secret })
    }

    pub(super) fn of(bytes: &[u8]) -> Result<Self, Locked> {
        let secret = Zeroizing::new(bytes.try_into().map_err(|_| Locked)?);
        Ok(Self { secret })
    }

    pub(super) fn bytes(&self) -> &[u8] {
        self.secret.as_ref()
    }

    fn name(&self) -> [u8; NAME_BYTES] {
        let digest = Sha256::digest(self.bytes());
        let mut name = [0; NAME_BYTES];
        name.copy_from_slice(&digest[..NAME_BYTES]);
        name
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(&Key::from(*self.secret))
    }

    /// Encrypts what lies at `place`.
    pub(super) fn seal(&self, place: &str, plain: &[u8]) -> Result<Vec<u8>, Locked> {
        let mut nonce = [0; NONCE_BYTES];
        rand::rngs::OsRng.try_fill_bytes(&mut nonce).map_err(|_| Locked)?;
        let payload = Payload {
            msg: plain,
            aad: place.as_bytes(),
        };
        let sealed = self
            .cipher()
            .encrypt(&XNonce::from(nonce), payload)
            .map_err(|_| Locked)?;
        Ok([&self.name()[..], &nonce, &sealed].concat())
    }

    /// Decrypts what lies at `place`.
    pub(super) fn open(&self, place: &str, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, Locked> {
        let (name, rest) = sealed.split_at_checked(NAME_BYTES).ok_or(Locked)?;
        let (nonce, sealed) = rest.split_first_chunk::<NONCE_BYTES>().ok_or(Locked)?;
        if name != self.name() {
            return Err(Locked);
        }
        let payload = Payload {
            msg: sealed,
            aad: place.as_bytes(),
        };
        let plain = self
            .cipher()
            .decrypt(&XNonce::from(*nonce), payload)
            .map_err(|_| Locked)?;
        Ok(Zeroizing::new(plain))
    }
}

/// The keys of the vault: the first encrypts, all decrypt. Cheap to clone.
#[derive(Clone)]
pub struct VaultKeys(Arc<Vec<VaultKey>>);

impl VaultKeys {
    /// The keys in these files, of which the first is made when it is missing.
    ///
    /// # Errors
    /// A file cannot be read, or holds no key; with the index of the file.
    pub fn read<P: AsRef<Path>>(files: &[P]) -> Result<Self, (usize, String)> {
        let mut keys = Vec::with_capacity(files.len());
        for (index, file) in files.iter().enumerate() {
            keys.push(read(file.as_ref(), index == 0).map_err(|why| (index, why))?);
        }
        if keys.is_empty() {
            return Err((0, "there is none".to_owned()));
        }
        Ok(Self(Arc::new(keys)))
    }

    fn first(&self) -> Result<&VaultKey, Locked> {
        self.0.first().ok_or(Locked)
    }

    pub(super) fn seal(&self, place: &str, plain: &[u8]) -> Result<Vec<u8>, Locked> {
        self.first()?.seal(place, plain)
    }

    pub(super) fn open(&self, place: &str, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, Locked> {
        self.0
            .iter()
            .find_map(|key| key.open(place, sealed).ok())
            .ok_or(Locked)
    }

    /// A keyed digest. The last key makes it, which stays the same while keys are changed in front of it.
    pub(super) fn digest(&self, content: &[u8]) -> [u8; 32] {
        let key = self.0.last().map(VaultKey::bytes).unwrap_or_default();
        // HMAC takes keys of any length.
        Hmac::<Sha256>::new_from_slice(key).map_or([0; 32], |mut mac| {
            mac.update(b"request");
            mac.update(content);
            mac.finalize().into_bytes().into()
        })
    }
}

impl std::fmt::Debug for VaultKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("VaultKeys").field(&self.0.len()).finish()
    }
}

/// A key as 64 hexadecimal digits.
fn read(file: &Path, may_make: bool) -> Result<VaultKey, String> {
    let make = || {
        let key = VaultKey::generate().map_err(std::io::Error::other)?;
        Ok(format!("{}\n", hex::encode(key.bytes())).into_bytes())
    };
    let bytes = if may_make {
        read_or_create(file, make)
    } else {
        std::fs::read(file)
    };
    let bytes = Zeroizing::new(bytes.map_err(|error| error.to_string())?);
    let text = str::from_utf8(&bytes).map_err(|_| "its file is not text".to_owned())?;
    let digits = Zeroizing::new(
        hex::decode(text.trim()).map_err(|_| "its file has no hexadecimal digits".to_owned())?,
    );
    VaultKey::of(&digits).map_err(|_| format!("its file has no {} hexadecimal digits", 2 * KEY_BYTES))
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn what_is_sealed_opens_with_its_key_at_its_place_only() {
        let (key, other) = (VaultKey::generate().unwrap(), VaultKey::generate().unwrap());
        let sealed = key.seal("holders/a", b"geheim").unwrap();
        assert_eq!(key.open("holders/a", &sealed).unwrap().as_slice(), b"geheim");
        assert_eq!(key.open("holders/b", &sealed).unwrap_err(), Locked);
        assert_eq!(other.open("holders/a", &sealed).unwrap_err(), Locked);
        for place in [0, NAME_BYTES, NAME_BYTES + NONCE_BYTES, sealed.len() - 1] {
            let mut changed = sealed.clone();
            changed[place] ^= 1;
            assert_eq!(key.open("holders/a", &changed).unwrap_err(), Locked);
        }
        assert_eq!(key.open("holders/a", &sealed[..20]).unwrap_err(), Locked);
        assert!(!sealed.windows(6).any(|part| part == b"geheim"));
    }

    #[test]
    fn a_new_key_in_front_reads_what_the_former_one_sealed() {
        let folder = tempfile::tempdir().unwrap();
        let (old, new) = (folder.path().join("old.key"), folder.path().join("new.key"));
        let before = VaultKeys::read(&[&old]).unwrap();
        assert_eq!(old.metadata().unwrap().permissions().mode() & 0o777, 0o600);
        let sealed = before.seal("x", b"geheim").unwrap();
        let both = VaultKeys::read(&[&new, &old]).unwrap();
        assert_eq!(both.open("x", &sealed).unwrap().as_slice(), b"geheim");
        assert_eq!(both.digest(b"x"), before.digest(b"x"));
        assert!(before.open("x", &both.seal("x", b"geheim").unwrap()).is_err());
    }

    #[test]
    fn a_file_that_is_no_key_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let (first, wrong) = (folder.path().join("first.key"), folder.path().join("wrong.key"));
        std::fs::write(&wrong, "abcd").unwrap();
        let (index, _) = VaultKeys::read(&[&first, &wrong]).unwrap_err();
        assert_eq!(index, 1);
        let missing = folder.path().join("missing.key");
        assert_eq!(VaultKeys::read(&[&first, &missing]).unwrap_err().0, 1);
    }
}
