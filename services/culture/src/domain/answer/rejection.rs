//! Why answers refuse.

use eventing::{FieldFault, RejectionKind};

use super::Stage;

/// Why a command on an answer is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// No report with an answer was accepted under this identifier.
    #[error("there is no such answer")]
    Unknown,
    /// It is not far enough, or too far.
    #[error("the answer is {0:?}, in which state this cannot be done")]
    Stage(Stage),
    /// The report was corrected since.
    #[error("the report was corrected: its round of correction is {0} now")]
    Revised(u32),
    /// The same person coded it before.
    #[error("who coded the answer before does not code it again")]
    CodedBefore,
    /// Somebody coded it already.
    #[error("somebody has coded the answer already, so others would not be independent")]
    Begun,
    /// Who settles it must be somebody else, or all coders together.
    #[error(
        "an answer is settled by somebody who did not code it, or by one of its coders for all of them together"
    )]
    NotIndependent,
    /// Fields are wrong.
    #[error("the codes cannot be taken over as they were given: {} field(s) are wrong", .0.len())]
    Invalid(Vec<FieldFault>),
}

impl eventing::Rejection for Rejection {
    fn reason(&self) -> &'static str {
        match self {
            Self::Unknown => "ANSWER_UNKNOWN",
            Self::Stage(_) | Self::Begun => "ANSWER_WRONG_STATE",
            Self::Revised(_) => "ANSWER_REVISED",
            Self::CodedBefore | Self::NotIndependent => "CODER_NOT_INDEPENDENT",
            Self::Invalid(_) => "CODING_INVALID",
        }
    }

    fn kind(&self) -> RejectionKind {
        match self {
            Self::Unknown => RejectionKind::NotFound,
            Self::Stage(_) | Self::Begun | Self::Revised(_) => RejectionKind::WrongState,
            Self::CodedBefore | Self::NotIndependent => RejectionKind::Forbidden,
            Self::Invalid(_) => RejectionKind::Invalid,
        }
    }

    fn faults(&self) -> Vec<FieldFault> {
        match self {
            Self::Invalid(faults) => faults.clone(),
            Self::Unknown
            | Self::Stage(_)
            | Self::Begun
            | Self::Revised(_)
            | Self::CodedBefore
            | Self::NotIndependent => Vec::new(),
        }
    }
}
