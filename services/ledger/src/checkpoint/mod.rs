//! Checkpoints: the ledger signs where it stands.
//!
//! [`Log`] has the keys, [`signer`] signs, and [`Signatures`] tells everyone in this process how far it is and takes their
//! demands.

mod demand;
mod keys;
pub(crate) mod signer;
mod signing;

pub(crate) use demand::Signatures;
pub use keys::Log;
pub(crate) use keys::signing_key;
