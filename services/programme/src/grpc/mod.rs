//! The calls of the block: one service per module; each call parses, commands, executes and replies.

pub mod clock;
pub mod feedback;
pub mod project;
pub mod publication;
mod reading;
pub mod reference;
pub mod reporting;

/// Name of the block in receipts.
pub(crate) const BLOCK: &str = "programme";
