//! Decisions: ask for approval of changes above the threshold (wijzigingsverzoek), and approve or reject it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Fact, PlanChange, Project, Rejection, revise};
use crate::domain::{
    reference::Referenced,
    values::{Actor, Id},
};

/// State of a change request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeRequestState {
    /// Waits for a decision.
    Requested,
    /// Approved, not yet used.
    Approved,
    /// Rejected.
    Rejected,
    /// Approved, and carried out by a revision.
    CarriedOut,
}

/// A change request.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ChangeRequest {
    /// Identifier within the project.
    pub change_request_id: Id,
    /// The changes it asks for.
    pub changes: Vec<PlanChange>,
    /// Why.
    pub reason: String,
    /// State.
    pub state: ChangeRequestState,
    /// Who asked.
    pub requested_by: Actor,
    /// When it was asked for.
    pub requested_at: Timestamp,
    /// The decision with its reference; empty until it is decided.
    pub decision: String,
    /// When it was decided.
    pub decided_at: Option<Timestamp>,
}

/// Ask for approval of changes.
#[derive(Debug, Clone, PartialEq)]
pub struct RequestChange {
    /// Identifier within the project.
    pub change_request_id: Id,
    /// The changes.
    pub changes: Vec<PlanChange>,
    /// Why.
    pub reason: String,
    /// The indicators of changed targets, with what is there.
    pub referenced: Vec<Referenced>,
    /// Months the scheme version gives for the final report.
    pub final_report_months: u32,
    /// Who asks.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
}

/// Approve or reject a change request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecideChange {
    /// Change request.
    pub change_request_id: Id,
    /// True to approve.
    pub approved: bool,
    /// The decision with its reference.
    pub decision: String,
    /// Who decides.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
}

pub(super) fn request(project: &Project, command: RequestChange) -> Result<Vec<Fact>, Rejection> {
    let (profile, plan) = project.running()?;
    if project.change_request(&command.change_request_id).is_some() {
        return Err(Rejection::ChangeRequestExists {
            change_request_id: command.change_request_id,
        });
    }
    // What could not be carried out now is not worth a decision.
    revise::revise(
        profile,
        plan,
        &command.changes,
        &command.referenced,
        command.final_report_months,
    )?;
    Ok(vec![Fact::ChangeRequested {
        change_request_id: command.change_request_id,
        changes: command.changes,
        reason: command.reason,
        requested_by: command.by,
        requested_at: command.at,
    }])
}

pub(super) fn decide(project: &Project, command: DecideChange) -> Result<Vec<Fact>, Rejection> {
    project.running()?;
    let DecideChange {
        change_request_id,
        approved,
        decision,
        by,
        at,
    } = command;
    let Some(request) = project.change_request(&change_request_id) else {
        return Err(Rejection::ChangeRequestUnknown { change_request_id });
    };
    if request.state != ChangeRequestState::Requested {
        return Err(Rejection::ChangeRequestDecided {
            change_request_id,
            state: request.state,
        });
    }
    if request.requested_by == by {
        return Err(Rejection::OwnChangeRequest { change_request_id });
    }
    Ok(vec![Fact::ChangeDecided {
        change_request_id,
        approved,
        decision,
        decided_by: by,
        decided_at: at,
    }])
}

#[cfg(test)]
mod tests {
    use eventing::scenario::Scenario;

    use super::*;
    use crate::domain::project::{Command, examples::*};

    #[test]
    fn a_change_is_requested_and_then_decided_by_somebody_else() {
        let project = Scenario::<Project>::given([registered(), baselined()])
            .after([request_change("c1", vec![slip("m1", 60)])])
            .when(decide_change("c1", true, "officer"))
            .then([change_decided("c1", true)]);
        assert_eq!(
            project.change_request("c1").map(|one| one.state),
            Some(ChangeRequestState::Approved)
        );
    }

    #[test]
    fn whoever_asks_for_a_change_does_not_decide_on_it() {
        Scenario::<Project>::given([registered(), baselined()])
            .after([request_change("c1", vec![slip("m1", 60)])])
            .when(decide_change("c1", true, "lead"))
            .refused("OWN_CHANGE_REQUEST");
    }

    #[test]
    fn a_change_request_is_decided_once() {
        Scenario::<Project>::given([registered(), baselined()])
            .after([
                request_change("c1", vec![slip("m1", 60)]),
                decide_change("c1", false, "officer"),
            ])
            .when(decide_change("c1", true, "officer"))
            .refused("CHANGE_REQUEST_DECIDED");
    }

    #[test]
    fn an_unknown_change_request_cannot_be_decided() {
        Scenario::<Project>::given([registered(), baselined()])
            .when(decide_change("c1", true, "officer"))
            .refused("CHANGE_REQUEST_UNKNOWN");
    }

    #[test]
    fn identifiers_of_change_requests_are_used_once() {
        Scenario::<Project>::given([registered(), baselined()])
            .after([request_change("c1", vec![slip("m1", 60)])])
            .when(request_change("c1", vec![slip("m2", 60)]))
            .refused("CHANGE_REQUEST_EXISTS");
    }

    #[test]
    fn only_changes_that_could_be_carried_out_are_asked_for() {
        Scenario::<Project>::given([registered(), baselined()])
            .when(request_change("c1", vec![slip("m1", 10_000)]))
            .refused("CHANGES_INVALID");
        Scenario::<Project>::given([registered()])
            .when(request_change(
                "c1",
                vec![PlanChange::DropMilestone {
                    milestone_id: "m1".into(),
                }],
            ))
            .refused("PROJECT_NOT_RUNNING");
        let Command::RequestChange(mut command) = request_change("c1", vec![target(200.0)]) else {
            unreachable!()
        };
        command.referenced[0].content = None;
        Scenario::<Project>::given([registered(), baselined()])
            .when(Command::RequestChange(command))
            .refused("REFERENCE_UNKNOWN");
    }
}
