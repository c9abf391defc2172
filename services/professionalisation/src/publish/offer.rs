//! Learning offers, as published: all of them.

use contracts::professionalisation::v1;
use eventing::Published;

use super::event;
use crate::{
    contract::offer,
    domain::offer::{Content, Fact},
};

/// The message for a fact of an offer.
pub(super) fn message(offer_id: &str, fact: Fact) -> Result<Vec<Published>, serde_json::Error> {
    match fact {
        Fact::Published { content } => event(offer_id, &published(&content, 1)),
        Fact::Revised { content, revision } => event(offer_id, &published(&content, revision)),
        Fact::Withdrawn { withdrawn_on } => {
            let message = v1::OfferWithdrawn {
                offer_id: offer_id.to_owned(),
                withdrawn_on: withdrawn_on.to_string(),
            };
            event(offer_id, &message)
        }
    }
}

fn published(content: &Content, revision: u32) -> v1::OfferPublished {
    v1::OfferPublished {
        offer: Some(offer::content(content)),
        revision,
    }
}
