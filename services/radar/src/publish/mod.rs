//! What the block makes public: each stored fact as a message of the contract, or deliberately none. One file per group of aggregates,
//! each an exhaustive match, so that a new fact forces the choice between public and private.

mod edition;
mod reading;
mod skill;
mod source;

use blocks::publish::{event, one};
use eventing::{CorruptFact, Decider, Published, Publisher, Recorded};

use crate::domain::{
    edition::Edition, place::Place, reading::Reading, run::Runs, skill::Skill, source::Source,
    taxonomy::Taxonomy,
};

/// Publishes the facts of the radar.
#[derive(Debug, Default, Clone, Copy)]
pub struct RadarPublisher;

impl Publisher for RadarPublisher {
    fn publish(&self, fact: &Recorded) -> Result<Vec<Published>, CorruptFact> {
        match fact.stream_type.as_str() {
            Taxonomy::TYPE => one::<Taxonomy>(fact, source::taxonomy),
            Source::TYPE => one::<Source>(fact, source::source),
            Reading::TYPE => one::<Reading>(fact, reading::reading),
            Runs::TYPE => one::<Runs>(fact, reading::runs),
            Skill::TYPE => one::<Skill>(fact, skill::message),
            // Who stands where is the radar's own affair: the skills are published.
            Place::TYPE => Ok(Vec::new()),
            _ => one::<Edition>(fact, edition::message),
        }
    }
}
