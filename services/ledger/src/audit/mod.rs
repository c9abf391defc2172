//! What an auditor does who trusts nobody: everything the ledger keeps and serves is worked out again from the exact bytes
//! of its entries, and the first position that is wrong is named.
//!
//! The checks are pure. [`examine`] takes the entries of one tile apart, as many threads as there are can do so;
//! [`Auditor`] takes the results in order, grows the tree over them and compares it with everything that speaks of it:
//! tiles, heads, checkpoints. [`Source`] says where entries and tiles are read from, and [`entries`] drives the two at full
//! speed in little memory. [`tables`] reads a database; the command line reads a hub over the network.
//!
//! ```
//! use ledger::audit::{Auditor, Part, Row, examine};
//! use bytes::Bytes;
//!
//! // Three rows, of which the second is gone.
//! let row = |position| Row::of_bytes(position, Bytes::from_static(b"{}"));
//! let part = Part::new(1, 3, vec![row(1), row(3)]);
//! let mut auditor = Auditor::default();
//! auditor.take(examine(part));
//! assert!(auditor.findings().iter().any(|finding| (finding.first, finding.what.kind()) == (2, "ENTRY_MISSING")));
//! ```
//!
//! # What the proof covers
//!
//! The leaf of an entry is the hash of its event's bytes; every column but two can be read from them. `position` follows
//! from the place in the tree. `recorded_at`, when this database took the event in, is in no event: it can only be checked
//! never to go back, and to be that of the head where it is the newest.
//!
//! # To add
//!
//! - a **column** of `entries` that follows from the event: a field of [`Columns`] and a line in `columns.rs`;
//! - a **finding**: a variant of [`Wrong`] with its kind and values, and words in both languages of the command line.

mod auditor;
mod claim;
mod columns;
mod drive;
mod examine;
mod finding;
mod heads;
mod moment;
mod notes;
mod order;
mod row;
pub mod tables;
#[cfg(test)]
mod tests;

pub use auditor::Auditor;
pub use claim::{Claim, Claimant};
pub use drive::{Source, entries, tiles};
pub use examine::{Examined, KeptTile, Part, examine};
pub use finding::{Finding, Wrong};
pub use heads::Stated;
pub use moment::Moment;
pub use notes::{KeptNote, Notes, Trust, read_notes};
pub use order::{Fact, Stand};
pub use row::{Columns, Row};
