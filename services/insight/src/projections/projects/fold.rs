//! What each event does to the rows of its project.

use std::collections::BTreeMap;

use async_trait::async_trait;
use contracts::{
    ledger::v1::Entry,
    programme::v1::{
        ChangeDecided, ChangeRequestState, ChangeRequested, DependencyDeclared, MilestoneAchieved,
        MilestoneState, MoneyRecorded, ProjectRegistered, ProjectState,
    },
};
use eventing::ProjectionError;
use jiff::civil::Date;
use sqlx::PgConnection;

use super::plan;
use crate::{
    projections::{
        events::{ProjectEvent, day, required, unreadable},
        fold::{Fold, Place, hand_out},
    },
    rows::{
        self, BudgetLineRow, ChangeRequestRow, DependencyRow, MilestoneRow, MoneyChange, MoneyRow,
        PlanRevisionRow, ProjectRow, TargetRow,
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

impl Rows {
    /// The project itself; every other event needs it to be registered.
    pub(super) fn project(&mut self, at: Place) -> Result<&mut ProjectRow, ProjectionError> {
        self.projects
            .first_mut()
            .ok_or_else(|| unreadable(at.position, "its project was never registered"))
    }

    fn registered(&mut self, event: ProjectRegistered, at: Place) -> Result<(), ProjectionError> {
        let profile = required(at.position, "project", event.project)?;
        let row = ProjectRow {
            size_class: profile.size_class(),
            starts_on: day(at.position, "project.starts_on", &profile.starts_on)?,
            ends_on: day(at.position, "project.ends_on", &profile.ends_on)?,
            project_id: profile.project_id,
            name: profile.name,
            summary: profile.summary,
            block_id: profile.block_id,
            workgroup_id: profile.workgroup_id,
            theme_id: profile.theme_id,
            call_id: profile.call_id,
            tranche_id: event.tranche_id,
            scheme_id: profile.scheme_id,
            scheme_version: profile.scheme_version,
            lead_organisation_id: profile.lead_organisation_id,
            regions: profile.regions,
            linked_programme_ids: profile.linked_programme_ids,
            example: profile.example,
            state: ProjectState::Registered,
            state_on: None,
            plan_version: 0,
            cofinancing_cents: 0,
            registered_position: at.position,
            state_position: at.position,
            positions: vec![at.position],
        };
        self.projects = vec![row];
        Ok(())
    }

    pub(super) fn moved_to(
        &mut self,
        state: ProjectState,
        on: Option<Date>,
        at: Place,
    ) -> Result<(), ProjectionError> {
        let project = self.project(at)?;
        project.state = state;
        // Closing keeps the day on which the work ended.
        project.state_on = on.or(project.state_on);
        project.state_position = at.position;
        project.positions.push(at.position);
        Ok(())
    }

    fn milestone_achieved(&mut self, event: MilestoneAchieved, at: Place) -> Result<(), ProjectionError> {
        let row = self
            .milestones
            .iter_mut()
            .find(|row| row.milestone_id == event.milestone_id);
        let row = row.ok_or_else(|| {
            unreadable(
                at.position,
                format!("milestone '{}' was never planned", event.milestone_id),
            )
        })?;
        row.state = MilestoneState::Achieved;
        row.achieved_on = Some(day(at.position, "achieved_on", &event.achieved_on)?);
        row.evidence = event.evidence;
        row.achieved_position = Some(at.position);
        row.positions.push(at.position);
        Ok(())
    }

    fn dependency_declared(&mut self, event: DependencyDeclared, at: Place) -> Result<(), ProjectionError> {
        let declared = required(at.position, "dependency", event.dependency)?;
        self.dependencies
            .retain(|row| row.dependency_id != declared.dependency_id);
        self.dependencies.push(DependencyRow {
            project_id: event.project_id,
            dependency_id: declared.dependency_id,
            milestone_id: declared.milestone_id,
            on_project_id: declared.on_project_id,
            on_milestone_id: declared.on_milestone_id,
            note: declared.note,
            withdrawn: false,
            positions: vec![at.position],
        });
        Ok(())
    }

    fn dependency_withdrawn(&mut self, id: &str, at: Place) -> Result<(), ProjectionError> {
        let row = self.dependencies.iter_mut().find(|row| row.dependency_id == id);
        let row =
            row.ok_or_else(|| unreadable(at.position, format!("dependency '{id}' was never declared")))?;
        row.withdrawn = true;
        row.positions.push(at.position);
        Ok(())
    }

    /// Keeps the difference each event makes, so that the events behind an amount add up to it.
    fn money_recorded(&mut self, event: MoneyRecorded, at: Place) -> Result<(), ProjectionError> {
        let amount = required(at.position, "amount", event.amount)?;
        let (state, total_cents) = (amount.state(), amount.total_cents);
        let decided_on = day(at.position, "amount.decided_on", &amount.decided_on)?;
        let old = self
            .money
            .iter()
            .position(|row| row.state == state)
            .map(|index| self.money.remove(index));
        let (before, mut changes) = old.map_or((0, Vec::new()), |row| (row.total_cents, row.changes));
        changes.push(MoneyChange {
            position: at.position,
            cents: total_cents.saturating_sub(before),
        });
        let project_id = event.project_id;
        self.money.push(MoneyRow {
            project_id,
            state,
            total_cents,
            reference: amount.reference,
            decided_on,
            changes,
        });
        Ok(())
    }

    fn change_requested(&mut self, event: ChangeRequested, at: Place) -> Result<(), ProjectionError> {
        self.change_requests.push(ChangeRequestRow {
            project_id: event.project_id,
            change_request_id: event.change_request_id,
            reason: event.reason,
            state: ChangeRequestState::Requested,
            decision: String::new(),
            requested_at: at.at,
            decided_at: None,
            positions: vec![at.position],
        });
        Ok(())
    }

    fn change_decided(&mut self, event: ChangeDecided, at: Place) -> Result<(), ProjectionError> {
        let row = self.change_request(&event.change_request_id, at)?;
        row.state = if event.approved {
            ChangeRequestState::Approved
        } else {
            ChangeRequestState::Rejected
        };
        row.decision = event.decision;
        row.decided_at = Some(at.at);
        Ok(())
    }

    /// The change request an event is about, with the event added to its history.
    pub(super) fn change_request(
        &mut self,
        id: &str,
        at: Place,
    ) -> Result<&mut ChangeRequestRow, ProjectionError> {
        let row = self
            .change_requests
            .iter_mut()
            .find(|row| row.change_request_id == id);
        let row =
            row.ok_or_else(|| unreadable(at.position, format!("change request '{id}' was never made")))?;
        row.positions.push(at.position);
        Ok(row)
    }
}
