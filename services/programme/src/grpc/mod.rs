//! The calls of the block: one service per module; each call parses, commands, executes and replies.

pub mod feedback;
pub mod reporting;
