//! What each event, other than those about plans, does to the rows of its project.

use contracts::programme::v1::{
    ChangeDecided, ChangeRequestState, ChangeRequested, DependencyDeclared, MilestoneAchieved,
    MilestoneState, MoneyRecorded, ProjectRegistered, ProjectState,
};
use eventing::ProjectionError;
use jiff::civil::Date;

use super::fold::Rows;
use crate::{
    projections::{
        events::{day, required, unreadable},
        fold::Place,
    },
    rows::{ChangeRequestRow, DependencyRow, MoneyChange, MoneyRow, ProjectRow, remember, remember_change},
};

impl Rows {
    /// The project itself; every other event needs it to be registered.
    pub(super) fn project(&mut self, at: Place) -> Result<&mut ProjectRow, ProjectionError> {
        self.projects
            .find_mut(|_| true)
            .ok_or_else(|| unreadable(at.position, "its project was never registered"))
    }

    pub(super) fn registered(&mut self, event: ProjectRegistered, at: Place) -> Result<(), ProjectionError> {
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
        self.projects = vec![row].into();
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
        remember(&mut project.positions, at.position);
        Ok(())
    }

    pub(super) fn milestone_achieved(
        &mut self,
        event: MilestoneAchieved,
        at: Place,
    ) -> Result<(), ProjectionError> {
        let row = self
            .milestones
            .find_mut(|row| row.milestone_id == event.milestone_id);
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
        remember(&mut row.positions, at.position);
        Ok(())
    }

    pub(super) fn dependency_declared(
        &mut self,
        event: DependencyDeclared,
        at: Place,
    ) -> Result<(), ProjectionError> {
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

    pub(super) fn dependency_withdrawn(&mut self, id: &str, at: Place) -> Result<(), ProjectionError> {
        let row = self.dependencies.find_mut(|row| row.dependency_id == id);
        let row =
            row.ok_or_else(|| unreadable(at.position, format!("dependency '{id}' was never declared")))?;
        row.withdrawn = true;
        remember(&mut row.positions, at.position);
        Ok(())
    }

    /// Keeps the difference each event makes, so that the events behind an amount add up to it.
    pub(super) fn money_recorded(&mut self, event: MoneyRecorded, at: Place) -> Result<(), ProjectionError> {
        let amount = required(at.position, "amount", event.amount)?;
        let (state, total_cents) = (amount.state(), amount.total_cents);
        let decided_on = day(at.position, "amount.decided_on", &amount.decided_on)?;
        let old = self.money.take(|row| row.state == state);
        let (before, mut changes) = old.map_or((0, Vec::new()), |row| (row.total_cents, row.changes.clone()));
        let change = MoneyChange {
            position: at.position,
            cents: total_cents.saturating_sub(before),
        };
        remember_change(&mut changes, change);
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

    pub(super) fn change_requested(
        &mut self,
        event: ChangeRequested,
        at: Place,
    ) -> Result<(), ProjectionError> {
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

    pub(super) fn change_decided(&mut self, event: ChangeDecided, at: Place) -> Result<(), ProjectionError> {
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
        let row = self.change_requests.find_mut(|row| row.change_request_id == id);
        let row =
            row.ok_or_else(|| unreadable(at.position, format!("change request '{id}' was never made")))?;
        remember(&mut row.positions, at.position);
        Ok(row)
    }
}
