//! Pseudonyms: the log must tell whether two acts are by the same person, never who it is.

use std::path::Path;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// Bytes of a pseudonym: enough that two people never share one.
const BYTES: usize = 16;

/// Makes pseudonyms with a key that stays at the hub. Without the key they cannot be traced back by guessing.
#[derive(Clone)]
pub struct Pseudonyms(Hmac<Sha256>);

impl Pseudonyms {
    /// Pseudonyms under this key.
    ///
    /// # Errors
    /// The key is shorter than 32 bytes.
    pub fn new(key: &[u8]) -> Result<Self, std::io::Error> {
        let short = || std::io::Error::other("the pseudonym key must have at least 32 bytes");
        if key.len() < 32 {
            return Err(short());
        }
        Hmac::new_from_slice(key).map(Self).map_err(|_| short())
    }

    /// Pseudonyms under the key in a file, which is made when it is missing.
    ///
    /// # Errors
    /// The file cannot be read or made, or its key is too short.
    pub fn open(path: &Path) -> Result<Self, std::io::Error> {
        Self::new(&super::development::read_or_create(
            path,
            super::development::random_key,
        )?)
    }

    /// The pseudonym of a subject of an issuer.
    #[must_use]
    pub fn of(&self, issuer: &str, subject: &str) -> String {
        let mut mac = self.0.clone();
        mac.update(&(issuer.len() as u64).to_be_bytes());
        mac.update(issuer.as_bytes());
        mac.update(subject.as_bytes());
        format!("p-{}", hex::encode(&mac.finalize().into_bytes()[..BYTES]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pseudonym_is_stable_and_tells_issuers_apart() {
        let pseudonyms = Pseudonyms::new(&[7; 32]).unwrap();
        assert_eq!(pseudonyms.of("a", "jan"), pseudonyms.of("a", "jan"));
        assert_ne!(pseudonyms.of("a", "jan"), pseudonyms.of("b", "jan"));
        assert_ne!(
            pseudonyms.of("a", "jan"),
            Pseudonyms::new(&[8; 32]).unwrap().of("a", "jan")
        );
        assert!(!pseudonyms.of("a", "jan").contains("jan"));
        assert!(Pseudonyms::new(&[7; 31]).is_err());
    }
}
