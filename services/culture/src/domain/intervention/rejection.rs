//! Why interventions refuse.

use blocks::values::Id;
use eventing::{FieldFault, RejectionKind};
use jiff::civil::Date;

use super::{EFFECTS_MAX, Stage};
use crate::domain::instrument::LEAST_CELL;

/// Why a command on an intervention is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// The identifier is taken.
    #[error("there is such an intervention already")]
    Exists,
    /// There is none, or not of this workgroup.
    #[error("there is no such intervention, or not of this workgroup")]
    Unknown,
    /// It is not far enough, or too far.
    #[error("the intervention is {0:?}, in which state this cannot be done")]
    Stage(Stage),
    /// A day lies in the future, or before the one it follows.
    #[error("the day lies after today, {today}, or before the start")]
    Day {
        /// Field.
        field: &'static str,
        /// The block's day.
        today: Date,
    },
    /// Fields are wrong.
    #[error("the intervention cannot be taken over as it was given: {} field(s) are wrong", .0.len())]
    Invalid(Vec<FieldFault>),
    /// The identifier of the effect is taken, or there are too many.
    #[error("the intervention has an effect {0} already, or {EFFECTS_MAX} of them")]
    EffectExists(Id),
    /// A group is too small to tell anything of.
    #[error("the smallest group has {0} respondents; of fewer than {LEAST_CELL} no effect is told")]
    TooFew(u32),
    /// Fields of the effect are wrong.
    #[error("the effect cannot be taken over as it was given: {} field(s) are wrong", .0.len())]
    EffectInvalid(Vec<FieldFault>),
}

impl eventing::Rejection for Rejection {
    fn reason(&self) -> &'static str {
        match self {
            Self::Exists => "INTERVENTION_EXISTS",
            Self::Unknown => "INTERVENTION_UNKNOWN",
            Self::Stage(_) => "INTERVENTION_WRONG_STATE",
            Self::Day { .. } | Self::Invalid(_) => "INTERVENTION_INVALID",
            Self::EffectExists(_) => "EFFECT_EXISTS",
            Self::TooFew(_) => "EFFECT_TOO_FEW",
            Self::EffectInvalid(_) => "EFFECT_INVALID",
        }
    }

    fn kind(&self) -> RejectionKind {
        match self {
            Self::Exists | Self::EffectExists(_) => RejectionKind::AlreadyExists,
            Self::Unknown => RejectionKind::NotFound,
            Self::Stage(_) => RejectionKind::WrongState,
            Self::Day { .. } | Self::Invalid(_) | Self::TooFew(_) | Self::EffectInvalid(_) => {
                RejectionKind::Invalid
            }
        }
    }

    fn faults(&self) -> Vec<FieldFault> {
        match self {
            Self::Invalid(faults) | Self::EffectInvalid(faults) => faults.clone(),
            Self::Day { field, today } => {
                let expected = format!("a day not after today, {today}, and not before the start");
                vec![FieldFault::new(*field, expected)]
            }
            Self::TooFew(_) => {
                let expected = format!("groups of at least {LEAST_CELL} respondents");
                vec![FieldFault::new("effect", expected)]
            }
            Self::Exists | Self::Unknown | Self::Stage(_) | Self::EffectExists(_) => Vec::new(),
        }
    }
}
