//! What the block makes public: each stored fact as a message of the contract, or deliberately none. One file per aggregate,
//! each an exhaustive match, so that a new fact forces the choice between public and private.

mod application;
mod award;
mod demand;
mod solution;

use blocks::publish::{event, one};
use eventing::{CorruptFact, Decider, Published, Publisher, Recorded};

use crate::domain::{
    application::Application, award::Awards, bottleneck::Bottleneck, demand::Demand, solution::Solution,
};

/// Publishes the facts of the transitions block.
#[derive(Debug, Default, Clone, Copy)]
pub struct TransitionsPublisher;

impl Publisher for TransitionsPublisher {
    fn publish(&self, fact: &Recorded) -> Result<Vec<Published>, CorruptFact> {
        match fact.stream_type.as_str() {
            Bottleneck::TYPE => one::<Bottleneck>(fact, demand::bottleneck),
            Demand::TYPE => one::<Demand>(fact, demand::demand),
            Application::TYPE => one::<Application>(fact, application::message),
            Awards::TYPE => one::<Awards>(fact, award::message),
            _ => one::<Solution>(fact, solution::message),
        }
    }
}
