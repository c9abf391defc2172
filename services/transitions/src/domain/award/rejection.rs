//! Why awards refuse.

use blocks::values::Cents;
use eventing::{FieldFault, RejectionKind};

use super::Standing;

/// Why a command on awards is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// There is an award on the application.
    #[error("there is an award on this application already")]
    Exists,
    /// There is none.
    #[error("there is no award on this application")]
    Unknown,
    /// It would exceed the ceiling.
    #[error("{amount} cents do not fit: {left} cents are left of the ceiling of {ceiling} cents")]
    CeilingExceeded {
        /// The ceiling.
        ceiling: Cents,
        /// What is left of it.
        left: Cents,
        /// What was to be awarded.
        amount: Cents,
    },
    /// It has no conditions that are open.
    #[error("the award is not conditional")]
    NotConditional,
    /// There is no such condition.
    #[error("the award has no such condition")]
    ConditionUnknown,
    /// It was decided before whether it was met.
    #[error("it was decided before whether this condition was met")]
    ConditionDecided,
    /// Conditions are open.
    #[error("conditions of the award are open")]
    ConditionsOpen,
    /// Nothing was awarded, or it lapsed.
    #[error("nothing is awarded to this application")]
    NotAwarded,
    /// More would be paid than may be by now.
    #[error("{paid} cents were paid, and {most} may be{}", if *standing == Standing::Conditional { " before the conditions are met" } else { "" })]
    AdvanceTooHigh {
        /// What was paid.
        paid: Cents,
        /// What may have been paid by now.
        most: Cents,
        /// How the award stands.
        standing: Standing,
    },
    /// There are too many payments.
    #[error("an award has at most {0} payments")]
    AdvancesLimit(usize),
    /// The change has an identifier that is taken.
    #[error("there is such a change already")]
    ChangeExists,
    /// There is no such change.
    #[error("there is no such change")]
    ChangeUnknown,
    /// It was decided on before.
    #[error("the change was decided on before")]
    ChangeDecided,
    /// There are too many changes.
    #[error("an award has at most {0} changes")]
    ChangesLimit(usize),
    /// The final amount was determined.
    #[error("the final amount was determined before")]
    Determined,
    /// Fields are wrong.
    #[error("it cannot be taken over as it was given: {} field(s) are wrong", .0.len())]
    Invalid(Vec<FieldFault>),
}

impl eventing::Rejection for Rejection {
    fn reason(&self) -> &'static str {
        match self {
            Self::Exists => "AWARD_EXISTS",
            Self::Unknown => "AWARD_UNKNOWN",
            Self::CeilingExceeded { .. } => "CEILING_EXCEEDED",
            Self::NotConditional => "AWARD_NOT_CONDITIONAL",
            Self::ConditionUnknown => "CONDITION_UNKNOWN",
            Self::ConditionDecided => "CONDITION_DECIDED",
            Self::ConditionsOpen => "CONDITIONS_OPEN",
            Self::NotAwarded => "NOTHING_AWARDED",
            Self::AdvanceTooHigh { .. } => "ADVANCE_TOO_HIGH",
            Self::AdvancesLimit(_) => "ADVANCES_LIMIT",
            Self::ChangeExists => "AWARD_CHANGE_EXISTS",
            Self::ChangeUnknown => "AWARD_CHANGE_UNKNOWN",
            Self::ChangeDecided => "AWARD_CHANGE_DECIDED",
            Self::ChangesLimit(_) => "AWARD_CHANGES_LIMIT",
            Self::Determined => "GRANT_DETERMINED",
            Self::Invalid(_) => "AWARD_INVALID",
        }
    }

    fn kind(&self) -> RejectionKind {
        match self {
            Self::Exists | Self::ChangeExists => RejectionKind::AlreadyExists,
            Self::Unknown | Self::ConditionUnknown | Self::ChangeUnknown => RejectionKind::NotFound,
            Self::CeilingExceeded { .. }
            | Self::NotConditional
            | Self::ConditionDecided
            | Self::ConditionsOpen
            | Self::NotAwarded
            | Self::AdvanceTooHigh { .. }
            | Self::AdvancesLimit(_)
            | Self::ChangeDecided
            | Self::ChangesLimit(_)
            | Self::Determined => RejectionKind::WrongState,
            Self::Invalid(_) => RejectionKind::Invalid,
        }
    }

    fn faults(&self) -> Vec<FieldFault> {
        match self {
            Self::Invalid(faults) => faults.clone(),
            Self::Exists
            | Self::Unknown
            | Self::CeilingExceeded { .. }
            | Self::NotConditional
            | Self::ConditionUnknown
            | Self::ConditionDecided
            | Self::ConditionsOpen
            | Self::NotAwarded
            | Self::AdvanceTooHigh { .. }
            | Self::AdvancesLimit(_)
            | Self::ChangeExists
            | Self::ChangeUnknown
            | Self::ChangeDecided
            | Self::ChangesLimit(_)
            | Self::Determined => Vec::new(),
        }
    }
}
