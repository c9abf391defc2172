//! Setting the baseline and revising the plan.

use contracts::programme::v1::{
    RevisePlanRequest, RevisePlanResponse, SetBaselineRequest, SetBaselineResponse,
};
use runtime::{
    call::Change,
    fault::{Fault, together},
    parse::Faults,
};
use tonic::Request;

use super::{Ground, Projects, receipt_of};
use crate::{
    contract::{
        plan::{read_changes, read_plan},
        values::{REASON_CHARS_MAX, REFERENCE_CHARS_MAX},
    },
    domain::{
        project::{Command, Plan, PlanChange, Project, RevisePlan, SetBaseline, references_of_changes},
        values::Id,
    },
};

pub(super) async fn set_baseline(
    service: &Projects,
    request: &Request<SetBaselineRequest>,
) -> Result<SetBaselineResponse, Fault> {
    let given = request.get_ref();
    let (change, (project_id, plan)) =
        together(Change::parse(request, &given.request_id), parse_baseline(given))?;
    let references = plan.references("plan.targets");
    let make = move |ground: Ground| {
        Command::SetBaseline(Box::new(SetBaseline {
            plan: plan.clone(),
            referenced: ground.referenced,
            final_report_months: ground.rules.reporting_calendar.final_report_months,
        }))
    };
    let committed = service
        .execute_on_ground(&project_id, &change, references, make)
        .await?;
    Ok(SetBaselineResponse {
        receipt: receipt_of(&project_id, &committed),
    })
}

fn parse_baseline(request: &SetBaselineRequest) -> Result<(Id, Plan), Fault> {
    let mut faults = Faults::new();
    let project_id = faults.id("project_id", &request.project_id);
    let plan = read_plan(&mut faults, request.plan.clone());
    faults.finish((project_id, plan))
}

pub(super) async fn revise(
    service: &Projects,
    request: &Request<RevisePlanRequest>,
) -> Result<RevisePlanResponse, Fault> {
    let given = request.get_ref();
    let (change, revision) = together(Change::parse(request, &given.request_id), parse_revision(given))?;
    let project_id = revision.project_id.clone();
    let references = references_of_changes(&revision.changes);
    let make = move |ground| revision.clone().command(ground);
    let committed = service
        .execute_on_ground(&project_id, &change, references, make)
        .await?;
    // The version that this request made, also when it is repeated after later revisions.
    let made = service
        .store
        .load_at::<Project>(&project_id, committed.version)
        .await?
        .state;
    Ok(RevisePlanResponse {
        receipt: receipt_of(&project_id, &committed),
        plan_version: made.plan_version(),
    })
}

/// A revision as it was asked for.
#[derive(Clone)]
struct Revision {
    project_id: Id,
    plan_version: u32,
    changes: Vec<PlanChange>,
    reason: String,
    decision: String,
    change_request_id: Option<Id>,
}

impl Revision {
    fn command(self, ground: Ground) -> Command {
        Command::RevisePlan(Box::new(RevisePlan {
            plan_version: self.plan_version,
            changes: self.changes,
            reason: self.reason,
            decision: self.decision,
            change_request_id: self.change_request_id,
            referenced: ground.referenced,
            threshold: ground.rules.revision_threshold,
            final_report_months: ground.rules.reporting_calendar.final_report_months,
            by: ground.by,
            at: ground.now,
        }))
    }
}

fn parse_revision(request: &RevisePlanRequest) -> Result<Revision, Fault> {
    let mut faults = Faults::new();
    let revision = Revision {
        project_id: faults.id("project_id", &request.project_id),
        plan_version: request.plan_version,
        changes: read_changes(&mut faults, request.changes.clone()),
        reason: faults.text("reason", &request.reason, REASON_CHARS_MAX, true),
        decision: faults.text("decision", &request.decision, REFERENCE_CHARS_MAX, false),
        change_request_id: faults.optional_id("change_request_id", &request.change_request_id),
    };
    faults.finish(revision)
}
