//! What can have happened to the awards of a call.

use blocks::values::{Actor, Cents, Id};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Advance, Award, Change, Decision, Standing};
use crate::domain::{application::Content, rules::Rules};

/// What can have happened to the awards of a call.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Fact {
    /// The agency decided on an application.
    Recorded {
        /// Application.
        application_id: Id,
        /// The award as it begins.
        award: Box<Award>,
        /// What the application says, and the rules it was submitted under: what becomes of it starts with them.
        application: Box<Content>,
        /// Those rules.
        rules: Box<Rules>,
        /// Call.
        call_id: Id,
        /// Tranche of the call.
        tranche_id: Id,
    },
    /// It was decided whether a condition was met.
    ConditionDecided {
        /// Application.
        application_id: Id,
        /// Condition.
        condition_id: Id,
        /// Whether it was met.
        met: bool,
        /// The decision.
        decision: Decision,
        /// How the award stands now.
        standing: Standing,
        /// Amount that is awarded now; nothing when it lapsed.
        awarded: Cents,
    },
    /// An advance was paid.
    AdvancePaid {
        /// Application.
        application_id: Id,
        /// The advance.
        advance: Advance,
        /// All advances so far.
        total: Cents,
    },
    /// A change was asked for.
    ChangeRequested {
        /// Application.
        application_id: Id,
        /// The request.
        change: Change,
        /// Who asked.
        by: Actor,
        /// When.
        at: Timestamp,
    },
    /// A change was decided on.
    ChangeDecided {
        /// Application.
        application_id: Id,
        /// Change.
        change_id: Id,
        /// Whether it was approved.
        approved: bool,
        /// The decision.
        decision: Decision,
        /// Amount awarded from now on.
        awarded: Cents,
    },
    /// The final amount was determined.
    Determined {
        /// Application.
        application_id: Id,
        /// The final amount.
        determined: Cents,
        /// The decision.
        decision: Decision,
    },
}

impl eventing::Fact for Fact {
    fn event_type(&self) -> String {
        match self {
            Self::Recorded { .. } => "AwardRecorded",
            Self::ConditionDecided { .. } => "ConditionDecided",
            Self::AdvancePaid { .. } => "AdvancePaid",
            Self::ChangeRequested { .. } => "AwardChangeRequested",
            Self::ChangeDecided { .. } => "AwardChangeDecided",
            Self::Determined { .. } => "GrantDetermined",
        }
        .to_owned()
    }

    fn event_version(&self) -> String {
        "1".to_owned()
    }
}
