//! Instruments, as published: once they are released.

use contracts::culture::v1;
use eventing::Published;

use super::event;
use crate::{contract::instrument, domain::instrument::Fact};

/// The message for a fact of an instrument; none for a draft.
pub(super) fn message(instrument_id: &str, fact: Fact) -> Result<Vec<Published>, serde_json::Error> {
    match fact {
        Fact::Drafted { .. } => Ok(Vec::new()),
        Fact::Released { version, released_on } => {
            let message = v1::InstrumentReleased {
                instrument: Some(instrument::version(&version)),
                released_on: released_on.to_string(),
            };
            event(instrument_id, &message)
        }
        Fact::Retired {
            version,
            reason,
            retired_on,
        } => {
            let message = v1::InstrumentRetired {
                instrument_id: instrument_id.to_owned(),
                version,
                reason,
                retired_on: retired_on.to_string(),
            };
            event(instrument_id, &message)
        }
        Fact::BridgeRecorded { bridge } => {
            let bridge = Some(instrument::bridge(&bridge));
            event(instrument_id, &v1::BridgeRecorded { bridge })
        }
    }
}
