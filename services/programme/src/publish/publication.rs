//! Publications, as published. The picture itself stays in the block: whoever wants it asks for it, and checks the hash.

use contracts::programme::v1;
use eventing::Published;

use super::event;
use crate::{
    contract::values::{period, text},
    domain::publication::Fact,
};

/// The message for a fact of a publication.
///
/// # Errors
/// The message cannot be written as JSON.
pub fn message(publication_id: &str, fact: Fact) -> Result<Vec<Published>, serde_json::Error> {
    let id = publication_id.to_owned();
    match fact {
        Fact::Published { snapshot } => {
            let message = v1::SnapshotPublished {
                publication_id: id,
                title: Some(text(&snapshot.title)),
                period: Some(period(&snapshot.period)),
                ledger_position: snapshot.ledger_position,
                sha256: snapshot.sha256,
            };
            event(publication_id, &message)
        }
        Fact::ErratumAdded { erratum } => {
            let message = v1::ErratumAdded {
                publication_id: id,
                erratum_id: erratum.erratum_id,
                text: erratum.text,
                figure_id: erratum.figure_id,
            };
            event(publication_id, &message)
        }
    }
}
