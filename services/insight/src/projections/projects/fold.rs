//! The rows of one project, and which event goes where.

use contracts::{ledger::v1::Entry, programme::v1::ProjectState};
use eventing::ProjectionError;

use super::plan;
use crate::{
    projections::{
        events::{ProjectEvent, day},
        fold::{Fold, Place, stored},
    },
    rows::{
        BudgetLineRow, ChangeRequestRow, DependencyRow, List, MilestoneRow, MoneyRow, PlanRevisionRow,
        ProjectRow, TargetRow,
    },
    views::Gathered,
};

/// The rows of one project.
#[derive(Debug, Clone, Default)]
pub(in crate::projections) struct Rows {
    pub(super) projects: List<ProjectRow>,
    pub(super) milestones: List<MilestoneRow>,
    pub(super) targets: List<TargetRow>,
    pub(super) budget: List<BudgetLineRow>,
    pub(super) money: List<MoneyRow>,
    pub(super) dependencies: List<DependencyRow>,
    pub(super) revisions: List<PlanRevisionRow>,
    pub(super) change_requests: List<ChangeRequestRow>,
}

impl Fold for Rows {
    type Event = ProjectEvent;

    fn decode(entry: &Entry) -> Result<Option<ProjectEvent>, ProjectionError> {
        ProjectEvent::decode(entry)
    }

    fn kept_by(event: &ProjectEvent) -> &str {
        match event {
            ProjectEvent::ProjectRegistered(event) => event.project.as_ref().map_or("", |it| &it.project_id),
            ProjectEvent::PlanBaselined(event) => &event.project_id,
            ProjectEvent::PlanRevised(event) => &event.project_id,
            ProjectEvent::ChangeRequested(event) => &event.project_id,
            ProjectEvent::ChangeDecided(event) => &event.project_id,
            ProjectEvent::MilestoneAchieved(event) => &event.project_id,
            ProjectEvent::DependencyDeclared(event) => &event.project_id,
            ProjectEvent::DependencyWithdrawn(event) => &event.project_id,
            ProjectEvent::MoneyRecorded(event) => &event.project_id,
            ProjectEvent::ProjectFinished(event) => &event.project_id,
            ProjectEvent::ProjectStopped(event) => &event.project_id,
            ProjectEvent::ProjectClosed(event) => &event.project_id,
        }
    }

    fn apply(&mut self, event: ProjectEvent, at: Place) -> Result<(), ProjectionError> {
        match event {
            ProjectEvent::ProjectRegistered(event) => self.registered(event, at),
            ProjectEvent::PlanBaselined(event) => plan::baselined(self, event, at),
            ProjectEvent::PlanRevised(event) => plan::revised(self, event, at),
            ProjectEvent::ChangeRequested(event) => self.change_requested(event, at),
            ProjectEvent::ChangeDecided(event) => self.change_decided(event, at),
            ProjectEvent::MilestoneAchieved(event) => self.milestone_achieved(event, at),
            ProjectEvent::DependencyDeclared(event) => self.dependency_declared(event, at),
            ProjectEvent::DependencyWithdrawn(event) => self.dependency_withdrawn(&event.dependency_id, at),
            ProjectEvent::MoneyRecorded(event) => self.money_recorded(event, at),
            ProjectEvent::ProjectFinished(event) => {
                let on = day(at.position, "finished_on", &event.finished_on)?;
                self.moved_to(ProjectState::Finished, Some(on), at)
            }
            ProjectEvent::ProjectStopped(event) => {
                let on = day(at.position, "stopped_on", &event.stopped_on)?;
                self.moved_to(ProjectState::Stopped, Some(on), at)
            }
            ProjectEvent::ProjectClosed(_) => self.moved_to(ProjectState::Closed, None, at),
        }
    }

    fn show(&self, project_id: &str, views: &mut Gathered) {
        let facts = views.project(project_id);
        facts.project = self.projects.first().cloned().unwrap_or_default();
        facts.milestones.clone_from(&self.milestones);
        facts.targets.clone_from(&self.targets);
        facts.budget.clone_from(&self.budget);
        facts.money.clone_from(&self.money);
        facts.dependencies.clone_from(&self.dependencies);
        facts.revisions.clone_from(&self.revisions);
        facts.change_requests.clone_from(&self.change_requests);
    }
}

stored!(Rows {
    projects: ProjectRow,
    milestones: MilestoneRow,
    targets: TargetRow,
    budget: BudgetLineRow,
    money: MoneyRow,
    dependencies: DependencyRow,
    revisions: PlanRevisionRow,
    change_requests: ChangeRequestRow,
});
