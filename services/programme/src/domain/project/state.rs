//! A project as its facts have made it.

use std::collections::BTreeMap;

use eventing::Context;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    BudgetLine, ChangeRequest, ChangeRequestState, Dependency, Fact, Milestone, MilestoneState, MoneyAmount,
    MoneyState, Plan, PlanRevision, Profile, Rejection, Target, threshold::Decided,
};
use crate::domain::{
    reference::Key,
    values::{Cents, Id},
};

/// What a project is doing.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProjectState {
    /// Not registered: it does not exist.
    #[default]
    Unknown,
    /// Registered, without a plan.
    Registered,
    /// Running on its plan.
    Running,
    /// Work has ended; the final report is not yet approved.
    Finished,
    /// Stopped before its end.
    Stopped,
    /// The final report was approved.
    Closed,
}

/// A project with its past, as far as decisions and readers need it.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub struct Project {
    profile: Option<Profile>,
    tranche_id: Id,
    state: ProjectState,
    plan: Option<Plan>,
    plan_version: u32,
    /// The plan as the last decision left it: what the scheme's threshold is measured from.
    decided: Option<Decided>,
    revisions: Vec<PlanRevision>,
    change_requests: Vec<ChangeRequest>,
    dependencies: Vec<Dependency>,
    money: BTreeMap<MoneyState, MoneyAmount>,
    ended_on: Option<Date>,
    final_report_id: Option<Id>,
}

/// What others may know of a project.
impl Project {
    /// Whether it was registered.
    #[must_use]
    pub fn exists(&self) -> bool {
        self.profile.is_some()
    }

    /// What it is doing.
    #[must_use]
    pub fn state(&self) -> ProjectState {
        self.state
    }

    /// Its profile, with the last day of the current plan.
    #[must_use]
    pub fn profile(&self) -> Option<&Profile> {
        self.profile.as_ref()
    }

    /// Tranche of its call window; empty when it does not exist.
    #[must_use]
    pub fn tranche_id(&self) -> &str {
        &self.tranche_id
    }

    /// Key of the scheme version whose rules it was submitted under.
    #[must_use]
    pub fn scheme_version_key(&self) -> Option<Key> {
        self.profile.as_ref().map(Profile::scheme_version_key)
    }

    /// Its current plan; absent before the baseline.
    #[must_use]
    pub fn plan(&self) -> Option<&Plan> {
        self.plan.as_ref()
    }

    /// Version of its plan; 0 without one.
    #[must_use]
    pub fn plan_version(&self) -> u32 {
        self.plan_version
    }

    /// Milestones of the current plan.
    #[must_use]
    pub fn milestones(&self) -> &[Milestone] {
        self.plan.as_ref().map_or(&[], |plan| &plan.milestones)
    }

    /// One milestone of the current plan.
    #[must_use]
    pub fn milestone(&self, milestone_id: &str) -> Option<&Milestone> {
        self.milestones()
            .iter()
            .find(|milestone| milestone.milestone_id == milestone_id)
    }

    /// Targets of the current plan.
    #[must_use]
    pub fn targets(&self) -> &[Target] {
        self.plan.as_ref().map_or(&[], |plan| &plan.targets)
    }

    /// Budget of the current plan.
    #[must_use]
    pub fn budget(&self) -> &[BudgetLine] {
        self.plan.as_ref().map_or(&[], |plan| &plan.budget)
    }

    /// Revisions, oldest first.
    #[must_use]
    pub fn revisions(&self) -> &[PlanRevision] {
        &self.revisions
    }

    /// Change requests, oldest first.
    #[must_use]
    pub fn change_requests(&self) -> &[ChangeRequest] {
        &self.change_requests
    }

    /// One change request.
    #[must_use]
    pub fn change_request(&self, id: &str) -> Option<&ChangeRequest> {
        self.change_requests
            .iter()
            .find(|request| request.change_request_id == id)
    }

    /// Dependencies that were not withdrawn.
    #[must_use]
    pub fn dependencies(&self) -> &[Dependency] {
        &self.dependencies
    }

    /// Money by state; a state that was never recorded is absent.
    #[must_use]
    pub fn money(&self) -> &BTreeMap<MoneyState, MoneyAmount> {
        &self.money
    }

    /// Total in one state of money.
    #[must_use]
    pub fn total(&self, state: MoneyState) -> Cents {
        self.money.get(&state).map_or(Cents::ZERO, |amount| amount.total)
    }

    /// Day on which it finished or was stopped.
    #[must_use]
    pub fn ended_on(&self) -> Option<Date> {
        self.ended_on
    }

    /// The approved final report, once it is closed.
    #[must_use]
    pub fn final_report_id(&self) -> Option<&str> {
        self.final_report_id.as_deref()
    }

    /// Where its events belong, for filters.
    #[must_use]
    pub fn context(&self) -> Context {
        self.profile
            .as_ref()
            .map_or_else(Context::default, Profile::context)
    }
}

/// What decisions ask first.
impl Project {
    pub(super) fn registered(&self) -> Result<&Profile, Rejection> {
        self.profile.as_ref().ok_or(Rejection::Unknown)
    }

    /// Profile and plan of a running project.
    pub(super) fn running(&self) -> Result<(&Profile, &Plan), Rejection> {
        let profile = self.registered()?;
        match (self.state, &self.plan) {
            (ProjectState::Running, Some(plan)) => Ok((profile, plan)),
            _ => Err(Rejection::NotRunning { state: self.state }),
        }
    }

    pub(super) fn decided(&self) -> Option<&Decided> {
        self.decided.as_ref()
    }
}

/// How facts change it.
impl Project {
    pub(super) fn apply(&mut self, fact: Fact) {
        match fact {
            Fact::Registered { profile, tranche_id } => {
                self.profile = Some(*profile);
                self.tranche_id = tranche_id;
                self.state = ProjectState::Registered;
            }
            Fact::PlanBaselined { plan_version, plan } => {
                self.state = ProjectState::Running;
                self.adopt(plan_version, plan);
                self.mark_decided();
            }
            Fact::PlanRevised {
                plan_version,
                values,
                reason,
                decision,
                change_request_id,
                plan,
                ends_on,
                revised_by: _,
                revised_at,
            } => {
                self.end_on(ends_on);
                self.adopt(plan_version, plan);
                if let Some(id) = &change_request_id {
                    self.set_request(id, |request| request.state = ChangeRequestState::CarriedOut);
                    self.mark_decided();
                }
                let revision = PlanRevision {
                    plan_version,
                    values,
                    reason,
                    decision,
                    change_request_id,
                    revised_at,
                };
                self.revisions.push(revision);
            }
            Fact::ChangeRequested {
                change_request_id,
                changes,
                reason,
                requested_by,
                requested_at,
            } => {
                self.change_requests.push(ChangeRequest {
                    change_request_id,
                    changes,
                    reason,
                    state: ChangeRequestState::Requested,
                    requested_by,
                    requested_at,
                    decision: String::new(),
                    decided_at: None,
                });
            }
            Fact::ChangeDecided {
                change_request_id,
                approved,
                decision,
                decided_by: _,
                decided_at,
            } => {
                self.set_request(&change_request_id, |request| {
                    request.state = if approved {
                        ChangeRequestState::Approved
                    } else {
                        ChangeRequestState::Rejected
                    };
                    request.decision = decision;
                    request.decided_at = Some(decided_at);
                });
            }
            Fact::MilestoneAchieved {
                milestone_id,
                achieved_on,
                due_on: _,
                evidence: _,
                report_id: _,
            } => {
                self.achieve(&milestone_id, achieved_on);
            }
            Fact::DependencyDeclared { dependency } => self.dependencies.push(dependency),
            Fact::DependencyWithdrawn {
                dependency_id,
                reason: _,
            } => {
                self.dependencies
                    .retain(|dependency| dependency.dependency_id != dependency_id);
            }
            Fact::MoneyRecorded {
                amount,
                previous_total: _,
                correction_reason: _,
            } => {
                self.money.insert(amount.state, amount);
            }
            Fact::Finished { finished_on } => self.end(ProjectState::Finished, finished_on),
            Fact::Stopped {
                stopped_on,
                reason: _,
                decision: _,
            } => self.end(ProjectState::Stopped, stopped_on),
            Fact::Closed { report_id } => {
                self.state = ProjectState::Closed;
                self.final_report_id = Some(report_id);
            }
        }
    }

    fn adopt(&mut self, plan_version: u32, plan: Plan) {
        self.plan_version = plan_version;
        self.plan = Some(plan);
    }

    fn mark_decided(&mut self) {
        if let (Some(profile), Some(plan)) = (&self.profile, &self.plan) {
            self.decided = Some(Decided {
                plan: plan.clone(),
                ends_on: profile.ends_on,
            });
        }
    }

    fn end_on(&mut self, day: Date) {
        if let Some(profile) = &mut self.profile {
            profile.ends_on = day;
        }
    }

    fn end(&mut self, state: ProjectState, day: Date) {
        self.state = state;
        self.ended_on = Some(day);
    }

    fn set_request(&mut self, id: &str, set: impl FnOnce(&mut ChangeRequest)) {
        if let Some(request) = self
            .change_requests
            .iter_mut()
            .find(|request| request.change_request_id == id)
        {
            set(request);
        }
    }

    fn achieve(&mut self, milestone_id: &str, day: Date) {
        let milestones = self.plan.iter_mut().flat_map(|plan| &mut plan.milestones);
        for milestone in milestones.filter(|milestone| milestone.milestone_id == milestone_id) {
            milestone.state = MilestoneState::Achieved;
            milestone.achieved_on = Some(day);
        }
    }
}
