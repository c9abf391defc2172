//! Why applications refuse.

use eventing::{FieldFault, RejectionKind};

use super::{ASSESSORS_MAX, CONTENT_BYTES_MAX, Check};

/// Why a command on an application is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// The identifier is taken.
    #[error("there is such an application already")]
    Exists,
    /// There is none.
    #[error("there is no such application")]
    Unknown,
    /// It says too much.
    #[error(
        "the application has {bytes} bytes, and at most {CONTENT_BYTES_MAX} travel; shorten texts or lists"
    )]
    TooLong {
        /// Its bytes.
        bytes: usize,
    },
    /// It is no draft any more.
    #[error("the application is no draft any more")]
    NotDraft,
    /// It was not submitted, or withdrawn since.
    #[error("the application is not submitted")]
    NotSubmitted,
    /// It was withdrawn before.
    #[error("the application was withdrawn before")]
    Withdrawn,
    /// The agency decided on it.
    #[error("the agency decided on the application")]
    Decided,
    /// Required rules do not hold.
    #[error("the application does not meet {} of the rules: {}", .0.len(), names(.0))]
    RulesNotMet(Vec<Check>),
    /// The assessor did not yet say whether there is an interest.
    #[error("an assessor says first whether there is an interest in the application")]
    InterestNotDeclared,
    /// The assessor has an interest.
    #[error("an assessor with an interest in the application does not score it")]
    ConflictOfInterest,
    /// There are too many assessors.
    #[error("an application has at most {ASSESSORS_MAX} assessors")]
    TooManyAssessors,
    /// Scores are wrong.
    #[error("the scores cannot be taken over as they were given: {} field(s) are wrong", .0.len())]
    ScoresInvalid(Vec<FieldFault>),
}

fn names(broken: &[Check]) -> String {
    broken
        .iter()
        .map(|check| check.rule_id.as_str())
        .collect::<Vec<_>>()
        .join(", ")
}

impl eventing::Rejection for Rejection {
    fn reason(&self) -> &'static str {
        match self {
            Self::Exists => "APPLICATION_EXISTS",
            Self::Unknown => "APPLICATION_UNKNOWN",
            Self::TooLong { .. } => "APPLICATION_TOO_LONG",
            Self::NotDraft => "APPLICATION_NOT_DRAFT",
            Self::NotSubmitted => "APPLICATION_NOT_SUBMITTED",
            Self::Withdrawn => "APPLICATION_WITHDRAWN",
            Self::Decided => "APPLICATION_DECIDED",
            Self::RulesNotMet(_) => "APPLICATION_RULES_NOT_MET",
            Self::InterestNotDeclared => "INTEREST_NOT_DECLARED",
            Self::ConflictOfInterest => "CONFLICT_OF_INTEREST",
            Self::TooManyAssessors => "ASSESSORS_LIMIT",
            Self::ScoresInvalid(_) => "SCORES_INVALID",
        }
    }

    fn kind(&self) -> RejectionKind {
        match self {
            Self::Exists => RejectionKind::AlreadyExists,
            Self::Unknown => RejectionKind::NotFound,
            Self::NotDraft
            | Self::NotSubmitted
            | Self::Withdrawn
            | Self::Decided
            | Self::InterestNotDeclared
            | Self::TooManyAssessors => RejectionKind::WrongState,
            Self::ConflictOfInterest => RejectionKind::Forbidden,
            Self::TooLong { .. } | Self::RulesNotMet(_) | Self::ScoresInvalid(_) => RejectionKind::Invalid,
        }
    }

    /// Each rule that does not hold, at each field that it is about.
    fn faults(&self) -> Vec<FieldFault> {
        match self {
            Self::RulesNotMet(broken) => broken
                .iter()
                .flat_map(|check| {
                    let expected = format!("{}: {} ({})", check.rule_id, check.text.en, check.found.en);
                    let fields = check.fields.iter();
                    fields.map(move |field| FieldFault::new(format!("application.{field}"), expected.clone()))
                })
                .collect(),
            Self::ScoresInvalid(faults) => faults.clone(),
            Self::TooLong { .. } => {
                let expected = format!("at most {CONTENT_BYTES_MAX} bytes in all");
                vec![FieldFault::new("application", expected)]
            }
            Self::Exists
            | Self::Unknown
            | Self::NotDraft
            | Self::NotSubmitted
            | Self::Withdrawn
            | Self::Decided
            | Self::InterestNotDeclared
            | Self::ConflictOfInterest
            | Self::TooManyAssessors => Vec::new(),
        }
    }
}
