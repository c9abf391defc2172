//! Decision: revise the delivery plan. Each revision is a new version that keeps the old values, the reason and the decision.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{
    ChangeRequest, ChangeRequestState, Fact, Plan, PlanChange, Profile, Project, Rejection, RevisedValue,
    change::{self, Bounds, Revised},
    threshold,
};
use crate::domain::{
    findings::Findings,
    reference::{Content, Direction, Key, Kind, Reference, Referenced, RevisionThreshold, content_of},
    values::{Actor, Id},
};

/// A revision as it was made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlanRevision {
    /// Plan version it made.
    pub plan_version: u32,
    /// The values it replaced.
    pub values: Vec<RevisedValue>,
    /// Why.
    pub reason: String,
    /// The decision it rests on; empty below the threshold.
    pub decision: String,
    /// The approved change request it rests on, if any.
    pub change_request_id: Option<Id>,
    /// When it was recorded.
    pub revised_at: Timestamp,
}

/// Revise the delivery plan.
#[derive(Debug, Clone, PartialEq)]
pub struct RevisePlan {
    /// Plan version the changes were made against.
    pub plan_version: u32,
    /// The changes.
    pub changes: Vec<PlanChange>,
    /// Why.
    pub reason: String,
    /// The decision it rests on; required with a change request.
    pub decision: String,
    /// The approved change request; required above the threshold.
    pub change_request_id: Option<Id>,
    /// The indicators of changed targets, with what is there.
    pub referenced: Vec<Referenced>,
    /// The scheme version's threshold.
    pub threshold: RevisionThreshold,
    /// Months the scheme version gives for the final report.
    pub final_report_months: u32,
    /// Who revises.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
}

/// The indicators that changes set targets for; all must exist.
#[must_use]
pub fn references(changes: &[PlanChange]) -> Vec<Reference> {
    let targets = changes.iter().enumerate();
    targets
        .filter_map(|(index, change)| match change {
            PlanChange::ChangeTarget { indicator_id, .. } => {
                let field = format!("changes[{index}].change_target.indicator_id");
                Some(Reference::new(field, Kind::Indicator, indicator_id))
            }
            PlanChange::RescheduleMilestone { .. }
            | PlanChange::DropMilestone { .. }
            | PlanChange::AddMilestone(_)
            | PlanChange::ChangeBudget { .. }
            | PlanChange::ChangeEnd { .. } => None,
        })
        .collect()
}

pub(super) fn decide(project: &Project, command: RevisePlan) -> Result<Vec<Fact>, Rejection> {
    let (profile, plan) = project.running()?;
    let current = project.plan_version();
    if command.plan_version != current {
        return Err(Rejection::PlanVersionStale {
            given: command.plan_version,
            current,
        });
    }
    let revised = revise(
        profile,
        plan,
        &command.changes,
        &command.referenced,
        command.final_report_months,
    )?;
    match &command.change_request_id {
        Some(id) => rests_on(project, id, &command)?,
        None => within_threshold(project, plan, &revised, &command)?,
    }
    Ok(vec![Fact::PlanRevised {
        plan_version: current.saturating_add(1),
        values: revised.values,
        reason: command.reason,
        decision: command.decision,
        change_request_id: command.change_request_id,
        plan: revised.plan,
        ends_on: revised.ends_on,
        revised_by: command.by,
        revised_at: command.at,
    }])
}

/// The plan that changes make of a plan, when they are valid and name known indicators.
pub(super) fn revise(
    profile: &Profile,
    plan: &Plan,
    changes: &[PlanChange],
    referenced: &[Referenced],
    final_report_months: u32,
) -> Result<Revised, Rejection> {
    let bounds = Bounds {
        starts_on: profile.starts_on,
        ends_on: profile.ends_on,
        final_report_months,
    };
    let revised = change::apply(plan, changes, bounds)?;
    let missing = Referenced::missing(referenced);
    if missing.is_empty() {
        Ok(revised)
    } else {
        Err(Rejection::ReferenceUnknown(missing))
    }
}

fn rests_on(project: &Project, id: &Id, command: &RevisePlan) -> Result<(), Rejection> {
    let request = project
        .change_request(id)
        .ok_or_else(|| Rejection::ChangeRequestUnknown {
            change_request_id: id.clone(),
        })?;
    if request.state != ChangeRequestState::Approved {
        return Err(Rejection::ChangeRequestNotApproved {
            change_request_id: id.clone(),
            state: request.state,
        });
    }
    if !same_changes(request, &command.changes) {
        return Err(Rejection::ChangeRequestDiffers {
            change_request_id: id.clone(),
        });
    }
    let mut findings = Findings::below("");
    let given = !command.decision.trim().is_empty();
    findings.check(given, "decision", "the decision that the change request rests on");
    findings.refuse_with(Rejection::ChangesInvalid)
}

/// The same changes in any order; no two changes of one list change the same thing.
fn same_changes(request: &ChangeRequest, changes: &[PlanChange]) -> bool {
    request.changes.len() == changes.len() && changes.iter().all(|change| request.changes.contains(change))
}

fn within_threshold(
    project: &Project,
    plan: &Plan,
    revised: &Revised,
    command: &RevisePlan,
) -> Result<(), Rejection> {
    let Some(decided) = project.decided() else {
        return Err(Rejection::NotRunning {
            state: project.state(),
        });
    };
    let direction = |id: &str| match content_of(&command.referenced, &Key::new(Kind::Indicator, id)) {
        Some(Content::Indicator(indicator)) => indicator.direction,
        _ => Direction::Up,
    };
    let reasons = threshold::exceeded(decided, plan, revised, command.threshold, direction);
    if reasons.is_empty() {
        Ok(())
    } else {
        Err(Rejection::ChangeRequestRequired { reasons })
    }
}

#[cfg(test)]
mod tests;
