//! What the hub does with a report: review, return, accept, approve, reopen.

use contracts::programme::v1 as proto;
use eventing::{Committed, Context};
use futures::FutureExt;
use runtime::{
    call::Change,
    fault::{Fault, together},
    parse::Faults,
};
use tonic::Request;

use super::{Reporting, parse_ids, receipt_of, standing::Standing};
use crate::domain::{
    report::{Command, Report, Step},
    size::REASON_CHARS_MAX,
    values::Id,
};

/// A report that is judged, with the words about it.
struct Judged {
    project_id: Id,
    report_id: Id,
    words: String,
}

pub(super) async fn review_report(
    service: &Reporting,
    request: &Request<proto::ReviewReportRequest>,
) -> Result<proto::ReviewReportResponse, Fault> {
    let given = request.get_ref();
    let (change, (project_id, report_id)) = together(
        Change::parse(request, &given.request_id),
        parse_ids(&given.project_id, "report_id", &given.report_id),
    )?;
    let committed = judge(service, &change, &project_id, &report_id, Step::Review).await?;
    Ok(proto::ReviewReportResponse {
        receipt: receipt_of(&given.report_id, &committed),
    })
}

pub(super) async fn return_report(
    service: &Reporting,
    request: &Request<proto::ReturnReportRequest>,
) -> Result<proto::ReturnReportResponse, Fault> {
    let given = request.get_ref();
    let (change, judged) = together(
        Change::parse(request, &given.request_id),
        parse(
            &given.project_id,
            &given.report_id,
            ("reason", &given.reason, true),
        ),
    )?;
    let Judged {
        project_id,
        report_id,
        words: reason,
    } = judged;
    let committed = judge(service, &change, &project_id, &report_id, Step::Return { reason }).await?;
    Ok(proto::ReturnReportResponse {
        receipt: receipt_of(&given.report_id, &committed),
    })
}

pub(super) async fn approve_report(
    service: &Reporting,
    request: &Request<proto::ApproveReportRequest>,
) -> Result<proto::ApproveReportResponse, Fault> {
    let given = request.get_ref();
    let (change, judged) = together(
        Change::parse(request, &given.request_id),
        parse(&given.project_id, &given.report_id, ("note", &given.note, false)),
    )?;
    let Judged {
        project_id,
        report_id,
        words: note,
    } = judged;
    let committed = judge(service, &change, &project_id, &report_id, Step::Approve { note }).await?;
    Ok(proto::ApproveReportResponse {
        receipt: receipt_of(&given.report_id, &committed),
    })
}

pub(super) async fn reopen_report(
    service: &Reporting,
    request: &Request<proto::ReopenReportRequest>,
) -> Result<proto::ReopenReportResponse, Fault> {
    let given = request.get_ref();
    let (change, judged) = together(
        Change::parse(request, &given.request_id),
        parse(
            &given.project_id,
            &given.report_id,
            ("reason", &given.reason, true),
        ),
    )?;
    let Judged {
        project_id,
        report_id,
        words: reason,
    } = judged;
    let committed = judge(service, &change, &project_id, &report_id, Step::Reopen { reason }).await?;
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
    let (change, judged) = together(
        Change::parse(request, &given.request_id),
        parse(&given.project_id, &given.report_id, ("note", &given.note, false)),
    )?;
    let Judged {
        project_id,
        report_id,
        words: note,
    } = judged;
    service.record(&project_id, &report_id).await?;
    let now = service.clock.now();
    let meta = change.meta(now, Context::default());
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
    service.record(project_id, report_id).await?;
    let now = service.clock.now();
    let meta = change.meta(now, service.context(project_id).await?);
    let command = Command {
        report_id: report_id.to_owned(),
        at: now,
        by: change.actor().to_owned(),
        step,
    };
    Ok(service.store.execute::<Report>(report_id, command, &meta).await?)
}

fn parse(
    project_id: &str,
    report_id: &str,
    (field, words, required): (&str, &str, bool),
) -> Result<Judged, Fault> {
    let mut faults = Faults::new();
    let judged = Judged {
        project_id: faults.id("project_id", project_id),
        report_id: faults.id("report_id", report_id),
        words: faults.text(field, words, REASON_CHARS_MAX, required),
    };
    faults.finish(judged)
}
