//! Solutions, as published: all of them.

use contracts::transitions::v1;
use eventing::Published;

use super::event;
use crate::{
    contract::solution::{design as write_design, reuse as write_reuse},
    domain::solution::Fact,
};

/// The message for a fact of a solution.
pub(super) fn message(solution_id: &str, fact: Fact) -> Result<Vec<Published>, serde_json::Error> {
    let id = solution_id.to_owned();
    match fact {
        Fact::Designed { design } => {
            let message = v1::SolutionDesigned {
                solution: Some(write_design(&design)),
            };
            event(solution_id, &message)
        }
        Fact::Piloted { pilot, project_id } => {
            let message = v1::SolutionPiloted {
                solution_id: id,
                project_id,
                piloted_on: pilot.piloted_on.to_string(),
                learners: pilot.learners,
            };
            event(solution_id, &message)
        }
        Fact::Scaled { scale, project_id } => {
            let message = v1::SolutionScaled {
                solution_id: id,
                project_id,
                scaled_on: scale.scaled_on.to_string(),
                places_per_year: scale.places_per_year,
            };
            event(solution_id, &message)
        }
        Fact::Reused { reuse, project_id } => {
            let message = v1::SolutionReused {
                solution_id: id,
                project_id,
                reuse: Some(write_reuse(&reuse)),
            };
            event(solution_id, &message)
        }
    }
}
