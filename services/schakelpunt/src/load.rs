//! Loads data files through the same calls that everyone uses.
//!
//! A file is JSON Lines. Its first line says what it is: `{"about": {"title": {"nl": "...", "en": "..."}, "source":
//! "...", "retrieved": "2026-11-23", "example": false, "note": "..."}}`; `source` is required. Every other line is a call:
//! `{"call": "DefineEntry", "as": "national-coordinator", "request": {...}}`. `call` is the full name of any unary method
//! of the contract (`schakelpunt.programme.v1.ReferenceDataService/DefineEntry`) or its short name where that is unique;
//! `as` is the role to act in, with `#` and a name behind it where several who hold the same role act. Empty lines and lines that start with `#` are skipped.
//!
//! A request without `request_id` gets one made from its content, so loading a file again changes nothing. Two lines with
//! the same content are therefore one change; where a step really happens twice, give each its own `request_id`.
//!
//! A line with `until` rests on something that a block hears of another: its call is made again as long as the hub answers
//! `NOT_FOUND`, or its answer lacks what `until` says, in the form of the answer.
//!
//! Nothing here knows a particular block: methods and messages come from the contract's descriptors.

mod about;
mod actor;
mod actors;
mod check;
mod codec;
mod fault;
mod flow;
mod instruction;
mod key;
mod lines;
mod loader;
mod methods;
mod progress;
mod request_id;
mod sender;
mod summary;
#[cfg(test)]
mod tests;
mod until;

pub use actor::Actor;
pub use loader::{Loader, Options};
pub use summary::{FileSummary, Summary};
