//! Why a project refuses a command. Each code has a page under `docs/errors/`.

use eventing::{FieldFault, RejectionKind};
use thiserror::Error;

use super::{ChangeRequestState, MilestoneKey, MilestoneState, MoneyState, ProjectState};
use crate::domain::values::{Cents, Id};

/// Why a project refuses a command.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[expect(missing_docs, reason = "the fields are the values that the messages name")]
pub enum Rejection {
    /// There is no such project.
    #[error("there is no such project")]
    Unknown,
    /// It is registered already.
    #[error("a project with this identifier is registered already")]
    Exists,
    /// The profile breaks a rule.
    #[error("the project's profile breaks a rule")]
    ProfileInvalid(Vec<FieldFault>),
    /// The request names reference data that does not exist.
    #[error("the request names reference data that does not exist")]
    ReferenceUnknown(Vec<FieldFault>),
    /// It has a baseline already.
    #[error("the project has a plan already, at version {plan_version}; revise it instead")]
    BaselineExists { plan_version: u32 },
    /// The plan breaks a rule.
    #[error("the delivery plan breaks a rule")]
    PlanInvalid(Vec<FieldFault>),
    /// The project is not running.
    #[error("the project is {state:?}; this needs a running project")]
    NotRunning { state: ProjectState },
    /// The project has not ended, or was closed with another report.
    #[error("the project is {state:?}; only a finished or stopped project is closed")]
    NotEnded { state: ProjectState },
    /// Someone else revised the plan.
    #[error("the changes were made against plan version {given}, the current one is {current}")]
    PlanVersionStale { given: u32, current: u32 },
    /// The changes break a rule.
    #[error("the changes do not make a valid plan")]
    ChangesInvalid(Vec<FieldFault>),
    /// The changes go above the scheme's threshold.
    #[error("the changes need an approved change request: {}", reasons.join("; "))]
    ChangeRequestRequired { reasons: Vec<String> },
    /// There is no such change request.
    #[error("the project has no change request {change_request_id}")]
    ChangeRequestUnknown { change_request_id: Id },
    /// The identifier is used.
    #[error("the project has a change request {change_request_id} already")]
    ChangeRequestExists { change_request_id: Id },
    /// It cannot carry a revision.
    #[error(
        "change request {change_request_id} is {state:?}; a revision needs one that is approved and not yet used"
    )]
    ChangeRequestNotApproved {
        change_request_id: Id,
        state: ChangeRequestState,
    },
    /// Something else was approved.
    #[error("the changes differ from those of change request {change_request_id}")]
    ChangeRequestDiffers { change_request_id: Id },
    /// It was decided before.
    #[error("change request {change_request_id} was decided before: it is {state:?}")]
    ChangeRequestDecided {
        change_request_id: Id,
        state: ChangeRequestState,
    },
    /// Whoever asks does not decide.
    #[error("change request {change_request_id} is decided by somebody else than who asked for it")]
    OwnChangeRequest { change_request_id: Id },
    /// There is no such milestone.
    #[error("the project's plan has no milestone {milestone_id}")]
    MilestoneUnknown { milestone_id: Id },
    /// The milestone is achieved or dropped.
    #[error("milestone {milestone_id} is {state:?}: it stays as it is")]
    MilestoneSettled { milestone_id: Id, state: MilestoneState },
    /// A day lies in the future or before the start.
    #[error("the day lies outside the project's time so far")]
    DayOutOfRange(Vec<FieldFault>),
    /// It was declared before.
    #[error("dependency {dependency_id} has this identifier or these milestones already")]
    DependencyExists { dependency_id: Id },
    /// There is no such dependency.
    #[error("the project has no dependency {dependency_id}")]
    DependencyUnknown { dependency_id: Id },
    /// It names its own project.
    #[error("a project does not depend on its own milestones")]
    DependencyOnSelf,
    /// The other milestone does not exist or was dropped.
    #[error("project {} has no milestone {} that can be waited for", on.project_id, on.milestone_id)]
    DependencyTargetUnknown { on: MilestoneKey },
    /// The milestone would wait for itself.
    #[error("milestone {milestone_id} would wait for itself through other projects")]
    DependencyCycle { milestone_id: Id },
    /// The chain cannot be followed to its end.
    #[error("the chain of projects that wait for each other is too long to be followed")]
    DependencyChainTooLong,
    /// There are too many.
    #[error("a project has at most {most} dependencies")]
    TooManyDependencies { most: usize },
    /// Realised money is not recorded by hand.
    #[error("realised money comes from accepted reports only")]
    MoneyRealised,
    /// The amount or its day is wrong.
    #[error("the amount cannot be recorded")]
    MoneyInvalid(Vec<FieldFault>),
    /// A total becomes lower without a reason.
    #[error("the total falls from {previous} to {total} cents; say why in correction_reason")]
    CorrectionReasonMissing { previous: Cents, total: Cents },
    /// A grant lies outside its size class.
    #[error("{total} cents lie outside the limits of the size class, {minimum} to {maximum}")]
    GrantOutsideSizeClass {
        total: Cents,
        minimum: Cents,
        maximum: Cents,
    },
    /// More is committed or paid than was awarded.
    #[error("{state:?} would be {total} cents, more than the {awarded} granted and conditional")]
    AboveGrant {
        state: MoneyState,
        total: Cents,
        awarded: Cents,
    },
    /// The sum of two totals does not fit.
    #[error("the totals do not add up to an amount that can be kept")]
    MoneyOverflow,
}

impl eventing::Rejection for Rejection {
    fn reason(&self) -> &'static str {
        match self {
            Self::Unknown => "PROJECT_UNKNOWN",
            Self::Exists => "PROJECT_EXISTS",
            Self::ProfileInvalid(_) => "PROFILE_INVALID",
            Self::ReferenceUnknown(_) => "REFERENCE_UNKNOWN",
            Self::BaselineExists { .. } => "BASELINE_EXISTS",
            Self::PlanInvalid(_) => "PLAN_INVALID",
            Self::NotRunning { .. } => "PROJECT_NOT_RUNNING",
            Self::NotEnded { .. } => "PROJECT_NOT_ENDED",
            Self::PlanVersionStale { .. } => "PLAN_VERSION_STALE",
            Self::ChangesInvalid(_) => "CHANGES_INVALID",
            Self::ChangeRequestRequired { .. } => "CHANGE_REQUEST_REQUIRED",
            Self::ChangeRequestUnknown { .. } => "CHANGE_REQUEST_UNKNOWN",
            Self::ChangeRequestExists { .. } => "CHANGE_REQUEST_EXISTS",
            Self::ChangeRequestNotApproved { .. } => "CHANGE_REQUEST_NOT_APPROVED",
            Self::ChangeRequestDiffers { .. } => "CHANGE_REQUEST_DIFFERS",
            Self::ChangeRequestDecided { .. } => "CHANGE_REQUEST_DECIDED",
            Self::OwnChangeRequest { .. } => "OWN_CHANGE_REQUEST",
            Self::MilestoneUnknown { .. } => "MILESTONE_UNKNOWN",
            Self::MilestoneSettled { .. } => "MILESTONE_SETTLED",
            Self::DayOutOfRange(_) => "DAY_OUT_OF_RANGE",
            Self::DependencyExists { .. } => "DEPENDENCY_EXISTS",
            Self::DependencyUnknown { .. } => "DEPENDENCY_UNKNOWN",
            Self::DependencyOnSelf => "DEPENDENCY_ON_SELF",
            Self::DependencyTargetUnknown { .. } => "DEPENDENCY_TARGET_UNKNOWN",
            Self::DependencyCycle { .. } => "DEPENDENCY_CYCLE",
            Self::DependencyChainTooLong => "DEPENDENCY_CHAIN_TOO_LONG",
            Self::TooManyDependencies { .. } => "DEPENDENCIES_TOO_MANY",
            Self::MoneyRealised => "MONEY_REALISED",
            Self::MoneyInvalid(_) => "MONEY_INVALID",
            Self::CorrectionReasonMissing { .. } => "CORRECTION_REASON_MISSING",
            Self::GrantOutsideSizeClass { .. } => "GRANT_OUTSIDE_SIZE_CLASS",
            Self::AboveGrant { .. } => "MONEY_ABOVE_GRANT",
            Self::MoneyOverflow => "MONEY_OVERFLOW",
        }
    }

    fn kind(&self) -> RejectionKind {
        match self {
            Self::Unknown
            | Self::ReferenceUnknown(_)
            | Self::ChangeRequestUnknown { .. }
            | Self::MilestoneUnknown { .. }
            | Self::DependencyUnknown { .. }
            | Self::DependencyTargetUnknown { .. } => RejectionKind::NotFound,
            Self::Exists | Self::ChangeRequestExists { .. } | Self::DependencyExists { .. } => {
                RejectionKind::AlreadyExists
            }
            Self::ProfileInvalid(_)
            | Self::PlanInvalid(_)
            | Self::ChangesInvalid(_)
            | Self::DayOutOfRange(_)
            | Self::DependencyOnSelf
            | Self::MoneyRealised
            | Self::MoneyInvalid(_)
            | Self::CorrectionReasonMissing { .. }
            | Self::MoneyOverflow => RejectionKind::Invalid,
            Self::BaselineExists { .. }
            | Self::NotRunning { .. }
            | Self::NotEnded { .. }
            | Self::ChangeRequestRequired { .. }
            | Self::ChangeRequestNotApproved { .. }
            | Self::ChangeRequestDiffers { .. }
            | Self::ChangeRequestDecided { .. }
            | Self::MilestoneSettled { .. }
            | Self::DependencyCycle { .. }
            | Self::DependencyChainTooLong
            | Self::TooManyDependencies { .. }
            | Self::GrantOutsideSizeClass { .. }
            | Self::AboveGrant { .. } => RejectionKind::WrongState,
            Self::PlanVersionStale { .. } => RejectionKind::Conflict,
            Self::OwnChangeRequest { .. } => RejectionKind::Forbidden,
        }
    }

    fn faults(&self) -> Vec<FieldFault> {
        match self {
            Self::ProfileInvalid(faults)
            | Self::ReferenceUnknown(faults)
            | Self::PlanInvalid(faults)
            | Self::ChangesInvalid(faults)
            | Self::DayOutOfRange(faults)
            | Self::MoneyInvalid(faults) => faults.clone(),
            Self::PlanVersionStale { current, .. } => {
                vec![FieldFault::new(
                    "plan_version",
                    format!("the current plan version, {current}"),
                )]
            }
            Self::DependencyOnSelf => vec![FieldFault::new("dependency.on_project_id", "another project")],
            Self::MoneyRealised => {
                vec![FieldFault::new(
                    "state",
                    "reserved, conditional, granted, committed or paid",
                )]
            }
            Self::CorrectionReasonMissing { .. } => {
                vec![FieldFault::new(
                    "correction_reason",
                    "why the total becomes lower",
                )]
            }
            _ => Vec::new(),
        }
    }
}
