//! A project with its delivery plan: from registration through baseline, revisions and milestones to its end, with the
//! money decided on. Nothing is overwritten: a revision keeps the old value, the reason and the decision.
//!
//! One decision per file. What a decision needs from elsewhere (the scheme version's limits, other projects' milestones,
//! today's date) travels in its command.

mod achieve;
mod baseline;
mod change;
mod change_request;
mod dependency;
mod end;
#[cfg(test)]
pub(crate) mod examples;
mod fact;
mod money;
mod plan;
mod profile;
mod register;
mod rejection;
#[cfg(test)]
mod replay;
mod revise;
mod state;
mod threshold;

use eventing::{Decider, Snapshots};

pub use achieve::AchieveMilestone;
pub use baseline::SetBaseline;
pub use change::{PlanChange, RevisedValue};
pub use change_request::{ChangeRequest, ChangeRequestState, DecideChange, RequestChange};
pub use dependency::{DeclareDependency, Dependency, MilestoneKey, WithdrawDependency};
pub use end::{Close, Finish, Stop};
pub use fact::Fact;
pub use money::{MoneyAmount, MoneyState, RecordMoney};
pub use plan::{BudgetLine, Milestone, MilestoneState, Plan, PlannedMilestone, Target};
pub use profile::{Partner, Profile, RegionShare};
pub use register::Register;
pub use rejection::Rejection;
pub use revise::{PlanRevision, RevisePlan, references as references_of_changes};
pub use state::{Project, ProjectState};

/// What can be asked of a project.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Register it.
    Register(Box<Register>),
    /// Set its first plan.
    SetBaseline(Box<SetBaseline>),
    /// Revise its plan.
    RevisePlan(Box<RevisePlan>),
    /// Ask for approval of changes.
    RequestChange(RequestChange),
    /// Approve or reject a change request.
    DecideChange(DecideChange),
    /// Record that a milestone was achieved.
    AchieveMilestone(AchieveMilestone),
    /// Let a milestone wait for another project's.
    DeclareDependency(DeclareDependency),
    /// Withdraw a dependency.
    WithdrawDependency(WithdrawDependency),
    /// Record an amount.
    RecordMoney(RecordMoney),
    /// Record that its work has ended.
    Finish(Finish),
    /// Record that it was stopped.
    Stop(Stop),
    /// Close it: its final report was approved.
    Close(Close),
}

/// Plans are revised and money is recorded as long as a project goes on. After so many facts the state is put away.
const SNAPSHOT_FACTS: u64 = 100;

impl Decider for Project {
    const TYPE: &'static str = "project";
    type Command = Command;
    type Fact = Fact;
    type Rejection = Rejection;

    const SNAPSHOTS: Option<Snapshots> = Some(Snapshots {
        every: SNAPSHOT_FACTS,
        shape: "1",
    });

    fn decide(&self, command: Command) -> Result<Vec<Fact>, Rejection> {
        match command {
            Command::Register(command) => register::decide(self, *command),
            Command::SetBaseline(command) => baseline::decide(self, *command),
            Command::RevisePlan(command) => revise::decide(self, *command),
            Command::RequestChange(command) => change_request::request(self, command),
            Command::DecideChange(command) => change_request::decide(self, command),
            Command::AchieveMilestone(command) => achieve::decide(self, command),
            Command::DeclareDependency(command) => dependency::declare(self, command),
            Command::WithdrawDependency(command) => dependency::withdraw(self, command),
            Command::RecordMoney(command) => money::decide(self, command),
            Command::Finish(command) => end::finish(self, command),
            Command::Stop(command) => end::stop(self, command),
            Command::Close(command) => end::close(self, command),
        }
    }

    fn evolve(&mut self, fact: Fact) {
        self.apply(fact);
    }

    /// Everything about a project is published; the contract's events say to whom.
    fn is_public(fact: &Fact) -> bool {
        match fact {
            Fact::Registered { .. }
            | Fact::PlanBaselined { .. }
            | Fact::PlanRevised { .. }
            | Fact::ChangeRequested { .. }
            | Fact::ChangeDecided { .. }
            | Fact::MilestoneAchieved { .. }
            | Fact::DependencyDeclared { .. }
            | Fact::DependencyWithdrawn { .. }
            | Fact::MoneyRecorded { .. }
            | Fact::Finished { .. }
            | Fact::Stopped { .. }
            | Fact::Closed { .. } => true,
        }
    }
}
