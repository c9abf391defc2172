//! What the block makes public: each stored fact as a message of the contract, or deliberately none. One file per aggregate,
//! each an exhaustive match, so that a new fact forces the choice between public and private.

mod coding;
mod figure;
mod finding;
mod instrument;
mod intervention;
mod measurement;

use blocks::publish::{event, one};
use eventing::{CorruptFact, Decider, Published, Publisher, Recorded};

use crate::domain::{
    answer::Answer, figure::Figure, finding::Finding, instrument::Instrument, intervention::Intervention,
    scheme::CodingScheme, wave::Wave,
};

/// Publishes the facts of the culture block.
#[derive(Debug, Default, Clone, Copy)]
pub struct CulturePublisher;

impl Publisher for CulturePublisher {
    fn publish(&self, fact: &Recorded) -> Result<Vec<Published>, CorruptFact> {
        match fact.stream_type.as_str() {
            Instrument::TYPE => one::<Instrument>(fact, instrument::message),
            Wave::TYPE => one::<Wave>(fact, measurement::message),
            Figure::TYPE => one::<Figure>(fact, figure::message),
            Finding::TYPE => one::<Finding>(fact, finding::message),
            Intervention::TYPE => one::<Intervention>(fact, intervention::message),
            CodingScheme::TYPE => one::<CodingScheme>(fact, coding::scheme),
            _ => one::<Answer>(fact, coding::answer),
        }
    }
}
