//! Why findings refuse.

use blocks::values::Id;
use eventing::{FieldFault, RejectionKind};

use super::{DISSENTS_MAX, Stage};

/// Why a command on a finding is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// The identifier is taken.
    #[error("there is such a finding already")]
    Exists,
    /// There is none.
    #[error("there is no such finding")]
    Unknown,
    /// Its author wants to review it.
    #[error("the review is by whoever proposed or revised the finding, and must be by somebody else")]
    OwnReview,
    /// It was sent back without saying why.
    #[error("a finding is sent back with remarks that say why")]
    RemarksMissing,
    /// What is to take its place was not published, or is the finding itself.
    #[error("{0} is not another finding that is published")]
    Successor(Id),
    /// The identifier of a dissent is taken, or there are too many.
    #[error("the finding has a dissent {0} already, or {DISSENTS_MAX} of them")]
    Dissent(Id),
    /// It is not far enough, or too far.
    #[error("the finding is {0:?}, in which state this cannot be done")]
    Stage(Stage),
    /// Fields are wrong.
    #[error("the finding cannot be taken over as it was given: {} field(s) are wrong", .0.len())]
    Invalid(Vec<FieldFault>),
}

impl eventing::Rejection for Rejection {
    fn reason(&self) -> &'static str {
        match self {
            Self::Exists => "FINDING_EXISTS",
            Self::Unknown => "FINDING_UNKNOWN",
            Self::OwnReview => "FINDING_OWN_REVIEW",
            Self::Stage(_) => "FINDING_WRONG_STATE",
            Self::RemarksMissing | Self::Successor(_) | Self::Dissent(_) | Self::Invalid(_) => {
                "FINDING_INVALID"
            }
        }
    }

    fn kind(&self) -> RejectionKind {
        match self {
            Self::Exists => RejectionKind::AlreadyExists,
            Self::Unknown => RejectionKind::NotFound,
            Self::OwnReview => RejectionKind::Forbidden,
            Self::Stage(_) => RejectionKind::WrongState,
            Self::RemarksMissing | Self::Successor(_) | Self::Dissent(_) | Self::Invalid(_) => {
                RejectionKind::Invalid
            }
        }
    }

    fn faults(&self) -> Vec<FieldFault> {
        let fault = |field: &str, expected: &str| vec![FieldFault::new(field, expected)];
        match self {
            Self::Invalid(faults) => faults.clone(),
            Self::RemarksMissing => fault("remarks", "what has to change"),
            Self::Successor(_) => fault("superseded_by", "another finding that is published"),
            Self::Dissent(_) => fault("dissent_id", "an identifier that no other dissent of it has"),
            Self::Exists | Self::Unknown | Self::OwnReview | Self::Stage(_) => Vec::new(),
        }
    }
}
