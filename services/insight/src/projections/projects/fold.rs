//! The rows of one project, and which event goes where.

use std::collections::BTreeMap;

use async_trait::async_trait;
use contracts::{ledger::v1::Entry, programme::v1::ProjectState};
use eventing::ProjectionError;
use sqlx::PgConnection;

use super::plan;
use crate::{
    projections::{
        events::{ProjectEvent, day},
        fold::{Fold, Place, hand_out},
    },
    rows::{
        self, BudgetLineRow, ChangeRequestRow, DependencyRow, MilestoneRow, MoneyRow, PlanRevisionRow,
        ProjectRow, TargetRow,
    },
};

/// The rows of one project.
#[derive(Debug, Default)]
pub(super) struct Rows {
    pub(super) projects: Vec<ProjectRow>,
    pub(super) milestones: Vec<MilestoneRow>,
    pub(super) targets: Vec<TargetRow>,
    pub(super) budget: Vec<BudgetLineRow>,
    pub(super) money: Vec<MoneyRow>,
    pub(super) dependencies: Vec<DependencyRow>,
    pub(super) revisions: Vec<PlanRevisionRow>,
    pub(super) change_requests: Vec<ChangeRequestRow>,
}

#[async_trait]
impl Fold for Rows {
    type Event = ProjectEvent;

    fn decode(entry: &Entry) -> Result<Option<ProjectEvent>, ProjectionError> {
        ProjectEvent::decode(entry)
    }

    fn project_id(event: &ProjectEvent) -> &str {
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

    async fn load(db: &mut PgConnection, ids: &[String]) -> Result<BTreeMap<String, Self>, sqlx::Error> {
        let mut all = BTreeMap::new();
        hand_out(
            &mut all,
            rows::read_of(db, "projects", ids).await?,
            id_of,
            |rows: &mut Self| &mut rows.projects,
        );
        hand_out(
            &mut all,
            rows::read_of(db, "milestones", ids).await?,
            of_milestone,
            |rows| &mut rows.milestones,
        );
        hand_out(
            &mut all,
            rows::read_of(db, "targets", ids).await?,
            of_target,
            |rows| &mut rows.targets,
        );
        hand_out(
            &mut all,
            rows::read_of(db, "budget_lines", ids).await?,
            of_budget,
            |rows| &mut rows.budget,
        );
        hand_out(
            &mut all,
            rows::read_of(db, "money_totals", ids).await?,
            of_money,
            |rows| &mut rows.money,
        );
        hand_out(
            &mut all,
            rows::read_of(db, "dependencies", ids).await?,
            of_dependency,
            |rows| &mut rows.dependencies,
        );
        hand_out(
            &mut all,
            rows::read_of(db, "plan_revisions", ids).await?,
            of_revision,
            |rows| &mut rows.revisions,
        );
        hand_out(
            &mut all,
            rows::read_of(db, "change_requests", ids).await?,
            of_change,
            |rows| &mut rows.change_requests,
        );
        Ok(all)
    }

    async fn save(db: &mut PgConnection, ids: &[String], all: Vec<Self>) -> Result<(), sqlx::Error> {
        let mut rows = Self::default();
        for one in all {
            rows.projects.extend(one.projects);
            rows.milestones.extend(one.milestones);
            rows.targets.extend(one.targets);
            rows.budget.extend(one.budget);
            rows.money.extend(one.money);
            rows.dependencies.extend(one.dependencies);
            rows.revisions.extend(one.revisions);
            rows.change_requests.extend(one.change_requests);
        }
        rows::replace(db, "projects", ids, &rows.projects).await?;
        rows::replace(db, "milestones", ids, &rows.milestones).await?;
        rows::replace(db, "targets", ids, &rows.targets).await?;
        rows::replace(db, "budget_lines", ids, &rows.budget).await?;
        rows::replace(db, "money_totals", ids, &rows.money).await?;
        rows::replace(db, "dependencies", ids, &rows.dependencies).await?;
        rows::replace(db, "plan_revisions", ids, &rows.revisions).await?;
        rows::replace(db, "change_requests", ids, &rows.change_requests).await
    }
}

fn id_of(row: &ProjectRow) -> &str {
    &row.project_id
}
fn of_milestone(row: &MilestoneRow) -> &str {
    &row.project_id
}
fn of_target(row: &TargetRow) -> &str {
    &row.project_id
}
fn of_budget(row: &BudgetLineRow) -> &str {
    &row.project_id
}
fn of_money(row: &MoneyRow) -> &str {
    &row.project_id
}
fn of_dependency(row: &DependencyRow) -> &str {
    &row.project_id
}
fn of_revision(row: &PlanRevisionRow) -> &str {
    &row.project_id
}
fn of_change(row: &ChangeRequestRow) -> &str {
    &row.project_id
}
