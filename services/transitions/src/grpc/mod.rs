//! The calls of the block: one service per module; each call parses, commands, executes and replies.

pub mod application;
pub mod award;
pub mod demand;
mod filing;
pub mod solution;

use blocks::office::{Office, cut, one_more, parse_id, parse_page};
use tonic::{Response, Status};

/// Name of the block.
pub(crate) const BLOCK: &str = "transitions";

type Answer<T> = Result<Response<T>, Status>;
