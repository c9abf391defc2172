//! What the block makes public: each stored fact as a message of the contract, or deliberately none. One file per aggregate,
//! each an exhaustive match, so that a new fact forces the choice between public and private.

mod class;
mod issuing;
mod offer;
mod provider;
mod rules;

use blocks::publish::{event, one};
use eventing::{CorruptFact, Decider, Published, Publisher, Recorded};

use crate::domain::{
    class::Class, counting::Counting, framework::Framework, instrument::Instrument, issuance::Issuance,
    keyring::Keyring, offer::Offer, passport::Erasure, provider::Provider,
};

/// Publishes the facts of the professionalisation block.
#[derive(Debug, Default, Clone, Copy)]
pub struct ProfessionalisationPublisher;

impl Publisher for ProfessionalisationPublisher {
    fn publish(&self, fact: &Recorded) -> Result<Vec<Published>, CorruptFact> {
        match fact.stream_type.as_str() {
            Instrument::TYPE => one::<Instrument>(fact, rules::instrument),
            Framework::TYPE => one::<Framework>(fact, rules::framework),
            Provider::TYPE => one::<Provider>(fact, provider::message),
            Offer::TYPE => one::<Offer>(fact, offer::message),
            Keyring::TYPE => one::<Keyring>(fact, issuing::key),
            Issuance::TYPE => one::<Issuance>(fact, issuing::issuance),
            Counting::TYPE => one::<Counting>(fact, issuing::counting),
            Erasure::TYPE => one::<Erasure>(fact, issuing::erasure),
            _ => one::<Class>(fact, class::message),
        }
    }
}
