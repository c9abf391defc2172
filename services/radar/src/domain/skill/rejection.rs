//! Why a command on a skill is refused.

use blocks::values::Id;
use eventing::{FieldFault, RejectionKind};

use super::{CITED_MAX, DISSENTS_MAX, PUBLISHERS_MIN, Stage};

/// Why a command on a skill is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// The identifier is taken.
    #[error("there is such a skill already")]
    Exists,
    /// There is none.
    #[error("there is no such skill")]
    Unknown,
    /// It is not far enough, or too far.
    #[error("the skill is {}, and this is not done then", name(*.0))]
    Stage(Stage),
    /// Whoever proposed it would decide about it.
    #[error("whoever proposed a skill does not decide about it")]
    OwnProposal,
    /// Somebody else has it under review.
    #[error("somebody else has the skill under review")]
    OthersReview,
    /// Too few independent sources name it.
    #[error(
        "independent sources, of different publishers, that name the skill: {0}; at least {PUBLISHERS_MIN} are needed"
    )]
    Unsupported(u32),
    /// It would be merged into itself.
    #[error("the skill would be merged into itself")]
    IntoItself,
    /// The other one is not there any more.
    #[error("skill {0} was rejected, retired or merged: nothing is merged into it")]
    IntoGone(Id),
    /// The other one is not on the radar, and this one is.
    #[error("skill {0} is not published: whoever refers to this one would find nothing there")]
    IntoUnpublished(Id),
    /// Too many sources were cited.
    #[error("{CITED_MAX} sources were cited, and that is enough")]
    TooMuchCited,
    /// Too much dissent was recorded.
    #[error("{DISSENTS_MAX} disagreements were recorded, and that is enough")]
    TooMuchDissent,
    /// Fields are wrong.
    #[error("the skill cannot be taken over as it was given: {} field(s) are wrong", .0.len())]
    Invalid(Vec<FieldFault>),
}

fn name(stage: Stage) -> &'static str {
    match stage {
        Stage::Proposed => "proposed",
        Stage::InReview => "under review",
        Stage::Validated => "found valid",
        Stage::Rejected => "rejected",
        Stage::Merged => "merged into another one",
        Stage::Published => "published",
        Stage::Retired => "retired",
    }
}

impl eventing::Rejection for Rejection {
    fn reason(&self) -> &'static str {
        match self {
            Self::Exists => "SKILL_EXISTS",
            Self::Unknown => "SKILL_UNKNOWN",
            Self::Stage(_) => "SKILL_STAGE",
            Self::OwnProposal => "SKILL_OWN_PROPOSAL",
            Self::OthersReview => "SKILL_OTHERS_REVIEW",
            Self::Unsupported(_) => "SKILL_UNSUPPORTED",
            Self::IntoItself => "SKILL_INTO_ITSELF",
            Self::IntoGone(_) => "SKILL_INTO_GONE",
            Self::IntoUnpublished(_) => "SKILL_INTO_UNPUBLISHED",
            Self::TooMuchCited => "SKILL_CITED_MAX",
            Self::TooMuchDissent => "SKILL_DISSENT_MAX",
            Self::Invalid(_) => "SKILL_INVALID",
        }
    }

    fn kind(&self) -> RejectionKind {
        match self {
            Self::Exists => RejectionKind::AlreadyExists,
            Self::Unknown => RejectionKind::NotFound,
            Self::OwnProposal | Self::OthersReview => RejectionKind::Forbidden,
            Self::Stage(_)
            | Self::Unsupported(_)
            | Self::IntoItself
            | Self::IntoGone(_)
            | Self::IntoUnpublished(_)
            | Self::TooMuchCited
            | Self::TooMuchDissent => RejectionKind::WrongState,
            Self::Invalid(_) => RejectionKind::Invalid,
        }
    }

    fn faults(&self) -> Vec<FieldFault> {
        match self {
            Self::Invalid(faults) => faults.clone(),
            _ => Vec::new(),
        }
    }
}
