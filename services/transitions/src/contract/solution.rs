//! Solutions.

use blocks::lists::read_ids;
use contracts::transitions::v1;
use runtime::parse::Faults;

use super::{
    skill::{read_skills, skills},
    values::{NAME_CHARS_MAX, REASON_CHARS_MAX, TEXT_CHARS_MAX, day, read_given},
};
use crate::domain::solution::{Design, Reuse, Solution};

/// Reads a solution; `solution` is the path of its fields.
pub fn read_design(faults: &mut Faults, it: Option<v1::Solution>) -> Option<Design> {
    let it = read_given(faults, "solution", it);
    let at = |field: &str| format!("solution.{field}");
    let designed_on = faults.date(&at("designed_on"), &it.designed_on);
    Some(Design {
        solution_id: faults.id(&at("solution_id"), &it.solution_id),
        project_id: faults.id(&at("project_id"), &it.project_id),
        name: faults.text(&at("name"), &it.name, NAME_CHARS_MAX, true),
        description: faults.text(&at("description"), &it.description, TEXT_CHARS_MAX, false),
        skills: read_skills(faults, &at("skills"), it.skills),
        region_ids: read_ids(faults, &at("region_ids"), &it.region_ids),
        target_group: faults.text(&at("target_group"), &it.target_group, NAME_CHARS_MAX, true),
        demand_ids: read_ids(faults, &at("demand_ids"), &it.demand_ids),
        designed_on: designed_on?,
    })
}

/// Writes a solution.
#[must_use]
pub fn design(it: &Design) -> v1::Solution {
    v1::Solution {
        solution_id: it.solution_id.clone(),
        project_id: it.project_id.clone(),
        name: it.name.clone(),
        description: it.description.clone(),
        skills: skills(&it.skills),
        region_ids: it.region_ids.clone(),
        target_group: it.target_group.clone(),
        demand_ids: it.demand_ids.clone(),
        designed_on: it.designed_on.to_string(),
    }
}

/// Reads a use; `reuse` is the path of its fields.
pub fn read_reuse(faults: &mut Faults, it: Option<v1::Reuse>) -> Option<Reuse> {
    let it = read_given(faults, "reuse", it);
    let since = faults.date("reuse.since", &it.since);
    Some(Reuse {
        reuse_id: faults.id("reuse.reuse_id", &it.reuse_id),
        organisation_id: faults.id("reuse.organisation_id", &it.organisation_id),
        region_id: faults.id("reuse.region_id", &it.region_id),
        since: since?,
        adaptation: faults.text("reuse.adaptation", &it.adaptation, REASON_CHARS_MAX, false),
    })
}

/// Writes a use.
#[must_use]
pub fn reuse(it: &Reuse) -> v1::Reuse {
    v1::Reuse {
        reuse_id: it.reuse_id.clone(),
        organisation_id: it.organisation_id.clone(),
        region_id: it.region_id.clone(),
        since: it.since.to_string(),
        adaptation: it.adaptation.clone(),
    }
}

/// How far a solution is.
#[must_use]
pub fn state(it: &Solution) -> v1::SolutionState {
    match (it.scale(), it.pilot()) {
        (Some(_), _) => v1::SolutionState::Scaled,
        (None, Some(_)) => v1::SolutionState::Piloted,
        (None, None) => v1::SolutionState::Designed,
    }
}

/// Writes a solution as it is kept; none when there is none. `version` is the number of its facts.
#[must_use]
pub fn kept(it: &Solution, version: u64) -> Option<v1::KeptSolution> {
    let (pilot, scale) = (it.pilot(), it.scale());
    Some(v1::KeptSolution {
        solution: Some(design(it.design()?)),
        state: state(it).into(),
        piloted_on: day(pilot.map(|pilot| pilot.piloted_on)),
        pilot_learners: pilot.map_or(0, |pilot| pilot.learners),
        scaled_on: day(scale.map(|scale| scale.scaled_on)),
        places_per_year: scale.map_or(0, |scale| scale.places_per_year),
        reuse: it.reuse().iter().map(reuse).collect(),
        version,
    })
}
