//! Why credential classes refuse.

use eventing::{FieldFault, RejectionKind};
use jiff::civil::Date;

use super::Stage;

/// Why a command on a class is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// The identifier is taken.
    #[error("there is such a credential class already")]
    Exists,
    /// There is none.
    #[error("there is no such credential class, or not of this provider")]
    Unknown,
    /// Its provider was not registered.
    #[error("there is no such provider")]
    ProviderUnknown,
    /// Its author wants to review it.
    #[error("the review is by whoever proposed or revised the class, and must be by somebody else")]
    OwnReview,
    /// It was sent back without saying why.
    #[error("a class is sent back with remarks that say why")]
    RemarksMissing,
    /// The accreditation lies in the future.
    #[error("the accreditation is of a day after today, {0}")]
    AccreditedInFuture(Date),
    /// It is not far enough, or too far.
    #[error("the class is {0:?}, in which state this cannot be done")]
    Stage(Stage),
    /// Fields are wrong.
    #[error("the class cannot be taken over as it was given: {} field(s) are wrong", .0.len())]
    Invalid(Vec<FieldFault>),
}

impl eventing::Rejection for Rejection {
    fn reason(&self) -> &'static str {
        match self {
            Self::Exists => "CLASS_EXISTS",
            Self::Unknown => "CLASS_UNKNOWN",
            Self::ProviderUnknown => "PROVIDER_UNKNOWN",
            Self::OwnReview => "CLASS_OWN_REVIEW",
            Self::Stage(_) => "CLASS_WRONG_STATE",
            Self::RemarksMissing | Self::AccreditedInFuture(_) | Self::Invalid(_) => "CLASS_INVALID",
        }
    }

    fn kind(&self) -> RejectionKind {
        match self {
            Self::Exists => RejectionKind::AlreadyExists,
            Self::Unknown | Self::ProviderUnknown => RejectionKind::NotFound,
            Self::OwnReview => RejectionKind::Forbidden,
            Self::Stage(_) => RejectionKind::WrongState,
            Self::RemarksMissing | Self::AccreditedInFuture(_) | Self::Invalid(_) => RejectionKind::Invalid,
        }
    }

    fn faults(&self) -> Vec<FieldFault> {
        match self {
            Self::Invalid(faults) => faults.clone(),
            Self::RemarksMissing => vec![FieldFault::new("remarks", "what has to change")],
            Self::AccreditedInFuture(today) => {
                let expected = format!("a day not after today, {today}");
                vec![FieldFault::new("accredited_on", expected)]
            }
            Self::Exists | Self::Unknown | Self::ProviderUnknown | Self::OwnReview | Self::Stage(_) => {
                Vec::new()
            }
        }
    }
}
