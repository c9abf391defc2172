//! What the hub does with a report: review, return, accept, approve, reopen.

use contracts::programme::v1 as proto;
use eventing::Committed;
use futures::FutureExt;
use runtime::{call::Change, fault::Fault, parse::Faults};
use tonic::Request;

use super::{Reporting, parse_ids, receipt_of, standing::Standing};
use crate::domain::report::{Command, Report, Step, TEXT_MAX_CHARS};

pub(super) async fn review_report(
    service: &Reporting,
    request: &Request<proto::ReviewReportRequest>,
) -> Result<proto::ReviewReportResponse, Fault> {
    let given = request.get_ref();
    let change = Change::parse(request, &given.request_id)?;
    let committed = judge(
        service,
        &change,
        &given.project_id,
        &given.report_id,
        Step::Review,
    )
    .await?;
    Ok(proto::ReviewReportResponse {
        receipt: receipt_of(&given.report_id, &committed),
    })
}

pub(super) async fn return_report(
    service: &Reporting,
    request: &Request<proto::ReturnReportRequest>,
) -> Result<proto::ReturnReportResponse, Fault> {
    let given = request.get_ref();
    let change = Change::parse(request, &given.request_id)?;
    let step = Step::Return {
        reason: words("reason", &given.reason, true)?,
    };
    let committed = judge(service, &change, &given.project_id, &given.report_id, step).await?;
    Ok(proto::ReturnReportResponse {
        receipt: receipt_of(&given.report_id, &committed),
    })
}

pub(super) async fn approve_report(
    service: &Reporting,
    request: &Request<proto::ApproveReportRequest>,
) -> Result<proto::ApproveReportResponse, Fault> {
    let given = request.get_ref();
    let change = Change::parse(request, &given.request_id)?;
    let step = Step::Approve {
        note: words("note", &given.note, false)?,
    };
    let committed = judge(service, &change, &given.project_id, &given.report_id, step).await?;
    Ok(proto::ApproveReportResponse {
        receipt: receipt_of(&given.report_id, &committed),
    })
}

pub(super) async fn reopen_report(
    service: &Reporting,
    request: &Request<proto::ReopenReportRequest>,
) -> Result<proto::ReopenReportResponse, Fault> {
    let given = request.get_ref();
    let change = Change::parse(request, &given.request_id)?;
    let step = Step::Reopen {
        reason: words("reason", &given.reason, true)?,
    };
    let committed = judge(service, &change, &given.project_id, &given.report_id, step).await?;
    Ok(proto::ReopenReportResponse {
        receipt: receipt_of(&given.report_id, &committed),
    })
}

/// Accepting reads what the report stands on once more: another report may have been accepted since it was submitted.
pub(super) async fn accept_report(
    service: &Reporting,
    request: &Request<proto::AcceptReportRequest>,
) -> Result<proto::AcceptReportResponse, Fault> {
    let given = request.get_ref();
    let change = Change::parse(request, &given.request_id)?;
    let (project_id, report_id) = parse_ids(&given.project_id, "report_id", &given.report_id)?;
    let note = words("note", &given.note, false)?;
    service.record(&project_id, &report_id).await?;
    let now = service.clock.now();
    let meta = change.meta(now, service.context(&project_id).await?);
    let (project, report, note, by) = (
        project_id.as_str(),
        report_id.as_str(),
        note.as_str(),
        change.actor(),
    );
    let committed = service
        .store
        .execute_reading::<Report, _, Fault>(report, &meta, |reading| {
            let (project_id, report_id, note, by) = (
                project.to_owned(),
                report.to_owned(),
                note.to_owned(),
                by.to_owned(),
            );
            async move {
                let standing = Standing::read(reading, &project_id).await?;
                let ground = Box::new(standing.ground(reading, &project_id, &report_id).await?);
                Ok(Command {
                    report_id,
                    at: now,
                    by,
                    step: Step::Accept { note, ground },
                })
            }
            .boxed()
        })
        .await?;
    Ok(proto::AcceptReportResponse {
        receipt: receipt_of(&report_id, &committed),
    })
}

/// Carries out a step that needs nothing but the report itself.
async fn judge(
    service: &Reporting,
    change: &Change,
    project_id: &str,
    report_id: &str,
    step: Step,
) -> Result<Committed, Fault> {
    let (project_id, report_id) = parse_ids(project_id, "report_id", report_id)?;
    service.record(&project_id, &report_id).await?;
    let now = service.clock.now();
    let meta = change.meta(now, service.context(&project_id).await?);
    let command = Command {
        report_id: report_id.clone(),
        at: now,
        by: change.actor().to_owned(),
        step,
    };
    Ok(service
        .store
        .execute::<Report>(&report_id, command, &meta)
        .await?)
}

fn words(field: &str, given: &str, required: bool) -> Result<String, Fault> {
    let mut faults = Faults::new();
    let words = faults.text(field, given, TEXT_MAX_CHARS, required);
    faults.finish(words)
}
