//! Decisions: let a milestone wait for a milestone of another project, and withdraw that.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{Fact, Milestone, MilestoneState, Project, Rejection};
use crate::domain::values::Id;

/// Most dependencies of one project.
const DEPENDENCIES_MAX: usize = 200;

/// A milestone that waits for a milestone of another project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dependency {
    /// Identifier within the project.
    pub dependency_id: Id,
    /// Own milestone.
    pub milestone_id: Id,
    /// The other project.
    pub on_project_id: Id,
    /// Its milestone.
    pub on_milestone_id: Id,
    /// Why.
    pub note: String,
}

impl Dependency {
    /// The milestone it waits for.
    #[must_use]
    pub fn waits_for(&self) -> MilestoneKey {
        MilestoneKey::new(&self.on_project_id, &self.on_milestone_id)
    }
}

/// Names one milestone of the programme.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct MilestoneKey {
    /// Project.
    pub project_id: Id,
    /// Milestone.
    pub milestone_id: Id,
}

impl MilestoneKey {
    /// The milestone `milestone_id` of `project_id`.
    pub fn new(project_id: impl Into<Id>, milestone_id: impl Into<Id>) -> Self {
        Self {
            project_id: project_id.into(),
            milestone_id: milestone_id.into(),
        }
    }
}

/// Let a milestone wait for a milestone of another project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeclareDependency {
    /// The dependency.
    pub dependency: Dependency,
    /// The other milestone; absent when its project or it does not exist.
    pub target: Option<Milestone>,
    /// What the milestones that the target waits for, directly or through others, wait for in turn: each milestone with one
    /// it waits for.
    pub waits: Vec<(MilestoneKey, MilestoneKey)>,
    /// False when there were more projects in the chain than are followed.
    pub chain_complete: bool,
}

/// Withdraw a dependency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WithdrawDependency {
    /// Dependency.
    pub dependency_id: Id,
    /// Why.
    pub reason: String,
}

pub(super) fn declare(project: &Project, command: DeclareDependency) -> Result<Vec<Fact>, Rejection> {
    let (profile, _) = project.running()?;
    let dependency = &command.dependency;
    refuse_repeat(project, dependency)?;
    let milestone_id = dependency.milestone_id.clone();
    match project.milestone(&milestone_id) {
        None => return Err(Rejection::MilestoneUnknown { milestone_id }),
        Some(own) if !own.is_open() => {
            return Err(Rejection::MilestoneSettled {
                milestone_id,
                state: own.state,
            });
        }
        Some(_) => {}
    }
    if dependency.on_project_id == profile.project_id {
        return Err(Rejection::DependencyOnSelf);
    }
    match &command.target {
        Some(target) if target.state != MilestoneState::Dropped => {}
        _ => {
            return Err(Rejection::DependencyTargetUnknown {
                on: dependency.waits_for(),
            });
        }
    }
    let own = MilestoneKey::new(&profile.project_id, &dependency.milestone_id);
    refuse_cycle(&own, &command)?;
    Ok(vec![Fact::DependencyDeclared {
        dependency: command.dependency,
    }])
}

fn refuse_repeat(project: &Project, new: &Dependency) -> Result<(), Rejection> {
    let same = |old: &&Dependency| {
        old.dependency_id == new.dependency_id
            || (old.milestone_id == new.milestone_id && old.waits_for() == new.waits_for())
    };
    if let Some(old) = project.dependencies().iter().find(same) {
        return Err(Rejection::DependencyExists {
            dependency_id: old.dependency_id.clone(),
        });
    }
    if project.dependencies().len() >= DEPENDENCIES_MAX {
        return Err(Rejection::TooManyDependencies {
            most: DEPENDENCIES_MAX,
        });
    }
    Ok(())
}

/// Follows what the target waits for; whoever comes back to the own milestone would wait for itself.
fn refuse_cycle(own: &MilestoneKey, command: &DeclareDependency) -> Result<(), Rejection> {
    let mut seen = BTreeSet::new();
    let mut next = vec![command.dependency.waits_for()];
    while let Some(milestone) = next.pop() {
        if milestone == *own {
            return Err(Rejection::DependencyCycle {
                milestone_id: own.milestone_id.clone(),
            });
        }
        let waited_for = command
            .waits
            .iter()
            .filter(|(waiting, _)| *waiting == milestone)
            .map(|(_, on)| on.clone());
        next.extend(waited_for.filter(|on| seen.insert(on.clone())));
    }
    if command.chain_complete {
        Ok(())
    } else {
        Err(Rejection::DependencyChainTooLong)
    }
}

pub(super) fn withdraw(project: &Project, command: WithdrawDependency) -> Result<Vec<Fact>, Rejection> {
    let WithdrawDependency {
        dependency_id,
        reason,
    } = command;
    project.registered()?;
    if project
        .dependencies()
        .iter()
        .any(|one| one.dependency_id == dependency_id)
    {
        Ok(vec![Fact::DependencyWithdrawn {
            dependency_id,
            reason,
        }])
    } else {
        Err(Rejection::DependencyUnknown { dependency_id })
    }
}

#[cfg(test)]
mod tests {
    use eventing::scenario::Scenario;

    use super::*;
    use crate::domain::project::{Command, examples::*};

    fn running() -> Scenario<Project> {
        Scenario::given([registered(), baselined()])
    }

    fn declare_with(edit: impl FnOnce(&mut DeclareDependency)) -> Command {
        let mut command = DeclareDependency {
            dependency: dependency(),
            target: Some(plan().milestones[0].clone()),
            waits: vec![],
            chain_complete: true,
        };
        edit(&mut command);
        Command::DeclareDependency(command)
    }

    #[test]
    fn a_milestone_waits_for_a_milestone_of_another_project() {
        let project = running()
            .when(declare_with(|_| {}))
            .then([Fact::DependencyDeclared {
                dependency: dependency(),
            }]);
        assert_eq!(project.dependencies(), [dependency()]);
    }

    #[test]
    fn a_dependency_is_declared_once() {
        running()
            .after([declare_with(|_| {})])
            .when(declare_with(|command| {
                command.dependency.dependency_id = "d2".into()
            }))
            .refused("DEPENDENCY_EXISTS");
    }

    #[test]
    fn both_milestones_must_exist_in_different_projects() {
        running()
            .when(declare_with(|command| command.target = None))
            .refused("DEPENDENCY_TARGET_UNKNOWN");
        running()
            .when(declare_with(|command| {
                command.dependency.milestone_id = "m9".into()
            }))
            .refused("MILESTONE_UNKNOWN");
        running()
            .when(declare_with(|command| {
                command.dependency.on_project_id = "p1".into()
            }))
            .refused("DEPENDENCY_ON_SELF");
    }

    #[test]
    fn nobody_waits_for_a_dropped_milestone() {
        let dropped = Milestone {
            state: MilestoneState::Dropped,
            ..plan().milestones[0].clone()
        };
        running()
            .when(declare_with(|command| command.target = Some(dropped)))
            .refused("DEPENDENCY_TARGET_UNKNOWN");
    }

    #[test]
    fn a_milestone_does_not_wait_for_itself_through_others() {
        let key = MilestoneKey::new;
        let through = vec![
            (key("p2", "m1"), key("p3", "m1")),
            (key("p3", "m1"), key("p1", "m1")),
        ];
        running()
            .when(declare_with(|command| command.waits = through))
            .refused("DEPENDENCY_CYCLE");
    }

    #[test]
    fn projects_may_wait_for_each_other_with_different_milestones() {
        let key = MilestoneKey::new;
        let other = vec![
            (key("p2", "m2"), key("p1", "m1")),
            (key("p2", "m1"), key("p1", "m2")),
        ];
        running()
            .when(declare_with(|command| command.waits = other))
            .then([Fact::DependencyDeclared {
                dependency: dependency(),
            }]);
    }

    #[test]
    fn a_chain_that_is_too_long_to_follow_is_refused() {
        running()
            .when(declare_with(|command| command.chain_complete = false))
            .refused("DEPENDENCY_CHAIN_TOO_LONG");
    }

    #[test]
    fn a_dependency_is_withdrawn_once() {
        let withdraw = || {
            Command::WithdrawDependency(WithdrawDependency {
                dependency_id: "d1".into(),
                reason: "No longer needed".into(),
            })
        };
        let project = running().after([declare_with(|_| {}), withdraw()]);
        assert!(project.state().dependencies().is_empty());
        project.when(withdraw()).refused("DEPENDENCY_UNKNOWN");
    }
}
