//! Projects, as published. Who asked for a change and who decided on it stays in the block.

use contracts::programme::v1;
use eventing::Published;

use super::event;
use crate::{
    contract::{
        plan::{plan, revised_value},
        project::{dependency, money_amount, profile},
    },
    domain::project::Fact,
};

/// The message for a fact of a project.
///
/// # Errors
/// The message cannot be written as JSON.
pub fn message(project_id: &str, fact: Fact) -> Result<Vec<Published>, serde_json::Error> {
    let id = project_id.to_owned();
    match fact {
        Fact::Registered {
            profile: registered,
            tranche_id,
        } => {
            let message = v1::ProjectRegistered {
                project: Some(profile(&registered)),
                tranche_id,
            };
            event(project_id, &message)
        }
        Fact::PlanBaselined {
            plan_version,
            plan: baseline,
        } => event(
            project_id,
            &v1::PlanBaselined {
                project_id: id,
                plan_version,
                plan: Some(plan(&baseline)),
            },
        ),
        Fact::PlanRevised {
            plan_version,
            values,
            reason,
            decision,
            change_request_id,
            plan: revised,
            ends_on,
            revised_by: _,
            revised_at: _,
        } => {
            let message = v1::PlanRevised {
                project_id: id,
                plan_version,
                values: values.iter().map(revised_value).collect(),
                reason,
                decision,
                change_request_id: change_request_id.unwrap_or_default(),
                plan: Some(plan(&revised)),
                ends_on: ends_on.to_string(),
            };
            event(project_id, &message)
        }
        Fact::ChangeRequested {
            change_request_id,
            changes: _,
            reason,
            requested_by: _,
            requested_at: _,
        } => event(
            project_id,
            &v1::ChangeRequested {
                project_id: id,
                change_request_id,
                reason,
            },
        ),
        Fact::ChangeDecided {
            change_request_id,
            approved,
            decision,
            decided_by: _,
            decided_at: _,
        } => event(
            project_id,
            &v1::ChangeDecided {
                project_id: id,
                change_request_id,
                approved,
                decision,
            },
        ),
        Fact::MilestoneAchieved {
            milestone_id,
            achieved_on,
            due_on,
            evidence,
            report_id,
        } => {
            let message = v1::MilestoneAchieved {
                project_id: id,
                milestone_id,
                achieved_on: achieved_on.to_string(),
                due_on: due_on.to_string(),
                evidence,
                report_id: report_id.unwrap_or_default(),
            };
            event(project_id, &message)
        }
        Fact::DependencyDeclared { dependency: declared } => {
            let message = v1::DependencyDeclared {
                project_id: id,
                dependency: Some(dependency(&declared)),
            };
            event(project_id, &message)
        }
        Fact::DependencyWithdrawn {
            dependency_id,
            reason,
        } => event(
            project_id,
            &v1::DependencyWithdrawn {
                project_id: id,
                dependency_id,
                reason,
            },
        ),
        Fact::MoneyRecorded {
            amount,
            previous_total,
            correction_reason,
        } => {
            let message = v1::MoneyRecorded {
                project_id: id,
                amount: Some(money_amount(&amount)),
                previous_total_cents: previous_total.0,
                correction_reason,
            };
            event(project_id, &message)
        }
        Fact::Finished { finished_on } => event(
            project_id,
            &v1::ProjectFinished {
                project_id: id,
                finished_on: finished_on.to_string(),
            },
        ),
        Fact::Stopped {
            stopped_on,
            reason,
            decision,
        } => {
            let stopped_on = stopped_on.to_string();
            event(
                project_id,
                &v1::ProjectStopped {
                    project_id: id,
                    stopped_on,
                    reason,
                    decision,
                },
            )
        }
        Fact::Closed { report_id } => event(
            project_id,
            &v1::ProjectClosed {
                project_id: id,
                report_id,
            },
        ),
    }
}
