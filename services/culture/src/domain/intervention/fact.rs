//! What can have happened to an intervention.

use blocks::values::{Cents, Id};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Content, KeptEffect};

/// What can have happened to an intervention.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Fact {
    /// It was planned, or says something else now.
    Planned {
        /// What it says.
        content: Content,
        /// How often it was planned or revised.
        revision: u32,
    },
    /// It runs.
    Started {
        /// Project.
        project_id: Option<Id>,
        /// Since when.
        started_on: Date,
    },
    /// It was stopped before its end.
    Stopped {
        /// Project.
        project_id: Option<Id>,
        /// Why.
        reason: String,
        /// Cost that was realised.
        realised: Cents,
        /// Last day.
        stopped_on: Date,
    },
    /// It is finished.
    Finished {
        /// Project.
        project_id: Option<Id>,
        /// Cost that was realised.
        realised: Cents,
        /// Last day.
        finished_on: Date,
    },
    /// An effect was observed.
    EffectObserved {
        /// Project.
        project_id: Option<Id>,
        /// The effect.
        effect: KeptEffect,
    },
}

impl eventing::Fact for Fact {
    fn event_type(&self) -> String {
        match self {
            Self::Planned { .. } => "InterventionPlanned",
            Self::Started { .. } => "InterventionStarted",
            Self::Stopped { .. } => "InterventionStopped",
            Self::Finished { .. } => "InterventionFinished",
            Self::EffectObserved { .. } => "EffectObserved",
        }
        .to_owned()
    }

    fn event_version(&self) -> String {
        "1".to_owned()
    }
}
