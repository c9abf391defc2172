//! Asking for a change, and deciding on it.

use contracts::programme::v1::{
    DecideChangeRequest, DecideChangeResponse, RequestChangeRequest, RequestChangeResponse,
};
use runtime::{call::Change, fault::Fault, parse::Faults};
use tonic::Request;

use super::{Ground, Projects, receipt_of};
use crate::{
    contract::{
        plan::read_changes,
        values::{REFERENCE_CHARS_MAX, TEXT_CHARS_MAX},
    },
    domain::{
        project::{Command, DecideChange, PlanChange, RequestChange, references_of_changes},
        values::Id,
    },
};

pub(super) async fn request(
    service: &Projects,
    request: &Request<RequestChangeRequest>,
) -> Result<RequestChangeResponse, Fault> {
    let change = Change::parse(request, &request.get_ref().request_id)?;
    let Asked {
        project_id,
        change_request_id,
        changes,
        reason,
    } = parse(request.get_ref())?;
    let references = references_of_changes(&changes);
    let make = move |ground: Ground| {
        Command::RequestChange(RequestChange {
            change_request_id: change_request_id.clone(),
            changes: changes.clone(),
            reason: reason.clone(),
            referenced: ground.referenced,
            final_report_months: ground.rules.reporting_calendar.final_report_months,
            by: ground.by,
            at: ground.now,
        })
    };
    let committed = service
        .execute_on_ground(&project_id, &change, references, make)
        .await?;
    Ok(RequestChangeResponse {
        receipt: receipt_of(&project_id, &committed),
    })
}

/// A change request as it was asked for.
struct Asked {
    project_id: Id,
    change_request_id: Id,
    changes: Vec<PlanChange>,
    reason: String,
}

fn parse(request: &RequestChangeRequest) -> Result<Asked, Fault> {
    let mut faults = Faults::new();
    let asked = Asked {
        project_id: faults.id("project_id", &request.project_id),
        change_request_id: faults.id("change_request_id", &request.change_request_id),
        changes: read_changes(&mut faults, request.changes.clone()),
        reason: faults.text("reason", &request.reason, TEXT_CHARS_MAX, true),
    };
    faults.finish(asked)
}

pub(super) async fn decide(
    service: &Projects,
    request: &Request<DecideChangeRequest>,
) -> Result<DecideChangeResponse, Fault> {
    let change = Change::parse(request, &request.get_ref().request_id)?;
    let request = request.get_ref();
    let mut faults = Faults::new();
    let project_id = faults.id("project_id", &request.project_id);
    let change_request_id = faults.id("change_request_id", &request.change_request_id);
    let decision = faults.text("decision", &request.decision, REFERENCE_CHARS_MAX, true);
    faults.finish(())?;
    let (now, by, approved) = (service.clock.now(), change.actor().to_owned(), request.approved);
    let command = Command::DecideChange(DecideChange {
        change_request_id,
        approved,
        decision,
        by,
        at: now,
    });
    let committed = service.execute(&project_id, &change, now, command).await?;
    Ok(DecideChangeResponse {
        receipt: receipt_of(&project_id, &committed),
    })
}
