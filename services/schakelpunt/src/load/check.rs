//! Remembers what a file asked before, to find lines that would be the same request.

use std::collections::HashMap;

use prost_reflect::Value;

use super::{fault::Fault, instruction::Instruction};
use crate::failure::Note;

/// Request ids seen in one file, with the line of the first. It grows with the file, so it is used for checking only.
#[derive(Default)]
pub(super) struct Seen {
    lines: HashMap<String, u64>,
}

impl Seen {
    /// Notes a line.
    ///
    /// # Errors
    /// When an earlier line is the same request, so that this one would do nothing.
    pub(super) fn note(&mut self, line: u64, instruction: &Instruction) -> Result<(), Fault> {
        let id = instruction.request.get_field_by_name("request_id");
        let Some(id) = id.as_deref().and_then(Value::as_str) else {
            return Ok(());
        };
        let before = *self.lines.entry(id.to_owned()).or_insert(line);
        if before == line {
            Ok(())
        } else {
            Err(again(before))
        }
    }
}

fn again(before: u64) -> Fault {
    Fault::here("LINE_REPEATED", Note::new("line-repeated").with("line", before))
}
