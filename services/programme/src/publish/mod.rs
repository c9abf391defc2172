//! What the block makes public: each stored fact as a message of the contract, or deliberately none. One file per aggregate,
//! each an exhaustive match, so that a new fact forces the choice between public and private.

pub mod project;
pub mod publication;
pub mod reference;
pub mod reporting;

#[cfg(test)]
mod largest;

pub use blocks::publish::{event, one};
use eventing::{CorruptFact, Decider, Published, Publisher, Recorded};

use crate::domain::{project::Project, publication::Publication, reference::Entry};

/// Publishes the facts of the programme block.
#[derive(Debug, Default, Clone, Copy)]
pub struct ProgrammePublisher;

impl Publisher for ProgrammePublisher {
    fn publish(&self, fact: &Recorded) -> Result<Vec<Published>, CorruptFact> {
        match fact.stream_type.as_str() {
            Entry::TYPE => one::<Entry>(fact, reference::message),
            Project::TYPE => one::<Project>(fact, project::message),
            Publication::TYPE => one::<Publication>(fact, publication::message),
            _ => reporting::publish(fact),
        }
    }
}
