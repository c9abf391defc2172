//! Keys of the exchange. All are derived from one that lies in a file: nothing else has to be kept, and a restored installation has the
//! same ones.

use std::{fmt, io, path::Path};

use hmac::{Hmac, KeyInit, Mac};
use runtime::identity::development::{random_key, read_or_create};
use sha2::Sha256;

/// Least bytes of the key in the file.
const KEY_BYTES: usize = 32;

/// Derives keys. Cheap to clone.
#[derive(Clone)]
pub struct Keys(Hmac<Sha256>);

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keys")
    }
}

impl Keys {
    /// Keys from the one in a file, which is made when it is missing.
    ///
    /// # Errors
    /// The file cannot be read or made, or its key is too short.
    pub fn open(path: &Path) -> io::Result<Self> {
        Self::new(read_or_create(path, random_key)?.trim_ascii())
    }

    /// Keys from one.
    ///
    /// # Errors
    /// It is too short.
    pub fn new(key: &[u8]) -> io::Result<Self> {
        let short = || io::Error::other(format!("a key has at least {KEY_BYTES} bytes"));
        if key.len() < KEY_BYTES {
            return Err(short());
        }
        Hmac::new_from_slice(key).map(Self).map_err(|_| short())
    }

    /// The key for a purpose and what it is about.
    #[must_use]
    pub fn derive(&self, purpose: &str, about: &[&str]) -> [u8; 32] {
        let mut mac = self.0.clone();
        for part in std::iter::once(&purpose).chain(about) {
            // With its length, so that no two lists of parts read the same.
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part.as_bytes());
        }
        mac.finalize().into_bytes().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_purpose_has_its_own_key_and_always_the_same() {
        let keys = Keys::new(&[7; 32]).unwrap();
        let key = keys.derive("webhook", &["a", "1"]);
        assert_eq!(Keys::new(&[7; 32]).unwrap().derive("webhook", &["a", "1"]), key);
        assert_ne!(Keys::new(&[8; 32]).unwrap().derive("webhook", &["a", "1"]), key);
        for (purpose, about) in [
            ("webhook", ["a1", ""]),
            ("webhook", ["", "a1"]),
            ("nats", ["a", "1"]),
        ] {
            assert_ne!(keys.derive(purpose, &about), key);
        }
        assert!(Keys::new(&[7; 31]).is_err());
    }
}
