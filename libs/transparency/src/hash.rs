//! The hashes of the Merkle tree, RFC 6962 section 2.1.

use std::fmt;
use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

/// Bytes of a hash.
pub const HASH_BYTES: usize = 32;

/// Root of the tree without entries: the SHA-256 of nothing.
pub const EMPTY_ROOT: Hash = Hash([
    0xe3, 0xb0, 0xc4, 0x42, 0x98, 0xfc, 0x1c, 0x14, 0x9a, 0xfb, 0xf4, 0xc8, 0x99, 0x6f, 0xb9, 0x24, 0x27,
    0xae, 0x41, 0xe4, 0x64, 0x9b, 0x93, 0x4c, 0xa4, 0x95, 0x99, 0x1b, 0x78, 0x52, 0xb8, 0x55,
]);

/// A SHA-256 hash of a leaf, of a node, or of a whole tree. Shown in base64, as checkpoints and proofs do.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hash(pub [u8; HASH_BYTES]);

/// What was to be a hash is none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotAHash {
    /// Bytes of another number.
    #[error("expected a hash of 32 bytes, found {0} bytes")]
    Length(usize),
    /// Text that is not the base64 of 32 bytes.
    #[error("expected the base64 of a hash of 32 bytes")]
    Base64,
}

/// RFC 6962: `SHA-256(0x00 || entry)`.
pub fn leaf_hash(entry: &[u8]) -> Hash {
    Hash(
        Sha256::new()
            .chain_update([0])
            .chain_update(entry)
            .finalize()
            .into(),
    )
}

/// RFC 6962: `SHA-256(0x01 || left || right)`.
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    let mut bytes = [1; 1 + 2 * HASH_BYTES];
    bytes[1..=HASH_BYTES].copy_from_slice(&left.0);
    bytes[1 + HASH_BYTES..].copy_from_slice(&right.0);
    Hash(Sha256::digest(bytes).into())
}

/// The root over nodes of one height, in order, by the rule of RFC 6962. Over leaf hashes it is the root of the tree;
/// over the 256 hashes of a tile it is the hash of that tile in the one above.
pub fn root_of(nodes: &[Hash]) -> Hash {
    // Pairs from the left; a last one without partner moves up as it is. That is the same tree as cutting at the
    // largest power of two, and needs no recursion.
    let mut level = nodes.to_vec();
    while level.len() > 1 {
        let mut kept = 0;
        for at in (0..level.len()).step_by(2) {
            level[kept] = match level.get(at + 1) {
                Some(right) => node_hash(&level[at], right),
                None => level[at],
            };
            kept += 1;
        }
        level.truncate(kept);
    }
    level.first().copied().unwrap_or(EMPTY_ROOT)
}

impl Hash {
    /// Exactly 32 bytes.
    ///
    /// # Errors
    /// There are more or fewer.
    pub fn from_slice(bytes: &[u8]) -> Result<Self, NotAHash> {
        <[u8; HASH_BYTES]>::try_from(bytes)
            .map(Self)
            .map_err(|_| NotAHash::Length(bytes.len()))
    }

    /// Several hashes one after the other, as tiles hold them.
    ///
    /// # Errors
    /// The bytes are no multiple of 32.
    pub fn many(bytes: &[u8]) -> Result<Vec<Self>, NotAHash> {
        let (whole, rest) = bytes.as_chunks::<HASH_BYTES>();
        if !rest.is_empty() {
            return Err(NotAHash::Length(rest.len()));
        }
        Ok(whole.iter().copied().map(Self).collect())
    }

    /// Its bytes.
    pub fn as_bytes(&self) -> &[u8; HASH_BYTES] {
        &self.0
    }

    /// In lower-case hexadecimal, as most tools show a hash.
    pub fn to_hex(&self) -> String {
        self.0.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&STANDARD.encode(self.0))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_hex())
    }
}

impl AsRef<[u8]> for Hash {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl FromStr for Hash {
    type Err = NotAHash;

    /// Reads base64 with padding, in its one canonical form.
    fn from_str(text: &str) -> Result<Self, NotAHash> {
        let bytes = STANDARD.decode(text).map_err(|_| NotAHash::Base64)?;
        Self::from_slice(&bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leaves_and_nodes_are_hashed_as_rfc_6962_says() {
        assert_eq!(
            leaf_hash(b"L123456").to_hex(),
            "395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56"
        );
        let empty = leaf_hash(b"").to_hex();
        assert!(empty.starts_with("6e340b9c") && empty.ends_with("a01d"));
        // A node over what is no hash only shows the formula; the vector is the one of the reference tests.
        let node = Sha256::new()
            .chain_update([1])
            .chain_update(b"N123N456")
            .finalize();
        assert!(hex::encode(node).starts_with("aa217fe8") && hex::encode(node).ends_with("6bbb"));
    }

    #[test]
    fn the_empty_root_is_the_hash_of_nothing() {
        assert_eq!(EMPTY_ROOT.0, <[u8; 32]>::from(Sha256::digest(b"")));
        assert_eq!(root_of(&[]), EMPTY_ROOT);
    }

    #[test]
    fn a_hash_reads_back_from_its_text_and_from_nothing_else() {
        let hash = leaf_hash(b"x");
        assert_eq!(hash.to_string().parse(), Ok(hash));
        let text = hash.to_string();
        let unpadded = text.trim_end_matches('=');
        let url_safe = text.replace('+', "-").replace('/', "_");
        for wrong in ["", "AAAA", unpadded, &format!("{text} "), &format!("{text}\n")] {
            assert!(wrong.parse::<Hash>().is_err(), "{wrong:?}");
        }
        assert!(url_safe == text || url_safe.parse::<Hash>().is_err());
        // The last character of 32 bytes has two bits to spare; they must be zero.
        assert!(
            "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB="
                .parse::<Hash>()
                .is_err()
        );
    }

    #[test]
    fn only_whole_hashes_are_taken() {
        assert_eq!(Hash::from_slice(&[0; 31]), Err(NotAHash::Length(31)));
        assert_eq!(Hash::from_slice(&[0; 33]), Err(NotAHash::Length(33)));
        assert_eq!(Hash::many(&[0; 64]).unwrap().len(), 2);
        assert!(Hash::many(&[0; 65]).is_err());
    }
}
