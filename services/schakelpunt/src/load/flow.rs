//! Keeps lines in order where it matters, and lets them run side by side where it does not.
//!
//! Lines run side by side while they make the same call about the same kind of thing; two lines about the same thing, a
//! line that makes another call, and a line about nothing in particular wait for those before it.

use std::collections::HashSet;

use tokio::task::JoinSet;
use tonic::Status;

use super::{
    instruction::Instruction,
    methods,
    sender::{Done, Sender},
};
use crate::client::Bearer;

/// What became of one line.
pub(super) struct Outcome {
    /// Its number.
    pub(super) line: u64,
    /// The method it called.
    pub(super) call: String,
    /// What the hub said.
    pub(super) result: Result<Done, Status>,
    key: Option<String>,
}

/// The calls that are under way.
pub(super) struct Flow {
    sender: Sender,
    most: usize,
    /// Call and path of the key of what is under way.
    group: Option<(String, Option<String>)>,
    keys: HashSet<String>,
    calls: JoinSet<Outcome>,
}

impl Flow {
    /// At most `most` calls at the same time.
    pub(super) fn new(sender: Sender, most: usize) -> Self {
        Self {
            sender,
            most,
            group: None,
            keys: HashSet::new(),
            calls: JoinSet::new(),
        }
    }

    /// Whether the line may start while the others are under way.
    pub(super) fn has_room_for(&self, instruction: &Instruction) -> bool {
        let same = self.group.as_ref() == Some(&group(instruction));
        let alone = self.calls.is_empty();
        alone || (same && self.calls.len() < self.most && is_apart(&self.keys, instruction))
    }

    /// Starts a line.
    pub(super) fn start(&mut self, line: u64, instruction: Instruction, bearer: Bearer) {
        self.group = Some(group(&instruction));
        let key = instruction.key.as_ref().map(|key| key.value.clone());
        self.keys.extend(key.clone());
        let sender = self.sender.clone();
        self.calls.spawn(async move {
            let result = sender.send(&instruction, &bearer).await;
            Outcome {
                line,
                call: instruction.method.name().to_owned(),
                result,
                key,
            }
        });
    }

    /// Waits for one line; nothing when none is under way.
    pub(super) async fn finished(&mut self) -> Option<Outcome> {
        // A call that panicked has no outcome; the next one is waited for.
        let outcome = loop {
            match self.calls.join_next().await? {
                Ok(outcome) => break outcome,
                Err(_panicked) => {}
            }
        };
        outcome.key.iter().for_each(|key| {
            self.keys.remove(key);
        });
        Some(outcome)
    }

    /// Whether some call is waiting for the hub to come back.
    pub(super) fn is_away(&self) -> bool {
        self.sender.is_away()
    }
}

fn group(instruction: &Instruction) -> (String, Option<String>) {
    (
        methods::path(&instruction.method),
        instruction.key.as_ref().map(|key| key.path.clone()),
    )
}

fn is_apart(keys: &HashSet<String>, instruction: &Instruction) -> bool {
    instruction
        .key
        .as_ref()
        .is_some_and(|key| !keys.contains(&key.value))
}
