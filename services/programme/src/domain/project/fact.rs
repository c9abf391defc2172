//! What can have happened to a project. Stored as JSON, pinned by the golden files: variants and fields keep their names
//! and meaning for ever; a changed shape is a new version with an upcast here.

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use super::{Dependency, MoneyAmount, Plan, PlanChange, Profile, RevisedValue};
use crate::domain::values::{Actor, Cents, Id};

/// What can have happened to a project.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Fact {
    /// It was registered.
    Registered {
        /// What was known of it.
        profile: Box<Profile>,
        /// Tranche of its call window.
        tranche_id: Id,
    },
    /// Its first plan was set; it runs from here on.
    PlanBaselined {
        /// Always 1.
        plan_version: u32,
        /// The plan.
        plan: Plan,
    },
    /// Its plan was revised.
    PlanRevised {
        /// The version this made.
        plan_version: u32,
        /// Old and new values.
        values: Vec<RevisedValue>,
        /// Why.
        reason: String,
        /// The decision it rests on; empty below the threshold.
        decision: String,
        /// The change request it carries out, if any.
        change_request_id: Option<Id>,
        /// The plan as it now reads.
        plan: Plan,
        /// Last day of the project under this plan.
        ends_on: Date,
        /// Who revised it.
        revised_by: Actor,
        /// When.
        revised_at: Timestamp,
    },
    /// Approval of changes was asked for.
    ChangeRequested {
        /// Change request.
        change_request_id: Id,
        /// The changes.
        changes: Vec<PlanChange>,
        /// Why.
        reason: String,
        /// Who asked.
        requested_by: Actor,
        /// When.
        requested_at: Timestamp,
    },
    /// A change request was approved or rejected.
    ChangeDecided {
        /// Change request.
        change_request_id: Id,
        /// True when approved.
        approved: bool,
        /// The decision with its reference.
        decision: String,
        /// Who decided.
        decided_by: Actor,
        /// When.
        decided_at: Timestamp,
    },
    /// A milestone was achieved.
    MilestoneAchieved {
        /// Milestone.
        milestone_id: Id,
        /// Day it was achieved.
        achieved_on: Date,
        /// Day it was due under the plan.
        due_on: Date,
        /// Where the evidence is, as a URI; empty when none was given.
        evidence: String,
        /// Accepted report that reported it, if any.
        report_id: Option<Id>,
    },
    /// A milestone was declared to wait for another project's.
    DependencyDeclared {
        /// The dependency.
        dependency: Dependency,
    },
    /// A dependency was withdrawn.
    DependencyWithdrawn {
        /// Dependency.
        dependency_id: Id,
        /// Why.
        reason: String,
    },
    /// An amount was recorded.
    MoneyRecorded {
        /// The new total in its state.
        amount: MoneyAmount,
        /// Total in that state before.
        previous_total: Cents,
        /// Why the total became lower; empty when it did not.
        correction_reason: String,
    },
    /// Its work has ended.
    Finished {
        /// Last day of work.
        finished_on: Date,
    },
    /// It was stopped before its end.
    Stopped {
        /// Last day.
        stopped_on: Date,
        /// Why.
        reason: String,
        /// The decision with its reference.
        decision: String,
    },
    /// It was closed.
    Closed {
        /// The approved final report.
        report_id: Id,
    },
}

impl eventing::Fact for Fact {
    fn event_type(&self) -> String {
        match self {
            Self::Registered { .. } => "Registered",
            Self::PlanBaselined { .. } => "PlanBaselined",
            Self::PlanRevised { .. } => "PlanRevised",
            Self::ChangeRequested { .. } => "ChangeRequested",
            Self::ChangeDecided { .. } => "ChangeDecided",
            Self::MilestoneAchieved { .. } => "MilestoneAchieved",
            Self::DependencyDeclared { .. } => "DependencyDeclared",
            Self::DependencyWithdrawn { .. } => "DependencyWithdrawn",
            Self::MoneyRecorded { .. } => "MoneyRecorded",
            Self::Finished { .. } => "Finished",
            Self::Stopped { .. } => "Stopped",
            Self::Closed { .. } => "Closed",
        }
        .to_owned()
    }

    fn event_version(&self) -> String {
        "1".to_owned()
    }
}
