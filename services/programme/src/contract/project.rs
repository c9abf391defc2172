//! Projects.

use contracts::programme::v1;
use runtime::{parse::Faults, receipt::proto_time};

use super::{
    plan,
    scheme::{read_size_class, size_class},
    values::{NAME_CHARS_MAX, TEXT_CHARS_MAX, read_choice, read_given},
};
use crate::domain::project::{
    ChangeRequest, ChangeRequestState, Dependency, MoneyAmount, MoneyState, Partner, Profile, Project,
    ProjectState, RegionShare,
};

/// Most elements of a list in a profile that are looked at; the profile's own rules allow fewer.
const LIST_MAX: usize = 500;

/// Reads a profile; `project` is the path of its fields.
pub fn read_profile(faults: &mut Faults, profile: Option<v1::ProjectProfile>) -> Option<Profile> {
    let it = read_given(faults, "project", profile);
    let project_id = faults.id("project.project_id", &it.project_id);
    let name = faults.text("project.name", &it.name, NAME_CHARS_MAX, true);
    let summary = faults.text("project.summary", &it.summary, TEXT_CHARS_MAX, false);
    let block_id = faults.id("project.block_id", &it.block_id);
    let workgroup_id = faults.id("project.workgroup_id", &it.workgroup_id);
    let theme_id = faults.optional_id("project.theme_id", &it.theme_id);
    let call_id = faults.id("project.call_id", &it.call_id);
    let scheme_id = faults.id("project.scheme_id", &it.scheme_id);
    let size_class = read_size_class(faults, "project.size_class", it.size_class);
    let lead_organisation_id = faults.id("project.lead_organisation_id", &it.lead_organisation_id);
    let partners = read_partners(faults, it.partners);
    let regions = read_regions(faults, it.regions);
    let starts_on = faults.date("project.starts_on", &it.starts_on);
    let ends_on = faults.date("project.ends_on", &it.ends_on);
    let linked_programme_ids = read_linked_programmes(faults, &it.linked_programme_ids);
    Some(Profile {
        project_id,
        name,
        summary,
        block_id,
        workgroup_id,
        theme_id,
        call_id,
        scheme_id,
        scheme_version: it.scheme_version,
        size_class: size_class?,
        lead_organisation_id,
        partners,
        regions,
        starts_on: starts_on?,
        ends_on: ends_on?,
        linked_programme_ids,
        example: it.example,
    })
}

fn read_partners(faults: &mut Faults, partners: Vec<v1::Partner>) -> Vec<Partner> {
    faults.at_most("project.partners", &partners, LIST_MAX);
    let partners = partners.into_iter().take(LIST_MAX).enumerate();
    partners
        .map(|(index, it)| Partner {
            organisation_id: faults.id(
                &format!("project.partners[{index}].organisation_id"),
                &it.organisation_id,
            ),
            role: faults.text(
                &format!("project.partners[{index}].role"),
                &it.role,
                NAME_CHARS_MAX,
                false,
            ),
        })
        .collect()
}

fn read_regions(faults: &mut Faults, regions: Vec<v1::RegionShare>) -> Vec<RegionShare> {
    faults.at_most("project.regions", &regions, LIST_MAX);
    let regions = regions.into_iter().take(LIST_MAX).enumerate();
    regions
        .map(|(index, it)| RegionShare {
            region_id: faults.id(&format!("project.regions[{index}].region_id"), &it.region_id),
            share_percent: it.share_percent,
        })
        .collect()
}

fn read_linked_programmes(faults: &mut Faults, ids: &[String]) -> Vec<String> {
    faults.at_most("project.linked_programme_ids", ids, LIST_MAX);
    let ids = ids.iter().take(LIST_MAX).enumerate();
    ids.map(|(index, id)| faults.id(&format!("project.linked_programme_ids[{index}]"), id))
        .collect()
}

/// Reads a dependency; `dependency` is the path of its fields.
pub fn read_dependency(faults: &mut Faults, dependency: Option<v1::Dependency>) -> Dependency {
    let it = read_given(faults, "dependency", dependency);
    Dependency {
        dependency_id: faults.id("dependency.dependency_id", &it.dependency_id),
        milestone_id: faults.id("dependency.milestone_id", &it.milestone_id),
        on_project_id: faults.id("dependency.on_project_id", &it.on_project_id),
        on_milestone_id: faults.id("dependency.on_milestone_id", &it.on_milestone_id),
        note: faults.text("dependency.note", &it.note, TEXT_CHARS_MAX, false),
    }
}

/// Reads a state of money.
pub fn read_money_state(faults: &mut Faults, state: i32) -> Option<MoneyState> {
    read_choice(faults, "state", state, |state| match state {
        v1::MoneyState::Unspecified => None,
        v1::MoneyState::Reserved => Some(MoneyState::Reserved),
        v1::MoneyState::Conditional => Some(MoneyState::Conditional),
        v1::MoneyState::Granted => Some(MoneyState::Granted),
        v1::MoneyState::Committed => Some(MoneyState::Committed),
        v1::MoneyState::Paid => Some(MoneyState::Paid),
        v1::MoneyState::Realised => Some(MoneyState::Realised),
    })
}

/// Writes a project as it stands; nothing when it does not exist. `version` is the number of its facts.
#[must_use]
pub fn project(project: &Project, version: u64) -> Option<v1::Project> {
    Some(v1::Project {
        profile: Some(profile(project.profile()?)),
        state: state(project.state()).into(),
        plan_version: project.plan_version(),
        plan: project.plan().map(plan::plan),
        revisions: project.revisions().iter().map(plan::revision).collect(),
        change_requests: project.change_requests().iter().map(change_request).collect(),
        dependencies: project.dependencies().iter().map(dependency).collect(),
        money: project.money().values().map(money_amount).collect(),
        version,
    })
}

/// Writes a profile.
#[must_use]
pub fn profile(it: &Profile) -> v1::ProjectProfile {
    let partner = |one: &Partner| v1::Partner {
        organisation_id: one.organisation_id.clone(),
        role: one.role.clone(),
    };
    let share = |one: &RegionShare| v1::RegionShare {
        region_id: one.region_id.clone(),
        share_percent: one.share_percent,
    };
    v1::ProjectProfile {
        project_id: it.project_id.clone(),
        name: it.name.clone(),
        summary: it.summary.clone(),
        block_id: it.block_id.clone(),
        workgroup_id: it.workgroup_id.clone(),
        theme_id: it.theme_id.clone().unwrap_or_default(),
        call_id: it.call_id.clone(),
        scheme_id: it.scheme_id.clone(),
        scheme_version: it.scheme_version,
        size_class: size_class(it.size_class).into(),
        lead_organisation_id: it.lead_organisation_id.clone(),
        partners: it.partners.iter().map(partner).collect(),
        regions: it.regions.iter().map(share).collect(),
        starts_on: it.starts_on.to_string(),
        ends_on: it.ends_on.to_string(),
        linked_programme_ids: it.linked_programme_ids.clone(),
        example: it.example,
    }
}

/// Writes the state of a project.
#[must_use]
pub fn state(state: ProjectState) -> v1::ProjectState {
    match state {
        ProjectState::Unknown => v1::ProjectState::Unspecified,
        ProjectState::Registered => v1::ProjectState::Registered,
        ProjectState::Running => v1::ProjectState::Running,
        ProjectState::Finished => v1::ProjectState::Finished,
        ProjectState::Stopped => v1::ProjectState::Stopped,
        ProjectState::Closed => v1::ProjectState::Closed,
    }
}

fn change_request(it: &ChangeRequest) -> v1::ChangeRequest {
    v1::ChangeRequest {
        change_request_id: it.change_request_id.clone(),
        changes: it.changes.iter().map(plan::change).collect(),
        reason: it.reason.clone(),
        state: change_request_state(it.state).into(),
        decision: it.decision.clone(),
        requested_at: Some(proto_time(it.requested_at)),
        decided_at: it.decided_at.map(proto_time),
    }
}

fn change_request_state(state: ChangeRequestState) -> v1::ChangeRequestState {
    match state {
        ChangeRequestState::Requested => v1::ChangeRequestState::Requested,
        ChangeRequestState::Approved => v1::ChangeRequestState::Approved,
        ChangeRequestState::Rejected => v1::ChangeRequestState::Rejected,
        ChangeRequestState::CarriedOut => v1::ChangeRequestState::CarriedOut,
    }
}

/// Writes a dependency.
#[must_use]
pub fn dependency(it: &Dependency) -> v1::Dependency {
    v1::Dependency {
        dependency_id: it.dependency_id.clone(),
        milestone_id: it.milestone_id.clone(),
        on_project_id: it.on_project_id.clone(),
        on_milestone_id: it.on_milestone_id.clone(),
        note: it.note.clone(),
    }
}

/// Writes an amount.
#[must_use]
pub fn money_amount(it: &MoneyAmount) -> v1::MoneyAmount {
    v1::MoneyAmount {
        state: money_state(it.state).into(),
        total_cents: it.total.0,
        reference: it.reference.clone(),
        decided_on: it.decided_on.to_string(),
    }
}

fn money_state(state: MoneyState) -> v1::MoneyState {
    match state {
        MoneyState::Reserved => v1::MoneyState::Reserved,
        MoneyState::Conditional => v1::MoneyState::Conditional,
        MoneyState::Granted => v1::MoneyState::Granted,
        MoneyState::Committed => v1::MoneyState::Committed,
        MoneyState::Paid => v1::MoneyState::Paid,
        MoneyState::Realised => v1::MoneyState::Realised,
    }
}
