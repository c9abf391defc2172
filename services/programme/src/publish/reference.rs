//! Reference data, as published.

use contracts::programme::v1;
use eventing::Published;

use super::event;
use crate::{contract::reference::entry, domain::reference::Fact};

/// The message for a fact of an entry; its subject is the entry's kind and identifier.
///
/// # Errors
/// The message cannot be written as JSON.
pub fn message(stream_id: &str, fact: Fact) -> Result<Vec<Published>, serde_json::Error> {
    match fact {
        Fact::Defined { definition, revision } => {
            let message = v1::ReferenceDataDefined {
                entry: Some(entry(&definition)),
                revision,
            };
            event(stream_id, &message)
        }
    }
}
