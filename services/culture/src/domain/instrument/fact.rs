//! What can have happened to an instrument.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{KeptBridge, Version};

/// What can have happened to an instrument.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Fact {
    /// A version was written or replaced.
    Drafted {
        /// The version.
        version: Version,
    },
    /// A version was released.
    Released {
        /// The version.
        version: Version,
        /// Day.
        released_on: Date,
    },
    /// A version was retired.
    Retired {
        /// Its number.
        version: u32,
        /// Why.
        reason: String,
        /// Day.
        retired_on: Date,
    },
    /// A bridge was recorded.
    BridgeRecorded {
        /// The bridge.
        bridge: KeptBridge,
    },
}

impl eventing::Fact for Fact {
    fn event_type(&self) -> String {
        match self {
            Self::Drafted { .. } => "InstrumentDrafted",
            Self::Released { .. } => "InstrumentReleased",
            Self::Retired { .. } => "InstrumentRetired",
            Self::BridgeRecorded { .. } => "BridgeRecorded",
        }
        .to_owned()
    }

    fn event_version(&self) -> String {
        "1".to_owned()
    }
}
