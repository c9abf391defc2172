//! Asking for a change, and deciding on it.

use contracts::programme::v1::{
    DecideChangeRequest, DecideChangeResponse, RequestChangeRequest, RequestChangeResponse,
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
        plan::read_changes,
        values::{REASON_CHARS_MAX, REFERENCE_CHARS_MAX},
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
    let given = request.get_ref();
    let (change, asked) = together(Change::parse(request, &given.request_id), parse(given))?;
    let Asked {
        project_id,
        change_request_id,
        changes,
        reason,
    } = asked;
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
        reason: faults.text("reason", &request.reason, REASON_CHARS_MAX, true),
    };
    faults.finish(asked)
}

pub(super) async fn decide(
    service: &Projects,
    request: &Request<DecideChangeRequest>,
) -> Result<DecideChangeResponse, Fault> {
    let given = request.get_ref();
    let (change, decided) = together(Change::parse(request, &given.request_id), parse_decision(given))?;
    let Decided {
        project_id,
        change_request_id,
        decision,
    } = decided;
    let (now, by, approved) = (service.clock.now(), change.actor().to_owned(), given.approved);
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

/// A decision as it was taken.
struct Decided {
    project_id: Id,
    change_request_id: Id,
    decision: String,
}

fn parse_decision(request: &DecideChangeRequest) -> Result<Decided, Fault> {
    let mut faults = Faults::new();
    let decided = Decided {
        project_id: faults.id("project_id", &request.project_id),
        change_request_id: faults.id("change_request_id", &request.change_request_id),
        decision: faults.text("decision", &request.decision, REFERENCE_CHARS_MAX, true),
    };
    faults.finish(decided)
}
