//! What the block makes public: each stored fact as a message of the contract, one file per aggregate. Exhaustive matches, so that a new
//! fact forces the choice between public and private.

mod link;
mod linked_project;
mod subscription;

use blocks::publish::one;
use eventing::{CorruptFact, Decider, Published, Publisher, Recorded};

use crate::domain::{link::Link, linked_project::LinkedProject, subscription::Subscription};

/// Publishes the facts of the exchange.
#[derive(Debug, Default, Clone, Copy)]
pub struct ExchangePublisher;

impl Publisher for ExchangePublisher {
    fn publish(&self, fact: &Recorded) -> Result<Vec<Published>, CorruptFact> {
        match fact.stream_type.as_str() {
            Link::TYPE => one::<Link>(fact, link::message),
            LinkedProject::TYPE => one::<LinkedProject>(fact, linked_project::message),
            _ => one::<Subscription>(fact, subscription::message),
        }
    }
}
