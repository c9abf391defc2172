//! Transparency logs: an append-only list of entries whose order and content anyone can check who knows one public key.
//!
//! What this crate has is what the standards have, and nothing that reads or writes anything:
//!
//! - [`Hash`], [`leaf_hash`], [`node_hash`]: the Merkle tree of RFC 6962;
//! - [`Edge`]: a growing tree in little memory, which hands out its tiles as they are completed;
//! - [`TileId`], [`BundleId`], [`bundle`]: the tree and its entries as files, `c2sp.org/tlog-tiles`;
//! - [`Plan`], [`TileSet`], [`Proof`]: which tiles a proof needs, the proof made from them, and its verification;
//! - [`Checkpoint`], [`SignedCheckpoint`]: the state of a log, `c2sp.org/tlog-checkpoint`;
//! - [`Note`], [`SigningKey`], [`VerifierKey`]: signed text, `c2sp.org/signed-note`, and the cosignatures of witnesses,
//!   `c2sp.org/tlog-cosignature` (`cosignature/v1`);
//! - [`Receipt`]: an entry's proof in one file that can be checked without network, `c2sp.org/tlog-proof`.
//!
//! Everything that comes from outside is parsed strictly: there is one way to write each value, and nothing else is
//! accepted. No input makes a parser panic.
//!
//! # A log and its reader
//!
//! ```
//! use transparency::{Checkpoint, Edge, Plan, SigningKey, SignedCheckpoint, TileId, TileSet, leaf_hash};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! // The log appends entries, and signs where it stands.
//! let key = SigningKey::from_seed("example.org/log", [7; 32])?;
//! let leaves = [leaf_hash(b"first"), leaf_hash(b"second"), leaf_hash(b"third")];
//! let mut edge = Edge::default();
//! edge.extend(leaves);
//! let note = Checkpoint::new(key.name(), edge.size(), edge.root())?.sign(&[&key])?;
//!
//! // A reader has the public key, the checkpoint, and fetches the tiles it needs.
//! let checkpoint = SignedCheckpoint::open(note.to_string().as_bytes(), &[key.verifier()])?;
//! let plan = Plan::inclusion(1, checkpoint.size())?;
//! assert_eq!(plan.tiles(), [TileId::new(0, 0, 3)?]);
//! let mut tiles = TileSet::default();
//! tiles.insert(TileId::new(0, 0, 3)?, leaves.to_vec())?;
//! let proof = plan.prove(&tiles)?;
//! proof.verify_inclusion(1, checkpoint.size(), leaf_hash(b"second"), checkpoint.root())?;
//! # Ok(())
//! # }
//! ```

pub mod bundle;
mod checkpoint;
mod decimal;
mod edge;
mod hash;
mod key;
mod note;
mod plan;
mod proof;
mod receipt;
mod tile;

pub use bundle::BundleId;
pub use checkpoint::{Checkpoint, CheckpointError, Cosigned, SignedCheckpoint};
pub use edge::{Edge, EdgeError, FullTile};
pub use hash::{EMPTY_ROOT, HASH_BYTES, Hash, NotAHash, leaf_hash, node_hash, root_of};
pub use key::{KeyError, KeyKind, SigningKey, VerifierKey};
pub use note::{Note, NoteError, SignatureLine, Verified};
pub use plan::{Plan, PlanError, TileSet};
pub use proof::{Proof, ProofError};
pub use receipt::{Receipt, ReceiptError};
pub use tile::{TILE_WIDTH, TileId, TileIdError};
