//! Keys: Ed25519 for embedded proofs, RSA for JSON Web Tokens.

mod ed25519;
mod rsa;

pub use ed25519::{Ed25519Key, Ed25519Public};
pub use rsa::{MAX_RSA_BITS, MIN_RSA_BITS, RsaKey, RsaPublic};

/// A key that cannot be made or read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// The system gave no random bytes.
    #[error("the system gave no random bytes")]
    Random,
    /// Not a key of this kind.
    #[error("expected {0}")]
    Form(&'static str),
    /// Signing failed; with RSA that means a broken key.
    #[error("the key could not sign")]
    Sign,
}
